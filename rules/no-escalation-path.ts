import type { EscalationStep } from "../lib/analysis/escalation/escalation.js";
import { type UnheldPath, unheldPaths } from "../lib/analysis/escalation/unheld-paths.js";
import { nodeWords } from "../lib/analysis/escalation/nodes.js";
import { nameWords } from "../lib/kubernetes/name-words.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { within } from "../lib/rule-kit/places-within.js";
import { plural } from "../lib/util/phrases.js";

interface Options {
  steps: number;
  evenIfReported: boolean;
}

export default defineRule({
  name: "no-escalation-path",
  meta: {
    docs: {
      description: "Disallow a few steps by which somebody becomes cluster-admin without holding it",
      topic: "Access as a whole",
      consequence: "danger",
      preset: "strict",
      controls: [
        "OWASP K8s 2025 K02",
        "OWASP K8s 2022 K03",
        "RBAC Good Practices: Privilege escalation risks",
      ],
    },
    messages: {
      one: "{{who}} does not hold cluster-admin and reaches it in {{steps}}: it {{path}}. {{instead}}",
      several:
        "{{count}} do not hold cluster-admin and reach it through this {{kind}}, such as {{who}} in {{steps}}: it {{path}}. {{instead}}",
    },
    schema: [
      {
        type: "object",
        properties: {
          steps: {
            type: "integer",
            minimum: 1,
            maximum: 6,
            description: "The most steps of a path that is reported.",
          },
          evenIfReported: {
            type: "boolean",
            description:
              "Whether to report those that another rule already reports for a right in the whole cluster, such as creating pods.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ steps: 3, evenIfReported: false } as Options],
  },
  on: "object",
  kinds: ["RoleBinding", "ClusterRoleBinding", "Role", "ClusterRole"],
  patches: true,
  check(_, { analysis, options, place, report }) {
    for (const { one, at } of within(unheldPaths(analysis, options), place)) {
      const { path, subjects, cut } = one;
      report({
        at,
        messageId: subjects === 1 ? "one" : "several",
        data: {
          who: nodeWords(path.from),
          count: plural(subjects, "subject"),
          kind: cut.kind,
          steps: plural(path.steps.length, "step"),
          path: pathWords(one),
          instead: insteadWords(one),
        },
      });
    }
  },
});

/** The steps one after the other, and what makes the last one cluster-admin. */
function pathWords({ path: { steps, holds } }: UnheldPath): string {
  const words = steps.map(({ words: done, needs }) => (needs === undefined ? done : `${done} (${needs})`));
  const binding = holds[0]?.[0];
  if (!binding) return words.join(", then ");
  const who = holderWords(steps.at(-1));
  return `${words.join(", then ")}, ${who} holds cluster-admin through ${nameWords(binding.kind, binding.name)}`;
}

/** Who holds it, after the words of the last step: "which" only where they end with whoever that is. */
function holderWords(last: EscalationStep | undefined): string {
  const to = last?.to;
  const isSubject = to?.kind === "subject";
  const end = isSubject ? nodeWords(to) : "'";
  if (last?.needs === undefined && last?.words.endsWith(end) === true) return "which";
  return `and ${isSubject ? nodeWords(to) : "its ServiceAccount"}`;
}

function insteadWords({ path, isAtTarget }: UnheldPath): string {
  const target = path.steps.at(-1)?.to;
  const whom = target?.kind === "subject" ? nodeWords(target) : undefined;
  if (whom === undefined)
    return "Leave out the rights that this takes, or name in resourceNames what they are for.";
  if (isAtTarget) return `Give ${whom} only the rights that it needs, or move it to a namespace of its own.`;
  return `Leave out the rights that this takes, or give ${whom} only those that it needs.`;
}
