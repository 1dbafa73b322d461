import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isOverwritten } from "../lib/rule-kit/effective-entries.js";
import type { ApiResources } from "../lib/kubernetes/api/api-resources.js";
import { isKnown, type PolicyRule, ROLE_KINDS } from "../lib/kubernetes/objects.js";
import { groupWords } from "../lib/kubernetes/rbac/known-entry.js";
import { EMPTY_GROUPS, SYNTHETIC_RESOURCES } from "../lib/kubernetes/data/synthetic-resources.js";
import { removeItem, replaceScalar } from "../lib/manifests/edit.js";
import type { Path } from "../lib/manifests/locate.js";
import { memoizePairs } from "../lib/util/memoize.js";
import { nearest } from "../lib/util/nearest.js";

const VERSION = /^v\d+(?:(?:alpha|beta)\d+)?$/;

/** What to do where nobody knows which group was meant. */
const OTHERWISE = { version: "Write the group alone", unknown: "Correct or remove it", abbreviation: "" };

export default defineRule({
  name: "valid-api-group",
  meta: {
    docs: {
      description: "Disallow versions, abbreviations and misspelled names where an API group belongs",
      topic: "What does nothing",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    hasSuggestions: true,
    messages: {
      version:
        "There is no API group '{{written}}': groups are written without a version here, so this allows nothing. {{instead}}.",
      abbreviation: "There is no API group '{{written}}', so this allows nothing. {{instead}}.",
      unknown:
        "Kubernetes has no API group '{{written}}', and that of a CustomResourceDefinition has a dot, so this allows nothing. {{instead}}.",
      useGroup: "Write {{group}}.",
      removeGroup: "Remove it: {{group}} is there already.",
      removeUnknown: "Remove '{{written}}'.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(role, context) {
    const { analysis, report } = context;
    if (isOverwritten(role, context)) return;
    role.rules?.forEach((rule, index) => {
      rule.apiGroups?.forEach((written, position) => {
        const meant = isKnown(written) ? groupFor(written, rule, analysis.apiResources) : undefined;
        if (!meant) return;
        const instead = meant.group === undefined ? OTHERWISE[meant.id] : `Write ${groupWords(meant.group)}`;
        const at = ["rules", index, "apiGroups", position];
        report({
          at,
          messageId: meant.id,
          data: { written, instead },
          suggest: suggestions(meant, written, rule, at),
        });
      });
    });
  },
});

interface Meant {
  id: "version" | "abbreviation" | "unknown";
  group?: string | undefined;
}

/**
 * Returns the group that was meant by something that is not a group; undefined if it may be one.
 * A group added by a CustomResourceDefinition has a dot
 * (apiextensions-apiserver, pkg/apis/apiextensions/validation/validation.go), and none has a slash.
 */
function groupFor(written: string, rule: PolicyRule, api: ApiResources): Meant | undefined {
  const [first = "", ...rest] = written.split("/");
  if (rest.length > 0) return { id: "version", group: first === "core" ? "" : first };
  if (VERSION.test(written)) return { id: "version", group: sharedGroup(rule, api) };
  if (written === "core" || written === "legacy") return { id: "abbreviation", group: "" };
  if (written === "*" || written.includes(".") || api.knowledgeOf(written) !== "unknown") return undefined;
  const small = written.toLowerCase();
  const isOwn = (group: string) => api.knowledgeOf(group) === "complete" && !EMPTY_GROUPS.has(group);
  const own = [small, `${small}s`, `${small}.k8s.io`, `${small}.authorization.k8s.io`].find(isOwn);
  if (own !== undefined) return { id: "abbreviation", group: own };
  // A version of Kubernetes that is not known may have more.
  if (!isOwn("")) return undefined;
  return {
    id: "unknown",
    group: groupOfTheRest(rule, api) ?? nearestGroup(small, [...api.groups].filter(isOwn)),
  };
}

/** Returns the one group that has all resources of an entry. */
function sharedGroup({ resources = [] }: PolicyRule, api: ApiResources): string | undefined {
  const [first, ...others] = resources;
  let shared = first === undefined ? [] : api.groupsWith(first);
  for (const name of others) {
    if (shared.length === 0) return undefined;
    shared = shared.filter((group) => api.find(group, name) !== undefined);
  }
  return shared.includes("") ? "" : shared.length === 1 ? shared[0] : undefined;
}

/** Groups that have something although no API serves them. */
const HAVE_SOMETHING: ReadonlySet<string> = new Set(SYNTHETIC_RESOURCES.flatMap(({ groups }) => groups));

/** Returns the one group that has all resources of an entry that its other groups lack. */
const groupOfTheRest = memoizePairs(
  ({ apiGroups = [], resources = [] }: PolicyRule, api: ApiResources): string | undefined => {
    const groups = [...new Set(apiGroups)].filter(
      (group) => HAVE_SOMETHING.has(group) || api.knowledgeOf(group) !== "unknown",
    );
    const rest = resources.filter((name) => !groups.some((group) => api.find(group, name) !== undefined));
    return sharedGroup({ verbs: [], resources: rest }, api);
  },
);

/** Returns the group with a name, or with a first part, that is nearly the one written. */
function nearestGroup(written: string, groups: readonly string[]): string | undefined {
  const byName = new Map([
    ...groups.map((group) => [group.split(".")[0] ?? "", group] as const),
    ...groups.map((group) => [group, group] as const),
  ]);
  const name = nearest(written, byName.keys());
  return name === undefined ? undefined : byName.get(name);
}

function suggestions({ id, group }: Meant, written: string, { apiGroups = [] }: PolicyRule, at: Path) {
  if (group !== undefined) {
    const data = { group: groupWords(group) };
    return apiGroups.includes(group)
      ? [{ messageId: "removeGroup" as const, data, edit: removeItem(at) }]
      : [{ messageId: "useGroup" as const, data, edit: replaceScalar(at, group) }];
  }
  return id === "unknown" && apiGroups.length > 1
    ? [{ messageId: "removeUnknown" as const, data: { written }, edit: removeItem(at) }]
    : [];
}
