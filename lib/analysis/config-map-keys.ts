import { isKnown } from "../kubernetes/objects.js";
import { ManifestFile } from "../manifests/manifest-file.js";
import type { Repository } from "../repository/repository.js";
import { memoizePairs } from "../util/memoize.js";
import { field, isMap, items } from "../util/plain-values.js";

/**
 * The keys that the ConfigMaps of a name have in a repository, those that kustomize generates included; undefined if it
 * has none of that name, or one whose keys are not all known. No rule judges ConfigMaps, so they are in no facts: every
 * file is searched, which is done only for what a component of a control plane mounts.
 */
export const configMapKeys: (repository: Repository, name: string) => ReadonlySet<string> | undefined =
  memoizePairs((repository: Repository, name: string) => {
    repository.recordRead(repository.files.keys());
    const found = [...repository.files].flatMap(([path, { kustomization }]) => [
      ...generated(kustomization, name),
      ...(kustomization === undefined ? written(textOf(repository, path), name) : []),
    ]);
    const isWhole = found.length > 0 && found.every((keys) => keys !== undefined);
    return isWhole ? new Set(found.flatMap((keys) => keys ?? [])) : undefined;
  });

/** For each ConfigMap of a name in a text its keys, or undefined. */
function written(text: string, name: string): (string[] | undefined)[] {
  if (!text.includes(name) || !text.includes("ConfigMap")) return [];
  const values = new ManifestFile(text).values();
  const objects = values.flatMap((value) => (isList(value) ? items(field(value, "items")) : [value]));
  return objects.flatMap((value) => {
    if (field(value, "kind") !== "ConfigMap" || field(value, "metadata", "name") !== name) return [];
    const maps = ["data", "binaryData"].map((key) => field(value, key) ?? {});
    return maps.every(isMap) ? [maps.flatMap((map) => Object.keys(map))] : [undefined];
  });
}

function isList(value: unknown): boolean {
  return (
    field(value, "apiVersion") === "v1" && ["List", "ConfigMapList"].includes(String(field(value, "kind")))
  );
}

/** For each generator of a kustomization that makes a ConfigMap of a name its keys, or undefined. */
function generated(kustomization: unknown, name: string): (string[] | undefined)[] {
  return items(field(kustomization, "configMapGenerator")).flatMap((generator) => {
    if (field(generator, "name") !== name) return [];
    const isElsewhere = ["env", "envs"].some((key) => field(generator, key) !== undefined);
    const files = items(field(generator, "files"));
    const literals = items(field(generator, "literals"));
    const isPlain = [...files, ...literals].every((one) => typeof one === "string" && isKnown(one));
    if (isElsewhere || !isPlain) return [undefined];
    return [
      [...files.map((file) => keyOfFile(String(file))), ...literals.map((one) => keyOfLiteral(String(one)))],
    ];
  });
}

/** kustomize: api/internal/generators/utils.go, ParseFileSource. */
function keyOfFile(source: string): string {
  const equals = source.indexOf("=");
  return equals < 0 ? source.slice(source.lastIndexOf("/") + 1) : source.slice(0, equals);
}

function keyOfLiteral(source: string): string {
  return source.slice(0, Math.max(0, source.indexOf("=")));
}

function textOf(repository: Repository, path: string): string {
  try {
    return repository.text(path);
  } catch {
    return "";
  }
}
