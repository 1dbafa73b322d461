import { labelSelectorDefects, type SelectorDefect } from "../labels/label-syntax.js";
import { type ClusterRole, isPlain, type PolicyRule, type RoleKind } from "../objects.js";

type Path = readonly (string | number)[];

/** Why the API server refuses an entry of `rules`, with its place in the entry. */
export type EntryDefect =
  | { id: "missing"; at: Path; fields: readonly string[] }
  /** The URLs that stand where they cannot, and for `urlsAndResources` the other field. */
  | { id: "urlsInRole"; at: Path; urls: readonly string[] }
  | { id: "urlsAndResources"; at: Path; urls: readonly string[]; field: string };

/**
 * The defects for which the API server refuses an entry of a role's rules.
 * Kubernetes: pkg/apis/rbac/validation/validation.go, ValidatePolicyRule.
 */
export function entryDefects(kind: RoleKind, rule: PolicyRule): EntryDefect[] {
  const { verbs = [], apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const found: EntryDefect[] = [];
  const needed = { verbs, ...(nonResourceURLs.length === 0 && { apiGroups, resources }) };
  const fields = Object.entries(needed).flatMap(([field, list]) => (list.length === 0 ? [field] : []));
  const [first] = fields;
  if (first) found.push({ id: "missing", at: [first], fields });

  // What something fills in later may turn out to be nothing.
  const urls = nonResourceURLs.filter(isPlain);
  if (urls.length === 0) return found;
  const at = ["nonResourceURLs"];
  const [field] =
    Object.entries({ apiGroups, resources, resourceNames }).find(([, list]) => list.length > 0) ?? [];
  if (kind === "Role") found.push({ id: "urlsInRole", at, urls });
  else if (field) found.push({ id: "urlsAndResources", at, urls, field });
  return found;
}

/** Why the API server refuses an aggregation, with its place in the role. */
export type AggregationDefect = SelectorDefect | { id: "noSelectors"; at: Path; value: "" };

/** Kubernetes: pkg/apis/rbac/validation/validation.go, ValidateClusterRole. */
export function aggregationDefects({ aggregationRule }: ClusterRole): AggregationDefect[] {
  if (!aggregationRule) return [];
  const at = ["aggregationRule", "clusterRoleSelectors"];
  const selectors = aggregationRule.clusterRoleSelectors ?? [];
  if (selectors.length === 0) return [{ id: "noSelectors", at, value: "" }];
  return selectors.flatMap((selector, index) =>
    labelSelectorDefects(selector).map((defect) => ({ ...defect, at: [...at, index, ...defect.at] })),
  );
}
