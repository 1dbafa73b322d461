import { readFileSync, statSync } from "node:fs";
import { decode } from "../manifests/decode.js";
import { isMap } from "../util/plain-values.js";
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

/** The files in which a chart names its dependencies; the second one is Helm 2's. */
export const CHART_FILES = ["Chart.yaml", "requirements.yaml"] as const;

/** Whether a file has a name under which a chart names its dependencies. */
export function isChartFileName(path: string): boolean {
  return CHART_FILES.some((name) => path === name || path.endsWith(`/${name}`));
}

/** An address, or the name of a repository that was added to Helm: pkg/downloader/manager.go, resolveRepoNames. */
const REMOTE = /^(?!file:)(?:[a-z][a-z\d+.-]*:\/\/|@|alias:)/i;

/** The names of the dependencies that come from elsewhere, in the value of a `Chart.yaml` or `requirements.yaml`. */
export function fetchedCharts(value: unknown): string[] {
  const dependencies = isMap(value) && Array.isArray(value.dependencies) ? value.dependencies : [];
  return dependencies.flatMap((one: unknown) => {
    const { name, repository } = isMap(one) ? one : {};
    return typeof name === "string" && typeof repository === "string" && REMOTE.test(repository)
      ? [name]
      : [];
  });
}
