import ignore, { type Ignore } from "ignore";
import { CONFIG_FILES } from "../configuration/config-file.js";
import { below } from "../paths.js";
import { addToCharts, type FoundCharts, mayBeChart } from "./chart-walk.js";
import { type FileTree, MAX_SIDE_SIZE, type TreeEntry } from "./file-tree.js";

/** A file of the repository that can hold manifests. */
export interface FoundFile {
  /** Its path below the root, with `/` as separator. */
  path: string;
  mtime: number;
  size: number;
  ctime?: number | undefined;
  ino?: number | undefined;
  /** The id of its content in git, if it is read there. */
  id?: string | undefined;
}

export interface Walked {
  files: FoundFile[];
  /** Directories below the root with their own configuration file: each is the root of a repository. */
  nestedRoots: string[];
  /** Directories and files that could not be read, and why. */
  unreadable: { path: string; message: string }[];
  /** The texts of `.sourceignore` files, which Flux reads, by directory. */
  sourceIgnores: Map<string, string>;
  /** Files that are no manifests, but make what Kubernetes has by other means: those of Terraform and helmfile. */
  mentioning: FoundFile[];
  charts: FoundCharts;
  /** The configuration of the root, if it is not among the files. */
  config?: FoundFile;
  /** Directories of packages and the like that were skipped, except those that .gitignore names. */
  passedOver: string[];
}

/** Directories of third-party code. */
const PACKAGES = new Set(["node_modules", ".terraform", ".venv"]);
const CONFIG: ReadonlySet<string> = new Set(CONFIG_FILES);
/** The names of files that can hold manifests. */
export const MANIFEST = /\.(?:ya?ml|json)$|^Kustomization$/;
/**
 * The names of further files that can set up a cluster: ABAC policies, and kubeconfigs as kubectl, kubeadm and people
 * name them.
 */
const CONFIGURATION =
  /\.jsonl$|(?:^|[/._-])kube[_-]?config$|(?:^|\/)(?:(?:admin|super-admin|kubelet|controller-manager|scheduler)\.conf|\.kube\/[^/]*config[^/.]*)$/;
/** The names of files that say what else is made in the clusters; their texts can name it. */
const MENTIONING = /\.tf$|\.gotmpl$/;
/** Patterns are untrusted and become backtracking expressions: this many wildcards are harmless. */
export const MAX_WILDCARDS = 6;
/** Longer patterns do not fit a regular expression, and more of them take too long for every file. */
const MAX_PATTERN_LENGTH = 1000;
const MAX_PATTERNS = 2000;
const TOO_LARGE =
  "it is larger than 1 MB, too large for a list of patterns, so it counts as not there; delete what is no pattern";
const LOST_EXCEPTION =
  "not all of its patterns with '!' can be followed, as it has more than 2,000 or very long or wild ones, so it counts as not there; write fewer and simpler ones";
/** Patterns with `**` take time polynomial in the depth. Real repositories are a quarter as deep. */
export const MAX_DEPTH = 64;

/** Whether a file is read, judged by its path or its name. */
export function isReadByName(path: string): boolean {
  return MANIFEST.test(path.slice(path.lastIndexOf("/") + 1)) || CONFIGURATION.test(path);
}

/** A .gitignore and the directory it applies to. */
interface Rules {
  directory: string;
  rules: Ignore;
}

/**
 * Finds the files of a repository that can hold manifests, in a fixed order, except those that .gitignore
 * names. Links to directories are not followed, links to files only inside the root.
 * @param options.from a directory that something names: then everything below it counts, even packages, except what
 * .gitignore files in it name
 */
export function walk(tree: FileTree, { from }: { from?: string } = {}): Walked {
  const files: FoundFile[] = [];
  const nestedRoots: string[] = [];
  const unreadable: Walked["unreadable"] = [];
  const sourceIgnores: Walked["sourceIgnores"] = new Map();
  const passedOver: string[] = [];
  const mentioning: FoundFile[] = [];
  const charts: FoundCharts = { directories: [], files: [], unseen: new Map() };
  const { steering } = tree;
  let config: FoundFile | undefined;

  function visit(directory: string, inherited: readonly Rules[], isInChart: boolean): void {
    if (directory.split("/").length > MAX_DEPTH) {
      const message = `it is more than ${MAX_DEPTH} directories deep`;
      unreadable.push({ path: directory, message });
      if (isInChart) charts.unseen.set(directory, message);
      return;
    }
    let entries: TreeEntry[];
    try {
      entries = tree.list(directory);
    } catch (error) {
      unreadable.push({ path: directory || ".", message: reason(error) });
      if (isInChart) charts.unseen.set(directory, reason(error));
      return;
    }
    const isRoot = steering?.isRoot(directory) ?? entries.some(({ name }) => CONFIG.has(name));
    if (isRoot && directory !== (from ?? "")) {
      nestedRoots.push(directory);
      if (isInChart) charts.unseen.set(directory, "it is a repository of its own");
      return;
    }
    const isChart = mayBeChart(entries);
    if (isChart) charts.directories.push(directory);
    const isOfChart = isInChart || isChart;
    const own = rulesIn(directory, entries);
    const rules = own === undefined ? inherited : [...inherited, { directory, rules: own }];
    const isIgnored = (path: string) => isIgnoredBy(rules, path) && !steering?.isTracked(path);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = below(directory, entry.name);
      if (entry.isDirectory()) {
        if (entry.name === ".git" || isIgnored(`${path}/`)) continue;
        if (from === undefined && PACKAGES.has(entry.name)) {
          passedOver.push(path);
          if (isOfChart) charts.unseen.set(path, "directories of packages are not read");
        } else visit(path, rules, isOfChart);
        continue;
      }
      if (isOfChart && !isIgnored(path)) addToCharts(charts, tree, path, entry);
      if (entry.name === ".sourceignore" && entry.isFile()) {
        const text = patternsAt(path, entry) ?? "";
        // Only for what is to be said of it: Flux reads it.
        rulesOf(path, text);
        sourceIgnores.set(directory, text);
      } else if (isReadByName(path) && !isConfig(entry.name) && !isIgnored(path)) {
        const found = statOf(path, entry);
        if (found) files.push({ path, ...found });
      } else if (isConfig(entry.name) && directory === "") {
        const found = statOf(path, entry);
        if (found) config = { path, ...found };
      } else if (MENTIONING.test(entry.name) && entry.isFile() && !isIgnored(path)) {
        const found = statOf(path, entry);
        if (found) mentioning.push({ path, ...found });
      }
    }
  }

  /** A file whose settings do not count may hold manifests: whoever applies a directory applies it with the others. */
  function isConfig(name: string): boolean {
    return steering === undefined && CONFIG.has(name);
  }

  function rulesIn(directory: string, entries: readonly TreeEntry[]): Ignore | undefined {
    const path = below(directory, ".gitignore");
    // Like git, this follows no link: one could lead to a device that never ends.
    const entry = entries.find((one) => one.name === ".gitignore" && one.isFile());
    const text = steering ? steering.ignoresIn(directory) : entry && patternsAt(path, entry);
    return text === undefined ? undefined : rulesOf(path, text);
  }

  /** The rules of a file of patterns. */
  function rulesOf(path: string, text: string): Ignore {
    const { rules, lacksException } = ignoreRules(text);
    if (lacksException) unreadable.push({ path, message: LOST_EXCEPTION });
    return rules;
  }

  /** The text of a file of patterns; undefined for one that cannot be read. What it would have left out is linted then. */
  function patternsAt(path: string, entry: TreeEntry): string | undefined {
    try {
      const { size } = tree.stat(path, entry) ?? { size: 0 };
      if (size > MAX_SIDE_SIZE) {
        unreadable.push({ path, message: TOO_LARGE });
        return undefined;
      }
      return tree.bytes(path).toString("utf8");
    } catch (error) {
      unreadable.push({ path, message: reason(error) });
      return undefined;
    }
  }

  function statOf(path: string, entry: TreeEntry): ReturnType<FileTree["stat"]> {
    try {
      return tree.stat(path, entry);
    } catch (error) {
      // A broken link is not a manifest; anything else that cannot be accessed is reported.
      if (!entry.isSymbolicLink()) unreadable.push({ path, message: reason(error) });
      return undefined;
    }
  }

  visit(from ?? "", [], false);
  return {
    ...{ files, nestedRoots, unreadable, sourceIgnores, passedOver, mentioning, charts },
    ...(config && { config }),
  };
}

/**
 * The patterns of a text in .gitignore format, except those that could take forever. If one of these would take
 * something out again (`!`), none of the text counts: nothing may be ignored that is not meant.
 */
export function ignoreRules(text: string): { rules: Ignore; lacksException: boolean } {
  const patterns: string[] = [];
  let lacksException = false;
  for (const [line] of text.matchAll(PATTERN_LINE)) {
    const pattern = line.endsWith("\r") ? line.slice(0, -1) : line;
    if (patterns.length < MAX_PATTERNS && isHarmless(pattern)) patterns.push(pattern);
    else if (pattern.startsWith("!")) lacksException = true;
  }
  const rules = ignore({ allowRelativePaths: true, ignorecase: false });
  return { rules: lacksException ? rules : rules.add(patterns), lacksException };
}

/** A line that is neither empty nor a comment; line ends are those of git. */
const PATTERN_LINE = /(?<![^\n])(?!\r?\n)[^#\n][^\n]*/g;

function isHarmless(pattern: string): boolean {
  return pattern.length <= MAX_PATTERN_LENGTH && pattern.split(/[*?[]/).length <= MAX_WILDCARDS + 1;
}

/** As in git, the last pattern that matches decides, and deeper files come later. */
function isIgnoredBy(rules: readonly Rules[], path: string): boolean {
  let ignored = false;
  for (const { directory, rules: own } of rules) {
    const relative = directory === "" ? path : path.slice(directory.length + 1);
    const result = own.test(relative);
    if (result.ignored) ignored = true;
    else if (result.unignored) ignored = false;
  }
  return ignored;
}

/** The system's error message without the path, which is printed anyway. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const messages: Record<string, string> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    ENOENT: "no such file or directory",
    ENOTDIR: "not a directory",
    EISDIR: "is a directory",
    ELOOP: "too many symbolic links",
    ERR_STRING_TOO_LONG: "it is too large",
    ERR_FS_FILE_TOO_LARGE: "it is too large",
  };
  return messages[code ?? ""] ?? message;
}
