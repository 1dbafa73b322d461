import { CompletionItemKind } from "vscode-languageserver";
import { bootstrapClusterRoles } from "../../../../kubernetes/rbac/bootstrap-policy.js";
import type { Analysis } from "../../../../analysis/analysis.js";
import { COMMON_VERBS } from "../../../../kubernetes/api/api-resource.js";
import type { RbacResource } from "../../../../kubernetes/api/api-resources.js";
import { isKnown, isPlain, type PolicyRule } from "../../../../kubernetes/objects.js";
import { HTTP_VERBS } from "../../../../kubernetes/rbac/verbs.js";
import { groupBy } from "../../../../util/group-by.js";
import { memoize } from "../../../../util/memoize.js";
import { items } from "../../../../util/plain-values.js";
import type { Spot, UnfinishedObject } from "../../../cursor/incomplete.js";
import type { Offer } from "../offer.js";

/** What can stand in a rule of a role: what is there already fits to what is offered. */
export function ruleEntryOffers(spot: Spot, around: UnfinishedObject): readonly Offer[] {
  const [, index, list, item] = around.inObject;
  if (typeof index !== "number" || typeof item !== "number") return [];
  const at = [...around.at, "rules", index];
  const texts = (name: keyof PolicyRule) =>
    items(spot.valueAt([...at, name])).filter((one) => typeof one === "string");
  const rule = {
    apiGroups: texts("apiGroups"),
    resources: texts("resources"),
    verbs: texts("verbs"),
    nonResourceURLs: texts("nonResourceURLs"),
    resourceNames: texts("resourceNames"),
  };
  const isForCluster = around.kind !== "Role";
  const { analysis } = spot.model;
  switch (list) {
    case "apiGroups":
      return without(rule.apiGroups, groups(analysis, rule));
    case "resources":
      return without(rule.resources, resources(analysis, rule, isForCluster));
    case "verbs":
      return without(rule.verbs, verbs(analysis, rule));
    case "nonResourceURLs":
      return isForCluster ? without(rule.nonResourceURLs, urls(analysis)) : [];
    default:
      return [];
  }
}

type Rule = Readonly<Record<keyof PolicyRule, readonly string[]>>;

/** What stands in the list already is not offered again. */
function without(listed: readonly string[], offers: readonly Offer[]): Offer[] {
  return offers.filter(({ value }) => !listed.includes(value));
}

/** The API groups, those first that have a resource of the rule. */
function groups({ apiResources }: Analysis, { resources: named }: Rule): Offer[] {
  const fitting = new Set(named.filter(isKnown).flatMap((name) => apiResources.groupsWith(name)));
  return [...apiResources.groups].map((group) => ({
    value: group,
    label: group === "" ? '"" (core)' : group,
    kind: CompletionItemKind.Module,
    ...(fitting.has(group) && {
      detail: `has ${named.filter((one) => apiResources.find(group, one)).join(", ")}`,
    }),
    rank: fitting.has(group) ? 0 : 1,
    about: { of: "group", group },
  }));
}

/** The resources of the rule's API groups, or of all; in a Role, only those that are in namespaces. */
function resources({ apiResources }: Analysis, { apiGroups }: Rule, isForCluster: boolean): Offer[] {
  const asked = apiGroups.filter(isPlain);
  const all = asked.length === 0 || asked.includes("*") ? [...apiResources.groups] : asked;
  const found = all.flatMap((group) => apiResources.matching(group, "*"));
  const fitting = found.filter(({ namespaced }) => isForCluster || namespaced);
  return [...groupBy(fitting, ({ name }) => name)].map(([name, same]) => ({
    value: name,
    kind: CompletionItemKind.Class,
    detail: detailOf(same),
    rank: name.includes("/") ? 1 : 0,
    about: { of: "resource", resource: name, groups: same.map(({ group }) => group) },
  }));
}

function detailOf(same: readonly RbacResource[]): string {
  const shown = same.slice(0, 3).map(({ group }) => group || "core");
  const more = same.length - shown.length;
  const scope = same.every(({ namespaced }) => !namespaced) ? ", of the cluster" : "";
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}${scope}`;
}

/** The verbs that a resource of the rule takes; those of HTTP for paths. */
function verbs({ apiResources }: Analysis, rule: Rule): Offer[] {
  const isForPaths = rule.nonResourceURLs.length > 0 && rule.resources.length === 0;
  const found = new Set<string>();
  const named = rule.resources.filter(isKnown);
  const inGroups = rule.apiGroups.filter(isPlain);
  for (const name of named) {
    const all = inGroups.length === 0 || inGroups.includes("*") ? [...apiResources.groups] : inGroups;
    for (const group of all)
      for (const one of apiResources.matching(group, name)) for (const verb of one.verbs) found.add(verb);
  }
  // Of a resource that is not known, such as a custom one, the usual ones may be served.
  const taken = isForPaths ? [...HTTP_VERBS] : found.size > 0 ? [...found] : COMMON_VERBS;
  const order = (verb: string) =>
    COMMON_VERBS.includes(verb) ? COMMON_VERBS.indexOf(verb) : COMMON_VERBS.length;
  const { resources: of, apiGroups, resourceNames } = rule;
  const alone = {
    apiGroups: [...apiGroups],
    resources: [...of],
    ...(resourceNames.length > 0 && { resourceNames: [...resourceNames] }),
  };
  return [...taken]
    .sort((a, b) => order(a) - order(b))
    .map((verb) => ({
      value: verb,
      kind: CompletionItemKind.EnumMember,
      about: { of: "verb", verb, rule: { ...alone, verbs: [verb] } },
    }));
}

/** The paths that Kubernetes' own roles and those of the repository name. */
const urls = memoize((analysis: Analysis): readonly Offer[] => {
  const named = (roles: readonly { rules?: PolicyRule[] }[]) =>
    roles.flatMap(({ rules = [] }) => rules.flatMap(({ nonResourceURLs = [] }) => nonResourceURLs));
  const own = named(analysis.written("ClusterRole")).filter(isKnown);
  const all = new Set([...named(bootstrapClusterRoles), ...own, "/metrics"]);
  all.delete("*");
  return [...all].sort().map((value) => ({ value, kind: CompletionItemKind.Value }));
});
