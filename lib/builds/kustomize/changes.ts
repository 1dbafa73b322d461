import type { Path } from "../../manifests/locate.js";
import type { Place } from "../build.js";
import type { Change } from "./resource.js";

/**
 * Notes that something has written the value at a path; earlier notes about parts of that value no longer
 * count.
 */
export function noteChange(changes: readonly Change[], path: Path, by: Place): readonly Change[] {
  return [...changes.filter((change) => !startsWith(change.path, path)), { path, by }];
}

/** So few are compared with each other. */
const FEW = 8;

/** Notes several changes, one after the other. */
export function noteChanges(changes: readonly Change[], added: readonly Change[]): readonly Change[] {
  if (added.length === 0) return changes;
  if (added.length <= FEW) return added.reduce((all, { path, by }) => noteChange(all, path, by), changes);
  const live = new Set<Change>();
  const root = nodeOf();
  for (const change of changes) note(root, change, live, false);
  for (const change of added) note(root, change, live, true);
  return [...live];
}

/** What has written a value, and the parts of it that have been written since, by the next step to them. */
interface Node {
  changes: Change[];
  parts: Map<string, Node>;
}

function nodeOf(): Node {
  return { changes: [], parts: new Map<string, Node>() };
}

function note(root: Node, change: Change, live: Set<Change>, isNew: boolean): void {
  let node = root;
  for (const step of change.path) {
    let next = node.parts.get(String(step));
    if (!next) node.parts.set(String(step), (next = nodeOf()));
    node = next;
  }
  if (isNew) forget(node, live);
  node.changes.push(change);
  live.add(change);
}

function forget(node: Node, live: Set<Change>): void {
  const waiting = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const change of next.changes) live.delete(change);
    for (const part of next.parts.values()) waiting.push(part);
  }
  node.changes = [];
  node.parts = new Map();
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => {
    const other = path[index];
    return other === step || (typeof other !== typeof step && String(other) === String(step));
  });
}
