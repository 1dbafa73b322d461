import { largest } from "./columns.js";
import type { Curve } from "./curves.js";
import type { Placed } from "./layout.js";
import type { Picture, PictureNode } from "./picture.js";
import { LINE_HEIGHT, type Scene, sceneOf, TAB } from "./scene.js";
import { escaped, rect, text } from "./svg-elements.js";
import { legendLines } from "./svg-legend.js";
import { tab } from "./svg-marks.js";
import { STYLE } from "./svg-style.js";
import { n } from "./text-size.js";

const MARGIN = 16;
const HEADING = 28;
/** As wide as the notes. */
const NARROWEST = 384;

/** Pictures one below the other, as an SVG file that shows itself in light and in dark. */
export function asSvg(pictures: readonly Picture[]): string {
  const scenes = pictures.map(sceneOf);
  const inner = Math.max(NARROWEST, largest(scenes.map(({ width }) => width)));
  let parts: string[] = [];
  let y = MARGIN;
  for (const scene of scenes) {
    const { cluster } = scene.picture;
    if (cluster !== undefined) {
      parts.push(text(MARGIN, y + 14, `Cluster ${cluster}`, "heading"));
      y += HEADING;
    }
    const x = MARGIN + (inner - scene.width) / 2;
    parts = [...parts, `<g transform="translate(${n(x)} ${n(y)})">`, ...sceneLines(scene), "</g>"];
    y += scene.height + MARGIN;
  }
  const legend = legendLines(pictures, inner);
  parts = [...parts, `<g transform="translate(${MARGIN} ${n(y)})">`, ...legend.lines, "</g>"];
  const [width, height] = [n(inner + 2 * MARGIN), n(y + legend.height + MARGIN)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    "<title>What may reach what</title>",
    `<style>${STYLE}</style>`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="6.5" markerHeight="6.5" orient="auto-start-reverse"><path class="arrow" d="M0 0.5 8 4 0 7.5z"/></marker></defs>`,
    `<rect class="back" width="100%" height="100%"/>`,
    ...parts,
    "</svg>",
  ].join("\n");
}

function sceneLines({ boxes, nodes, curves }: Scene): string[] {
  return [
    ...boxes.flatMap(({ thing, x, y, width, height }) => [
      rect({ x, y, width, height }, "box", 8),
      text(x + 12, y + 17, thing.label, "name"),
    ]),
    ...curves.map(
      ({ edge, path }) =>
        `<path class="edge${edge.isSure ? "" : " unsure"}" d="${path}" marker-end="url(#arrow)"/>`,
    ),
    ...nodes.flatMap(nodeLines),
    ...curves.flatMap(labelLines),
  ];
}

function labelLines({ edge, label: { x, y, width } }: Curve): string[] {
  return [
    rect({ x: x - width / 2, y: y - 8, width, height: 16 }, "label", 4),
    text(x, y + 4, edge.label, "ports middle"),
  ];
}

function nodeLines({ thing, ...place }: Placed<PictureNode>): string[] {
  const { x, y, width, height } = place;
  const { lines, title, is, ingress, egress } = thing;
  const round = is === "outside" ? 17 : 6;
  const left = ingress === "open" ? 0 : TAB;
  const right = egress === "open" ? 0 : TAB;
  return [
    `<g><title>${escaped(title)}</title>`,
    ...(is === "several" ? [rect({ ...place, x: x + 3, y: y + 3 }, "node", round)] : []),
    rect(place, "node", round),
    ...(left > 0 ? tab(x, y, height, ingress, "left") : []),
    ...(right > 0 ? tab(x + width - TAB, y, height, egress, "right") : []),
    ...lines.map((line, index) => {
      const offset = (index - (lines.length - 1) / 2) * LINE_HEIGHT;
      return text(x + (left + width - right) / 2, y + height / 2 + 4.5 + offset, line, "middle");
    }),
    "</g>",
  ];
}
