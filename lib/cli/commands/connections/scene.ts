import { groupBy } from "../../../util/group-by.js";
import { BEYOND, type Item, keyOf, type Lane, type Link, placeInColumns, type Placing } from "./layout.js";
import type { Picture, PictureBox, PictureEdge, PictureNode } from "./picture.js";

/** A rectangle in a picture. */
export type Placed<Thing> = Item & { thing: Thing };

/** An edge as a curve, with the middle of its label. */
export interface Curve {
  edge: PictureEdge;
  path: string;
  label: { x: number; y: number; width: number };
}

/** A picture with places. */
export interface Scene {
  picture: Picture;
  width: number;
  height: number;
  boxes: readonly Placed<PictureBox>[];
  nodes: readonly Placed<PictureNode>[];
  curves: readonly Curve[];
}

const NODE_HEIGHT = 34;
const TAB = 20;
const PADDING = 16;
const TITLE = 26;
const LABEL_HEIGHT = 16;
/** What unlinked boxes may take beside each other, if the rest of the picture is not wider. */
const ROW = 720;

/** Places all of a picture. */
export function sceneOf(picture: Picture): Scene {
  const { edges } = picture;
  const nodes = new Map<string, Placed<PictureNode>>();
  const place = (node: PictureNode): Placed<PictureNode> => {
    const width = Math.max(70, Math.ceil(textWidth(node.label, 13)) + 2 * TAB + 16);
    const placed = { thing: node, width, height: NODE_HEIGHT, x: 0, y: 0 };
    nodes.set(node.id, placed);
    return placed;
  };
  const boxes = picture.boxes.map((box): Box => {
    const inner = box.nodes.map(place);
    const links = linksOf(edges, new Map(inner.map(({ thing }, index) => [thing.id, index])), true);
    const { lanes, ...size } = placeInColumns(inner, links, GAPS);
    const width = Math.max(size.width, textWidth(box.label, 12)) + 2 * PADDING;
    return { thing: box, inner, lanes, width, height: size.height + PADDING + TITLE, x: 0, y: 0 };
  });
  const free = picture.free.map(place);
  const items: Item[] = [...boxes, ...free];
  const itemOf = new Map([
    ...boxes.flatMap(({ inner }, item) => inner.map(({ thing }) => [thing.id, item] as const)),
    ...free.map(({ thing }, index) => [thing.id, boxes.length + index] as const),
  ]);
  const { lanes, ...size } = placeAll(items, linksOf(edges, itemOf, false));
  for (const box of boxes) {
    for (const one of [...box.inner, ...[...box.lanes.values()].flat()]) {
      one.x += box.x + PADDING;
      one.y += box.y + TITLE;
    }
  }
  const way = ({ from, to }: PictureEdge): readonly Lane[] => {
    const [first = 0, last = 0] = [itemOf.get(from), itemOf.get(to)];
    const [start, end] = [boxes[first], boxes[last]];
    const index = (box: Box | undefined, id: string) =>
      box?.inner.findIndex(({ thing }) => thing.id === id) ?? BEYOND;
    if (first === last) {
      return start?.lanes.get(keyOf({ from: index(start, from), to: index(start, to) })) ?? [];
    }
    return [
      ...(start?.lanes.get(keyOf({ from: index(start, from), to: BEYOND })) ?? []),
      ...(lanes.get(keyOf({ from: first, to: last })) ?? []),
      ...(end?.lanes.get(keyOf({ from: BEYOND, to: index(end, to) })) ?? []),
    ];
  };
  return { picture, ...size, boxes, nodes: [...nodes.values()], curves: curvesOf(edges, nodes, way) };
}

type Box = Placed<PictureBox> & {
  inner: readonly Placed<PictureNode>[];
  lanes: ReadonlyMap<string, readonly Lane[]>;
};

const GAPS = { rows: 16, columns: 48, tallest: 420 };
const OUTER_GAPS = { rows: 24, columns: 64, tallest: 900 };

/** What is linked in columns, and the rest in rows below. */
function placeAll(items: readonly Item[], links: readonly Link[]): Placing {
  const isLinked = new Set(links.flatMap(({ from, to }) => [from, to]));
  const linked = [...items.keys()].filter((item) => isLinked.has(item));
  const index = new Map(linked.map((item, number) => [item, number]));
  const { lanes, ...size } = placeInColumns(
    linked.flatMap((item) => items[item] ?? []),
    links.map(({ from, to, width }) => ({ from: index.get(from) ?? 0, to: index.get(to) ?? 0, width })),
    OUTER_GAPS,
  );
  const limit = Math.max(size.width, ROW);
  let { width, height } = size;
  let [x, y, tallest] = [0, height === 0 ? 0 : height + OUTER_GAPS.rows, 0];
  items.forEach((item, number) => {
    if (isLinked.has(number)) return;
    if (x > 0 && x + item.width > limit) [x, y, tallest] = [0, y + tallest + OUTER_GAPS.rows, 0];
    [item.x, item.y] = [x, y];
    x += item.width + OUTER_GAPS.rows;
    tallest = Math.max(tallest, item.height);
    [width, height] = [Math.max(width, item.x + item.width), Math.max(height, y + item.height)];
  });
  const byItem = links.map(({ from, to }) => {
    const key = keyOf({ from: index.get(from) ?? 0, to: index.get(to) ?? 0 });
    return [keyOf({ from, to }), lanes.get(key) ?? []] as const;
  });
  return { width, height, lanes: new Map(byItem) };
}

/** The edges as links of the items that hold their nodes; of one item's edges alone, also those that lead beyond. */
function linksOf(
  edges: readonly PictureEdge[],
  itemOf: ReadonlyMap<string, number>,
  isBeyond: boolean,
): Link[] {
  return edges.flatMap((edge) => {
    const [from, to] = [itemOf.get(edge.from) ?? BEYOND, itemOf.get(edge.to) ?? BEYOND];
    const isWithin = from !== BEYOND && to !== BEYOND;
    return from === to || !(isWithin || isBeyond) ? [] : [{ from, to, width: labelWidth(edge) }];
  });
}

function labelWidth({ label }: PictureEdge): number {
  return Math.ceil(textWidth(label, 11)) + 10;
}

/** Edges leave a node on its right side, where its egress is marked, and enter one on its left side. */
function curvesOf(
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
    for (const all of groupBy(ends, (end) => end[own]).values()) {
      const sorted = all.toSorted((a, b) => a[other].y - b[other].y || a[other].x - b[other].x);
      const step = Math.min(10, (NODE_HEIGHT - 10) / sorted.length);
      sorted.forEach(({ edge }, index) => at.set(edge, (index - (sorted.length - 1) / 2) * step));
    }
    return at;
  };
  const [out, into] = [offsets("from", "to"), offsets("to", "from")];
  const taken: Item[] = [...nodes.values()];
  return ends.map(({ edge, from, to }): Curve => {
    const start = { x: from.x + from.width, y: from.y + NODE_HEIGHT / 2 + (out.get(edge) ?? 0) };
    const end = { x: to.x, y: to.y + NODE_HEIGHT / 2 + (into.get(edge) ?? 0) };
    const passed = way(edge).flatMap(({ x, y, height, column }): Point[] => {
      const middle = y + height / 2 + (into.get(edge) ?? 0) / 2;
      return [
        { x: x - column / 2, y: middle },
        { x: x + column / 2, y: middle },
      ];
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
}

type Piece = readonly [Point, Point, Point, Point];

/** The pieces of a curve through points that it passes horizontally. */
function piecesOf(points: readonly Point[]): Piece[] {
  return points.slice(1).map((end, index) => {
    const start = points[index] ?? end;
    const distance = end.x - start.x;
    const pull = distance > 0 ? distance / 2 : Math.min(120, 44 - distance / 4);
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

/** A number as short as a picture needs it. */
export function n(number: number): string {
  return String(Math.round(number * 10) / 10);
}

const NARROW = /[iljtfrI.,:;'|!()[\]/ -]/;
const WIDE = /[mwMW@%]/;

/** How wide a text is about, in the fonts without serifs that there are. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const character of text) {
    if (NARROW.test(character)) width += 0.36;
    else if (WIDE.test(character)) width += 0.9;
    else if (character > "\u2e80") width += 1;
    else width += character < "a" ? 0.66 : 0.6;
  }
  return width * size;
}
