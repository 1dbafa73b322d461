import type { ApiResources, RbacResource } from "../api/api-resources.js";
import { AUDIENCE_VERB } from "../data/synthetic-resources.js";
import { quoteList } from "../../util/phrases.js";
import { isKnown, type PolicyRule } from "../objects.js";

/** What one item of `resources` means in the API groups of its entry. */
export interface EntryResource {
  /** As written. */
  name: string;
  /** Its index in the list. */
  index: number;
  /** The resources that it means, in each group that has it. */
  found: readonly RbacResource[];
}

/** An entry of a role's rules whose groups are all known. */
export interface KnownEntry {
  groups: readonly string[];
  /** Whether everything in the groups is known, and not only what the repository's own definitions add. */
  isComplete: boolean;
  /** The resources that are plain names or patterns; those that something fills in later are left out. */
  resources: readonly EntryResource[];
}

/**
 * Matches an entry with the known resources. Undefined if one of its groups is not known or is `*`: nothing can be
 * said about what such a group has or lacks.
 */
export function knownEntry(rule: PolicyRule, api: ApiResources): KnownEntry | undefined {
  const { apiGroups = [], resources = [], verbs = [] } = rule;
  // Without duplicates: every resource is looked up in every group.
  const groups = [...new Set(apiGroups)];
  // With this verb, an audience takes the place of a resource.
  if (groups.length === 0 || verbs.includes(AUDIENCE_VERB)) return undefined;
  const knowledge = groups.map((group) => (isPlain(group) ? api.knowledgeOf(group) : "unknown"));
  if (knowledge.includes("unknown")) return undefined;
  return {
    groups,
    isComplete: knowledge.every((one) => one === "complete"),
    resources: resources.flatMap((name, index) => {
      const found = groups.flatMap((group) => api.matching(group, name));
      return isPlain(name) ? [{ name, index, found }] : [];
    }),
  };
}

/** Whether a string means itself; the empty string is the core group. */
export function isPlain(text: string): boolean {
  return text === "" || isKnown(text);
}

/** An API group, for a sentence that says how to write it. */
export function groupWords(group: string): string {
  return group === "" ? "the core group ('')" : `API group '${group}'`;
}

/** API groups, for a sentence, without those that are filled in later. */
export function groupsWords(groups: readonly string[]): string {
  const known = groups.filter(isPlain);
  const named = known.filter((group) => group !== "");
  return [
    ...(named.length < known.length ? ["the core group"] : []),
    ...(named.length > 0 ? [`API group${named.length === 1 ? "" : "s"} ${quoteList(named)}`] : []),
  ].join(" and ");
}
