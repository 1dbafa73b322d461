import type { Build } from "../../builds/build.js";
import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";

/** So often, objects of builds are compared by what they are called. */
const MOST_COMPARED = 2_000_000;

/**
 * The kustomizations that are in another directory now, each with what it has become: the one that is new, holds mostly the
 * same, and lies in a directory that is called most alike.
 */
export function movedBuilds(before: readonly Build[], after: readonly Build[]): Map<Build, Build> {
  const [old, now] = [before, after].map((builds) => new Set(builds.map(({ directory }) => directory)));
  const gone = before.filter(({ directory }) => !now?.has(directory));
  const fresh = after.filter(({ directory }) => !old?.has(directory));
  const moved = new Map<Build, Build>();
  const taken = new Set<Build>();
  for (const { from, to } of likelyMoves(gone, fresh)) {
    if (moved.has(from) || taken.has(to)) continue;
    moved.set(from, to);
    taken.add(to);
  }
  return moved;
}

interface Move {
  from: Build;
  to: Build;
  /** How many parts of the paths of both are the same, and how much of what both hold. */
  path: number;
  content: number;
}

/** The likeliest first. */
function likelyMoves(gone: readonly Build[], fresh: readonly Build[]): Move[] {
  const moves: Move[] = [];
  let left = MOST_COMPARED;
  // Where very many have moved, most are called as they were.
  const byName = groupBy(fresh, lastPart);
  for (const from of gone) {
    left -= namesIn(from).size * fresh.length;
    for (const to of left < 0 ? (byName.get(lastPart(from)) ?? []).slice(0, 1) : fresh) {
      const content = inCommon(namesIn(from), namesIn(to));
      if (content * 2 < Math.min(namesIn(from).size, namesIn(to).size) || content === 0) continue;
      moves.push({ from, to, path: inCommon(partsOf(from), partsOf(to)), content });
    }
  }
  return moves.sort((one, other) => other.path - one.path || other.content - one.content);
}

function lastPart({ directory }: Build): string {
  return directory.slice(directory.lastIndexOf("/") + 1);
}

function partsOf({ directory }: Build): ReadonlySet<string> {
  return new Set(directory.split("/"));
}

function inCommon(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let count = 0;
  for (const value of one) if (other.has(value)) count++;
  return count;
}

/** What the objects of a build are called. */
const namesIn = memoize(({ objects }: Build): ReadonlySet<string> => {
  return new Set(
    objects.map(({ kind, object: { metadata } }) => `${kind} ${metadata?.namespace}/${metadata?.name}`),
  );
});
