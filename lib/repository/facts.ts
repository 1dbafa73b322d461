import { SECRET } from "../kubernetes/configuration/configuration.js";
import type { AnyObject, KindName } from "../kubernetes/objects.js";
import type { SchemaDefect } from "../kubernetes/schema/schema-defects.js";
import type { WrittenConfiguration } from "../manifests/configurations.js";
import type { BrokenDocument } from "../manifests/broken-document.js";
import type { ManifestFile } from "../manifests/manifest-file.js";
import type { Path } from "../manifests/locate.js";
import { isMap } from "../util/plain-values.js";
import { withExactKeys } from "./kustomization-fields.js";
import { isKustomizationFile } from "./paths.js";
import { fetchedCharts, isChartFileName } from "./charts.js";

/** An object as the rest of the repository knows it. */
export interface ObjectFacts {
  kind: KindName;
  /** The object, trimmed to the fields that are read. */
  object: AnyObject;
  document: number;
  /** Its path in the document: the empty path, or that of an item of a List. */
  at: Path;
  /** What keeps the API server from decoding it as it is written; left out if nothing does. */
  defects?: readonly SchemaDefect[];
}

/** What other files need to know of a file: small, plain data that can be cached, compared and passed on. */
export interface FileFacts {
  objects: readonly ObjectFacts[];
  /** What sets up clusters and their tools; left out if nothing does. */
  configurations?: readonly WrittenConfiguration[];
  /** The plain value of a file that is named like a kustomization, if it is one. */
  kustomization?: unknown;
  /** How many documents claim a kind that is read but do not parse; one more if the file has invalid text. */
  broken: number;
  /** How many more are templates that something else fills in, and not YAML yet. */
  templates: number;
  /** The lines at which documents of other kinds do not parse; left out if all do. */
  brokenOthers?: readonly number[];
  /** Whether it holds an OpenShift object. */
  openshift: boolean;
  /** The values of `serviceAccountName` and the like, in manifests of any kind. */
  serviceAccounts: readonly string[];
  /** The objects of kinds that are not Kubernetes' own and not read, as `group/Kind name`; left out if there are none. */
  customObjects?: readonly string[];
  /** The kind of the first object without a name, which kustomize refuses; left out if all have one. */
  nameless?: string;
  /** Whether it has comments for ESLint; left out if not. */
  directives?: true;
  /** Whether its first comments say that a program has written it; left out if not. */
  generated?: true;
  /** If it describes a chart, the charts that are fetched for it; left out if there are none. */
  fetchedCharts?: readonly string[];
  /** Whether it is one of ABAC policies only because another file names it so; left out if not. */
  namedPolicies?: true;
  /** Whether it is a kustomization behind a link, with its paths as they lead from there; left out if not. */
  behindLink?: true;
  /** Whether it is UTF-16, of which kustomize reads only the first document; left out if not. */
  utf16?: true;
}

/** Those of a file that holds nothing. */
export const NO_FACTS: FileFacts = {
  objects: [],
  broken: 0,
  templates: 0,
  openshift: false,
  serviceAccounts: [],
};

/** The facts of a file of manifests. */
export function factsOf(path: string, file: ManifestFile): FileFacts {
  const broken = brokenIn(path, file);
  const templates = broken.filter(({ template }) => template).length;
  const nameless = file.namelessKind;
  const others = isKustomizationFile(path) ? [] : file.brokenOthers;
  const { configurations, customObjects } = file;
  const fetched = isChartFileName(path) ? fetchedCharts(file.values()[0]) : [];
  const facts: FileFacts = {
    objects: file.objects,
    ...(configurations.length > 0 && { configurations }),
    ...(isKustomizationFile(path) && { kustomization: kustomizationIn(file) }),
    // The content behind a pointer is as unknown as what does not parse.
    broken: file.isPointer ? 1 : broken.length - templates + (file.malformed === undefined ? 0 : 1),
    templates: templates + file.objectsWithoutKind,
    ...(others.length > 0 && { brokenOthers: others }),
    openshift: file.mentionsOpenShift,
    serviceAccounts: file.serviceAccountNames,
    ...(customObjects.length > 0 && { customObjects }),
    ...(nameless !== undefined && { nameless }),
    ...(file.hasDirectives && { directives: true }),
    ...(file.isGenerated && { generated: true }),
    ...(fetched.length > 0 && { fetchedCharts: fetched }),
    ...(file.isUtf16 && { utf16: true }),
  };
  if (!isKustomizationFile(path)) brokenOf.set(facts, broken);
  return facts;
}

/** What does not parse in files that this process has read, which takes as long to find out again. */
const brokenOf = new WeakMap<FileFacts, readonly BrokenDocument[]>();

/**
 * The documents of a file that do not parse and that matter: those of the kinds that are read, and any in a file that
 * is named like a kustomization, which need not say what it is.
 */
export function brokenIn(path: string, file: ManifestFile): readonly BrokenDocument[] {
  return isKustomizationFile(path) ? file.unparsed : file.broken;
}

/** A file of that name can also hold a Flux Kustomization; the apiVersion tells them apart. */
function kustomizationIn(file: ManifestFile): unknown {
  const value = file.values().find((one) => {
    if (!isMap(one)) return false;
    // kustomize fills in what is empty: api/types/kustomization.go, FixKustomizationPostUnmarshalling.
    const apiVersion = one.apiVersion ?? "";
    return (
      apiVersion === "" ||
      (typeof apiVersion === "string" && apiVersion.startsWith("kustomize.config.k8s.io/"))
    );
  });
  return isMap(value) ? withoutLiterals(withExactKeys(value)) : undefined;
}

/** A kustomization without the values of the Secrets that it makes, of which only the names matter. */
function withoutLiterals(value: unknown): unknown {
  if (!isMap(value) || value.secretGenerator === undefined) return value;
  return { ...value, secretGenerator: generatorsWithoutLiterals(value.secretGenerator) };
}

/** Whatever kustomize would refuse can hold secrets all the same. */
function generatorsWithoutLiterals(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(generatorsWithoutLiterals);
  if (!isMap(value)) return hidden(value);
  return "literals" in value ? { ...value, literals: hidden(value.literals) } : value;
}

/** A value with the same shape whose texts say no more than the keys of literals. */
function hidden(value: unknown): unknown {
  if (typeof value === "string") return value.includes("=") ? value.replace(/=.*/s, `=${SECRET}`) : SECRET;
  if (Array.isArray(value)) return value.map(hidden);
  return isMap(value)
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hidden(one)]))
    : value;
}

/** A Secret, or a part of one, in a text that is written as YAML or JSON, and in which quotes may be escaped. */
const SECRET_TEXT = /kind(?:\\*["'])?\s*:\s*(?:\\*["'])?Secret|stringData|\/data\b/;

/**
 * Whether texts in a file, such as the patches in a kustomization, may hold a Secret or a part of one. Facts hold them
 * as they are, since a build applies them, so that they must not be kept for later runs.
 */
export function mayHoldSecretTexts({ kustomization, objects }: FileFacts): boolean {
  const waiting: unknown[] = [kustomization, ...objects.map(({ object }) => object.spec)];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === "string" && SECRET_TEXT.test(value)) return true;
    if (typeof value === "object" && value !== null)
      for (const one of Object.values(value)) waiting.push(one);
  }
  return false;
}

/** What need not be read again in a file: nothing if it has documents that do not parse, and another run read it. */
export function knownIn(facts: FileFacts) {
  const { objects, configurations = [], broken: count, templates } = facts;
  const broken = count + templates === 0 ? [] : brokenOf.get(facts);
  return broken ? { objects, configurations, isPolicies: isPolicies(configurations), broken } : {};
}

/** Whether a file is one of ABAC policies. */
export function isPolicies(configurations: FileFacts["configurations"]): boolean {
  return configurations?.[0]?.format === "AbacPolicy";
}
