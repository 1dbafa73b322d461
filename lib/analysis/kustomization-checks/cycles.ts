import { memoize } from "../../util/memoize.js";
import { quoteList } from "../../util/phrases.js";
import type { Repository } from "../../repository/repository.js";
import { kustomizeOf } from "../../builds/kustomize/kustomize.js";
import type { Defect, Judged } from "./defect.js";
import { type Entry, isAtOrAbove, isOwnOrAbove } from "./paths.js";

/**
 * Kustomizations that include themselves: api/internal/loader/fileloader.go, errIfArgEqualOrHigher. A
 * directory above counts as the kustomization itself, whatever it includes.
 */
export function cycleDefects({ repository, directory }: Judged, entries: readonly Entry[]): Defect[] {
  const closing = closingEdges(repository).get(directory);
  return entries.flatMap((entry): Defect[] => {
    const { text, at, path, takes } = entry;
    if (isOwnOrAbove(directory, entry)) return [{ at, id: "ownDirectory", data: { path: text } }];
    const between = takes === "file" ? undefined : closing?.get(path);
    if (!between) return [];
    const through = between.length === 0 ? "" : ` through ${quoteList(between)}`;
    return [{ at, id: "cycle", data: { path: text, through } }];
  });
}

/** For each kustomization, those it includes that lead back to it, with the directories on the way. */
type ClosingEdges = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

const closingEdges = memoize(findClosingEdges);

/** Longer ways than this are cut short in messages. */
const MAX_WAY = 10;

/**
 * Walks down from every kustomization once, and notes the entries that lead back to one on the current way:
 * without these there would be no cycle, so each cycle is reported once. It starts with what nothing
 * includes, then with the deepest directories, since overlays are mostly deeper than their bases.
 */
function findClosingEdges(repository: Repository): ClosingEdges {
  const kustomize = kustomizeOf(repository);
  const included = new Set(kustomize.directories.flatMap((directory) => kustomize.includes(directory)));
  const rank = (directory: string) => (included.has(directory) ? directory.split("/").length : Infinity);
  const starts = [...kustomize.directories].sort((a, b) => {
    return rank(a) === rank(b) ? (a < b ? -1 : 1) : rank(b) - rank(a);
  });
  const found = new Map<string, Map<string, readonly string[]>>();
  const seen = new Set<string>();
  for (const start of starts) {
    if (seen.has(start)) continue;
    const way: string[] = [];
    const position = new Map<string, number>();
    const stack: { directory: string; next: number }[] = [];
    const enter = (directory: string) => {
      seen.add(directory);
      position.set(directory, way.push(directory) - 1);
      stack.push({ directory, next: 0 });
    };
    enter(start);
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      const { directory } = frame;
      const child = kustomize.includes(directory)[frame.next++];
      // What leads to itself or above is reported without looking further.
      if (child !== undefined && isAtOrAbove(child, directory)) continue;
      if (child === undefined) {
        stack.pop();
        way.pop();
        position.delete(directory);
        continue;
      }
      const at = position.get(child);
      if (at !== undefined) {
        const edges = found.get(directory) ?? new Map<string, readonly string[]>();
        found.set(directory, edges.set(child, way.slice(at + 1, -1).slice(0, MAX_WAY)));
      } else if (!seen.has(child)) enter(child);
    }
  }
  return found;
}
