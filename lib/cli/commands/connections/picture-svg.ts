import { printable } from "../../../util/phrases.js";
import { largest } from "./layout.js";
import type { Mark, Picture, PictureNode } from "./picture.js";
import { type Curve, n, type Placed, type Scene, sceneOf, textWidth } from "./scene.js";

const MARGIN = 16;
const HEADING = 28;
const NARROWEST = 360;

/** Colors for readers who prefer light, and those who prefer dark. */
const COLORS = {
  light: {
    back: "#ffffff",
    box: "#f6f8fa",
    line: "#d0d7de",
    node: "#ffffff",
    border: "#8c959f",
    text: "#1f2328",
    edge: "#57606a",
    isolated: "#0969da",
    denied: "#cf222e",
    unknown: "#9a6700",
  },
  dark: {
    back: "#0d1117",
    box: "#161b22",
    line: "#3d444d",
    node: "#212830",
    border: "#6e7681",
    text: "#f0f6fc",
    edge: "#9198a1",
    isolated: "#1f6feb",
    denied: "#da3633",
    unknown: "#9e6a03",
  },
} as const;

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
    `<style>${style("light")}@media(prefers-color-scheme:dark){${style("dark")}}</style>`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="6.5" markerHeight="6.5" orient="auto-start-reverse"><path class="arrow" d="M0 0.5 8 4 0 7.5z"/></marker></defs>`,
    `<rect class="back" width="100%" height="100%"/>`,
    ...parts,
    "</svg>",
  ].join("\n");
}

function style(theme: keyof typeof COLORS): string {
  const colors = COLORS[theme];
  const shape =
    theme === "dark"
      ? ""
      : "text{font:13px -apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif}.name{font-size:12px;font-weight:600}.heading{font-size:14px;font-weight:600}.ports,.note{font-size:11px}.middle{text-anchor:middle}.edge{fill:none;stroke-width:1.5}.unsure{stroke-dasharray:5 4}.glyph{fill:none;stroke:#ffffff;stroke-width:1.5}.solid{fill:#ffffff}.ask{fill:#ffffff;font-weight:600}.part{opacity:.6}";
  return `${shape}.back,.label{fill:${colors.back}}.box{fill:${colors.box};stroke:${colors.line}}.node{fill:${colors.node};stroke:${colors.border}}text{fill:${colors.text}}.edge{stroke:${colors.edge}}.arrow{fill:${colors.edge}}.isolated{fill:${colors.isolated}}.denied{fill:${colors.denied}}.unknown{fill:${colors.unknown}}.solid,.ask{fill:#ffffff}`;
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

const TAB = 20;

function nodeLines({ thing, ...place }: Placed<PictureNode>): string[] {
  const { x, y, width, height } = place;
  const { label, title, is, ingress, egress } = thing;
  const round = is === "outside" ? height / 2 : 6;
  const left = ingress === "open" ? 0 : TAB;
  const right = egress === "open" ? 0 : TAB;
  return [
    `<g><title>${escaped(title)}</title>`,
    ...(is === "several" ? [rect({ ...place, x: x + 3, y: y + 3 }, "node", round)] : []),
    rect(place, "node", round),
    ...(left > 0 ? tab(x, y, height, ingress, "left") : []),
    ...(right > 0 ? tab(x + width - TAB, y, height, egress, "right") : []),
    text(x + (left + width - right) / 2, y + height / 2 + 4.5, label, "middle"),
    "</g>",
  ];
}

/** A mark at the side of a node where connections come in or go out. */
function tab(x: number, y: number, height: number, mark: Mark, side: "left" | "right"): string[] {
  const [bottom, r] = [y + height, 6];
  const outline =
    side === "left"
      ? `M${n(x + TAB)} ${n(y)}H${n(x + r)}a${r} ${r} 0 0 0-${r} ${r}V${n(bottom - r)}a${r} ${r} 0 0 0 ${r} ${r}H${n(x + TAB)}z`
      : `M${n(x)} ${n(y)}h${TAB - r}a${r} ${r} 0 0 1 ${r} ${r}V${n(bottom - r)}a${r} ${r} 0 0 1-${r} ${r}H${n(x)}z`;
  return [`<path class="${CLASSES[mark]}" d="${outline}"/>`, glyph(x + TAB / 2, y + height / 2, mark)];
}

const CLASSES: Record<Mark, string> = {
  open: "",
  isolated: "isolated",
  denied: "denied",
  "not known": "unknown",
  "in part": "isolated part",
};

/** A lock, a bar as on a road that nobody may enter, or a question mark. */
function glyph(x: number, y: number, mark: Mark): string {
  if (mark === "not known") return text(x, y + 4.5, "?", "ask middle");
  if (mark === "denied")
    return `<rect class="solid" x="${n(x - 5)}" y="${n(y - 1.5)}" width="10" height="3" rx="1"/>`;
  return `<rect class="solid" x="${n(x - 4.5)}" y="${n(y - 1.5)}" width="9" height="7" rx="1.5"/><path class="glyph" d="M${n(x - 2.7)} ${n(y - 1)}v-2a2.7 2.7 0 0 1 5.4 0v2"/>`;
}

/** What the marks mean that the pictures have. */
function legendLines(pictures: readonly Picture[], width: number): { lines: string[]; height: number } {
  const nodes = pictures.flatMap(({ boxes, free }) => [...boxes.flatMap((box) => box.nodes), ...free]);
  const marks = new Set(nodes.flatMap(({ ingress, egress }) => [ingress, egress]));
  const shown = MEANINGS.filter(([mark]) => marks.has(mark));
  const isUnsure = pictures.some(({ edges }) => edges.some(({ isSure }) => !isSure));
  const entries: readonly { words: string; draw: (x: number, y: number) => string[] }[] = [
    ...shown.map(([mark, words]) => ({
      words,
      draw: (x: number, y: number) => [
        `<rect class="${CLASSES[mark]}" x="${n(x)}" y="${n(y)}" width="18" height="18" rx="4"/>`,
        glyph(x + 9, y + 9, mark),
      ],
    })),
    ...(isUnsure
      ? [
          {
            words: "dashed: not known",
            draw: (x: number, y: number) => [`<path class="edge unsure" d="M${n(x)} ${n(y + 9)}h18"/>`],
          },
        ]
      : []),
  ];
  let lines: string[] = [];
  let [x, y] = [0, 0];
  for (const { words, draw } of entries) {
    const needed = 24 + textWidth(words, 11) + 18;
    if (x > 0 && x + needed - 18 > width) [x, y] = [0, y + 24];
    lines = [...lines, ...draw(x, y), text(x + 24, y + 13, words, "note")];
    x += needed;
  }
  if (entries.length > 0) y += 32;
  for (const words of notesOf(pictures, shown.length > 0)) {
    lines.push(text(0, y + 6, words, "note"));
    y += 16;
  }
  return { lines, height: Math.max(0, y - 4) };
}

const MEANINGS: readonly [Mark, string][] = [
  ["isolated", "isolated: only what policies allow"],
  ["denied", "nothing is allowed"],
  ["in part", "some of its pods are isolated"],
  ["not known", "not known"],
];

function notesOf(pictures: readonly Picture[], isMarked: boolean): string[] {
  const isByNamespace = pictures.some((picture) => picture.isByNamespace);
  const undrawn = pictures.reduce((sum, picture) => sum + picture.undrawn, 0);
  return [
    ...(isMarked
      ? ["Left mark: what comes in. Right mark: what goes out. No mark: open."]
      : ["No policy isolates anything here."]),
    ...(undrawn > 0 ? [`${undrawn} connections are too many to draw: ask with --from or --to.`] : []),
    ...(isByNamespace ? ["Connections within a namespace are not drawn."] : []),
  ];
}

function rect(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  name: string,
  round: number,
): string {
  return `<rect class="${name}" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="${n(round)}"/>`;
}

function text(x: number, y: number, words: string, name: string): string {
  return `<text class="${name}" x="${n(x)}" y="${n(y)}">${escaped(words)}</text>`;
}

/** A text of strangers as XML, which has no place for half characters and two that are none. */
function escaped(words: string): string {
  return printable(words)
    .replace(/[\p{Cs}\uFFFE\uFFFF]/gu, "\uFFFD")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
