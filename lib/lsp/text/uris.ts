import { relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The absolute path of a file that an editor names; undefined for what is in no file, such as a new text. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    const path = fileURLToPath(uri);
    // No file system has such a name.
    return path.includes("\0") ? undefined : path;
  } catch {
    return undefined;
  }
}

/** How editors name a file. */
export function uriOf(absolute: string): string {
  return pathToFileURL(absolute).href;
}

/** A path below a root, with `/` between the parts; undefined if it is not below. */
export function below(root: string, absolute: string): string | undefined {
  const path = relative(root, absolute).split(sep).join("/");
  return path === "" || path === ".." || path.startsWith("../") || /^[A-Za-z]:/.test(path) ? undefined : path;
}
