import { shape } from "./dom.js";
import type { Column, GraphEdge, GraphNode } from "./graph-layout.js";

const WIDTH = 300;
const HEIGHT = 24;
const LEFT: Readonly<Record<Column, number>> = { subject: 4, binding: 414, role: 824 };
/** How wide the drawing is. */
export const TOTAL = LEFT.role + WIDTH + 4;
/** Longer names are cut; the whole one is in the details. */
const LONGEST = 36;
const DANGER = {
  none: "",
  namespace: ", dangerous in a namespace",
  cluster: ", dangerous in the whole cluster",
};

/** A node as it is drawn: its name, cut if it is long, and a mark if it is dangerous. */
export function nodeShape({ column, label, level, y, links }: GraphNode): SVGGElement {
  const short = label.length > LONGEST ? `${label.slice(0, LONGEST - 1)}…` : label;
  const linked = links.length === 1 ? "1 link" : `${links.length} links`;
  return shape(
    "g",
    { role: "button", "aria-label": `${column} ${label}, ${linked}${DANGER[level]}` },
    shape("title", {}, label),
    shape("rect", { x: LEFT[column], y: y - HEIGHT / 2, width: WIDTH, height: HEIGHT, rx: 4 }),
    shape("text", { x: LEFT[column] + 8, y: y + 4 }, level === "none" ? short : `⚠ ${short}`),
  );
}

/** A line from one node to another. */
export function edgeShape(
  { from, to, level }: GraphEdge,
  near: ReadonlySet<GraphNode> | undefined,
): SVGPathElement {
  const [x1, x2] = [LEFT[from.column] + WIDTH, LEFT[to.column]];
  const middle = (x1 + x2) / 2;
  const isFar = near && !(near.has(from) && near.has(to));
  return shape("path", {
    class: `edge ${level} ${isFar ? "far" : ""}`,
    d: `M${x1} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${x2} ${to.y}`,
  });
}
