import { field, isMap } from "../../../util/plain-values.js";
import { Candidates, type Reach } from "./referral-candidates.js";
import type { NameReference } from "../transformer-config.js";
import { changeSelected, type FieldSpec, isSelected, type KindSelector } from "../fields/field-spec.js";
import {
  effectiveNamespace,
  isClusterScoped,
  nameOf,
  namespaceOf,
  originalId,
  type Resource,
  type Transformer,
} from "../resource.js";

/** Whether there can be a name at a path; most fields of most objects are not there. */
function mayRefer(value: unknown, path: readonly string[], from = 0): boolean {
  if (Array.isArray(value)) return value.some((item) => mayRefer(item, path, from));
  const step = path[from];
  if (step === undefined) return typeof value === "string" || typeof field(value, "name") === "string";
  return mayRefer(field(value, step.endsWith("[]") ? step.slice(0, -2) : step), path, from + 1);
}

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
    const fieldsOf = fieldsByKind(references);
    let candidates: Candidates | undefined;
    let compared = 0;
    return resources.map((referrer) => {
      let reach: Reach | undefined;
      return fieldsOf(referrer).reduce((current, { target, specs }) => {
        const [spec] = specs;
        if (!mayRefer(current.object, spec.path)) return current;
        candidates ??= new Candidates(resources);
        const { named } = (reach ??= candidates.from(referrer));
        const sieves = [isOf(target), roleSieve(current, spec.path), inReach(current)];
        const select: Select = (name, namespace, alike) => {
          const all = named(name, namespace);
          compared += all.length;
          const isTooMuch = all.length > 1 && compared > MAX_COMPARED;
          const found = isTooMuch ? [] : all.filter((one) => sieves.every((sieve) => sieve(one)));
          const [first, ...others] = nearest(found, referrer);
          if (first && others.every((one) => alike(one) === alike(first))) return first;
          if (first || isTooMuch) ambiguous(name, referrer);
          return undefined;
        };
        return changeSelected(current, specs, (value) => follow(value, select));
      }, referrer);
    });
  };
}

/** When so many objects have been compared, which of several is meant is no longer looked for. */
const MAX_COMPARED = 5_000_000;

interface ReferringField {
  target: NameReference;
  /** The one field spec. */
  specs: readonly [FieldSpec];
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
          .map((spec) => ({ target, specs: [{ ...spec, create: false }] as const })),
      );
      byKind.set(key, fields);
    }
    return fields;
  };
}

/** @param namespace the one that is given with the name */
type Select = (
  name: string,
  namespace: string | undefined,
  alike: (one: Resource) => string,
) => Resource | undefined;

/** A field that names something: a text, a map with a name and maybe a namespace, or a list of either. */
function follow(value: unknown, select: Select): unknown {
  if (Array.isArray(value)) {
    const followed = value.map((item) => (Array.isArray(item) ? (item as unknown) : follow(item, select)));
    return followed.some((item, index) => item !== value[index]) ? followed : (value as unknown);
  }
  if (typeof value === "string") {
    const found = select(value, undefined, nameOf);
    return found ? nameOf(found) : value;
  }
  if (!isMap(value) || typeof value.name !== "string") return value;
  const namespace = field(value, "namespace");
  const given = typeof namespace === "string" ? namespace : undefined;
  const found = select(value.name, given, (one) => `${namespaceOf(one)}\n${nameOf(one)}`);
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
