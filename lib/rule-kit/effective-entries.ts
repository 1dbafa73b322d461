import { asApplied } from "./build-phrases.js";
import { isAggregating } from "../kubernetes/rbac/aggregation.js";
import type { ObjectRuleContext } from "./define-rule.js";
import type { Analysis, Applied } from "../analysis/analysis.js";
import type { ClusterRole, PolicyRule, Role, RoleKind } from "../kubernetes/objects.js";
import { fullAccessEntries } from "../kubernetes/rbac/permissions.js";
import type { Path } from "../manifests/locate.js";

/** An entry of a role's rules, as rules on permissions judge it. */
export interface EffectiveEntry {
  rule: PolicyRule;
  /** The index in the linted object; undefined if the entry is written elsewhere. */
  index: number | undefined;
  /** What follows the role in a message if the entry is written elsewhere: ` (as 'overlays/prod' applies it)`. */
  by: string;
}

type Context = Pick<
  ObjectRuleContext<string, { exceptFullAccess: boolean }, RoleKind>,
  "applied" | "patched" | "analysis" | "options"
>;

/**
 * Returns the entries of a role that rules on permissions judge: those that are applied as written, and those that
 * an overlay adds or changes where no rule looks, such as in a JSON patch.
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
  const all = [...applied, ...patched].map(({ object }) => object.object);
  return all.length > 0 ? all.every(isAggregating) : isAggregating(role);
}

function writtenEntries(role: Role | ClusterRole, context: Context): EffectiveEntry[] {
  if (isOverwritten(role, context)) return [];
  const { applied, analysis, options } = context;
  const { rules = [] } = role;
  const full = options.exceptFullAccess ? fullAccessEntries(rules) : new Set<number>();
  const copies = applied
    .filter(({ object }) => !isAggregating(object.object))
    .map((one) => ({ one, entries: new Set(rulesOf(one).map(textOf)) }));
  return rules.flatMap((rule, index) => {
    const text = textOf(rule);
    // A patch may have replaced or removed the entry. A variable has another value once it is applied.
    const isJudged =
      copies.length === 0 ||
      copies.some(({ one, entries }) => {
        return (entries.has(text) || text.includes("$")) && !analysis.isFromPatch(one, ["rules", index]);
      });
    return isJudged && !full.has(index) ? [{ index, rule, by: "" }] : [];
  });
}

/** Returns the entries written where no rule judges them: in the text of a kustomization, or in a JSON patch. */
export function overlaidEntries(
  role: Role | ClusterRole,
  { applied, analysis, options }: Omit<Context, "patched">,
): EffectiveEntry[] {
  const { rules = [] } = role;
  const found = new Map<string, { rule: PolicyRule; by: Applied<RoleKind>[] }>();
  const changed = applied.filter(({ object }) => {
    return !isAggregating(object.object) && object.changes?.some(({ path }) => path[0] === "rules");
  });
  if (changed.length === 0) return [];
  const written = new Set(rules.map(textOf));
  for (const one of changed) {
    const all = rulesOf(one);
    const full = options.exceptFullAccess ? fullAccessEntries(all) : new Set<number>();
    for (const [index, rule] of all.entries()) {
      const text = textOf(rule);
      if (written.has(text) || full.has(index) || !isOverlaid(analysis, one, index)) continue;
      const same = found.get(text);
      if (same) same.by.push(one);
      else found.set(text, { rule, by: [one] });
    }
  }
  return [...found.values()].map(({ rule, by }) => ({ rule, index: undefined, by: asApplied(by) }));
}

function isOverlaid(analysis: Analysis, one: Applied<RoleKind>, index: number): boolean {
  const isIn = (path: Path) =>
    path[0] === "rules" && (path.length === 1 || String(path[1]) === String(index));
  return (
    !analysis.isFromPatch(one, ["rules", index]) && (one.object.changes ?? []).some(({ path }) => isIn(path))
  );
}

function rulesOf({ object }: Applied<RoleKind>): readonly PolicyRule[] {
  return object.object.rules ?? [];
}

/** Returns a text that is equal for equal entries. */
function textOf({ apiGroups, resources, verbs, resourceNames, nonResourceURLs }: PolicyRule): string {
  return JSON.stringify([apiGroups, resources, verbs, resourceNames, nonResourceURLs]);
}
