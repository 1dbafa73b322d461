/** A set of whole numbers as intervals, in order and apart from each other; each holds its first number, not its end. */
export type Intervals<N extends number | bigint> = readonly (readonly [from: N, end: N])[];

/** The numbers that are in either set. */
export function union<N extends number | bigint>(one: Intervals<N>, other: Intervals<N>): Intervals<N> {
  if (one === other || other.length === 0) return one;
  if (one.length === 0) return other;
  const joined: [N, N][] = [];
  for (let a = 0, b = 0; a < one.length || b < other.length;) {
    const [first, second] = [one[a], other[b]];
    const isFirst = second === undefined || (first !== undefined && first[0] <= second[0]);
    if (isFirst) a++;
    else b++;
    add(joined, (isFirst ? first : second) as readonly [N, N]);
  }
  return joined;
}

/** Adds an interval to others that do not begin behind it. */
function add<N extends number | bigint>(joined: [N, N][], [from, end]: readonly [N, N]): void {
  const last = joined.at(-1);
  if (last && from <= last[1]) last[1] = end > last[1] ? end : last[1];
  else joined.push([from, end]);
}

/** The numbers that are in any of several sets. */
export function unionOf<N extends number | bigint>(sets: readonly Intervals<N>[]): Intervals<N> {
  const sorted = sets.flat().sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const joined: [N, N][] = [];
  for (const interval of sorted) add(joined, interval);
  return joined;
}

/** The numbers that are in both sets. */
export function intersection<N extends number | bigint>(
  one: Intervals<N>,
  other: Intervals<N>,
): Intervals<N> {
  if (one === other) return one;
  const common: [N, N][] = [];
  for (let a = 0, b = 0; ;) {
    const [first, second] = [one[a], other[b]];
    if (!first || !second) return common;
    const from = first[0] > second[0] ? first[0] : second[0];
    const end = first[1] < second[1] ? first[1] : second[1];
    if (from < end) common.push([from, end]);
    if (first[1] < second[1]) a++;
    else b++;
  }
}

/** The numbers that are in the first set and not in the second. */
export function difference<N extends number | bigint>(one: Intervals<N>, other: Intervals<N>): Intervals<N> {
  if (one === other) return [];
  if (other.length === 0) return one;
  const left: [N, N][] = [];
  let b = 0;
  for (const [from, end] of one) {
    let start = from;
    while (b < other.length && (other[b] as readonly [N, N])[1] <= start) b++;
    for (let next = b; start < end; next++) {
      const cut = other[next];
      if (!cut || cut[0] >= end) {
        left.push([start, end]);
        break;
      }
      if (cut[0] > start) left.push([start, cut[0]]);
      start = cut[1] > start ? cut[1] : start;
    }
  }
  return left;
}

/** Whether every number of the first set is in the second. */
export function isWithin<N extends number | bigint>(one: Intervals<N>, other: Intervals<N>): boolean {
  return one === other || difference(one, other).length === 0;
}
