import { memoize } from "../util/memoize.js";
import { isMap } from "../util/plain-values.js";

/** What a field may hold; null is always allowed. */
export type Shape =
  | "text"
  | "integer"
  | "boolean"
  | "any"
  | { list: Shape }
  | { map: Shape }
  | { fields: Record<string, Shape> };

const texts: Shape = { list: "text" };
const textMap: Shape = { map: "text" };
const kinds: Record<string, Shape> = { group: "text", version: "text", kind: "text" };
const id: Record<string, Shape> = { ...kinds, name: "text", namespace: "text" };
const selector: Shape = { fields: { ...id, annotationSelector: "text", labelSelector: "text" } };
const fieldOptions: Shape = {
  fields: { delimiter: "text", index: "integer", encoding: "text", create: "boolean" },
};
const patches: Shape = {
  list: { fields: { path: "text", patch: "text", target: selector, options: { map: "boolean" } } },
};
const images: Shape = {
  list: { fields: { name: "text", newName: "text", tagSuffix: "text", newTag: "text", digest: "text" } },
};
const generatorOptions: Shape = {
  fields: { labels: textMap, annotations: textMap, disableNameSuffixHash: "boolean", immutable: "boolean" },
};
const generator: Record<string, Shape> = {
  namespace: "text",
  name: "text",
  behavior: "text",
  literals: texts,
  files: texts,
  envs: texts,
  env: "text",
  options: generatorOptions,
};

/**
 * The fields of a kustomization: api/types of kustomize 5.5, and those that later versions have added, since
 * nobody can tell which version builds a repository.
 */
export const KUSTOMIZATION_FIELDS: Record<string, Shape> = {
  apiVersion: "text",
  kind: "text",
  metadata: { fields: { name: "text", namespace: "text", labels: textMap, annotations: textMap } },
  openapi: textMap,
  namePrefix: "text",
  nameSuffix: "text",
  namespace: "text",
  commonLabels: textMap,
  labels: {
    list: {
      fields: {
        pairs: textMap,
        includeSelectors: "boolean",
        includeTemplates: "boolean",
        includeVolumeClaimTemplates: "boolean",
        fields: { list: { fields: { ...kinds, path: "text", create: "boolean" } } },
      },
    },
  },
  commonAnnotations: textMap,
  patchesStrategicMerge: texts,
  patchesJson6902: patches,
  patches,
  images,
  imageTags: images,
  replacements: {
    list: {
      fields: {
        path: "text",
        source: { fields: { ...id, fieldPath: "text", options: fieldOptions } },
        sourceValue: "text",
        targets: {
          list: {
            fields: {
              select: selector,
              reject: { list: selector },
              fieldPaths: texts,
              options: fieldOptions,
            },
          },
        },
      },
    },
  },
  replicas: { list: { fields: { name: "text", count: "integer" } } },
  vars: {
    list: {
      fields: {
        name: "text",
        objref: { fields: { ...id, apiVersion: "text" } },
        fieldref: { fields: { fieldPath: "text" } },
      },
    },
  },
  sortOptions: {
    fields: { order: "text", legacySortOptions: { fields: { orderFirst: texts, orderLast: texts } } },
  },
  resources: texts,
  components: texts,
  crds: texts,
  bases: texts,
  configMapGenerator: { list: { fields: generator } },
  secretGenerator: { list: { fields: { ...generator, type: "text" } } },
  // What is in a chart's entry changes with every version of kustomize, and needs a flag to be read at all.
  helmGlobals: "any",
  helmCharts: { list: "any" },
  helmChartInflationGenerator: { list: "any" },
  generatorOptions,
  configurations: texts,
  generators: texts,
  transformers: texts,
  validators: texts,
  buildMetadata: texts,
};

/**
 * A value with its keys as kustomize spells them, since it ignores their case, as Go does: encoding/json, decode.go.
 * Of several spellings of one key, the last in the order of the alphabet counts: sigs.k8s.io/yaml sorts them.
 */
export function withExactKeys(value: unknown, shape: Shape = { fields: KUSTOMIZATION_FIELDS }): unknown {
  if (typeof shape === "string" || "map" in shape) return value;
  if ("list" in shape) {
    if (!Array.isArray(value) || typeof shape.list === "string") return value;
    return value.map((item) => withExactKeys(item, shape.list));
  }
  if (!isMap(value)) return value;
  const { fields } = shape;
  const named = Object.entries(value).map(([key, item]) => ({ key, name: fieldNamed(key, fields), item }));
  if (named.some(({ key, name }) => name !== undefined && name !== key))
    named.sort((a, b) => (a.key < b.key ? -1 : 1));
  return Object.fromEntries(
    named.map(({ key, name, item }) => [
      name ?? key,
      name === undefined ? item : withExactKeys(item, fields[name]),
    ]),
  );
}

/** The field that a key sets, whatever its case. */
export function fieldNamed(key: string, fields: Readonly<Record<string, Shape>>): string | undefined {
  if (Object.hasOwn(fields, key)) return key;
  return foldedNames(fields).get(folded(key));
}

const foldedNames = memoize((fields: Readonly<Record<string, Shape>>): ReadonlyMap<string, string> => {
  // The first of them counts.
  return new Map(
    Object.keys(fields)
      .toReversed()
      .map((known) => [folded(known), known]),
  );
});

/** Two texts that differ in case only have the same one: strings.EqualFold. */
function folded(text: string): string {
  return text.toUpperCase().toLowerCase();
}
