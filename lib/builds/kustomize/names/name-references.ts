import { field, isMap } from "../../../util/plain-values.js";
import { Candidates, type Reach } from "./referral-candidates.js";
import type { NameReference } from "../transformer-config.js";
import { changeFields, type FieldSpec, isSelected, type KindSelector } from "../fields/field-spec.js";
import {
  currentId,
  effectiveNamespace,
  isClusterScoped,
  nameOf,
  namespaceOf,
  originalId,
  type Resource,
  type Transformer,
} from "../resource.js";

type Sieve = (resource: Resource) => boolean;

/**
 * Lets references follow the objects they name: an object is found by any previous name, and its present name
 * is written, for subjects with its namespace: api/filters/nameref/nameref.go.
 * @param ambiguous called for a name that could mean several objects, which kustomize refuses
 */
export function followNames(
  references: readonly NameReference[],
  ambiguous: (name: string, referrer: Resource) => void,
): Transformer {
  return (resources) => {
    const candidates = new Candidates(resources);
    const fieldsOf = fieldsByKind(references);
    return resources.map((referrer) => {
      const fields = fieldsOf(referrer);
      if (fields.length === 0) return referrer;
      const reach = candidates.from(referrer);
      return fields.reduce((current, { target, spec }) => {
        const sieves = [isOf(target), roleSieve(current, spec.path), inReach(current)];
        const select: Select = (name, among, alike) => {
          const named = reach.named(name);
          const found = named.filter((one) => among(one) && sieves.every((sieve) => sieve(one)));
          const [first, ...others] = nearest(found, referrer);
          if (first && others.every((one) => alike(one) === alike(first))) return first;
          if (first) ambiguous(name, referrer);
          return undefined;
        };
        return changeFields(current, [spec], (value) => {
          return follow(value, select, (namespace) => inNamespace(namespace, reach));
        });
      }, referrer);
    });
  };
}

interface ReferringField {
  target: NameReference;
  spec: FieldSpec;
}

/** The fields of an object that name something; the same for all objects of its kind. */
function fieldsByKind(
  references: readonly NameReference[],
): (referrer: Resource) => readonly ReferringField[] {
  const byKind = new Map<string, ReferringField[]>();
  return (referrer) => {
    const { kind } = originalId(referrer);
    const key = `${referrer.object.apiVersion ?? ""}/${kind}`;
    let fields = byKind.get(key);
    if (!fields) {
      fields = references.flatMap((target) =>
        target.referrers
          .filter((spec) => isSelected(spec, referrer.object, kind))
          .map(({ path, custom }) => ({ target, spec: { path, custom, create: false } })),
      );
      byKind.set(key, fields);
    }
    return fields;
  };
}

/** What is meant by a subject's namespace: an original one if anything in reach has it, else a current one. */
function inNamespace(namespace: string, reach: Reach): Sieve {
  const idOf = reach.hasOriginal(namespace) ? originalId : currentId;
  return (one) => idOf(one).namespace === namespace;
}

type Select = (name: string, among: Sieve, alike: (one: Resource) => string) => Resource | undefined;

/** A field that names something: a text, a map with a name and maybe a namespace, or a list of either. */
function follow(value: unknown, select: Select, inNamespace: (namespace: string) => Sieve): unknown {
  if (Array.isArray(value)) {
    const followed = value.map((item) =>
      Array.isArray(item) ? (item as unknown) : follow(item, select, inNamespace),
    );
    return followed.some((item, index) => item !== value[index]) ? followed : (value as unknown);
  }
  if (typeof value === "string") {
    const found = select(value, () => true, nameOf);
    return found ? nameOf(found) : value;
  }
  if (!isMap(value) || typeof value.name !== "string") return value;
  const namespace = field(value, "namespace");
  const among = typeof namespace === "string" ? inNamespace(namespace) : () => true;
  const found = select(value.name, among, (one) => `${namespaceOf(one)}\n${nameOf(one)}`);
  if (!found) return value;
  const [name, foundNamespace] = [nameOf(found), namespaceOf(found)];
  if (name === value.name && (foundNamespace === "" || foundNamespace === namespace)) return value;
  return { ...value, name, ...(foundNamespace !== "" && { namespace: foundNamespace }) };
}

/**
 * Cluster-scoped objects and service accounts are within everyone's reach, the rest only within its own
 * namespace.
 */
function inReach(referrer: Resource): Sieve {
  if (isClusterScoped(referrer.object)) return () => true;
  const own = effectiveNamespace(referrer.object);
  return ({ object }) =>
    isClusterScoped(object) || object.kind === "ServiceAccount" || effectiveNamespace(object) === own;
}

function isOf(selector: KindSelector): Sieve {
  return ({ object, previous }) => previous.some(({ kind }) => isSelected(selector, object, kind));
}

/** A roleRef gives the kind and the group of the role. */
function roleSieve({ object }: Resource, path: readonly string[]): Sieve {
  const [group, kind] = [field(object, "roleRef", "apiGroup"), field(object, "roleRef", "kind")];
  const last = path.slice(-2).join("/");
  if (last !== "roleRef/name" || typeof group !== "string" || typeof kind !== "string") return () => true;
  return isOf({ group, kind });
}

/** If there are several, those with the referrer's own prefixes and suffixes. */
function nearest(found: readonly Resource[], referrer: Resource): readonly Resource[] {
  if (found.length <= 1) return found;
  const loose = found.filter((one) => hasSameAffixes(one, referrer, true));
  return loose.length > 1 ? loose.filter((one) => hasSameAffixes(one, referrer, false)) : loose;
}

/** api/resource/resource.go, PrefixesSuffixesEquals. */
function hasSameAffixes(one: Resource, other: Resource, allowNone: boolean): boolean {
  return [
    [one.prefixes, other.prefixes],
    [one.suffixes, other.suffixes],
  ].every(([a = [], b = []]) => {
    if (a.length === 0 || b.length === 0) return allowNone || a.length === b.length;
    const length = Math.min(a.length, b.length);
    return a.slice(-length).join("\n") === b.slice(-length).join("\n");
  });
}
