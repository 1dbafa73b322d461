const MOST_EDITS = 2;

/** The length of Kubernetes' longest names (apimachinery, util/validation, DNS1123SubdomainMaxLength). */
const LONGEST_NAME = 253;

/**
 * The candidate that a name was probably meant to be: at most two letters inserted, deleted or
 * replaced, and fewer than a third of the name. Ties go to the alphabetically first, whatever the order
 * of the candidates. The name itself is not a candidate.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  const mostEdits = Math.min(MOST_EDITS, Math.ceil(name.length / 3) - 1);
  let best: string | undefined;
  let bestEdits = mostEdits + 1;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const edits = editDistance(name, candidate, Math.min(bestEdits, mostEdits));
    if (edits < bestEdits || (edits === bestEdits && best !== undefined && candidate < best)) {
      best = candidate;
      bestEdits = edits;
    }
  }
  return best;
}

/** The kind that was probably meant by one that does not exist: the same in another case, or one with a typo. */
export function meantKind(written: string, kinds: readonly string[]): string | undefined {
  const lower = written.toLowerCase();
  const same = kinds.find((kind) => kind.toLowerCase() === lower);
  if (same !== undefined) return same;
  const near = nearest(
    lower,
    kinds.map((kind) => kind.toLowerCase()),
  );
  return kinds.find((kind) => kind.toLowerCase() === near);
}

/** The Levenshtein distance between two strings, or infinity if it exceeds `most`. */
function editDistance(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most) return Infinity;
  // A common prefix or suffix costs nothing, and names in one repository share a lot.
  let start = 0;
  while (start < from.length && from[start] === to[start]) start++;
  let end = 0;
  const shorter = Math.min(from.length, to.length) - start;
  while (end < shorter && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;
  from = from.slice(start, from.length - end);
  to = to.slice(start, to.length - end);
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = new Array<number>(to.length + 1).fill(Infinity);
    if (row <= most) current[0] = row;
    // Cells further from the diagonal than `most` cannot be on a path that is short enough.
    const last = Math.min(to.length, row + most);
    for (let column = Math.max(1, row - most); column <= last; column++) {
      const replaced = from[row - 1] === to[column - 1] ? 0 : 1;
      current[column] = Math.min(
        (previous[column] ?? Infinity) + 1,
        (current[column - 1] ?? Infinity) + 1,
        (previous[column - 1] ?? Infinity) + replaced,
      );
    }
    if (current.every((edits) => edits > most)) return Infinity;
    previous = current;
  }
  const edits = previous[to.length] ?? Infinity;
  return edits <= most ? edits : Infinity;
}
