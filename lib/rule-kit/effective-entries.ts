import { asApplied } from "./build-phrases.js";
import { placeOf } from "../builds/build.js";
import { isAggregating } from "../kubernetes/rbac/aggregation.js";
import type { ObjectRuleContext } from "./define-rule.js";
import type { Applied } from "../analysis/analysis.js";
import type { ClusterRole, PolicyRule, Role, RoleKind } from "../kubernetes/objects.js";
import { fullAccessEntries } from "../kubernetes/rbac/permissions.js";
import type { Path } from "../manifests/locate.js";
import { memoize } from "../util/memoize.js";

/** An entry of a role's rules, as rules on permissions judge it. */
export interface EffectiveEntry {
  rule: PolicyRule;
  /** The index in the linted object; undefined if the entry is written elsewhere. */
  index: number | undefined;
  /** Whether it is applied as it is written in the linted object. */
  isWritten: boolean;
  /** What follows the role in a message if builds make the entry: ` (as 'overlays/prod' applies it)`. */
  by: string;
  /** What builds make of the role, if they make the entry. */
  madeIn: readonly Applied<RoleKind>[];
}

type Context = Pick<
  ObjectRuleContext<string, { exceptFullAccess: boolean }, RoleKind>,
  "applied" | "patched" | "analysis" | "options" | "place"
>;

/**
 * Returns the entries of a role that rules on permissions judge: those that are applied as written, and those that
 * builds make where no rule looks: by a JSON patch, or by filling in a variable or a name.
 */
export function effectiveEntries(role: Role | ClusterRole, context: Context): readonly EffectiveEntry[] {
  const { applied, options } = context;
  let byOption = remembered.get(applied);
  if (!byOption) remembered.set(applied, (byOption = new Map<boolean, readonly EffectiveEntry[]>()));
  let entries = byOption.get(options.exceptFullAccess);
  if (!entries) {
    entries = [...writtenEntries(role, context), ...overlaidEntries(role, context)];
    byOption.set(options.exceptFullAccess, entries);
  }
  return entries;
}

/** The entries by what builds apply of the role, which is the same list for every rule, and by `exceptFullAccess`. */
const remembered = new WeakMap<readonly Applied<RoleKind>[], Map<boolean, readonly EffectiveEntry[]>>();

/**
 * Joins what a rule finds in an entry as it is written and in what builds make of it: one finding, with what is written
 * first, or with the names of all those builds.
 */
export function oncePerEntry<Found extends { entry: EffectiveEntry }>(all: readonly Found[]): Found[] {
  const joined = new Map<unknown, Found>();
  for (const found of all) {
    const { entry } = found;
    // Those that are written elsewhere are not made of one and the same.
    const key = entry.index ?? entry;
    const first = joined.get(key)?.entry;
    if (first === undefined) joined.set(key, found);
    else if (!first.isWritten)
      joined.set(key, { ...(joined.get(key) as Found), entry: withBuilds(first, entry) });
  }
  return [...joined.values()];
}

function withBuilds(entry: EffectiveEntry, { madeIn }: EffectiveEntry): EffectiveEntry {
  const all = [...entry.madeIn, ...madeIn];
  return { ...entry, madeIn: all, by: asApplied(all) };
}

/**
 * The entries by the builds in which they stand together: what several builds make of a role is never one role. Builds
 * that apply the very same are one.
 * @param judged the effective entries of the role
 */
export function entriesTogether(
  judged: readonly EffectiveEntry[],
  { applied, patched }: Pick<Context, "applied" | "patched">,
): (readonly EffectiveEntry[])[] {
  const copies = [...applied, ...patched].filter(({ object }) => !isAggregating(object.object));
  if (copies.length === 0) return [judged];
  const written = judged
    .filter((entry) => entry.isWritten)
    .map((entry) => ({ entry, text: textOf(entry.rule) }));
  const made = new Map<Applied<RoleKind>, EffectiveEntry[]>();
  for (const entry of judged) {
    for (const one of entry.madeIn) {
      const own = made.get(one);
      if (own) own.push(entry);
      else made.set(one, [entry]);
    }
  }
  const seen = new Set<readonly PolicyRule[]>();
  return copies.flatMap((one) => {
    const all = rulesOf(one);
    const own = made.get(one) ?? [];
    if (own.length === 0 && seen.has(all)) return [];
    if (own.length === 0) seen.add(all);
    const { set } = textsOf(all);
    // What a patch writes is judged wherever it is applied, and a variable has another value once it is.
    const kept = written.filter(({ text }) => applied.length === 0 || set.has(text) || text.includes("$"));
    return [[...kept.map(({ entry }) => entry), ...own]];
  });
}

/** Returns where to report a part of an entry: at `rules` as a whole if the entry is written elsewhere. */
export function placeIn({ index }: EffectiveEntry, ...rest: Path): Path {
  return index === undefined ? ["rules"] : ["rules", index, ...rest];
}

/**
 * Whether Kubernetes overwrites the rules that a role or a patch writes, wherever they are applied, since the role has
 * an aggregationRule.
 */
export function isOverwritten(
  role: Role | ClusterRole,
  { applied, patched }: Pick<Context, "applied" | "patched">,
): boolean {
  const isSo = ({ object }: Applied<RoleKind>) => isAggregating(object.object);
  return applied.length + patched.length > 0
    ? applied.every(isSo) && patched.every(isSo)
    : isAggregating(role);
}

function writtenEntries(role: Role | ClusterRole, context: Context): EffectiveEntry[] {
  if (isOverwritten(role, context)) return [];
  const { applied, analysis, options } = context;
  const { rules = [] } = role;
  const full = options.exceptFullAccess ? fullAccessEntries(rules) : new Set<number>();
  const copies = applied
    .filter(({ object }) => !isAggregating(object.object))
    .map((one) => ({ one, entries: textsOf(rulesOf(one)).set }));
  return rules.flatMap((rule, index) => {
    const text = textOf(rule);
    // A patch may have replaced or removed the entry. A variable has another value once it is applied.
    const isJudged =
      copies.length === 0 ||
      copies.some(({ one, entries }) => {
        return (entries.has(text) || text.includes("$")) && !analysis.isFromPatch(one, ["rules", index]);
      });
    return isJudged && !full.has(index) ? [{ index, rule, isWritten: true, by: "", madeIn: [] }] : [];
  });
}

/**
 * Returns the entries that builds make and no rule judges where they are written: those of a JSON patch or of the text
 * of a kustomization, and those in which a variable or a name is filled in.
 */
export function overlaidEntries(role: Role | ClusterRole, context: Context): EffectiveEntry[] {
  const { applied, patched, options } = context;
  const written = textsOf(role.rules ?? NO_RULES);
  const found = new Map<string, Pick<EffectiveEntry, "rule" | "index"> & { madeIn: Applied<RoleKind>[] }>();
  const unchanged = new Set<readonly PolicyRule[]>();
  for (const [position, one] of [...applied, ...patched].entries()) {
    const all = rulesOf(one);
    if (unchanged.has(all) || isAggregating(one.object.object)) continue;
    const { list } = textsOf(all);
    if (list.every((text) => written.set.has(text))) {
      unchanged.add(all);
      continue;
    }
    const full = options.exceptFullAccess ? fullAccessEntries(all) : new Set<number>();
    for (const [index, rule] of all.entries()) {
      const text = list[index] ?? "";
      if (written.set.has(text) || full.has(index)) continue;
      const made =
        position < applied.length ? madeOf(role, one, index, context) : madeInPatch(one, index, context);
      if (!made) continue;
      const key = `${made.index ?? ""}\n${text}`;
      const same = found.get(key);
      if (same) same.madeIn.push(one);
      else found.set(key, { rule, index: made.index, madeIn: [one] });
    }
  }
  return [...found.values()].map((entry) => ({ ...entry, isWritten: false, by: asApplied(entry.madeIn) }));
}

type Made = Pick<EffectiveEntry, "index">;

/** Where to report an entry that a build makes of a written role; undefined if a patch writes it, which is judged itself. */
function madeOf(
  role: Role | ClusterRole,
  one: Applied<RoleKind>,
  index: number,
  { analysis }: Context,
): Made | undefined {
  if (analysis.isFromPatch(one, ["rules", index])) return undefined;
  return { index: isOverlaid(one, index) ? undefined : filledIndex(role, one, index) };
}

/** Where to report an entry that a build makes of what the linted patch writes; undefined if it is not from there. */
function madeInPatch(one: Applied<RoleKind>, index: number, { analysis, place }: Context): Made | undefined {
  // What else has written a part of it since is reported in the object.
  if (!analysis.isFromPatch(one, ["rules", index])) return undefined;
  const { file, document, path } = placeOf(one.object, ["rules", index]);
  const [, inPatch] = path.slice(place.path.length);
  const isHere = file === place.file && document === place.document;
  return isHere && typeof inPatch === "number" ? { index: inPatch } : undefined;
}

/** The index, if another entry is written there, which is not applied anywhere. */
function filledIndex(role: Role | ClusterRole, one: Applied<RoleKind>, index: number): number | undefined {
  const written = textsOf(role.rules ?? NO_RULES).list[index];
  return written === undefined || textsOf(rulesOf(one)).set.has(written) ? undefined : index;
}

function isOverlaid({ object }: Applied<RoleKind>, index: number): boolean {
  const isIn = (path: Path) =>
    path[0] === "rules" && (path.length === 1 || String(path[1]) === String(index));
  return (object.changes ?? []).some(({ path }) => isIn(path));
}

function rulesOf({ object }: Applied<RoleKind>): readonly PolicyRule[] {
  return object.object.rules ?? NO_RULES;
}

const NO_RULES: readonly PolicyRule[] = [];

/** The texts of entries; overlays often share the same list. */
const textsOf = memoize((rules: readonly PolicyRule[]) => {
  const list = rules.map(textOf);
  return { list, set: new Set(list) };
});

/** Returns a text that is equal for equal entries. */
function textOf({ apiGroups, resources, verbs, resourceNames, nonResourceURLs }: PolicyRule): string {
  return JSON.stringify([apiGroups, resources, verbs, resourceNames, nonResourceURLs]);
}
