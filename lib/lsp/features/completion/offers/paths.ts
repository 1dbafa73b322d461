import { posix } from "node:path";
import { CompletionItemKind } from "vscode-languageserver";
import { isConfigFile } from "../../../../repository/configuration/config-file.js";
import { directoryOf, isAtOrBelow, isKustomizationFile } from "../../../../repository/paths.js";
import type { Repository } from "../../../../repository/repository.js";
import { memoize } from "../../../../util/memoize.js";
import { field, items } from "../../../../util/plain-values.js";
import type { Spot, UnfinishedObject } from "../../../cursor/incomplete.js";
import type { Offer } from "../offer.js";
import { namespaceOffers } from "./namespaces.js";

/** What a field of a kustomization may name. */
type Takes = "resources" | "components" | "files";

const LISTS: Readonly<Record<string, Takes>> = {
  resources: "resources",
  bases: "resources",
  generators: "resources",
  transformers: "resources",
  validators: "resources",
  components: "components",
  configurations: "files",
  crds: "files",
  patchesStrategicMerge: "files",
};
const WITH_PATH = new Set<unknown>(["patches", "patchesJson6902", "replacements"]);

/** What can stand in a kustomization. */
export function kustomizationOffers(spot: Spot): readonly Offer[] {
  const [first, second, third] = spot.at;
  if (spot.isKey || typeof first !== "string") return [];
  if (first === "namespace" && spot.at.length === 1) return namespaceOffers(spot.model.analysis);
  const takes = Object.hasOwn(LISTS, first) ? LISTS[first] : undefined;
  if (takes !== undefined && typeof second === "number" && spot.at.length === 2) {
    const listed = items(spot.valueAt([first]));
    return pathsFor(spot, takes).filter(({ value }) => !listed.some((one) => isSamePath(one, value)));
  }
  if (WITH_PATH.has(first) && third === "path") return pathsFor(spot, "files");
  return [];
}

function isSamePath(listed: unknown, value: string): boolean {
  return typeof listed === "string" && posix.normalize(listed).replace(/\/$/, "") === posix.normalize(value);
}

/** The files and directories that a kustomization can name, as seen from its own directory. */
function pathsFor({ model: { repository, analysis }, path }: Spot, takes: Takes): Offer[] {
  const from = directoryOf(path);
  const { kustomizations, components, files } = namable(repository);
  const isOwn = (directory: string) => isAtOrBelow(from, directory);
  const directories = takes === "files" ? [] : takes === "components" ? components : kustomizations;
  const known = new Set([...kustomizations, ...components]);
  const isInOther = (file: string) => {
    for (let at = directoryOf(file); at !== from && at !== ""; at = directoryOf(at))
      if (known.has(at)) return true;
    return false;
  };
  const ofDirectories = directories
    .filter((directory) => !isOwn(directory))
    .map((directory): Offer => {
      const value = posix.relative(from, directory);
      return { value, kind: CompletionItemKind.Folder, detail: "kustomization", rank: rankOf(value) };
    });
  if (takes === "components") return ofDirectories;
  const ofFiles = files
    .filter((file) => file !== path && isAtOrBelow(file, from) && !isInOther(file))
    .map((file): Offer => {
      const isPatch = analysis.isPatch(file);
      const rank = 1 + Number(isPatch === (takes === "resources"));
      return {
        value: posix.relative(from, file),
        kind: CompletionItemKind.File,
        rank,
        ...(isPatch && !analysis.isData(file) && { detail: "patch" }),
      };
    });
  return [...ofDirectories, ...ofFiles];
}

/** Directories below come before those elsewhere, and the nearer before those that are further away. */
function rankOf(relative: string): number {
  const up = relative.split("/").filter((part) => part === "..").length;
  return up === 0 ? 0 : 2 + up;
}

interface Namable {
  kustomizations: readonly string[];
  components: readonly string[];
  /** The files that can hold objects. */
  files: readonly string[];
  /** The directories with such files. */
  directories: ReadonlySet<string>;
}

const namable = memoize((repository: Repository): Namable => {
  const [kustomizations, components, files] = [[] as string[], [] as string[], [] as string[]];
  const directories = new Set<string>();
  for (const [path, facts] of repository.files) {
    if (isConfigFile(path)) continue;
    if (isKustomizationFile(path) && facts.kustomization !== undefined) {
      const isComponent = field(facts.kustomization, "kind") === "Component";
      (isComponent ? components : kustomizations).push(directoryOf(path));
    } else {
      files.push(path);
      if (facts.objects.length > 0) directories.add(directoryOf(path));
    }
  }
  return { kustomizations, components, files, directories };
});

/** What can stand where Flux or Argo CD is told a directory of this repository. */
export function controllerPathOffers(
  { model: { repository } }: Spot,
  around: UnfinishedObject,
): readonly Offer[] {
  const prefix = prefixAt(around);
  if (prefix === undefined) return [];
  const { kustomizations, directories } = namable(repository);
  const offer = (directory: string, rank: number): Offer => ({
    value: directory === "" ? prefix || "." : `${prefix}${directory}`,
    kind: CompletionItemKind.Folder,
    rank,
    ...(rank === 0 && { detail: "kustomization" }),
  });
  const known = new Set(kustomizations);
  return [
    ...kustomizations.map((directory) => offer(directory, 0)),
    ...[...directories].filter((one) => !known.has(one)).map((directory) => offer(directory, 1)),
  ];
}

/** What stands before the path of a directory: Flux writes `./`, Argo CD nothing. Undefined where no path is meant. */
function prefixAt({ kind, inObject }: UnfinishedObject): string | undefined {
  const path = inObject.join(".");
  if (kind === "FluxKustomization") return path === "spec.path" ? "./" : undefined;
  const isSource = /^(?:spec\.template\.)?spec\.(?:source|sources\.\d+)\.path$/.test(path);
  return isSource && (kind === "Application" || kind === "ApplicationSet") ? "" : undefined;
}
