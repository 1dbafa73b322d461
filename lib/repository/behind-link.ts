import { posix } from "node:path";
import { isMap } from "../util/plain-values.js";
import type { Path } from "../manifests/locate.js";
import type { FileTree } from "./disk/file-tree.js";
import type { FileFacts } from "./facts.js";
import { pathsIn } from "./kustomization-paths.js";
import { below, directoryOf } from "./paths.js";

/** A path that leaves a directory. */
const CLIMBS = /(?:^|\/)\.\.(?:\/|$)/;

/**
 * The facts of a kustomization that was found by way of a link to its directory, or to one above it. kustomize takes the
 * paths in it as relative to the directory that the link leads to (kyaml/filesys/fsondisk.go, CleanedAbs), so those
 * that climb out of it are written here as they lead to the same place from where it was found.
 * @returns the same facts where nothing is different
 */
export function behindLink(path: string, facts: FileFacts, tree: FileTree): FileFacts {
  const { kustomization } = facts;
  if (!isMap(kustomization)) return facts;
  const climbing = pathsIn(kustomization).filter(({ text, isYaml }) => isYaml && climbs(text));
  if (climbing.length === 0) return facts;
  const directory = directoryOf(path);
  const real = tree.realDirectory(directory);
  if (real === directory) return facts;
  const toRoot = "../".repeat(directory.split("/").length);
  const moved = climbing.reduce<unknown>(
    (value, { text, at }) => withTextAt(value, at, `${toRoot}${posix.normalize(below(real, text))}`),
    kustomization,
  );
  return { ...facts, kustomization: moved, behindLink: true };
}

function climbs(text: string): boolean {
  return CLIMBS.test(text) && !text.startsWith("/") && !/\n|^\s*\{|:\/\//.test(text);
}

/** A value with another text at a path in it. */
function withTextAt(value: unknown, [step, ...rest]: Path, text: string): unknown {
  if (step === undefined) return text;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === step ? withTextAt(item, rest, text) : item));
  return isMap(value) ? { ...value, [step]: withTextAt(value[step], rest, text) } : value;
}
