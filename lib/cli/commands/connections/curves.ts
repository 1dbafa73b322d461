import { groupBy } from "../../../util/group-by.js";
import type { Item, Lane, Placed } from "./layout.js";
import type { PictureEdge, PictureNode } from "./picture.js";
import { n, textWidth } from "./text-size.js";

/** An edge as a curve, with the middle of its label. */
export interface Curve {
  edge: PictureEdge;
  path: string;
  label: { x: number; y: number; width: number };
}

const LABEL_HEIGHT = 16;

/** How wide the label of an edge is, with some room around it. */
export function labelWidth({ label }: PictureEdge): number {
  return Math.ceil(textWidth(label, 11)) + 10;
}

/** Edges leave a node on its right side, where its egress is marked, and enter one on its left side. */
export function curvesOf(
  edges: readonly PictureEdge[],
  nodes: ReadonlyMap<string, Placed<PictureNode>>,
  way: (edge: PictureEdge) => readonly Lane[],
): Curve[] {
  const ends = edges.flatMap((edge) => {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    return from && to ? [{ edge, from, to }] : [];
  });
  const offsets = (own: "from" | "to", other: "from" | "to") => {
    const at = new Map<PictureEdge, number>();
    for (const [node, all] of groupBy(ends, (end) => end[own])) {
      const sorted = all.toSorted((a, b) => a[other].y - b[other].y || a[other].x - b[other].x);
      const step = Math.min(10, (node.height - 10) / sorted.length);
      sorted.forEach(({ edge }, index) => at.set(edge, (index - (sorted.length - 1) / 2) * step));
    }
    return at;
  };
  const [out, into] = [offsets("from", "to"), offsets("to", "from")];
  const taken: Item[] = [...nodes.values()];
  return ends.map(({ edge, from, to }): Curve => {
    const start = { x: from.x + from.width, y: from.y + from.height / 2 + (out.get(edge) ?? 0) };
    const end = { x: to.x, y: to.y + to.height / 2 + (into.get(edge) ?? 0) };
    const passed = way(edge).flatMap(({ x, y, height, column, isBack }): Point[] => {
      const middle = y + height / 2 + (into.get(edge) ?? 0) / 2;
      const sides = [x - column / 2, x + column / 2].map((side) => ({ x: side, y: middle, isBack }));
      return isBack ? sides.reverse() : sides;
    });
    const pieces = piecesOf([start, ...passed, end]);
    const width = labelWidth(edge);
    // The longest piece has the most room; straight ones lead past other items.
    const spots = pieces
      .filter(([a, , , d]) => Math.abs(d.x - a.x) > width / 2 || pieces.length === 1)
      .flatMap((piece) => [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8].map((t) => pointAt(piece, t)));
    const free = spots.find((one) => !taken.some((item) => isOver(rectangle(one, width), item)));
    const { x, y } = free ?? spots[0] ?? start;
    taken.push(rectangle({ x, y }, width));
    return { edge, path: pathOf(start, pieces), label: { x, y, width } };
  });
}

interface Point {
  x: number;
  y: number;
  /** Whether it is passed from right to left. */
  isBack?: boolean;
}

type Piece = readonly [Point, Point, Point, Point];

/** How far a curve reaches beyond its ends where it turns around. */
const TURN = 18;

/** The pieces of a curve through points that it passes horizontally. */
function piecesOf(points: readonly Point[]): Piece[] {
  return points.slice(1).map((end, index) => {
    const start = points[index] ?? end;
    const [out, into] = [start, end].map(({ isBack }) => (isBack ? -1 : 1)) as [number, number];
    if (out !== into) {
      const beyond = out > 0 ? Math.max(start.x, end.x) + TURN : Math.min(start.x, end.x) - TURN;
      return [start, { x: beyond, y: start.y }, { x: beyond, y: end.y }, end];
    }
    const distance = (end.x - start.x) * out;
    const pull = (distance > 0 ? distance / 2 : Math.min(120, 44 - distance / 4)) * out;
    return [start, { x: start.x + pull, y: start.y }, { x: end.x - pull, y: end.y }, end];
  });
}

function pathOf(start: Point, pieces: readonly Piece[]): string {
  const curves = pieces.map(([, ...points]) => `C${points.map(({ x, y }) => `${n(x)} ${n(y)}`).join(" ")}`);
  return `M${n(start.x)} ${n(start.y)}${curves.join("")}`;
}

function pointAt([a, b, c, d]: Piece, t: number): Point {
  const u = 1 - t;
  const at = (axis: "x" | "y") =>
    u * u * u * a[axis] + 3 * u * u * t * b[axis] + 3 * u * t * t * c[axis] + t * t * t * d[axis];
  return { x: at("x"), y: at("y") };
}

function rectangle({ x, y }: Point, width: number): Item {
  return { x: x - width / 2, y: y - LABEL_HEIGHT / 2, width, height: LABEL_HEIGHT };
}

function isOver(one: Item, other: Item): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
