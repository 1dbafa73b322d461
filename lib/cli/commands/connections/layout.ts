import { columnsOf, largest, type Link, ordered, sum } from "./columns.js";

/** Something that is placed in a picture: its size, and where it is put. */
export interface Item {
  width: number;
  height: number;
  x: number;
  y: number;
}

/** Something in a picture with its place. */
export type Placed<Thing> = Item & { thing: Thing };

export interface Gaps {
  /** Between items of a column. */
  rows: number;
  /** Between columns, beside the widest label that must fit. */
  columns: number;
  /** How high a column may get before it is continued beside itself. */
  tallest: number;
}

/** What is placed: how large it is all together, and the ways that are kept free for long links. */
export interface Placing {
  width: number;
  height: number;
  /** By `keyOf` a link: where it passes the columns in between. */
  lanes: ReadonlyMap<string, readonly Lane[]>;
}

/** A place in a column that a link passes. */
export interface Lane extends Item {
  /** The width of the column, which lies around it. */
  column: number;
  /** Whether it is passed from right to left. */
  isBack: boolean;
}

/** Stands for what is on the left of all items, or on the right. */
export const BEYOND = -1;

export function keyOf({ from, to }: Pick<Link, "from" | "to">): string {
  return `${from} ${to}`;
}

/** How high the way of a link through a column is. */
const LANE = 14;

/**
 * Puts items into columns, from left to right as they are linked, and each near what leads to it. The same items always
 * get the same places. The work grows with items and links, not with the ways through them.
 * @param links those from or to `BEYOND` only get a way through the columns before or behind their item
 */
export function placeInColumns(items: readonly Item[], links: readonly Link[], gaps: Gaps): Placing {
  const own = links.filter(({ from, to }) => from !== to && from !== BEYOND && to !== BEYOND);
  const all: (Item & Partial<Lane>)[] = [...items];
  const { columns, chained, lanes } = withLanes(columnsOf(items.length, own), links, all);
  const settled = ordered(columns, chained).flatMap((column) => wrapped(column, all, gaps.tallest));
  const columnOf = new Map(settled.flatMap((column, index) => column.map((item) => [item, index] as const)));
  /** What is left free above an item; ways may lie close to each other. */
  const above = (column: readonly number[], index: number) => {
    if (index === 0) return 0;
    return [index - 1, index].every((at) => (column[at] ?? 0) >= items.length) ? 0 : gaps.rows;
  };
  const heights = settled.map((column) =>
    sum(column.map((item, index) => above(column, index) + heightOf(all, item))),
  );
  const height = largest(heights);
  let x = 0;
  settled.forEach((column, index) => {
    let y = (height - (heights[index] ?? 0)) / 2;
    const width = largest(column.map((item) => all[item]?.width ?? 0));
    column.forEach((number, at) => {
      const item = all[number];
      if (!item) return;
      y += above(column, at);
      item.x = x + (width - item.width) / 2;
      item.y = y;
      if (number >= items.length) item.column = width;
      y += item.height;
    });
    const labels = own
      .filter(({ from, to }) => columnOf.get(from) === index || columnOf.get(to) === index + 1)
      .map((link) => link.width);
    const gap = labels.length > 0 ? gaps.columns + largest(labels) : gaps.columns / 2;
    x += width + (index === settled.length - 1 ? 0 : gap);
  });
  const placed = [...lanes].map(([key, passed]) => [key, passed.map((one) => all[one] as Lane)] as const);
  return { width: x, height, lanes: new Map(placed) };
}

/**
 * The columns with ways through them for the links that are longer than from one to the next, and for those that lead
 * back: these pass all columns from that of their first end to that of their last. Those to the same item share a way.
 */
function withLanes(
  columns: readonly (readonly number[])[],
  links: readonly Link[],
  all: (Item & { isBack?: boolean })[],
): { columns: number[][]; chained: Link[]; lanes: Map<string, number[]> } {
  const result = columns.map((column) => [...column]);
  const columnOf = new Map(columns.flatMap((column, index) => column.map((item) => [item, index] as const)));
  const lanes = new Map<string, number[]>();
  const chained: Link[] = [];
  const pass = (column: number, isBack: boolean) => {
    result[column]?.push(all.length);
    return all.push({ width: 0, height: LANE, x: 0, y: 0, isBack }) - 1;
  };
  const chain = (from = BEYOND, to = BEYOND, at = 0.5) => {
    if (from !== BEYOND && to !== BEYOND) chained.push({ from, to, width: 0, at });
  };
  /** The ways back to an item, by the columns that they pass. */
  const back = new Map<number, number[]>();
  for (const link of links) {
    const key = keyOf(link);
    if (lanes.has(key)) continue;
    const [first, last] = [columnOf.get(link.from) ?? -1, columnOf.get(link.to) ?? columns.length];
    if (first < last) {
      const between = Array.from({ length: last - first - 1 }, (_, index) => pass(first + 1 + index, false));
      lanes.set(key, between);
      const way = [link.from, ...between, link.to];
      way.slice(1).forEach((to, index) => chain(way[index], to, to === link.to ? link.at : undefined));
    } else {
      const shared = back.get(link.to) ?? [];
      back.set(link.to, shared);
      for (let column = last; column <= first; column++) {
        if (shared[column] !== undefined) continue;
        shared[column] = pass(column, true);
        chain(shared[column - 1], shared[column]);
      }
      chain(link.from, shared[first - 1]);
      chain(shared[last + 1], link.to);
      lanes.set(key, shared.slice(last, first + 1).reverse());
    }
  }
  return { columns: result, chained, lanes };
}

/** A column that is too high, in several. */
function wrapped(column: readonly number[], items: readonly Item[], tallest: number): number[][] {
  const total = sum(column.map((item) => heightOf(items, item)));
  const parts = Math.min(column.length, Math.max(1, Math.ceil(total / tallest)));
  const size = Math.ceil(column.length / parts);
  return Array.from({ length: Math.ceil(column.length / size) }, (_, part) =>
    column.slice(part * size, (part + 1) * size),
  );
}

function heightOf(items: readonly Item[], item: number): number {
  return items[item]?.height ?? 0;
}
