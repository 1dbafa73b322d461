import { isKnown, UNKNOWN } from "../../kubernetes/objects.js";
import { directoryOf, resolvePath } from "../../repository/paths.js";
import type { Repository } from "../../repository/repository.js";
import { groupBy } from "../../util/group-by.js";
import { memoizePairs } from "../../util/memoize.js";
import { field, isMap, items } from "../../util/plain-values.js";
import type { Build, Place } from "../build.js";
import { textAt } from "../helm/value-files.js";
import { otherObjects } from "../other-objects.js";

/** What a ConfigMap holds, and where each key is written. A value that is not known is undefined. */
export interface ConfigMap {
  data: ReadonlyMap<string, string | undefined>;
  placeOf: (key: string) => Place;
}

/** The build that applies what refers to a ConfigMap. */
export type Within = Pick<Build, "files" | "changed">;

/**
 * The ConfigMap that a build applies under a name; undefined if that is not known. ConfigMaps are no objects of builds:
 * they are looked for in its files and generators, and none is known that something changes on the way.
 * @param namespace that of the object that refers to it
 */
export function configMapIn(
  repository: Repository,
  within: Within,
  name: string,
  namespace: string | undefined,
): ConfigMap | undefined {
  const { kustomizations, byName, isMoved, isChanged } = surveyOf(repository, within);
  if (isChanged) return undefined;
  const isThere = (own: unknown) => isMoved || own === undefined || own === null || own === namespace;
  const written = (byName.get(name) ?? [])
    .filter(({ value }) => isThere(field(value, "metadata", "namespace")))
    .map(({ value, place }): ConfigMap => {
      const data = textsOf(value.data);
      return { data, placeOf: (key) => ({ ...place, path: [...place.path, "data", key] }) };
    });
  const generated = kustomizations.flatMap(({ path, value }) =>
    items(value.configMapGenerator).flatMap((generator, index) => {
      if (!isNameOf(name, generator, value)) return [];
      const place: Place = { file: path, document: 0, path: ["configMapGenerator", index] };
      return [generatedBy(repository, directoryOf(path), generator, place)];
    }),
  );
  const [found, ...others] = [...written, ...generated];
  return others.length > 0 ? undefined : found;
}

/** What decides about ConfigMaps in a build, found once for all that refer to one. */
const surveyOf = memoizePairs((repository: Repository, within: Within) => {
  const kustomizations = kustomizationsOf(repository, within);
  const written = [...within.files.keys()].flatMap((path) => otherObjects(repository, path, "ConfigMap"));
  const isPatched = [...within.files].some(
    ([path, use]) => use === "patch" && mentions(textAt(repository, path)),
  );
  return {
    kustomizations,
    byName: groupBy(written, ({ value }) => field(value, "metadata", "name")),
    isMoved: kustomizations.some(({ value }) => typeof value.namespace === "string"),
    isChanged: isPatched || kustomizations.some(({ value }) => changesConfigMaps(value)),
  };
});

interface Written {
  path: string;
  value: Readonly<Record<string, unknown>>;
}

/** The kustomizations of a build, those that a controller changes as it has changed them. */
function kustomizationsOf(repository: Repository, { files, changed = [] }: Within): Written[] {
  const own = [...files].flatMap(([path, use]) => {
    const value = use === "kustomization" ? repository.files.get(path)?.kustomization : undefined;
    return isMap(value) ? [{ path, value }] : [];
  });
  const made = changed.map(({ by, value }) => ({
    path: by.file,
    value: { ...value, configMapGenerator: undefined },
  }));
  return [...own, ...made];
}

const CHANGING = [
  "patches",
  "patchesStrategicMerge",
  "patchesJson6902",
  "replacements",
  "transformers",
] as const;

/** Whether a kustomization may change ConfigMaps, or what they are called. */
function changesConfigMaps(value: Written["value"]): boolean {
  if (["namePrefix", "nameSuffix"].some((key) => (value[key] ?? "") !== "")) return true;
  return CHANGING.some((key) => items(value[key]).some((entry) => mentions(JSON.stringify(entry))));
}

function mentions(text: string | undefined): boolean {
  return text?.includes("ConfigMap") ?? false;
}

/** Whether a generator makes a ConfigMap that goes by a name: its own, or its own with a hash if the name was followed. */
function isNameOf(name: string, generator: unknown, kustomization: Written["value"]): boolean {
  const own = field(generator, "name");
  if (typeof own !== "string" || !isKnown(own)) return false;
  const options = [field(generator, "options"), kustomization.generatorOptions];
  const isHashed = !options.some((option) => field(option, "disableNameSuffixHash") === true);
  return name === (isHashed ? `${own}-${UNKNOWN}` : own);
}

function generatedBy(
  repository: Repository,
  directory: string,
  generator: unknown,
  place: Place,
): ConfigMap | undefined {
  const data = new Map<string, string | undefined>();
  const places = new Map<string, Place>();
  if (field(generator, "env") !== undefined || field(generator, "envs") !== undefined) return undefined;
  if ((field(generator, "behavior") ?? "create") !== "create") return undefined;
  items(field(generator, "literals")).forEach((literal, index) => {
    const [, key = "", value = ""] = /^([^=]+)=(.*)$/s.exec(String(literal)) ?? [];
    data.set(key, value.replace(/^(["'])(.*)\1$/s, "$2"));
    places.set(key, { ...place, path: [...place.path, "literals", index] });
  });
  items(field(generator, "files")).forEach((source, index) => {
    const [first = "", second] = String(source).split("=");
    const key = second === undefined ? first.slice(first.lastIndexOf("/") + 1) : first;
    const path = resolvePath(directory, second ?? first);
    data.set(key, path === undefined ? undefined : textAt(repository, path));
    const at = { ...place, path: [...place.path, "files", index] };
    places.set(key, path === undefined ? at : { file: path, document: 0, path: [] });
  });
  return { data, placeOf: (key) => places.get(key) ?? place };
}

function textsOf(data: unknown): ReadonlyMap<string, string | undefined> {
  const entries = isMap(data) ? Object.entries(data) : [];
  return new Map(entries.map(([key, value]) => [key, typeof value === "string" ? value : undefined]));
}
