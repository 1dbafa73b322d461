import { isMap } from "../../util/plain-values.js";
import { nearest } from "../../util/nearest.js";
import type { Path } from "../../manifests/locate.js";
import type { Defect } from "./defect.js";

/** What a field may hold; null is always allowed. */
type Shape =
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
const KUSTOMIZATION: Record<string, Shape> = {
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

/** What to write instead of fields that kustomize once had. */
const REMOVED: Readonly<Record<string, string>> = {
  inventory: "Delete it.",
  commands: "Generate the values before the build, and name them in 'files', 'envs' or 'literals'.",
  timeoutSeconds: "Delete it.",
};

/**
 * The fields that kustomize does not know, and those whose value is of another type than it reads: it decodes
 * strictly, but ignores the case of keys: api/types/kustomization.go, Unmarshal.
 */
export function fieldDefects(value: Readonly<Record<string, unknown>>): Defect[] {
  const defects: Defect[] = [];
  check(value, { fields: KUSTOMIZATION }, [], defects);
  return defects;
}

function check(value: unknown, shape: Shape, at: Path, defects: Defect[]): void {
  if (value === null || value === undefined || shape === "any") return;
  if (typeof shape === "string") {
    if (!isOf(value, shape)) defects.push(wrongType(value, shape, at));
  } else if ("list" in shape) {
    if (!Array.isArray(value)) defects.push(wrongType(value, shape, at));
    else value.forEach((item: unknown, index) => check(item, shape.list, [...at, index], defects));
  } else if (!isMap(value)) {
    defects.push(wrongType(value, shape, at));
  } else if ("map" in shape) {
    for (const [key, item] of Object.entries(value)) check(item, shape.map, [...at, key], defects);
  } else {
    checkFields(value, shape.fields, at, defects);
  }
}

function checkFields(
  value: Readonly<Record<string, unknown>>,
  fields: Record<string, Shape>,
  at: Path,
  defects: Defect[],
): void {
  for (const [key, item] of Object.entries(value)) {
    const name = Object.keys(fields).find((known) => known.toLowerCase() === key.toLowerCase());
    const shape = name === undefined ? undefined : fields[name];
    if (shape !== undefined) check(item, shape, [...at, key], defects);
    else
      defects.push({
        at: [...at, key],
        id: "unknownField",
        data: { field: key, hint: hintFor(key, fields) },
      });
  }
}

function hintFor(key: string, fields: Record<string, Shape>): string {
  const similar = nearest(key, Object.keys(fields));
  if (similar !== undefined) return ` Did you mean '${similar}'?`;
  const removed = Object.hasOwn(REMOVED, key) ? REMOVED[key] : undefined;
  if (removed !== undefined) return ` ${removed}`;
  return fields === KUSTOMIZATION ? " Delete it." : ` Known fields: ${Object.keys(fields).join(", ")}.`;
}

function isOf(value: unknown, shape: "text" | "integer" | "boolean"): boolean {
  if (shape === "integer") return Number.isInteger(value);
  return typeof value === (shape === "text" ? "string" : "boolean");
}

function wrongType(value: unknown, shape: Exclude<Shape, "any">, at: Path): Defect {
  const field = at.findLast((step) => typeof step === "string") ?? "";
  const item = typeof at.at(-1) === "number" ? "An item of " : "";
  const data = {
    field: `${item}'${field}'`,
    wanted: nameOf(shape),
    found: nameOfValue(value),
    hint: typeHint(value, shape, at),
  };
  return { at, id: "wrongType", data };
}

function typeHint(value: unknown, shape: Exclude<Shape, "any">, at: Path): string {
  const isScalar = typeof value === "number" || typeof value === "boolean";
  if (shape === "text") return isScalar ? " Put it in quotes." : "";
  // Until version 2 the patches of kustomize were a list of files.
  if (at[0] === "patches" && at.length === 2 && typeof value === "string") {
    return ` Write 'path: ${value}'.`;
  }
  return typeof value === "string" && (shape === "boolean" || shape === "integer")
    ? " Leave out the quotes."
    : "";
}

function nameOf(shape: Exclude<Shape, "any">): string {
  if (shape === "integer") return "a whole number";
  if (shape === "text") return "a string";
  if (shape === "boolean") return "true or false";
  return "list" in shape ? "a list" : "a map";
}

function nameOfValue(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a string";
  return isMap(value) ? "a map" : typeof value === "number" ? "a number" : "true or false";
}
