import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { bindingWords } from "../lib/rule-kit/grant-phrases.js";
import { reachOf } from "../lib/analysis/grants.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isOverwritten } from "../lib/rule-kit/effective-entries.js";
import { builtInAggregators } from "../lib/kubernetes/rbac/aggregation.js";
import type { ApiResources, RbacResource } from "../lib/kubernetes/api/api-resources.js";
import { isAskedInNamespace } from "../lib/kubernetes/rbac/namespaced-requests.js";
import { isKnown, type PolicyRule, ROLE_KINDS, type RoleKind } from "../lib/kubernetes/objects.js";
import { quoteList } from "../lib/util/phrases.js";
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
        "Resource '{{name}}' is cluster-scoped, and {{why}}, so this allows nothing. Remove it, or grant it alone, with a ClusterRole of its own and a ClusterRoleBinding.",
      verb: "Verb {{verbs}} on '{{name}}' is for the whole cluster, and {{why}}, so the verb allows nothing. Remove it, or grant it alone, with a ClusterRole of its own and a ClusterRoleBinding.",
      verbs:
        "Verbs {{verbs}} on '{{name}}' are for the whole cluster, and {{why}}, so these verbs allow nothing. Remove them, or grant them alone, with a ClusterRole of their own and a ClusterRoleBinding.",
      path: "Path '{{name}}' belongs to no namespace, and {{why}}, so this allows nothing. Remove it, or grant it alone, with a ClusterRole of its own and a ClusterRoleBinding.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ROLE_KINDS,
  patches: true,
  check(role, context) {
    const { kind, applied, patched, analysis, report } = context;
    const { rules = [] } = role;
    if (!rules.some(mayBeAboutCluster) || isOverwritten(role, context)) return;
    const why =
      kind === "Role"
        ? "a Role grants only in its own namespace"
        : whyInNamespaces(applied.length > 0 ? applied : patched, analysis);
    if (why === undefined) return;
    const api = analysis.apiResources;
    rules.forEach((rule, index) => {
      const resources = knownEntry(rule, api)?.resources ?? [];
      for (const { name, index: position, found } of resources) {
        const written = [...new Set(rule.verbs)];
        if (name.startsWith("*") || found.length === 0 || written.length === 0) continue;
        const lost = written.filter((verb) => !found.some((one) => isEffective(api, one, verb)));
        const at = ["rules", index, "resources", position];
        if (lost.length === written.length) {
          report({ at, messageId: "resource", data: { name, why } });
          continue;
        }
        // What the resource does not have, known-verb reports.
        const verbs = lost.filter((verb) => found.some((one) => api.takesVerb(one.group, one.name, verb)));
        const [first] = verbs;
        if (first === undefined || written.includes("*")) continue;
        const isOnly = resources.length === 1 && rule.resources?.length === 1;
        report({
          at: isOnly ? ["rules", index, "verbs", rule.verbs?.indexOf(first) ?? 0] : at,
          messageId: verbs.length === 1 ? "verb" : "verbs",
          data: { name, why, verbs: quoteList(verbs) },
        });
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
      reachOf(applied, given) === "namespaces" &&
      builtInAggregators(applied.object.object).length === 0 &&
      !analysis.grants.mayReachFurther(applied.object) &&
      analysis.hiddenUser(applied) === undefined
    );
  });
  const [first] = grants.flatMap(({ grants: given }) => given);
  if (!first || !isSure) return undefined;
  return `only RoleBindings grant it, such as ${bindingWords(first.binding)}`;
}

/** Whether a verb takes effect if granted in a namespace. One that is filled in later may. */
function isEffective(api: ApiResources, { group, name }: RbacResource, verb: string): boolean {
  return (
    !isKnown(verb) || verb === "use" || isAskedInNamespace(api, { apiGroup: group, resource: name, verb })
  );
}
