import { posix } from "node:path";
import { directoryOf, isKustomizationFile } from "../../repository/paths.js";
import { valueAt } from "../../util/plain-values.js";
import type { Cursor } from "./cursor.js";

/** The lists of a kustomization whose texts name files and directories. */
const LISTS: ReadonlySet<unknown> = new Set([
  ...[
    "resources",
    "bases",
    "components",
    "crds",
    "configurations",
    "generators",
    "transformers",
    "validators",
  ],
  "patchesStrategicMerge",
]);

/**
 * The paths below the root that a value of a kustomization, a Flux Kustomization, a HelmRelease or an Application names;
 * those that are not there are left out.
 */
export function filesNamedAt(cursor: Cursor): readonly string[] {
  if (cursor.isOnKey) return [];
  const { model, path, written, inObject, at } = cursor;
  if (isKustomizationFile(path) && !written) {
    const value = valueAt(model.repository.files.get(path)?.kustomization, at);
    if (typeof value !== "string" || !namesFile(at)) return [];
    const text = value.slice(value.indexOf("=") + 1);
    return there(cursor, posix.join(directoryOf(path), text));
  }
  if (!written) return [];
  const value = valueAt(written.object, inObject);
  if (typeof value !== "string" || !CONTROLLER_PATHS[written.kind]?.test(inObject.join("."))) return [];
  return there(cursor, value.replace(/^\/+/, ""));
}

/** Where what controllers apply names a directory of a repository. */
const CONTROLLER_PATHS: Readonly<Partial<Record<string, RegExp>>> = {
  FluxKustomization: /^spec\.path$/,
  HelmRelease: /^spec\.chart\.spec\.chart$/,
  Application: /^spec\.(?:source|sources\.\d+)\.path$/,
  ApplicationSet: /^spec\.template\.spec\.(?:source|sources\.\d+)\.path$/,
};

function namesFile(at: Cursor["at"]): boolean {
  const [first, , third] = at;
  if (LISTS.has(first)) return at.length === 2;
  if (first === "patches" || first === "patchesJson6902" || first === "replacements") return third === "path";
  if (first === "configMapGenerator" || first === "secretGenerator")
    return third === "files" || third === "envs" || third === "env";
  return false;
}

function there({ model: { repository } }: Cursor, path: string): readonly string[] {
  const clean = posix.normalize(path).replace(/\/$/, "");
  if (clean.startsWith("../")) return [];
  const directory = clean === "." ? "" : clean;
  const isThere =
    repository.has(directory) ||
    [...repository.files.keys()].some((file) => directory === "" || file.startsWith(`${directory}/`));
  return isThere ? [directory] : [];
}
