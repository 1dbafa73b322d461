import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isOverwritten } from "../lib/rule-kit/effective-entries.js";
import type { ApiResources } from "../lib/kubernetes/api/api-resources.js";
import { isKnown, type PolicyRule, ROLE_KINDS } from "../lib/kubernetes/objects.js";
import { groupWords, type KnownEntry, knownEntry } from "../lib/kubernetes/rbac/known-entry.js";
import { type Edit, removeItem, replaceScalar } from "../lib/manifests/edit.js";
import type { Path } from "../lib/manifests/locate.js";
import {
  emptiedGroup,
  groupWithState,
  isGivenNow,
  replacement,
  type Replacement,
  whereNow,
} from "../lib/rule-kit/resource-groups.js";
import { memoize } from "../lib/util/memoize.js";

/** Why a name is wrong, by how it is written. */
const REASONS = {
  singular: "resources are written in the plural here",
  kind: "that is a kind, and resources are written in the plural and in lower case here",
  "short name": "that is a short name, which only kubectl knows",
  case: "resources are written in lower case here",
  typo: "no resource has that name",
};

export default defineRule({
  name: "known-resource",
  meta: {
    docs: {
      description: "Disallow resources that their API group does not have",
      topic: "What does nothing",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      misspelled:
        "There is no resource '{{name}}' in {{group}}, so this allows nothing: {{why}}. Write '{{near}}'.",
      otherGroup: "Resource '{{name}}' is not in {{group}}, so this allows nothing: it is in {{groups}}.",
      emptyGroup:
        "API group '{{group}}' has been empty since Kubernetes 1.{{since}}, so this allows nothing{{now}}.",
      unknown: "There is no resource '{{name}}' in {{group}}, so this allows nothing. Correct or remove it.",
      noPattern:
        "Resource '{{name}}' is not a pattern in RBAC, so this allows nothing: only '*' and '*/subresource' are. {{instead}}.",
      useName: "Write '{{near}}'.",
      removeName: "Remove '{{name}}'.",
      useGroup: "Write {{groups}} as the group.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(role, context) {
    const { analysis, report } = context;
    const { rules = [] } = role;
    if (isOverwritten(role, context)) return;
    const api = analysis.apiResources;
    rules.forEach((rule, index) => {
      const entry = knownEntry(rule, api);
      const emptied = entry && emptiedGroup(entry);
      if (entry && emptied) {
        const left = entry.resources.filter(({ name }) => !isGivenNow(name, entry, rule, { rules, api }));
        const [first] = left;
        if (!first) return;
        // One defect, however many resources the entry has.
        const group = replacement(first.name, entry, rule, api);
        report({
          at: ["rules", index, "resources", first.index],
          messageId: "emptyGroup",
          data: { ...emptied, now: whereNow(left, api) },
          suggest: group ? [useGroup(group, index)] : [],
        });
        return;
      }
      rule.resources?.forEach((name, position) => {
        if (!isKnown(name)) return;
        const at = ["rules", index, "resources", position];
        if (name.endsWith("/*") && !isUserExtra(name)) {
          const parent = name.slice(0, -2);
          const instead =
            parent === "*" || parent === ""
              ? "List the resources and subresources that are needed"
              : `List the subresources, as in '${parent}/status'`;
          report({ at, messageId: "noPattern", data: { name, instead } });
          return;
        }
        const meant = entry && meantBy(name, entry, rule, api);
        if (!meant || isGivenNow(name, entry, rule, { rules, api })) return;
        const data = { name, group: entry.groups.map(groupWithState).join(" or "), ...meant.data };
        const edits = suggestions(meant, rule, index, at);
        report({ at, messageId: meant.id, data, suggest: edits.map((edit) => ({ data, ...edit })) });
      });
    });
  },
});

interface Meant {
  id: "misspelled" | "otherGroup" | "unknown";
  data: { near?: string; why?: string; groups?: string };
  near?: string;
  group?: Replacement;
}

/** Returns what was meant by a name that no group of the entry has; undefined if one has it or may have it. */
function meantBy(name: string, entry: KnownEntry, rule: PolicyRule, api: ApiResources): Meant | undefined {
  if (name === "*" || namesFound(entry).has(name)) return undefined;
  const [resource] = name.split("/");
  // The group may have more than the repository defines in it.
  if (!entry.isComplete && (resource === "*" || entry.groups.length > 1)) return undefined;
  const near = entry.groups.map((group) => api.nearest(group, name)).find((found) => found !== undefined);
  if (near && near.written !== "typo") {
    return { id: "misspelled", data: { near: near.name, why: REASONS[near.written] }, near: near.name };
  }
  if (!entry.isComplete) return undefined;
  const groups = api.groupsWith(name);
  if (groups.length > 0) {
    const group = replacement(name, entry, rule, api);
    const data = { groups: groups.map(groupWords).join(" or ") };
    return { id: "otherGroup", data, ...(group && { group }) };
  }
  if (near) return { id: "misspelled", data: { near: near.name, why: REASONS.typo }, near: near.name };
  return { id: "unknown", data: {} };
}

/** The names of an entry that one of its groups has: each of its resources asks. */
const namesFound = memoize(({ resources }: KnownEntry) => {
  return new Set(resources.filter(({ found }) => found.length > 0).map(({ name }) => name));
});

interface Suggestion {
  messageId: "useName" | "removeName" | "useGroup";
  data?: Record<string, string>;
  edit: Edit;
}

function useGroup({ group, position }: Replacement, index: number): Suggestion {
  const at = ["rules", index, "apiGroups", position];
  return { messageId: "useGroup", data: { groups: groupWords(group) }, edit: replaceScalar(at, group) };
}

function suggestions(
  { id, near, group }: Meant,
  { resources = [] }: PolicyRule,
  index: number,
  at: Path,
): Suggestion[] {
  if (group !== undefined) return [useGroup(group, index)];
  if (id === "unknown" || (near !== undefined && resources.includes(near))) {
    return [{ messageId: "removeName", edit: removeItem(at) }];
  }
  return near === undefined ? [] : [{ messageId: "useName", edit: replaceScalar(at, near) }];
}

/** Whether a name is an extra field of users: one may really be called `*`. */
function isUserExtra(name: string): boolean {
  return name.startsWith("userextras/");
}
