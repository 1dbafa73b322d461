import { readFileSync, statSync } from "node:fs";
import { decode } from "../manifests/decode.js";
import { MAX_SIZE } from "./disk/file-tree.js";

/** How an object of Kubernetes says what it is, which the description of a chart has no need of. */
const OBJECT = /^["']?kind["']?[ \t]*:/m;

/**
 * Whether the text of a `Chart.yaml` describes a chart. One that is an object of Kubernetes is applied as one, and so is
 * what is in `templates` next to it.
 */
export function describesChart(bytes: Buffer): boolean {
  return !OBJECT.test(decode(bytes).text);
}

/** Whether a file on the disk describes a chart. */
export function isChartFile(file: string): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size > MAX_SIZE) return false;
  try {
    return describesChart(readFileSync(file));
  } catch {
    return true;
  }
}
