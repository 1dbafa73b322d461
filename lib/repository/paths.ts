import { posix } from "node:path";

/** The directory of a path below a root; the empty string is the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** The directories in which a path is, the root last. */
export function directoriesAbove(path: string): string[] {
  const found: string[] = [];
  for (let at = directoryOf(path); ; at = directoryOf(at)) {
    found.push(at);
    if (at === "") return found;
  }
}

/** The file names that kustomize looks for: api/konfig/general.go. */
export const KUSTOMIZATION_FILES = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/** Whether a file has a name that kustomize looks for. */
export function isKustomizationFile(path: string): boolean {
  return KUSTOMIZATION_FILES.some((name) => path === name || path.endsWith(`/${name}`));
}

/** The path of something in a directory; the empty string is the root. */
export function below(directory: string, path: string): string {
  return directory === "" ? path : `${directory}/${path}`;
}

/** A path with a part that is `.`, `..` or empty. */
const UNTIDY = /(?:^|\/)\.{0,2}(?:\/|$)/;

/** An address: whatever else has `://` in it is a path to kustomize. */
const ADDRESS = /^(?:[a-z0-9]+::)?(?:https?|ssh|git|git\+ssh|file|oci|s3|gcs|hg):\/\//i;

/**
 * Where a path in a kustomization leads, below the root of the repository; undefined if it leaves the
 * root, is absolute or names another host.
 */
export function resolvePath(directory: string, path: string): string | undefined {
  if (path === "" || path.startsWith("/") || ADDRESS.test(path)) return undefined;
  // Normalizing takes longer than checking that it is not needed.
  if (!UNTIDY.test(path)) return below(directory, path);
  const resolved = posix.normalize(below(directory, path));
  if (resolved === ".." || resolved.startsWith("../")) return undefined;
  return resolved === "." || resolved === "./" ? "" : resolved.replace(/\/$/, "");
}

/** A path without leading and trailing slashes. */
export function trimSlashes(text: string): string {
  let start = 0;
  let end = text.length;
  while (text[start] === "/") start++;
  while (end > start && text[end - 1] === "/") end--;
  return text.slice(start, end);
}

/** Whether a path is a directory or below it; both are relative to the root. */
export function isAtOrBelow(path: string, directory: string): boolean {
  return directory === "" || path === directory || path.startsWith(`${directory}/`);
}

/** Tells whether a path is one of some directories or below one; all are relative to the root, which is none of them. */
export function isInOneOf(directories: Iterable<string>): (path: string) => boolean {
  const all = new Set(directories);
  return (path) => {
    if (all.size === 0) return false;
    let at = path;
    while (at !== "" && !all.has(at)) at = directoryOf(at);
    return at !== "";
  };
}

/** Whether a file has lines of JSON, by its name: ABAC policies, or data of whatever kind. */
export function isJsonLines(path: string): boolean {
  return path.endsWith(".jsonl");
}
