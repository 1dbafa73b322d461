import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import type { FieldSpec, KindSelector } from "./fields/field-spec.js";
import {
  type Configuration,
  configurationOf,
  DEFAULTS,
  type NameReference,
  SPEC_FIELDS,
} from "./transformer-config.js";

/**
 * Two configurations as one; that of a layer applies to those that include it, too:
 * api/internal/plugins/builtinconfig/transformerconfig.go, Merge.
 */
export function mergeConfigurations(one: Configuration, other: Configuration): Configuration {
  if (one === other || other === DEFAULTS) return one;
  return one === DEFAULTS ? mergedWithDefaults(other) : merge(one, other);
}

const mergedWithDefaults = memoize((other: Configuration) => merge(DEFAULTS, other));

function merge(one: Configuration, other: Configuration): Configuration {
  const nameReference = mergeNameReferences(one.nameReference, other.nameReference);
  return configurationOf((key) => mergeFieldSpecs(one[key], other[key]), nameReference);
}

/**
 * A configuration as it is taken over by a layer that has none yet. Merging sorts, and what is for one kind comes before
 * what is for any, which then adds nothing: a prefix for the names of one kind leaves all others without.
 */
export const takenOver = memoize((configuration: Configuration): Configuration => {
  const isWhole = SPEC_FIELDS.every((key) => withoutWide(configuration[key]) === configuration[key]);
  if (isWhole) return configuration;
  return configurationOf((key) => withoutWide(configuration[key]), configuration.nameReference);
});

/** Field specs without those for any kind, where there is one of the same field for some kind. */
function withoutWide(specs: readonly FieldSpec[]): readonly FieldSpec[] {
  const narrow = coveringOf(specs.filter(({ kind }) => kind));
  const left = specs.filter((spec) => spec.kind || !narrow.has(keyOf(spec, spec.path)));
  return left.length === specs.length ? specs : left;
}

/** Whether kustomize refuses to merge two configurations: one creates a field, and the other only writes to it. */
export function isConflict(one: Configuration, other: Configuration): boolean {
  if (one === other || other === DEFAULTS) return false;
  if (SPEC_FIELDS.some((key) => isFieldConflict(one[key], other[key]))) return true;
  const present = new Map(one.nameReference.map((reference) => [keyOf(reference), reference.referrers]));
  return other.nameReference.some((reference) =>
    isFieldConflict(present.get(keyOf(reference)) ?? reference.referrers, reference.referrers),
  );
}

/** The same for field specs: api/types/fieldspec.go, mergeOne. */
export function isFieldConflict(one: readonly FieldSpec[], other: readonly FieldSpec[]): boolean {
  if (one === other) return false;
  const present = coveringOf(one);
  const added = new Map<string, boolean>();
  return other.some((incoming) => {
    const key = keyOf(incoming, incoming.path);
    const create = present.get(key) ?? added.get(key);
    if (create === undefined) cover(added, incoming);
    return create !== undefined && create !== incoming.create;
  });
}

/**
 * Field specs, and those from others that they lack. One that is as wide as, or wider than, a present one for
 * the same path adds nothing, odd as that is: api/types/fieldspec.go, MergeOne.
 */
export function mergeFieldSpecs(
  one: readonly FieldSpec[],
  other: readonly FieldSpec[],
): readonly FieldSpec[] {
  if (other.length === 0 || one === other) return one;
  const covering = coveringOf(one);
  coverings.delete(one);
  const added: FieldSpec[] = [];
  for (const incoming of other) {
    if (covering.has(keyOf(incoming, incoming.path))) continue;
    cover(covering, incoming);
    added.push(incoming);
  }
  const merged = added.length > 0 ? [...one, ...added] : one;
  coverings.set(merged, covering);
  return merged;
}

/** The keys of all that adds nothing to field specs, and whether the first that has each creates its field. */
const coverings = new WeakMap<readonly FieldSpec[], Map<string, boolean>>();

function coveringOf(specs: readonly FieldSpec[]): Map<string, boolean> {
  let covering = coverings.get(specs);
  if (!covering) {
    coverings.set(specs, (covering = new Map<string, boolean>()));
    for (const spec of specs) cover(covering, spec);
  }
  return covering;
}

function cover(covering: Map<string, boolean>, spec: FieldSpec): void {
  for (const key of wider(spec)) if (!covering.has(key)) covering.set(key, spec.create);
}

/** The keys of all field specs for the same path whose group, version and kind include those of one. */
function wider({ group, version, kind, path }: FieldSpec): string[] {
  const [groups, versions, kinds] = [group, version, kind].map((part) => (part ? ["", part] : [""]));
  return (groups ?? []).flatMap((g) =>
    (versions ?? []).flatMap((v) => (kinds ?? []).map((k) => keyOf({ group: g, version: v, kind: k }, path))),
  );
}

function keyOf({ group = "", version = "", kind = "" }: KindSelector, path: readonly string[] = []): string {
  return [group, version, kind, ...path].join("\n");
}

function mergeNameReferences(
  one: readonly NameReference[],
  other: readonly NameReference[],
): readonly NameReference[] {
  const merged = new Map(one.map((reference) => [keyOf(reference), reference]));
  for (const [key, references] of groupBy(other, (reference) => keyOf(reference))) {
    const referrers = references.flatMap((reference) => reference.referrers);
    const present = merged.get(key);
    const [first] = references as [NameReference];
    // The very first are taken as they are, whether or not one covers another.
    const own = present?.referrers ?? first.referrers;
    const added = present ? referrers : referrers.slice(first.referrers.length);
    merged.set(key, { ...first, referrers: mergeFieldSpecs(own, added) });
  }
  return [...merged.values()];
}
