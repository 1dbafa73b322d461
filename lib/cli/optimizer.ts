import { setFlagsFromString } from "node:v8";

/** The flag that has V8 optimize code later than it does by itself, by the major version of Node.js. */
const LATER: ReadonlyMap<string, string> = new Map([
  ["20", "--interrupt-budget=400000"],
  ["22", "--invocation-count-for-turbofan=20000"],
  ["24", "--invocation-count-for-turbofan=20000"],
]);

/** The flag for a version of Node.js; undefined for one whose flags are not known: V8 complains of those that it lacks. */
export function flagToOptimizeLater(nodeVersion: string): string | undefined {
  return LATER.get(nodeVersion.slice(0, nodeVersion.indexOf(".")));
}

/**
 * Has V8 optimize only what runs long. Most runs are over before optimized code pays: making it took a third of their
 * processor time. Code that is hot in a large repository is optimized a moment later.
 */
export function optimizeLater(): void {
  const flag = flagToOptimizeLater(process.versions.node);
  if (flag !== undefined) setFlagsFromString(flag);
}
