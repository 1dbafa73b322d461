const MOST_EDITS = 2;

/** The length of Kubernetes' longest names (apimachinery, util/validation, DNS1123SubdomainMaxLength). */
const LONGEST_NAME = 253;

/**
 * The candidate that a name was probably meant to be: at most two letters inserted, deleted or
 * replaced, and fewer than a third of the name. Ties go to the alphabetically first, whatever the order
 * of the candidates. The name itself is not a candidate.
 * @param allowed so many letters may differ in any case, as where somebody sees what is suggested, and decides
 */
export function nearest(name: string, candidates: Iterable<string>, allowed = 0): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  const mostEdits = Math.max(allowed, Math.min(MOST_EDITS, Math.ceil(name.length / 3) - 1));
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

/** The Levenshtein distance between two strings, or infinity if it exceeds `most`, which is small. */
function editDistance(from: string, to: string, most: number): number {
  if (Math.abs(from.length - to.length) > most) return Infinity;
  // A common suffix costs nothing, and names in one repository share a lot.
  let [fromEnd, toEnd] = [from.length, to.length];
  while (fromEnd > 0 && toEnd > 0 && from[fromEnd - 1] === to[toEnd - 1]) {
    fromEnd--;
    toEnd--;
  }
  for (let edits = 0; edits <= most; edits++) {
    if (isWithin(edits, from, to, { fromEnd, toEnd })) return edits;
  }
  return Infinity;
}

/**
 * Whether at most so many edits make one text of another. What both begin with needs none; then each of the three edits is
 * tried, so that this takes as many steps as the texts have letters, for each of three to the power of the edits.
 */
function isWithin(
  edits: number,
  from: string,
  to: string,
  ends: { fromEnd: number; toEnd: number },
  fromStart = 0,
  toStart = 0,
): boolean {
  const { fromEnd, toEnd } = ends;
  let [a, b] = [fromStart, toStart];
  while (a < fromEnd && b < toEnd && from.charCodeAt(a) === to.charCodeAt(b)) {
    a++;
    b++;
  }
  const [left, right] = [fromEnd - a, toEnd - b];
  if (left === 0 || right === 0) return left + right <= edits;
  if (edits === 0 || Math.abs(left - right) > edits) return false;
  return (
    isWithin(edits - 1, from, to, ends, a + 1, b + 1) ||
    isWithin(edits - 1, from, to, ends, a + 1, b) ||
    isWithin(edits - 1, from, to, ends, a, b + 1)
  );
}
