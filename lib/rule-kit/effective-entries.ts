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
  /** Its number in the linted object; nothing for one that something else has written there. */
  index: number | undefined;
  /** By whom that is, for a sentence, behind the role: ` (as 'overlays/prod' applies it)`; else the empty text. */
  by: string;
}

type Context = Pick<
  ObjectRuleContext<string, { exceptFullAccess: boolean }, RoleKind>,
  "applied" | "analysis" | "options"
>;

/**
 * The entries of a role that rules on permissions judge: those that are applied as they are written, and those that
 * an overlay makes of them in a place where no rule looks, such as a JSON patch.
 */
export function effectiveEntries(role: Role | ClusterRole, context: Context): readonly EffectiveEntry[] {
  const { applied, options } = context;
  let byOption = known.get(applied);
  if (!byOption) known.set(applied, (byOption = new Map<boolean, readonly EffectiveEntry[]>()));
  let entries = byOption.get(options.exceptFullAccess);
  if (!entries) {
    entries = [...writtenEntries(role, context), ...overlaidEntries(role, context)];
    byOption.set(options.exceptFullAccess, entries);
  }
  return entries;
}

/** By what is applied of a role, which is one and the same for all rules that ask, and by the option. */
const known = new WeakMap<readonly Applied<RoleKind>[], Map<boolean, readonly EffectiveEntry[]>>();

/** Where a part of an entry is told of: at the rules of the role where it is not written there. */
export function placeIn({ index }: EffectiveEntry, ...rest: Path): Path {
  return index === undefined ? ["rules"] : ["rules", index, ...rest];
}

function writtenEntries(role: Role | ClusterRole, { applied, analysis, options }: Context): EffectiveEntry[] {
  // Whatever stands beside an aggregationRule is overwritten.
  if (isAggregating(role)) return [];
  const { rules = [] } = role;
  const full = options.exceptFullAccess ? fullAccessEntries(rules) : new Set<number>();
  const copies = applied.map((one) => ({ one, entries: new Set(rulesOf(one).map(textOf)) }));
  return rules.flatMap((rule, index) => {
    const text = textOf(rule);
    // A patch may have replaced it or taken it away; a variable has another value where it is applied.
    const isJudged =
      copies.length === 0 ||
      copies.some(({ one, entries }) => {
        return (entries.has(text) || text.includes("$")) && !analysis.isFromPatch(one, ["rules", index]);
      });
    return isJudged && !full.has(index) ? [{ index, rule, by: "" }] : [];
  });
}

/** The entries that no rule judges where they are written: in the text of a kustomization, or in a JSON patch. */
export function overlaidEntries(
  role: Role | ClusterRole,
  { applied, analysis, options }: Context,
): EffectiveEntry[] {
  if (isAggregating(role)) return [];
  const { rules = [] } = role;
  const found = new Map<string, { rule: PolicyRule; by: Applied<RoleKind>[] }>();
  const changed = applied.filter(({ object }) => object.changes?.some(({ path }) => path[0] === "rules"));
  if (changed.length === 0) return [];
  const written = new Set(rules.map(textOf));
  for (const one of changed) {
    const all = rulesOf(one);
    const full = options.exceptFullAccess ? fullAccessEntries(all) : new Set<number>();
    for (const [index, rule] of all.entries()) {
      const text = textOf(rule);
      if (written.has(text) || full.has(index) || !isOverlaid(analysis, one, index)) continue;
      const known = found.get(text);
      if (known) known.by.push(one);
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

/** An entry as a text that is the same for the same entry. */
function textOf({ apiGroups, resources, verbs, resourceNames, nonResourceURLs }: PolicyRule): string {
  return JSON.stringify([apiGroups, resources, verbs, resourceNames, nonResourceURLs]);
}
