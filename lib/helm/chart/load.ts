import { ArchiveError, LARGEST_FILE, LARGEST_UNPACKED, readArchive, type Room } from "../../util/tar.js";
import {
  type BinaryFile,
  type Chart,
  ChartError,
  type ChartFile,
  type ChartFiles,
  type TextFile,
} from "./chart.js";
import { parseIgnore } from "./ignore.js";
import { readFile, readMetadata } from "./metadata.js";

import { compareStrings } from "../values/compare.js";
import { type Dict, dict } from "../values/value.js";

/** More files than this make no chart. */
const MOST_FILES = 20_000;
/** Questions whether a rule of `.helmignore` is about a file. */
const MOST_MATCHES = 1_000_000;
/** Charts in charts in charts, and so on. */
const MOST_LEVELS = 20;

/**
 * The chart in a folder: helm, pkg/chart/loader, LoadDir and LoadFiles. Its `.helmignore` holds for the charts in its
 * `charts/` too. It throws a `ChartError`.
 * @param room for the archives in it, which is taken from
 */
export function loadChart(files: ChartFiles, room: Room = { bytes: LARGEST_UNPACKED }): Chart {
  if (files.size > MOST_FILES) throw new ChartError(`it has more than ${MOST_FILES} files`, undefined, true);
  const { ignores, size } = ignoreOf(files.get(".helmignore"));
  if (size * files.size > MOST_MATCHES)
    throw new ChartError("its '.helmignore' has too many rules for its files", undefined, true);
  const ignoredFolders = new Map<string, boolean>();
  const isIgnoredFolder = (folder: string): boolean => {
    if (folder === "") return false;
    let answer = ignoredFolders.get(folder);
    if (answer === undefined) {
      answer = isIgnoredFolder(folderOf(folder)) || ignores(folder, true);
      ignoredFolders.set(folder, answer);
    }
    return answer;
  };
  const kept = [...files]
    .filter(([path]) => !isIgnoredFolder(folderOf(path)) && !ignores(path, false))
    .sort(([one], [other]) => compareStrings(one, other));
  for (const [path, { isIrregular, file }] of kept) {
    if (isIrregular)
      throw new ChartError(`'${path}' is not a file that is in the chart`, { file, start: 0, end: 0 });
  }
  const own = { bytes: Math.min(room.bytes, LARGEST_UNPACKED) };
  const before = own.bytes;
  try {
    return load(kept, { room: own, level: 0 });
  } finally {
    room.bytes -= before - own.bytes;
  }
}

/** The chart in an archive, to which `.helmignore` means nothing: helm, pkg/chart/loader/archive.go, LoadArchive. */
export function loadArchive({ file, read }: ChartFile): Chart {
  return unpack(file, read(), { room: { bytes: LARGEST_UNPACKED }, level: 0 });
}

/** What all archives of a chart unpack to, and how deep the charts in it are. */
interface Bounds {
  room: Room;
  level: number;
  archive?: string;
}

type Entries = readonly (readonly [path: string, file: ChartFile])[];

function load(entries: Entries, bounds: Bounds): Chart {
  if (bounds.level > MOST_LEVELS)
    throw new ChartError(`it has charts in charts more than ${MOST_LEVELS} levels deep`, undefined, true);
  const byPath = new Map(entries);
  const described = byPath.get("Chart.yaml");
  if (!described) throw new ChartError("there is no 'Chart.yaml'");
  const requirements = byPath.get("requirements.yaml");
  const metadata = readMetadata(
    textFile("Chart.yaml", described),
    requirements && textFile("requirements.yaml", requirements),
  );
  const parts = sorted(entries, metadata.apiVersion === "v1");
  return {
    metadata,
    templates: parts.templates.map(([path, file]) => textFile(path, file)),
    values: valuesOf(byPath.get("values.yaml")),
    files: parts.files,
    charts: [...parts.charts].flatMap(([name, inside]) => chartIn(name, inside, bounds)),
    file: described.file,
    ...(bounds.archive !== undefined && { archive: bounds.archive }),
  };
}

/** Which file is what: helm, pkg/chart/loader/load.go, LoadFiles. */
function sorted(entries: Entries, isFirstVersion: boolean) {
  const templates: (readonly [string, ChartFile])[] = [];
  const files: BinaryFile[] = [];
  const charts = new Map<string, (readonly [string, ChartFile])[]>();
  for (const [path, file] of entries) {
    if (READ.has(path) || (!isFirstVersion && REQUIREMENTS.has(path))) continue;
    if (path.startsWith("templates/")) templates.push([path, file]);
    else if (path.startsWith("charts/") && !path.endsWith(".prov")) {
      const inside = path.slice("charts/".length);
      const [name = ""] = inside.split("/", 1);
      const known = charts.get(name);
      if (known) known.push([inside, file]);
      else charts.set(name, [[inside, file]]);
    } else files.push({ path, ...file });
  }
  return { templates, files, charts };
}

const READ: ReadonlySet<string> = new Set(["Chart.yaml", "Chart.lock", "values.yaml", "values.schema.json"]);
const REQUIREMENTS: ReadonlySet<string> = new Set(["requirements.yaml", "requirements.lock"]);

/** The chart that something in `charts/` is. Helm takes each folder and `.tgz` for one, but for those that begin with `_` or `.`. */
function chartIn(name: string, entries: Entries, bounds: Bounds): Chart[] {
  if (/^[_.]/.test(name)) return [];
  const inner = { ...bounds, level: bounds.level + 1 };
  const [first] = entries;
  if (name.endsWith(".tgz")) {
    if (first?.[0] !== name) throw new ChartError(`'charts/${name}' is not an archive`);
    return [within(name, () => unpack(first[1].file, first[1].read(), inner))];
  }
  const inside = entries.flatMap(([path, file]) =>
    path === name ? [] : [[path.slice(name.length + 1), file] as const],
  );
  return [within(name, () => load(inside, inner))];
}

function within<Found>(name: string, find: () => Found): Found {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof ChartError)) throw error;
    throw new ChartError(`in 'charts/${name}', ${error.message}`, error.at, error.isOurs);
  }
}

function unpack(archive: string, bytes: Uint8Array, bounds: Bounds): Chart {
  let files;
  try {
    files = readArchive(bytes, bounds.room);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw new ChartError(error.message, { file: archive, start: 0, end: 0 }, error.isOurs);
  }
  const entries = files.map(({ path, bytes: content }) => {
    return [path, { file: `${archive}/${path}`, read: () => content }] as const;
  });
  bounds.archive ??= archive;
  return load(entries, bounds);
}

function ignoreOf(file: ChartFile | undefined) {
  const found = parseIgnore(file ? textFile(".helmignore", file).text : "");
  if (!("problem" in found)) return found;
  const { problem, start, end } = found;
  throw new ChartError(problem, file && { file: file.file, start, end });
}

function valuesOf(file: ChartFile | undefined): Dict {
  if (!file) return dict();
  const values = readFile(textFile("values.yaml", file));
  if (values.type === "map") return values;
  if (values.type === "nil") return dict();
  throw new ChartError("it is not a mapping", { file: file.file, start: 0, end: 0 });
}

/** A file as text. Places in it are offsets in what stands behind a byte order mark, which Helm takes away. */
function textFile(path: string, { file, read }: ChartFile): TextFile {
  const bytes = read();
  if (bytes.length > LARGEST_FILE)
    throw new ChartError(`'${path}' is larger than the 5 MB that Helm reads`, { file, start: 0, end: 0 });
  return { path, file, text: new TextDecoder().decode(bytes) };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}
