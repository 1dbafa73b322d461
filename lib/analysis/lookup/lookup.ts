import { memoize, memoizePairs } from "../../util/memoize.js";
import { matchesGlob } from "../../util/glob.js";
import { isNamespaced } from "../../kubernetes/kinds.js";
import { nearest } from "../../util/nearest.js";
import { isKnown, type KindName } from "../../kubernetes/objects.js";
import type { AppliedObject, Build } from "../../builds/build.js";
import type { Applied } from "../../builds/applied.js";
import type { BuildSet } from "../../builds/build-set.js";
import { areApart } from "../../builds/controllers/clusters.js";
import type { HiddenPart } from "../../builds/hidden-part.js";
import { groupBy, push } from "../../util/group-by.js";
import { writtenMetadata } from "../as-written.js";
import { hidingPart } from "../hidden-parts.js";
import {
  holdersOf,
  holdsBinding,
  indexOf,
  kindAndName,
  namedIn,
  namespaceOf,
  type SoughtKind,
} from "./lookup-index.js";

/** What a binding names: a role, or a subject that is an object. */
export interface Reference {
  kind: SoughtKind;
  name: string;
  /** The namespace it is in; undefined if a plain manifest leaves it open until it is applied. */
  namespace: string | undefined;
}

/** What could help with something that is missing. */
export type Hint =
  | { type: "otherNamespace"; namespace: string }
  | { type: "otherKind"; kind: SoughtKind }
  | { type: "unlisted"; file: string }
  /** The build holds one that was written under that name, and gives it another. */
  | { type: "renamed"; name: string; namespace: string | undefined }
  /** No namespace can have that name. */
  | { type: "noNamespace" }
  | { type: "nearest"; name: string };

export type Lookup =
  /** The objects; none for what is in the cluster without being applied from here. */
  | { state: "found"; objects: readonly AppliedObject[] }
  | { state: "missing"; hint?: Hint }
  /** @param part what could hold it, unless something else is not known */
  | { state: "unknown"; why: string; part?: HiddenPart };

/** What differs between lookups of different kinds. */
export interface Sought {
  /** Whether it is in every cluster without being applied. */
  isInEveryCluster: (reference: Reference) => boolean;
  /** Globs, `name` or `namespace/name`, for what the platform brings or the user says is there. */
  known: (builds: BuildSet, kind: SoughtKind) => readonly string[];
  /** Why it may exist although no build holds it, if there is a reason. */
  doubt?: (builds: BuildSet, build: Build, reference: Reference) => string | undefined;
  /** Another kind that could have been meant, of which there is one with that name. */
  otherKind?: (build: Build, reference: Reference) => SoughtKind | undefined;
  /** Built-in names that could have been meant. */
  ownNames?: (reference: Reference) => readonly string[];
}

/**
 * Looks up what a binding refers to: in the build that applies the binding, then in what every cluster has,
 * in what the user declares as known, and in the other builds. It is missing for sure only if nothing that is hidden
 * could hold it.
 */
export function lookUp(builds: BuildSet, applied: Applied, reference: Reference, sought: Sought): Lookup {
  const { build, object: binding } = applied;
  const { kind, name } = reference;
  const own = inBuild(build, reference);
  if (own.state === "found") return own;
  if (sought.isInEveryCluster(reference) || isDeclaredKnown(sought.known(builds, kind), reference)) {
    return { state: "found", objects: [] };
  }
  const isOther = (other: Build) =>
    other !== build && !areApart(other, build) && !holdsBinding(other, binding);
  const holders = holdersOf(builds, kind, name).filter((other) => other !== build);
  let unsure: Lookup | undefined;
  for (const other of holders.filter(isOther)) {
    const elsewhere = inBuild(other, reference);
    if (elsewhere.state === "found") return elsewhere;
    if (elsewhere.state === "unknown") unsure ??= elsewhere;
  }
  if (own.state === "unknown") return own;
  const part = hidingPart(builds, applied, reference, isOther);
  if (part) return { state: "unknown", why: part.reason, part };
  if (unsure) return unsure;
  // Nobody can say where a base is applied that no root reaches, and with what.
  if (build.isUnreached && holders.length > 0) {
    return { state: "unknown", why: "no Flux or Argo CD root applies it, and another build has that name" };
  }
  // That it is refused is a finding of its own, and it will be there once that is mended.
  const refused = indexOf(builds).refused.get(kindAndName(kind, name));
  if (refused !== undefined) return { state: "unknown", why: `the API server refuses the one in ${refused}` };
  const why = sought.doubt?.(builds, build, reference);
  if (why !== undefined) return { state: "unknown", why };
  return { state: "missing", hint: hintFor(builds, build, reference, sought) };
}

/** Looks up a reference in one build alone. */
export function inBuild(build: Build, { kind, name, namespace }: Reference): Lookup {
  const { named, unnamed } = namedIn(build);
  const candidates = named.get(kindAndName(kind, name));
  const objects = isNamespaced(kind) ? candidates && inNamespace(candidates, namespace) : candidates;
  if (objects?.length) return { state: "found", objects };
  if (candidates && (namespace === undefined || areUnplaced(candidates)))
    return { state: "unknown", why: "the namespace is chosen when it is applied" };
  if (unnamed.get(kind)?.(name))
    return { state: "unknown", why: `a ${kind} has a name that is filled in later` };
  return { state: "missing" };
}

/** As many objects of the same name are looked through; more are grouped. */
const FEW = 10;

function inNamespace(objects: readonly AppliedObject[], namespace: string | undefined) {
  return objects.length > FEW
    ? (byNamespace(objects).get(namespace) ?? [])
    : objects.filter((object) => namespaceOf(object) === namespace);
}

const byNamespace = memoize((objects: readonly AppliedObject[]) => groupBy(objects, namespaceOf));

/** Whether the namespace of one of some objects is chosen when it is applied. */
const areUnplaced = memoize((objects: readonly AppliedObject[]) =>
  objects.some((object) => !isKnown(namespaceOf(object))),
);

/** Whether a glob matches a name: with its namespace if the glob has a `/`, else without. */
export function isDeclaredKnown(
  patterns: readonly string[],
  { name, namespace }: Pick<Reference, "name" | "namespace">,
): boolean {
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return patterns.some((pattern) => matchesGlob(pattern, pattern.includes("/") ? full : name));
}

function hintFor(builds: BuildSet, build: Build, reference: Reference, sought: Sought): Hint | undefined {
  const { kind, name, namespace } = reference;
  const otherKind = sought.otherKind?.(build, reference);
  if (otherKind) return { type: "otherKind", kind: otherKind };
  const { holders, unlisted } = indexOf(builds);
  const key = kindAndName(kind, name);
  const elsewhere = isNamespaced(kind) ? (holders.get(key) ?? []) : [];
  for (const other of elsewhere.filter((one) => !areApart(one, build))) {
    // Another copy of the binding does not vouch for this one, so there may be one in its own namespace.
    const found = namedIn(other)
      .named.get(key)
      ?.map(namespaceOf)
      .find((one) => isKnown(one) && one !== namespace);
    if (found !== undefined) return { type: "otherNamespace", namespace: found };
  }
  const file = unlisted.get(key);
  if (file !== undefined) return { type: "unlisted", file };
  const [own, others] = [sought.ownNames?.(reference) ?? [], namesIn(builds, build, reference)];
  const near = own.length + others.length > MAX_CANDIDATES ? undefined : nearest(name, [...own, ...others]);
  return near === undefined ? undefined : { type: "nearest", name: near };
}

/** With more names than this, the one that was meant is not looked for. */
const MAX_CANDIDATES = 1000;

/** The names that a reference could have been meant to have. */
function namesIn(builds: BuildSet, build: Build, { kind, namespace }: Reference): readonly string[] {
  return namesByScope(builds, build).get(scopeOf(kind, namespace)) ?? [];
}

/**
 * The names of what can be referred to in a build, by kind and namespace: those that it has in the end, and those that
 * it is written with, since a reference is written with these, and kustomize follows them.
 */
const namesByScope = memoizePairs((builds: BuildSet, build: Build) => {
  const names = new Map<string, string[]>();
  for (const object of [...namedIn(build).named.values()].flat()) {
    const { kind, object: applied } = object;
    push(names, scopeOf(kind, namespaceOf(object)), applied.metadata?.name as string);
    const { name, namespace } = writtenMetadata(builds, object) ?? {};
    if (!isKnown(name) || name === applied.metadata?.name) continue;
    for (const where of new Set([namespace, namespaceOf(object)])) push(names, scopeOf(kind, where), name);
  }
  return names;
});

function scopeOf(kind: KindName, namespace: string | undefined): string {
  return isNamespaced(kind) ? `${kind} ${namespace ?? ""}` : kind;
}
