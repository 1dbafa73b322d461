import { push } from "../../../util/group-by.js";

/** A connection of two items, by their indices; the width is what its label needs. */
export interface Link {
  from: number;
  to: number;
  width: number;
  /** Where it arrives at `to`, from 0 for the top to 1 for the bottom; in its middle if left out. */
  at?: number;
}

/** The items in columns: each to the right of what leads to it. Links that close a circle do not count. */
export function columnsOf(count: number, links: readonly Link[]): number[][] {
  const next = new Map<number, number[]>();
  for (const { from, to } of links) next.set(from, [...(next.get(from) ?? []), to]);
  const order = withoutCircles(count, next);
  const position = new Map(order.map((item, index) => [item, index]));
  const depth = new Array<number>(count).fill(0);
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
export function ordered(columns: readonly number[][], links: readonly Link[]): number[][] {
  const linked = new Map<number, { other: number; at: number }[]>();
  for (const { from, to, at = 0.5 } of links) {
    push(linked, from, { other: to, at });
    push(linked, to, { other: from, at: 0.5 });
  }
  const place = new Map<number, number>();
  const share = new Map(
    columns.flatMap((column) => column.map((item) => [item, 1 / column.length] as const)),
  );
  const settle = (column: readonly number[]) =>
    column.forEach((item, index) => place.set(item, (index + 0.5) / column.length));
  columns.forEach(settle);
  let now = columns.map((column) => [...column]);
  for (const isBack of [false, true, false]) {
    now = (isBack ? now.toReversed() : now).map((column) => {
      const middle = (item: number) => {
        const others = (linked.get(item) ?? []).filter(({ other }) => !column.includes(other));
        return others.length === 0
          ? (place.get(item) ?? 0)
          : sum(
              others.map(({ other, at }) => (place.get(other) ?? 0) + (at - 0.5) * (share.get(other) ?? 0)),
            ) / others.length;
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

/** The largest of numbers that are not negative. */
export function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, one) => Math.max(most, one), 0);
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
