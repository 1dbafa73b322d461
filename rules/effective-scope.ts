import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { bindingWords } from "../lib/rule-kit/grant-phrases.js";
import { reachOf } from "../lib/analysis/grants.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { builtInAggregators, isAggregating } from "../lib/kubernetes/rbac/aggregation.js";
import type { ApiResources, RbacResource } from "../lib/kubernetes/api/api-resources.js";
import { isAskedInNamespace } from "../lib/kubernetes/rbac/namespaced-requests.js";
import { isKnown, type PolicyRule, ROLE_KINDS, type RoleKind } from "../lib/kubernetes/objects.js";
import { knownEntry } from "../lib/kubernetes/rbac/known-entry.js";

export default defineRule({
  name: "effective-scope",
  meta: {
    docs: {
      description: "Disallow cluster-wide permissions that are granted in a namespace",
      topic: "What does nothing",
      consequence: "no effect",
      preset: "recommended",
      controls: [],
    },
    messages: {
      resource:
        "Resource '{{name}}' is cluster-scoped, and {{why}}, so this allows nothing. Move it to a ClusterRole that a ClusterRoleBinding grants.",
      path: "Path '{{name}}' belongs to no namespace, and {{why}}, so this allows nothing. Move it to a ClusterRole that a ClusterRoleBinding grants.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(role, { kind, applied, patched, analysis, report }) {
    const { rules = [] } = role;
    if (isAggregating(role) || !rules.some(mayBeAboutCluster)) return;
    const why =
      kind === "Role"
        ? "a Role grants only in its own namespace"
        : whyInNamespaces(applied.length > 0 ? applied : patched, analysis);
    if (why === undefined) return;
    rules.forEach((rule, index) => {
      for (const { name, index: position, found } of knownEntry(rule, analysis.apiResources)?.resources ??
        []) {
        if (
          name.startsWith("*") ||
          found.length === 0 ||
          found.some((one) => isEffective(analysis.apiResources, one, rule))
        )
          continue;
        report({ at: ["rules", index, "resources", position], messageId: "resource", data: { name, why } });
      }
      // The API server refuses these in a Role, which `valid-role-rules` reports.
      if (kind === "Role") return;
      rule.nonResourceURLs?.forEach((name, position) => {
        if (!isKnown(name)) return;
        report({ at: ["rules", index, "nonResourceURLs", position], messageId: "path", data: { name, why } });
      });
    });
  },
});

function mayBeAboutCluster({ resources, nonResourceURLs }: PolicyRule): boolean {
  return Boolean(resources?.length) || Boolean(nonResourceURLs?.length);
}

/** Explains why a ClusterRole grants only in namespaces; undefined unless nothing else can bind it. */
function whyInNamespaces(all: readonly Applied<RoleKind>[], analysis: Analysis): string | undefined {
  const grants = all.map((applied) => ({ applied, grants: analysis.grants.of(applied) }));
  const isSure = grants.every(({ applied, grants: given }) => {
    return (
      analysis.hiddenUser(applied) === undefined &&
      reachOf(applied, given) === "namespaces" &&
      builtInAggregators(applied.object.object).length === 0
    );
  });
  const [first] = grants.flatMap(({ grants: given }) => given);
  if (!first || !isSure) return undefined;
  return `only RoleBindings grant it, such as ${bindingWords(first.binding)}`;
}

/** Whether one of an entry's verbs takes effect if granted in a namespace. A verb filled in later may. */
function isEffective(api: ApiResources, { group, name }: RbacResource, { verbs = [] }: PolicyRule): boolean {
  return verbs.some((verb) => {
    return (
      !isKnown(verb) || verb === "use" || isAskedInNamespace(api, { apiGroup: group, resource: name, verb })
    );
  });
}
