import type { Mark, Picture } from "./picture.js";
import { text } from "./svg-elements.js";
import { CLASSES, glyph } from "./svg-marks.js";
import { n, textWidth } from "./text-size.js";

/** What the marks mean that the pictures have. */
export function legendLines(
  pictures: readonly Picture[],
  width: number,
): { lines: string[]; height: number } {
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
