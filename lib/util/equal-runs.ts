/** Items that are the same in two lists, one after the other. */
export interface Run {
  /** The index of the first one in the first list. */
  before: number;
  /** The same in the second one. */
  after: number;
  length: number;
}

/** Beyond this many differences in one place, what is found is right but need not be the shortest. */
const MOST_EDITS = 256;

/**
 * What two lists have in common, in order: the shortest way from one to the other, as E. W. Myers finds it ("An O(ND)
 * Difference Algorithm and Its Variations", 1986). Where there are too many differences, it goes on from the farthest
 * place that it has reached, so that the cost is at most proportional to the length.
 */
export function equalRuns(before: readonly string[], after: readonly string[]): Run[] {
  const numbers = new Map<string, number>();
  const numbered = (list: readonly string[]) =>
    list.map((item) => {
      const known = numbers.get(item);
      if (known !== undefined) return known;
      numbers.set(item, numbers.size);
      return numbers.size - 1;
    });
  const [one, other] = [numbered(before), numbered(after)];
  const runs: Run[] = [];
  let [x, y] = [0, 0];
  while (x < one.length && y < other.length) {
    const part = search(one, other, x, y);
    for (const run of part.runs) if (run.length > 0) runs.push(run);
    [x, y] = [part.x, part.y];
  }
  return runs;
}

/** Goes from one place to the end of both lists, or as far as there may be differences. */
function search(
  one: readonly number[],
  other: readonly number[],
  x0: number,
  y0: number,
): { runs: Run[]; x: number; y: number } {
  const width = Math.min(MOST_EDITS, one.length - x0 + other.length - y0) + 1;
  /** How far it is on each diagonal, in the first list. */
  const far = new Int32Array(2 * width + 1).fill(-1);
  far[width + 1] = 0;
  const steps: Int32Array[] = [];
  let best = { x: 0, y: 0, diagonal: 0, edits: 0 };
  for (let edits = 0; edits < width; edits++) {
    steps.push(far.slice());
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const isDown = comesFromAbove(far, width, diagonal, edits);
      let x = isDown ? at(far, width + diagonal + 1) : at(far, width + diagonal - 1) + 1;
      let y = x - diagonal;
      while (x0 + x < one.length && y0 + y < other.length && one[x0 + x] === other[y0 + y]) {
        x++;
        y++;
      }
      far[width + diagonal] = x;
      if (x0 + x > one.length || y0 + y > other.length) continue;
      if (x + y > best.x + best.y || edits === 0) best = { x, y, diagonal, edits };
      if (x0 + x < one.length || y0 + y < other.length) continue;
      return { runs: wayTo(best, steps, width, [x0, y0]), x: x0 + x, y: y0 + y };
    }
  }
  return { runs: wayTo(best, steps, width, [x0, y0]), x: x0 + best.x, y: y0 + best.y };
}

function at(far: Int32Array, index: number): number {
  return far[index] ?? -1;
}

function comesFromAbove(far: Int32Array, width: number, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && at(far, width + diagonal - 1) < at(far, width + diagonal + 1);
}

/** What is equal on the way to a place, from the first to the last. */
function wayTo(
  end: { x: number; y: number; diagonal: number; edits: number },
  steps: readonly Int32Array[],
  width: number,
  [x0, y0]: readonly [number, number],
): Run[] {
  const runs: Run[] = [];
  let { x, y, diagonal } = end;
  for (let edits = end.edits; edits >= 0; edits--) {
    const far = steps[edits] ?? new Int32Array();
    const isDown = comesFromAbove(far, width, diagonal, edits);
    const previous = isDown ? diagonal + 1 : diagonal - 1;
    const startX = edits === 0 ? 0 : at(far, width + previous) + (isDown ? 0 : 1);
    const length = x - startX;
    runs.push({ before: x0 + startX, after: y0 + y - length, length });
    x = edits === 0 ? 0 : at(far, width + previous);
    y = x - previous;
    diagonal = previous;
  }
  return runs.reverse();
}
