import { defineRule } from "../lib/rule-kit/define-rule.js";
import type { Analysis } from "../lib/analysis/analysis.js";
import type { AppliedNamespace } from "../lib/analysis/namespaces.js";
import { isIsolatedInPart } from "../lib/analysis/partial-isolation.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { matchesGlob } from "../lib/util/glob.js";
import { quoteList } from "../lib/util/phrases.js";
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
      open: "{{namespaces}}{{as}} {{has}} no default-deny policy for {{directions}}: {{effect}}. Add a NetworkPolicy with 'podSelector: {}' and 'policyTypes: [{{types}}]'.",
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
  check(namespace, { analysis, options, report }) {
    const { name, place, isolation } = namespace;
    if (isExempt(name, options)) return;
    const as = asApplied(namespace);
    const open = openDirections(namespace, options);
    const notPure: Direction[] = [];
    for (const direction of options.directions) {
      const result = isolation(direction, options);
      if (result.state === "open" && !open.includes(direction)) notPure.push(direction);
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
    const effect = effectOn(namespace, open, analysis);
    // One line can make many namespaces, as that of a component does: that is one finding.
    const alike = analysis.namespacesAt(place).filter((other) => {
      if (isExempt(other.name, options) || asApplied(other) !== as) return false;
      const directions = openDirections(other, options);
      return directions.join() === open.join() && effectOn(other, directions, analysis) === effect;
    });
    if (open.length === 0 || alike[0] !== namespace) return;
    const isOne = alike.length === 1;
    const namespaces = `Namespace${isOne ? "" : "s"} ${quoteList(alike.map((other) => other.name))}`;
    const data = { ...wordsFor(open), namespaces, has: isOne ? "has" : "have", effect };
    report({ at: place.path, messageId: "open", data });
  },
});

function isExempt(name: string, { ignoreNamespaces }: Options): boolean {
  return isSystemNamespace(name) || ignoreNamespaces.some((pattern) => matchesGlob(pattern, name));
}

function asApplied({ unreached }: AppliedNamespace): string {
  return unreached === undefined ? "" : ` (as '${unreached}' would be applied)`;
}

/** The directions in which nothing isolates a namespace, not even a policy that is not strict enough. */
function openDirections({ isolation }: AppliedNamespace, options: Options): Direction[] {
  return options.directions.filter((direction) => {
    if (isolation(direction, options).state !== "open") return false;
    return !options.strict || isolation(direction).state !== "denied";
  });
}

function effectOn({ name }: AppliedNamespace, open: readonly Direction[], analysis: Analysis): string {
  const effects = open.map((direction) => {
    return (isIsolatedInPart(analysis, name, direction) ? EFFECTS_ON_SOME : EFFECTS)[direction];
  });
  return effects.join(", and ");
}

const EFFECTS: Record<Direction, string> = {
  Ingress: "every pod of the cluster can reach its pods",
  Egress: "its pods can reach everything",
};

/** The same where a policy selects some of the pods. */
const EFFECTS_ON_SOME: Record<Direction, string> = {
  Ingress: "every pod of the cluster can reach those of its pods that no policy selects",
  Egress: "those of its pods that no policy selects can reach everything",
};
