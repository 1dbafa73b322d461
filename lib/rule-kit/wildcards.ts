import type { ObjectRuleContext } from "./define-rule.js";
import { clusterAdminEntries } from "../kubernetes/rbac/full-access.js";
import {
  type ClusterRole,
  isKnown,
  type PolicyRule,
  type Role,
  type RoleKind,
} from "../kubernetes/objects.js";
import { groupsWords } from "../kubernetes/rbac/known-entry.js";
import { type EffectiveEntry, effectiveEntries, placeIn } from "./effective-entries.js";
import { quoteList } from "../util/phrases.js";
import type { Path } from "../manifests/locate.js";

/** A wildcard in one of the lists of a role's entry. */
export interface Wildcard {
  rule: PolicyRule;
  /** The wildcard as it is written. */
  value: string;
  at: Path;
  /** Whether the wildcard is written in the linted object, so that an edit can replace it. */
  isWritten: boolean;
  /** What follows the role in a message, as in `EffectiveEntry`. */
  by: string;
}

/**
 * Returns the wildcards in one list of a role's rules: the widest one of each entry that grants anything.
 * @param wildcards tests for the wildcards of that list, the widest first
 */
export function wildcardsIn(
  role: Role | ClusterRole,
  field: "resources" | "apiGroups" | "nonResourceURLs",
  wildcards: readonly ((value: string) => boolean)[],
  context: Pick<
    ObjectRuleContext<string, { exceptFullAccess: boolean }, RoleKind>,
    "applied" | "patched" | "analysis" | "options" | "place"
  >,
): Wildcard[] {
  const left = context.options.exceptFullAccess ? clusterAdminEntries(role.rules ?? []) : new Set<number>();
  const isLeft = ({ index }: EffectiveEntry) => index !== undefined && left.has(index);
  return effectiveEntries(role, context).flatMap((entry) => {
    const { rule, by } = entry;
    if (isLeft(entry) || !grants(rule, field)) return [];
    const values = rule[field] ?? [];
    for (const isWildcard of wildcards) {
      const position = values.findIndex(isWildcard);
      if (position < 0) continue;
      const value = values[position] as string;
      return [{ rule, value, at: placeIn(entry, field, position), isWritten: entry.index !== undefined, by }];
    }
    return [];
  });
}

/** Returns the verbs of an entry in words. */
export function verbsOf({ verbs = [] }: PolicyRule): string {
  return quoteList(verbs.filter(isKnown), "its verbs");
}

/** Returns the API groups of an entry in words. */
export function groupsOf({ apiGroups = [] }: PolicyRule): string {
  return apiGroups.includes("*") ? "every API group" : groupsWords(apiGroups);
}

/** Whether an entry has every field that it needs to grant anything. */
function grants(rule: PolicyRule, field: string): boolean {
  const needed = field === "nonResourceURLs" ? [rule.verbs] : [rule.verbs, rule.apiGroups, rule.resources];
  return needed.every((list) => list !== undefined && list.length > 0);
}
