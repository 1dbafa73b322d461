import { largest, type Link } from "./columns.js";
import { type Curve, curvesOf, labelWidth } from "./curves.js";
import { BEYOND, type Item, keyOf, type Lane, placeInColumns, type Placed, type Placing } from "./layout.js";
import type { Picture, PictureBox, PictureEdge, PictureNode } from "./picture.js";
import { textWidth } from "./text-size.js";

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
export const TAB = 20;
/** From one line of a label to the next. */
export const LINE_HEIGHT = 16;
const PADDING = 16;
const TITLE = 26;
/** What unlinked boxes may take beside each other, if the rest of the picture is not wider. */
const ROW = 720;

/** Places all of a picture. */
export function sceneOf(picture: Picture): Scene {
  const { edges } = picture;
  const nodes = new Map<string, Placed<PictureNode>>();
  const place = (node: PictureNode): Placed<PictureNode> => {
    const words = largest(node.lines.map((line) => textWidth(line, 13)));
    const width = Math.max(70, Math.ceil(words) + 2 * TAB + 16);
    const height = NODE_HEIGHT + (node.lines.length - 1) * LINE_HEIGHT;
    const placed = { thing: node, width, height, x: 0, y: 0 };
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
  // Boxes have their title above, and what stands beside them has room for one, so that arrows are straight.
  const lower = boxes.length > 0 ? TITLE - PADDING : 0;
  const beside = free.map((node): Item => ({ ...node, height: node.height + lower }));
  const items: Item[] = [...boxes, ...beside];
  const itemOf = new Map([
    ...boxes.flatMap(({ inner }, item) => inner.map(({ thing }) => [thing.id, item] as const)),
    ...free.map(({ thing }, index) => [thing.id, boxes.length + index] as const),
  ]);
  /** Where an edge that comes from elsewhere enters a box: its node, or the way to it. */
  const entry = ({ to }: PictureEdge): number | undefined => {
    const box = boxes[itemOf.get(to) ?? BEYOND];
    const index = box?.inner.findIndex(({ thing }) => thing.id === to) ?? BEYOND;
    const first = box?.lanes.get(keyOf({ from: BEYOND, to: index }))?.[0] ?? box?.inner[index];
    return box && first && (TITLE + first.y + first.height / 2) / box.height;
  };
  const { lanes, ...size } = placeAll(items, linksOf(edges, itemOf, false, entry));
  free.forEach((node, index) => {
    const { x = 0, y = 0 } = beside[index] ?? {};
    [node.x, node.y] = [x, y + lower];
  });
  for (const box of boxes) {
    // Links may share a lane.
    for (const one of new Set([...box.inner, ...[...box.lanes.values()].flat()])) {
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
    links.map((link) => ({ ...link, from: index.get(link.from) ?? 0, to: index.get(link.to) ?? 0 })),
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
  entry?: (edge: PictureEdge) => number | undefined,
): Link[] {
  return edges.flatMap((edge) => {
    const [from, to] = [itemOf.get(edge.from) ?? BEYOND, itemOf.get(edge.to) ?? BEYOND];
    const isWithin = from !== BEYOND && to !== BEYOND;
    if (from === to || !(isWithin || isBeyond)) return [];
    const at = entry?.(edge);
    return [{ from, to, width: labelWidth(edge), ...(at !== undefined && { at }) }];
  });
}
