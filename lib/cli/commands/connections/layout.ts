/** Something that is placed in a picture: its size, and where it is put. */
export interface Item {
  width: number;
  height: number;
  x: number;
  y: number;
}

/** A connection of two items, by their indices; the width is what its label needs. */
export interface Link {
  from: number;
  to: number;
  width: number;
}

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
  const all: (Item & { column?: number })[] = [...items];
  const { columns, chained, lanes } = withLanes(columnsOf(items, own), links, all);
  const settled = ordered(columns, chained).flatMap((column) => wrapped(column, all, gaps.tallest));
  const columnOf = new Map(settled.flatMap((column, index) => column.map((item) => [item, index] as const)));
  const heights = settled.map(
    (column) => sum(column.map((item) => heightOf(all, item) + gaps.rows)) - gaps.rows,
  );
  const height = largest(heights);
  let x = 0;
  settled.forEach((column, index) => {
    let y = (height - (heights[index] ?? 0)) / 2;
    const width = largest(column.map((item) => all[item]?.width ?? 0));
    for (const number of column) {
      const item = all[number];
      if (!item) continue;
      item.x = x + (width - item.width) / 2;
      item.y = y;
      if (number >= items.length) item.column = width;
      y += item.height + gaps.rows;
    }
    const labels = own
      .filter(({ from, to }) => columnOf.get(from) === index || columnOf.get(to) === index + 1)
      .map((link) => link.width);
    const gap = labels.length > 0 ? gaps.columns + largest(labels) : gaps.columns / 2;
    x += width + (index === settled.length - 1 ? 0 : gap);
  });
  const placed = [...lanes].map(([key, passed]) => [key, passed.map((one) => all[one] as Lane)] as const);
  return { width: x, height, lanes: new Map(placed) };
}

/** The columns with ways through them for the links that are longer than from one to the next. */
function withLanes(
  columns: readonly (readonly number[])[],
  links: readonly Link[],
  all: Item[],
): { columns: number[][]; chained: Link[]; lanes: Map<string, number[]> } {
  const result = columns.map((column) => [...column]);
  const columnOf = new Map(columns.flatMap((column, index) => column.map((item) => [item, index] as const)));
  const lanes = new Map<string, number[]>();
  const chained: Link[] = [];
  for (const link of links) {
    const key = keyOf(link);
    if (lanes.has(key)) continue;
    const [first, last] = [columnOf.get(link.from) ?? -1, columnOf.get(link.to) ?? columns.length];
    const passed: number[] = [];
    for (let column = first + 1; column < last; column++) {
      passed.push(all.length);
      result[column]?.push(all.length);
      all.push({ width: 0, height: LANE, x: 0, y: 0 });
    }
    lanes.set(key, passed);
    const way = [link.from, ...passed, link.to].filter((item) => item !== BEYOND);
    way.slice(1).forEach((to, index) => chained.push({ from: way[index] ?? to, to, width: 0 }));
  }
  return { columns: result, chained, lanes };
}

/** The items in columns: each to the right of what leads to it. Links that close a circle do not count. */
function columnsOf(items: readonly Item[], links: readonly Link[]): number[][] {
  const next = new Map<number, number[]>();
  for (const { from, to } of links) next.set(from, [...(next.get(from) ?? []), to]);
  const order = withoutCircles(items.length, next);
  const position = new Map(order.map((item, index) => [item, index]));
  const depth = new Array<number>(items.length).fill(0);
  for (const item of order) {
    for (const target of next.get(item) ?? []) {
      const isForward = (position.get(target) ?? 0) > (position.get(item) ?? 0);
      if (isForward) depth[target] = Math.max(depth[target] ?? 0, (depth[item] ?? 0) + 1);
    }
  }
  const columns: number[][] = [];
  depth.forEach((column, item) => (columns[column] ??= []).push(item));
  return Array.from(columns, (column) => column ?? []).filter((column) => column.length > 0);
}

/** All items so that links lead forward, but for those that close a circle. Where nothing leads to comes first. */
function withoutCircles(count: number, next: ReadonlyMap<number, readonly number[]>): number[] {
  const targets = new Set([...next.values()].flat());
  const all = [...Array(count).keys()];
  const starts = [...all.filter((item) => !targets.has(item)), ...all];
  const seen = new Set<number>();
  const done: number[] = [];
  for (const start of starts) {
    if (seen.has(start)) continue;
    seen.add(start);
    const way = [{ item: start, at: 0 }];
    for (let last = way.at(-1); last; last = way.at(-1)) {
      const target = next.get(last.item)?.[last.at++];
      if (target === undefined) {
        done.push(last.item);
        way.pop();
      } else if (!seen.has(target)) {
        seen.add(target);
        way.push({ item: target, at: 0 });
      }
    }
  }
  return done.reverse();
}

/** Each column in an order in which its items stand beside what they are linked with, as far as that is easy. */
function ordered(columns: readonly number[][], links: readonly Link[]): number[][] {
  const linked = new Map<number, number[]>();
  for (const { from, to } of links) {
    linked.set(from, [...(linked.get(from) ?? []), to]);
    linked.set(to, [...(linked.get(to) ?? []), from]);
  }
  const place = new Map<number, number>();
  const settle = (column: readonly number[]) =>
    column.forEach((item, index) => place.set(item, (index + 0.5) / column.length));
  columns.forEach(settle);
  let now = columns.map((column) => [...column]);
  for (const isBack of [false, true, false]) {
    now = (isBack ? now.toReversed() : now).map((column) => {
      const middle = (item: number) => {
        const others = (linked.get(item) ?? []).filter((other) => !column.includes(other));
        return others.length === 0
          ? (place.get(item) ?? 0)
          : sum(others.map((other) => place.get(other) ?? 0)) / others.length;
      };
      const at = new Map(column.map((item) => [item, middle(item)]));
      const sorted = column.toSorted(
        (one, other) => (at.get(one) ?? 0) - (at.get(other) ?? 0) || one - other,
      );
      settle(sorted);
      return sorted;
    });
    if (isBack) now.reverse();
  }
  return now;
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

/** The largest of numbers that are not negative. */
export function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, one) => Math.max(most, one), 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
