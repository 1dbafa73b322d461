import { nameWords } from "../lib/kubernetes/name-words.js";
import type { Analysis } from "../lib/analysis/analysis.js";
import { permissionContext } from "../lib/analysis/dangerous-roles.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { writtenHere } from "../lib/rule-kit/written-here.js";
import { isHeldBy } from "../lib/kubernetes/rbac/aggregated-permissions.js";
import { aggregationLabel, builtInAggregators } from "../lib/kubernetes/rbac/aggregation.js";
import { DANGEROUS_PERMISSIONS, ESCALATING } from "../lib/kubernetes/rbac/dangerous-permissions.js";
import { isKnown, type PolicyRule } from "../lib/kubernetes/objects.js";
import {
  fullAccessEntries,
  matchAccess,
  matchPermission,
  type Permission,
  writingWords,
} from "../lib/kubernetes/rbac/permissions.js";
import { quoteList } from "../lib/util/phrases.js";

interface Options {
  exceptFullAccess: boolean;
}

export default defineRule({
  name: "no-aggregate-to-builtin",
  meta: {
    docs: {
      description: "Disallow adding dangerous permissions to `view`, `edit` and `admin`",
      topic: "What a role permits",
      consequence: "danger",
      preset: "recommended",
      presetOptions: { exceptFullAccess: true },
      controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    messages: {
      dangerous:
        "This label adds the rules of {{role}} to {{builtIn}}, so everybody who has {{them}}, wherever it is bound, can {{can}}. Leave the label out, and bind {{it}} to those who need it.",
    },
    schema: [
      {
        type: "object",
        properties: {
          exceptFullAccess: {
            type: "boolean",
            description:
              "Whether entries that are cluster-admin in all but name are left to `no-full-access-role`.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ exceptFullAccess: false } as Options],
  },
  on: "object",
  kinds: ["ClusterRole"],
  patches: true,
  check(written, context) {
    const { applied, patched, analysis, options, report } = context;
    const roles =
      applied.length + patched.length === 0
        ? [{ role: written, rules: () => written.rules ?? [], applied: undefined }]
        : [...applied, ...patched].map((one) => ({
            role: one.object.object,
            rules: () => analysis.grants.rules(one),
            applied: one,
          }));
    for (const { role, rules, applied: one } of roles) {
      const [builtIn, ...others] = builtInAggregators(role);
      const { name } = role.metadata ?? {};
      if (builtIn === undefined || name?.startsWith("system:aggregate-to-")) continue;
      if (one && !writtenHere(["metadata", "labels", aggregationLabel(builtIn)], context).includes(one))
        continue;
      const can = dangerOf(analysis, builtIn, rules(), options);
      if (can === undefined) continue;
      report({
        at: ["metadata", "labels", aggregationLabel(builtIn)],
        messageId: "dangerous",
        data: {
          role: nameWords("ClusterRole", name),
          it: isKnown(name) ? `'${name}'` : "it",
          builtIn: `ClusterRole ${quoteList([builtIn, ...others])}`,
          them: others.length > 0 ? "one of these" : "it",
          can,
        },
      });
      return;
    }
  },
});

/** Returns what the rules permit beyond what the built-in role already does, worded to follow "can". */
function dangerOf(
  analysis: Analysis,
  builtIn: string,
  rules: readonly PolicyRule[],
  { exceptFullAccess }: Options,
): string | undefined {
  const full = fullAccessEntries(rules);
  if (full.size > 0 && !exceptFullAccess) return "do everything there";
  const others = rules.filter((_, index) => !full.has(index));
  const context = permissionContext(analysis);
  for (const name of ESCALATING) {
    const permission: Permission = DANGEROUS_PERMISSIONS[name];
    const { together, can } = permission;
    if (together && !others.some((rule) => matchAccess(together, rule, context))) continue;
    const matches = others.flatMap((rule) => matchPermission(permission, rule, context));
    const more = matches.find((match) => !isHeldBy(builtIn, match));
    if (!more) continue;
    return (more.access.says?.can ?? can)
      .replace("{{where}}", "the namespaces where they have it")
      .replace("{{write}}", writingWords([more]));
  }
  return undefined;
}
