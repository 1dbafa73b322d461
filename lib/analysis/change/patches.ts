import type { Place } from "../../builds/build.js";
import { inlineValues } from "../../builds/kustomize/layer.js";
import { kustomizationIn } from "../../builds/kustomize/kustomization.js";
import { kustomizeOf } from "../../builds/kustomize/kustomize.js";
import { resolvePath } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { contentOf } from "./new-hidden.js";

/** A patch of a kustomization. */
export interface Patch {
  /** The directory of the kustomization. */
  directory: string;
  /** The file of the patch; undefined if it is written in the kustomization. */
  file: string | undefined;
  /** Where the kustomization names it, or where it is written there. */
  place: Place;
  /** What it is for, as the kustomization says; undefined if the patch itself says so. */
  target: unknown;
  /** The same for what says the same. */
  content: string;
  /** Its documents: undefined for one that cannot be read. */
  read: () => readonly unknown[];
}

/** What a patch is for. Both are expressions, and undefined means any. */
export interface PatchTarget {
  kind: string | undefined;
  name: string | undefined;
}

/** The patches of all kustomizations of a repository. */
export function patchesIn(repository: Repository): Patch[] {
  return kustomizeOf(repository).directories.flatMap((directory) => {
    const { path = "", value = {} } = kustomizationIn(repository, directory) ?? {};
    const entries = ["patches", "patchesJson6902", "patchesStrategicMerge"].flatMap((key) =>
      items(value[key]).map((entry, index) => ({ entry, path: [key, index] })),
    );
    return entries.flatMap(({ entry, path: at }) => {
      const patch = patchOf(repository, directory, entry);
      return patch ? { ...patch, place: { file: path, document: 0, path: at } } : [];
    });
  });
}

function patchOf(
  repository: Repository,
  directory: string,
  entry: unknown,
): Omit<Patch, "place"> | undefined {
  const written = typeof entry === "string" ? entry : (field(entry, "patch") ?? field(entry, "path"));
  if (typeof written !== "string") return undefined;
  const [target, options] = [field(entry, "target"), field(entry, "options")];
  const isInline = typeof entry === "string" ? entry.includes("\n") : field(entry, "patch") === written;
  const file = isInline ? undefined : resolvePath(directory, written);
  if (!isInline && (file === undefined || !repository.files.has(file))) return undefined;
  const text = file === undefined ? written : (contentOf(repository, file) ?? file);
  return {
    directory,
    file,
    target,
    content: JSON.stringify([target, options, text]),
    read: () =>
      file === undefined ? inlineValues(repository, written) : (repository.values(file) ?? [undefined]),
  };
}

/** What a patch is for. */
export function targetsOf({ target, read }: Patch): PatchTarget[] {
  if (target !== undefined && target !== null)
    return [{ kind: textOf(field(target, "kind")), name: textOf(field(target, "name")) }];
  return read()
    .filter(isMap)
    .map((document) => ({
      kind: textOf(document.kind),
      name: textOf(field(document, "metadata", "name")),
    }));
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** What in the metadata of an object never matters to access. */
const NOTES = ["name", "namespace", "annotations"];

/** Whether a patch changes more than annotations, and labels of what no role takes in by its labels. */
export function mayMatter({ read }: Patch, { kind }: PatchTarget): boolean {
  const notes = kind === undefined || kind === "ClusterRole" ? NOTES : [...NOTES, "labels"];
  return read().some((document) => {
    if (Array.isArray(document)) {
      return document.some((operation) => {
        const path = field(operation, "path");
        return !(typeof path === "string" && notes.some((one) => path.startsWith(`/metadata/${one}`)));
      });
    }
    if (!isMap(document)) return document !== null;
    const its = isMap(document.metadata) ? Object.keys(document.metadata) : [];
    return (
      Object.keys(document).some((key) => !["apiVersion", "kind", "metadata"].includes(key)) ||
      its.some((key) => !notes.includes(key))
    );
  });
}
