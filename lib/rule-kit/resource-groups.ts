import type { ApiResources } from "../kubernetes/api/api-resources.js";
import { EMPTY_GROUPS } from "../kubernetes/data/synthetic-resources.js";
import type { PolicyRule } from "../kubernetes/objects.js";
import {
  groupsWords,
  groupWords,
  type EntryResource,
  type KnownEntry,
} from "../kubernetes/rbac/known-entry.js";
import { ruleCovers } from "../kubernetes/rbac/rbac.js";
import { groupBy } from "../util/group-by.js";
import { quoteList } from "../util/phrases.js";

/** A group that has all that the entry lacks, and where the one that it replaces is written. */
export interface Replacement {
  group: string;
  position: number;
}

/** Returns the group of an entry that Kubernetes has emptied, if it has no other and something may be meant by it. */
export function emptiedGroup({ groups, isComplete, resources }: KnownEntry) {
  const [group = "", ...others] = groups;
  const since = EMPTY_GROUPS.get(group);
  if (since === undefined || others.length > 0 || !isComplete) return undefined;
  if (resources.some(({ name, found }) => name.includes("*") || found.length > 0)) return undefined;
  return { group, since: String(since) };
}

/**
 * Whether an entry is there for the sake of clusters that still had a group: another entry of the role gives the same
 * in the group that the resource is in now.
 */
export function isGivenNow(
  name: string,
  entry: KnownEntry,
  rule: PolicyRule,
  { rules, api }: InRole,
): boolean {
  if (!entry.groups.some((group) => EMPTY_GROUPS.has(group))) return false;
  return groupsNow(name, api).some((group) => {
    const now = { ...rule, apiGroups: [group], resources: [name] };
    return rules.some((other) => other !== rule && ruleCovers(other, now));
  });
}

interface InRole {
  rules: readonly PolicyRule[];
  api: ApiResources;
}

/** Says in which groups resources are, the end of a sentence. */
export function whereNow(resources: readonly EntryResource[], api: ApiResources): string {
  const places = groupBy(
    resources.map(({ name }) => name),
    (name) => groupsWords(groupsNow(name, api)),
  );
  const known = [...places].filter(([groups]) => groups !== "");
  if (known.length === 0) return ". Correct or remove the entry";
  return `: ${known.map(([groups, names]) => `${few(names)} ${names.length === 1 ? "is" : "are"} in ${groups}`).join(", ")}`;
}

function few([first = "", ...more]: readonly string[]): string {
  return more.length < 2 ? quoteList([first, ...more]) : `'${first}' and ${more.length} more`;
}

/** Returns the groups of Kubernetes that have a resource, or else those of the repository's own definitions. */
function groupsNow(name: string, api: ApiResources): string[] {
  const groups = api.groupsWith(name);
  const own = groups.filter((group) => api.knowledgeOf(group) === "complete");
  return own.length > 0 ? own : groups;
}

/** An API group, for a sentence, with what has become of it. */
export function groupWithState(group: string): string {
  const since = EMPTY_GROUPS.get(group);
  return groupWords(group) + (since === undefined ? "" : ` (empty since Kubernetes 1.${since})`);
}

/**
 * Returns the one group with which a resource of an entry exists, and the others do as before. It takes the place of
 * the only group, or of one that Kubernetes has emptied.
 */
export function replacement(
  name: string,
  entry: KnownEntry,
  { apiGroups = [], resources = [] }: PolicyRule,
  api: ApiResources,
): Replacement | undefined {
  const [group, ...others] = entry.groups.some((one) => EMPTY_GROUPS.has(one))
    ? groupsNow(name, api)
    : api.groupsWith(name);
  if (group === undefined || others.length > 0) return undefined;
  const position = apiGroups.length === 1 ? 0 : apiGroups.findIndex((one) => EMPTY_GROUPS.has(one));
  if (position < 0) return undefined;
  const stays = (written: string) => {
    const found = entry.resources.find((one) => one.name === written)?.found ?? [];
    return found.some((one) => one.group !== apiGroups[position]);
  };
  const isShared = resources.every((one) => {
    return api.find(group, one) !== undefined || (!one.includes("*") && stays(one));
  });
  return isShared ? { group, position } : undefined;
}
