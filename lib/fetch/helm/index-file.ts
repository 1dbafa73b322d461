import { printable } from "../../util/phrases.js";
import { FetchError } from "../answer.js";
import { isMap } from "../../util/plain-values.js";
import { entryTextOf } from "./entry-text.js";
import { indexValue } from "./index-yaml.js";

/** A version of a chart, as the index of a repository lists it. */
export interface ChartEntry {
  version: string;
  created?: string;
  /** `sha256:` and hexadecimal digits of the archive, where the index says it. */
  digest?: string;
  /** Where its archive is, relative to the repository. */
  url: string;
}

/** An index that is not in block style is parsed whole, up to so many characters. */
const MOST_WHOLE = 2_000_000;
/** One of JSON too, which takes some 30 times as much memory. */
const MOST_JSON = 16_000_000;
/** The most characters of what the index says of one chart. */
const MOST_OF_CHART = 2_000_000;

/**
 * The versions of a chart in the `index.yaml` of a repository, in the order of the index. Those without a version or an
 * address are left out, as Helm leaves out what is not valid.
 * @param where the address of the index, for sentences
 * @throws {FetchError} if the index cannot be read, or has no such chart
 */
export function chartEntries(index: string, chart: string, where: string): ChartEntry[] {
  const items = itemsOf(index, chart, where);
  if (!Array.isArray(items)) throw new FetchError(`${shown(where)} has no chart '${printable(chart)}'.`);
  return items.flatMap(entryOf);
}

function itemsOf(index: string, chart: string, where: string): unknown {
  if (/^\uFEFF?\s*\{/.test(index.slice(0, 1000))) {
    if (index.length > MOST_JSON) throw new FetchError(`${shown(where)} is too large for how it is written.`);
    return entryIn(
      read(() => JSON.parse(index.replace(/^\uFEFF/, "")) as unknown, where),
      chart,
    );
  }
  const text = entryTextOf(index, chart);
  if (text === "missing") return undefined;
  if (text === "unreadable") {
    if (index.length > MOST_WHOLE)
      throw new FetchError(`${shown(where)} is too large for how it is written.`);
    return entryIn(parseYaml(index, where), chart);
  }
  if (text.items.length > MOST_OF_CHART)
    throw new FetchError(`${shown(where)} says too much of the chart '${printable(chart)}'.`);
  return parseYaml(text.items, where);
}

function parseYaml(text: string, where: string): unknown {
  return read(() => indexValue(text), where);
}

function read(parseIt: () => unknown, where: string): unknown {
  try {
    return parseIt();
  } catch {
    // What a parser says quotes the text, which is somebody else's.
    throw new FetchError(`${shown(where)} is not the index of a Helm repository: it cannot be parsed.`);
  }
}

function entryIn(index: unknown, chart: string): unknown {
  const entries = isMap(index) ? index.entries : undefined;
  return isMap(entries) && Object.hasOwn(entries, chart) ? entries[chart] : undefined;
}

function entryOf(item: unknown): ChartEntry[] {
  if (!isMap(item)) return [];
  const { version, created, digest, urls } = item;
  const url: unknown = Array.isArray(urls) ? urls[0] : undefined;
  if (typeof version !== "string" || version === "" || typeof url !== "string" || url === "") return [];
  const hex = typeof digest === "string" ? /^(?:sha256:)?([\da-f]{64})$/i.exec(digest)?.[1] : undefined;
  return [
    {
      version,
      created: typeof created === "string" ? created : undefined,
      digest: hex && `sha256:${hex.toLowerCase()}`,
      url,
    },
  ];
}

function shown(where: string): string {
  return `'${printable(where)}'`;
}
