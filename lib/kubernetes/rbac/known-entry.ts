import type { ApiResources, RbacResource } from "../api/api-resources.js";
import { AUDIENCE_VERB } from "../data/synthetic-resources.js";
import { isKnown, type PolicyRule } from "../objects.js";

/** What one item of `resources` means in the API groups of its entry. */
export interface EntryResource {
  /** As it is written. */
  name: string;
  /** Its place in the list. */
  index: number;
  /** What it is in each group that has it. */
  found: readonly RbacResource[];
}

/** An entry of a role's rules of which every group is known. */
export interface KnownEntry {
  groups: readonly string[];
  /** Whether all that the groups have is known, and not only what the repository's own definitions add. */
  isComplete: boolean;
  /** The resources that are plain names or patterns; what is filled in later is left out. */
  resources: readonly EntryResource[];
}

/**
 * Reads an entry against the resources that are known. Nothing where a group of it is not known or is `*`: what
 * such a group has, or has not, cannot be said.
 */
export function knownEntry(rule: PolicyRule, api: ApiResources): KnownEntry | undefined {
  const { apiGroups = [], resources = [], verbs = [] } = rule;
  // Each once: every resource is looked for in every group.
  const groups = [...new Set(apiGroups)];
  // Here an audience stands in the place of a resource.
  if (groups.length === 0 || verbs.includes(AUDIENCE_VERB)) return undefined;
  const knowledge = groups.map((group) => (isPlain(group) ? api.knowledgeOf(group) : "unknown"));
  if (knowledge.includes("unknown")) return undefined;
  return {
    groups,
    isComplete: knowledge.every((known) => known === "complete"),
    resources: resources.flatMap((name, index) => {
      const found = groups.flatMap((group) => api.matching(group, name));
      return isPlain(name) ? [{ name, index, found }] : [];
    }),
  };
}

/** Whether a text means itself: the empty text is the core group. */
export function isPlain(text: string): boolean {
  return text === "" || isKnown(text);
}

/** An API group for a sentence. */
export function groupWords(group: string): string {
  return group === "" ? "the core group ('')" : `API group '${group}'`;
}
