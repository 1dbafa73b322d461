import type { ObjectRuleContext } from "./define-rule.js";
import { clusterAdminEntries, isEveryPath } from "../kubernetes/rbac/full-access.js";
import {
  type ClusterRole,
  isKnown,
  type PolicyRule,
  type Role,
  type RoleKind,
} from "../kubernetes/objects.js";
import { groupsWords } from "../kubernetes/rbac/known-entry.js";
import { type EffectiveEntry, effectiveEntries, oncePerEntry, placeIn } from "./effective-entries.js";
import { PERMISSION_SCHEMA } from "./permission-rule.js";
import { quoteList } from "../util/phrases.js";
import type { Path } from "../manifests/locate.js";

export interface WildcardOptions {
  exceptFullAccess: boolean;
  exceptWildcardVerbs: boolean;
}

/** The schema of the options that rules on wildcards share. */
export const WILDCARD_SCHEMA = {
  exceptFullAccess: PERMISSION_SCHEMA.exceptFullAccess,
  exceptWildcardVerbs: {
    type: "boolean",
    description:
      "Whether entries with `*` for both what they allow and what they allow it on are left to `no-wildcard-verbs`.",
  },
} as const;

/** What every preset sets: an entry is then one finding, however many stars it has. */
export const WILDCARD_PRESET_OPTIONS = { exceptFullAccess: true, exceptWildcardVerbs: true };

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
    ObjectRuleContext<string, WildcardOptions, RoleKind>,
    "applied" | "patched" | "analysis" | "options" | "place"
  >,
): Wildcard[] {
  const { rules = [] } = role;
  const { exceptFullAccess, exceptWildcardVerbs } = context.options;
  const full = exceptFullAccess ? clusterAdminEntries(rules) : new Set<number>();
  const hasWildcardVerb = rules.some(allowsEverything);
  const isLeft = ({ rule, index }: EffectiveEntry) => {
    if (index !== undefined && full.has(index)) return true;
    // Of what an overlay adds, `no-wildcard-verbs` reports only what is new.
    return exceptWildcardVerbs && isAnythingOnAll(rule) && (index !== undefined || !hasWildcardVerb);
  };
  const found = effectiveEntries(role, context).flatMap((entry) => {
    const { rule } = entry;
    if (isLeft(entry) || !grants(rule, field)) return [];
    const values = rule[field] ?? [];
    for (const isWildcard of wildcards) {
      const position = values.findIndex(isWildcard);
      if (position < 0) continue;
      return [{ entry, position, value: values[position] as string }];
    }
    return [];
  });
  return oncePerEntry(found).map(({ entry, position, value }) => {
    const { rule, isWritten, by } = entry;
    return { rule, value, at: placeIn(entry, field, position), isWritten, by };
  });
}

/** Whether an entry has every verb. */
export function allowsEverything({ verbs = [] }: PolicyRule): boolean {
  return verbs.includes("*");
}

/** Whether an entry has every verb on every resource of its groups, or on every path. */
function isAnythingOnAll(rule: PolicyRule): boolean {
  const { resources = [], nonResourceURLs = [] } = rule;
  return allowsEverything(rule) && (resources.includes("*") || nonResourceURLs.some(isEveryPath));
}

/** Returns the verbs of an entry in words. */
export function verbsOf({ verbs = [] }: PolicyRule): string {
  return quoteList(verbs.filter(isKnown), "its verbs");
}

/** Returns the API groups of an entry in words. */
export function groupsOf({ apiGroups = [] }: PolicyRule): string {
  if (apiGroups.includes("*")) return "every API group";
  return groupsWords(apiGroups) || "the API groups of the rule";
}

/** Whether an entry has every field that it needs to grant anything. */
function grants(rule: PolicyRule, field: string): boolean {
  const needed = field === "nonResourceURLs" ? [rule.verbs] : [rule.verbs, rule.apiGroups, rule.resources];
  return needed.every((list) => list !== undefined && list.length > 0);
}
