import { defineRule } from "../lib/rule-kit/define-rule.js";
import { isIsolatedInPart } from "../lib/analysis/partial-isolation.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { matchesGlob } from "../lib/util/glob.js";
import { isSystemNamespace } from "../lib/kubernetes/rbac/builtin-roles.js";
import type { Direction } from "../lib/kubernetes/network-policy/network-policy.js";

interface Options {
  directions: Direction[];
  strict: boolean;
  ignoreNamespaces: string[];
}

export default defineRule({
  name: "require-default-deny",
  meta: {
    docs: {
      description: "Require a default-deny NetworkPolicy in every namespace",
      topic: "The four to start with",
      consequence: "danger",
      preset: "recommended",
      strictOptions: { directions: ["Ingress", "Egress"], strict: true },
      controls: [
        "CIS 5.3.2",
        "OWASP K8s 2025 K05",
        "OWASP K8s 2022 K07",
        "NSA: Network separation and hardening",
      ],
    },
    messages: {
      open: "Namespace '{{namespace}}'{{as}} has no default-deny policy for {{directions}}: {{effect}}. Add a NetworkPolicy with 'podSelector: {}' and 'policyTypes: [{{types}}]'.",
      notPure:
        "Namespace '{{namespace}}'{{as}} has no policy that selects all pods and allows nothing for {{directions}}, only ones that allow something as well. Add a NetworkPolicy with 'podSelector: {}' and 'policyTypes: [{{types}}]': what the others allow stays allowed.",
      cancelled:
        "Namespace '{{namespace}}'{{as}} is not isolated for {{direction}}: {{policy}} ({{file}}) selects all pods and one of its rules lets everything through.",
    },
    schema: [
      {
        type: "object",
        properties: {
          directions: {
            type: "array",
            items: { type: "string", enum: ["Ingress", "Egress"] },
            minItems: 1,
            uniqueItems: true,
            description: "The directions in which a namespace must be isolated.",
          },
          strict: {
            type: "boolean",
            description: "Whether there must be a policy that selects all pods and allows nothing by itself.",
          },
          ignoreNamespaces: {
            type: "array",
            items: { type: "string" },
            uniqueItems: true,
            description: "Namespaces that need no such policy, with `*` for any text.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ directions: ["Ingress"], strict: false, ignoreNamespaces: [] } as Options],
  },
  on: "namespace",
  check({ name, place, unreached, isolation }, { analysis, options, report }) {
    if (isSystemNamespace(name) || options.ignoreNamespaces.some((pattern) => matchesGlob(pattern, name)))
      return;
    const as = unreached === undefined ? "" : ` (as '${unreached}' would be applied)`;
    const open: Direction[] = [];
    const notPure: Direction[] = [];
    for (const direction of options.directions) {
      const result = isolation(direction, options);
      if (result.state === "open") {
        const isIsolated = options.strict && isolation(direction).state === "denied";
        (isIsolated ? notPure : open).push(direction);
      }
      if (result.state !== "cancelled") continue;
      const policy = result.policy?.object.metadata?.name;
      const data = {
        namespace: name,
        as,
        direction: direction.toLowerCase(),
        policy: isKnown(policy) ? `policy '${policy}'` : "a policy",
        file: result.policy?.file ?? "",
      };
      report({ at: place.path, messageId: "cancelled", data });
    }
    const wordsFor = (directions: readonly Direction[]) => ({
      namespace: name,
      as,
      directions: directions.join(" and ").toLowerCase(),
      types: directions.join(", "),
    });
    if (notPure.length > 0) report({ at: place.path, messageId: "notPure", data: wordsFor(notPure) });
    if (open.length === 0) return;
    const effects = open.map((direction) => {
      return (isIsolatedInPart(analysis, name, direction) ? EFFECTS_ON_SOME : EFFECTS)[direction];
    });
    report({
      at: place.path,
      messageId: "open",
      data: { ...wordsFor(open), effect: effects.join(", and ") },
    });
  },
});

const EFFECTS: Record<Direction, string> = {
  Ingress: "every pod of the cluster can reach its pods",
  Egress: "its pods can reach everything",
};

/** The same where a policy selects some of the pods. */
const EFFECTS_ON_SOME: Record<Direction, string> = {
  Ingress: "every pod of the cluster can reach those of its pods that no policy selects",
  Egress: "those of its pods that no policy selects can reach everything",
};
