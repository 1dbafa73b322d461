import { decode } from "../../manifests/decode.js";
import { parseValue } from "../../manifests/parse.js";
import { splitDocuments } from "../../manifests/split.js";
import { isMap, items } from "../../util/plain-values.js";
import { PLUGINS } from "../named-paths.js";
import { below, KUSTOMIZATION_FILES, resolvePath } from "../paths.js";
import type { SourceFile } from "./stored.js";

/** Larger files, in bytes, are not searched for the names of others. */
const MAX_SEARCHED = 1_000_000;
/** Longer strings are not paths. */
const MAX_LENGTH = 4096;
/** Where kustomize looks for charts unless it is told: api/types/helmchartargs.go, HelmDefaultHome. */
const CHART_HOME = "charts";

/**
 * The files that some directories need to be built: a repository of thousands of files is read for a base of ten. Those
 * of a kustomization, and what it names, wherever in it; of a directory without one, all that is in it. It can be more
 * than is needed, as any text may be a path.
 * @param files by path
 */
export function reachFrom(
  files: ReadonlyMap<string, SourceFile>,
  directories: readonly string[],
): ReadonlySet<string> {
  const reach = new Reach(files);
  for (const directory of directories) reach.add(directory);
  return reach.run();
}

class Reach {
  readonly #files: ReadonlyMap<string, SourceFile>;
  readonly #sorted: readonly string[];
  readonly #reached = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #waiting: string[] = [];

  constructor(files: ReadonlyMap<string, SourceFile>) {
    this.#files = files;
    this.#sorted = [...files.keys()].sort();
  }

  add(directory: string): void {
    if (this.#seen.has(directory)) return;
    this.#seen.add(directory);
    this.#waiting.push(directory);
  }

  run(): ReadonlySet<string> {
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) this.#visit(next);
    return this.#reached;
  }

  #visit(directory: string): void {
    const found = KUSTOMIZATION_FILES.map((name) => below(directory, name)).filter((path) =>
      this.#files.has(path),
    );
    if (found.length === 0) return this.#addAll(directory);
    // A chart in the same directory needs its other files.
    if (this.#files.has(below(directory, "Chart.yaml"))) this.#addAll(directory);
    for (const path of found) {
      this.#reached.add(path);
      for (const value of this.#valuesAt(path)) this.#follow(directory, value);
    }
  }

  #follow(directory: string, value: unknown): void {
    for (const text of textsIn(value)) this.#name(directory, text);
    if (!isMap(value)) return;
    if (["helmCharts", "helmChartInflationGenerator", "helmGlobals"].some((key) => value[key] !== undefined))
      this.#name(directory, CHART_HOME);
    for (const text of PLUGINS.flatMap((list) => items(value[list]))) {
      if (typeof text !== "string") continue;
      const path = resolvePath(directory, text);
      // The paths in the configuration of a plugin are relative to the layer that uses it.
      const inside = path === undefined ? [] : this.#valuesAt(path);
      for (const one of [...inside, ...(text.includes("\n") ? valuesOf(text) : [])])
        for (const named of textsIn(one)) this.#name(directory, named);
    }
  }

  #name(directory: string, text: string): void {
    for (const one of [text, text.slice(text.indexOf("=") + 1)]) {
      const path = resolvePath(directory, one);
      if (path === undefined) continue;
      if (this.#files.has(path)) {
        this.#reached.add(path);
        continue;
      }
      // All of the root is no part that a base names by chance: `.` is in many texts.
      if (path !== "" && path !== directory && this.#startOf(path) >= 0) this.add(path);
    }
  }

  /** All files below a directory. */
  #addAll(directory: string): void {
    if (directory === "") {
      for (const path of this.#sorted) this.#reached.add(path);
      return;
    }
    const start = this.#startOf(directory);
    for (let at = start; at >= 0 && this.#sorted[at]?.startsWith(`${directory}/`); at++)
      this.#reached.add(this.#sorted[at] ?? "");
  }

  /** Where the files below a directory begin in the order of the paths; negative if there are none. */
  #startOf(directory: string): number {
    const prefix = `${directory}/`;
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? "") < prefix) low = middle + 1;
      else high = middle;
    }
    return this.#sorted[low]?.startsWith(prefix) ? low : -1;
  }

  #valuesAt(path: string): unknown[] {
    const file = this.#files.get(path);
    if (!file || file.size > MAX_SEARCHED) return [];
    try {
      return valuesOf(decode(file.bytes()).text);
    } catch {
      return [];
    }
  }
}

function valuesOf(text: string): unknown[] {
  return splitDocuments(text).map(({ start, end }) => parseValue(text.slice(start, end)));
}

function textsIn(value: unknown): string[] {
  const texts: string[] = [];
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === "object" && next !== null) for (const one of Object.values(next)) waiting.push(one);
    else if (typeof next === "string" && next.length <= MAX_LENGTH) texts.push(next);
  }
  return texts;
}
