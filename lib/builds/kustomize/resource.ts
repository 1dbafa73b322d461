import { kindOf, normalise } from "../../kubernetes/kinds.js";
import { type AnyObject, isKnown, type KindName } from "../../kubernetes/objects.js";
import { type SchemaDefect, schemaDefects } from "../../kubernetes/schema/schema-defects.js";
import { memoize } from "../../util/memoize.js";
import { field, isMap } from "../../util/plain-values.js";
import type { Path } from "../../manifests/locate.js";
import type { ObjectFacts } from "../../repository/facts.js";
import type { AppliedObject } from "../build.js";

/** A name that a resource has or once had; its namespace is the effective one. */
export interface Id {
  kind: string;
  name: string;
  namespace: string;
}

/** A value that something else has written, and where; if several match, the longest path counts. */
export type Change = NonNullable<AppliedObject["changes"]>[number];

/**
 * An object on its way through the layers. It is never changed: every transformer makes a new one, so that
 * a base that several overlays include is gathered once.
 */
export interface Resource {
  /** Undefined for a generated ConfigMap or Secret, which is followed for its name alone. */
  readonly kind: KindName | undefined;
  readonly object: AnyObject;
  readonly file: string;
  readonly document: number;
  readonly at: Path;
  /** What it was called before, the oldest first. */
  readonly previous: readonly Id[];
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  readonly changes: readonly Change[];
  /** What keeps the API server from decoding it: what its file holds and nothing has replaced, or a patch has put there. */
  readonly defects: readonly SchemaDefect[];
  /** The vars that take their value from it. */
  readonly vars: readonly string[];
  /** Whether a hash of its content is to be added to its name. */
  readonly hashed: boolean;
}

/** A transformer: resources in, resources out. */
export type Transformer = (resources: readonly Resource[]) => readonly Resource[];

/** kustomize's own word for the namespace of what has none: kyaml/resid/resid.go. */
export const NO_NAMESPACE = "_non_namespaceable_";

/**
 * The kinds that kustomize's own schema knows as cluster-scoped, of those that are read, with their
 * apiVersions.
 */
const CLUSTER_SCOPED: ReadonlyMap<string, readonly string[]> = new Map([
  ["ClusterRole", ["rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io/v1beta1"]],
  ["ClusterRoleBinding", ["rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io/v1beta1"]],
  ["CustomResourceDefinition", ["apiextensions.k8s.io/v1", "apiextensions.k8s.io/v1beta1"]],
  [
    "MutatingWebhookConfiguration",
    ["admissionregistration.k8s.io/v1", "admissionregistration.k8s.io/v1beta1"],
  ],
  ["Namespace", ["v1"]],
  ["ValidatingAdmissionPolicy", ["admissionregistration.k8s.io/v1"]],
  ["ValidatingAdmissionPolicyBinding", ["admissionregistration.k8s.io/v1"]],
  [
    "ValidatingWebhookConfiguration",
    ["admissionregistration.k8s.io/v1", "admissionregistration.k8s.io/v1beta1"],
  ],
]);

/** An object as a file holds it. */
export function resourceOf(
  file: string,
  { kind, object, document, at, defects = [] }: ObjectFacts,
): Resource {
  return { kind, object, file, document, at, ...FRESH, defects };
}

/** An object of a kind that is not read otherwise, of which a replacement takes a value. */
export function otherResource(
  file: string,
  {
    object,
    document,
    at,
  }: Pick<ObjectFacts, "document" | "at"> & { object: Readonly<Record<string, unknown>> },
): Resource {
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const content: AnyObject = {
    ...object,
    apiVersion: text(object.apiVersion),
    kind: text(object.kind),
    metadata: texts(object.metadata),
  };
  return { kind: undefined, object: content, file, document, at, ...FRESH };
}

/** The state of a resource that no layer has touched yet. */
export const FRESH = {
  previous: [],
  prefixes: [],
  suffixes: [],
  changes: [],
  defects: [],
  vars: [],
  hashed: false,
} as const;

/**
 * Whether kustomize is sure that a kind has no namespace; custom kinds count as namespaced, whatever they
 * are: kyaml/openapi/openapi.go, IsCertainlyClusterScoped.
 */
export function isClusterScoped({ apiVersion = "", kind = "" }: AnyObject): boolean {
  return CLUSTER_SCOPED.get(kind)?.includes(apiVersion) ?? false;
}

export function nameOf({ object }: Resource): string {
  return object.metadata?.name ?? "";
}

export function namespaceOf({ object }: Resource): string {
  return object.metadata?.namespace ?? "";
}

/** The namespace an id is compared by, where none means `default`: kyaml/resid/resid.go. */
export function effectiveNamespace(object: AnyObject): string {
  if (isClusterScoped(object)) return NO_NAMESPACE;
  return object.metadata?.namespace || "default";
}

export function currentId({ object }: Pick<Resource, "object">): Id {
  return {
    kind: object.kind ?? "",
    name: object.metadata?.name ?? "",
    namespace: effectiveNamespace(object),
  };
}

/** Its id where it is written. */
export function originalId(resource: Resource): Id {
  return resource.previous[0] ?? currentId(resource);
}

/** The resource with its present name among the previous ones: api/resource/resource.go, StorePreviousId. */
export function remember(resource: Resource): Resource {
  const { previous, object } = resource;
  if (previous.length === 0) return { ...resource, previous: writtenIds(object) };
  const [id, last] = [currentId(resource), previous.at(-1)];
  // What it is called twice in a row says no more than once.
  if (last && last.name === id.name && last.namespace === id.namespace && last.kind === id.kind)
    return resource;
  return { ...resource, previous: [...previous, id] };
}

/** What an object is called where it is written, once for all overlays. */
const writtenIds = memoize((object: AnyObject): readonly Id[] => [currentId({ object })]);

/** A key that is the same for two resources that kustomize does not accept together. */
export function identity({ object }: Pick<Resource, "object">): string {
  const { apiVersion = "", kind = "", metadata } = object;
  return `${apiVersion}\n${kind}\n${effectiveNamespace(object)}\n${metadata?.name ?? ""}`;
}

/** Whether an object is of a kind that is read, with a name and namespace that something else cannot fill in later. */
export function isCertain({ kind, object: { metadata } }: Resource): boolean {
  const { name, namespace } = metadata ?? {};
  return kind !== undefined && isKnown(name) && (namespace === undefined || isKnown(namespace));
}

/** An object as messages name it. */
export function objectName({ kind = "manifest", metadata }: AnyObject): string {
  const { name, namespace } = metadata ?? {};
  const what = isKnown(name) ? `${kind} '${name}'` : `a ${kind}`;
  return `${what}${isKnown(namespace) ? ` in namespace '${namespace}'` : ""}`;
}

/**
 * The resource with new content, trimmed to what is read. What becomes of a kind that is not read stays whole: it can
 * become another one. Undefined if nothing is left.
 */
export function rewritten(resource: Resource, content: unknown): Resource | undefined {
  if (content === resource.object) return resource;
  if (!isMap(content)) return undefined;
  const { apiVersion, kind: name } = resource.object;
  const isSame = content.apiVersion === apiVersion && content.kind === name;
  // A generated Secret is followed for its name alone.
  const kind = isSame ? resource.kind : kindOf(content.apiVersion, content.kind);
  if (kind === undefined) {
    return { ...resource, kind, object: { ...content, metadata: texts(field(content, "metadata")) } };
  }
  const old = kind === resource.kind ? resource.object : undefined;
  const object = normalise(kind, content, old) as AnyObject;
  return { ...resource, kind, object, defects: defectsAfter(resource, kind, content) };
}

/** What trimming has left out of the content is still wrong, unless something else is there now. */
function defectsAfter(resource: Resource, kind: KindName, content: object): readonly SchemaDefect[] {
  const { defects, changes } = resource;
  const found = schemaDefects(kind, content);
  if (kind !== resource.kind || defects.length === 0) return found;
  const isNew = (at: Path) => !found.some((one) => one.at.join("/") === at.join("/"));
  const isLeft = (at: Path) => !changes.some(({ path }) => isWithin(at, path));
  return [...defects.filter(({ at }) => isLeft(at) && isNew(at)), ...found];
}

function isWithin(inner: Path, outer: Path): boolean {
  return outer.every((step, index) => String(step) === String(inner[index]));
}

/** The metadata of an object that is not trimmed by its kind. */
function texts(metadata: unknown): AnyObject["metadata"] {
  return (normalise("Namespace", { metadata }) as AnyObject).metadata;
}
