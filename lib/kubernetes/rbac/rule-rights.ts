import type { ApiResources } from "../api/api-resources.js";
import { isKnown, isPlain, type PolicyRule } from "../objects.js";
import { memoize } from "../../util/memoize.js";
import { isEveryPath } from "./full-access.js";
import { verbsInNamespace } from "./namespaced-requests.js";
import { withoutTrailingStars } from "./rbac.js";
import type { Right, Values } from "./rights.js";

/** A right that does not say in which namespaces it holds. */
export type PlacelessRight = Omit<Right, "namespaces">;

/**
 * What an entry of a role's rules surely allows. What nobody ever asks for is left out: resources that the API group is
 * known not to have, and in a namespace what is in none.
 * @param inNamespace whether a RoleBinding gives it, which never gives URLs
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/rbac.go, RuleAllows.
 */
export function rightsOf(rule: PolicyRule, resources: ApiResources, inNamespace: boolean): PlacelessRight[] {
  const verbs = valuesOf(rule.verbs?.filter(isKnown));
  if (!verbs) return [];
  const urls = inNamespace ? undefined : urlsOf(rule.nonResourceURLs?.filter(isKnown));
  const ofUrls: PlacelessRight[] = urls ? [{ group: undefined, verbs, targets: urls, names: "all" }] : [];
  const names: Values = rule.resourceNames?.length ? new Set(rule.resourceNames.filter(isKnown)) : "all";
  const targets = valuesOf(rule.resources?.filter((one) => isKnown(one) && !isNoSubresource(one)));
  if (!targets || (names !== "all" && names.size === 0)) return ofUrls;
  const groups = valuesOf(rule.apiGroups?.filter(isPlain)) ?? new Set();
  return [
    ...ofUrls,
    ...(groups === "all" ? ["*"] : [...groups]).flatMap((group) => {
      return inGroup({ group, verbs, targets, names }, resources, inNamespace);
    }),
  ];
}

/**
 * What an entry may allow once its values that are filled in later are known; none if all are known.
 * @param inNamespace whether a RoleBinding gives it
 */
export function possibleRightsOf(rule: PolicyRule, inNamespace: boolean): PlacelessRight[] {
  const isOpen = (values: readonly string[] = []) => values.some((value) => !isPlain(value));
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  if (![verbs, apiGroups, resources, resourceNames, nonResourceURLs].some(isOpen)) return [];
  const possible = (values: readonly string[]) => (isOpen(values) ? "all" : valuesOf(values));
  const own = possible(verbs);
  if (!own) return [];
  const targets = possible(resources);
  const urls = isOpen(nonResourceURLs) ? "all" : urlsOf(nonResourceURLs);
  const groups = possible(apiGroups) ?? new Set();
  const names = resourceNames.length === 0 ? "all" : (possible(resourceNames) ?? "all");
  return [
    ...(urls && !inNamespace ? [{ group: undefined, verbs: own, targets: urls, names: "all" } as const] : []),
    ...(groups === "all" ? ["*"] : [...groups]).flatMap((group) => {
      return targets ? [{ group, verbs: own, targets, names }] : [];
    }),
  ];
}

/** Everything that a role can allow. */
export const EVERYTHING: readonly PlacelessRight[] = [
  { group: "*", verbs: "all", targets: "all", names: "all" },
  { group: undefined, verbs: "all", targets: "all", names: "all" },
];

/** Undefined for none. */
function valuesOf(values: readonly string[] = []): Values | undefined {
  if (values.includes("*")) return "all";
  return values.length === 0 ? undefined : new Set(values);
}

function urlsOf(urls: readonly string[] = []): Values | undefined {
  if (urls.some(isEveryPath)) return "all";
  return urls.length === 0 ? undefined : new Set(urls.map(normalised));
}

function normalised(url: string): string {
  return url.endsWith("*") ? `${withoutTrailingStars(url)}*` : url;
}

/** `pods/*` and the like match only a subresource of that name, which there never is. */
function isNoSubresource(resource: string): boolean {
  return resource.endsWith("/*");
}

function inGroup(right: PlacelessRight, resources: ApiResources, inNamespace: boolean): PlacelessRight[] {
  const { group, targets, verbs } = right;
  if (targets === "all" || group === undefined) return [right];
  const whole = new Set<string>();
  const others: PlacelessRight[] = [];
  for (const resource of targets) {
    if (isNowhereIn(resources, group, resource)) continue;
    const possible = inNamespace ? verbsInNamespace(resources, { apiGroup: group, resource }) : "all";
    if (possible === "all") {
      whole.add(resource);
      continue;
    }
    const some = possible.filter((verb) => verbs === "all" || verbs.has(verb));
    if (some.length > 0) others.push({ ...right, targets: new Set([resource]), verbs: new Set(some) });
  }
  return whole.size === 0 ? others : [{ ...right, targets: whole }, ...others];
}

/** Whether a group surely does not have a resource, which is one that another group has. */
function isNowhereIn(resources: ApiResources, group: string, resource: string): boolean {
  return (
    namesIn(resources).has(resource) &&
    resources.knowledgeOf(group) === "complete" &&
    resources.find(group, resource) === undefined
  );
}

const namesIn = memoize((resources: ApiResources): ReadonlySet<string> => {
  return new Set([...resources.all()].map(({ name }) => name));
});
