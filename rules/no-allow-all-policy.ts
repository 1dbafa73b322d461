import { asApplied } from "../lib/rule-kit/build-phrases.js";
import type { Applied, Analysis } from "../lib/analysis/analysis.js";
import { groupBy } from "../lib/util/group-by.js";
import { defineRule, type ObjectRuleContext } from "../lib/rule-kit/define-rule.js";
import { describeLabels } from "../lib/kubernetes/labels/label-selector.js";
import {
  type Direction,
  type NetworkPolicyRule,
  type Opening,
  openingOf,
  policyDirections,
  selectsAllPods,
} from "../lib/kubernetes/network-policy/network-policy.js";
import { type AnyObject, isKnown, type NetworkPolicy } from "../lib/kubernetes/objects.js";
import { rulesField } from "../lib/kubernetes/network-policy/policy-step.js";
import { quoteList } from "../lib/util/phrases.js";
import type { Path } from "../lib/manifests/locate.js";

interface Options {
  strict: boolean;
}

export default defineRule({
  name: "no-allow-all-policy",
  meta: {
    docs: {
      description: "Disallow rules of a NetworkPolicy that let everything through",
      topic: "Network isolation",
      consequence: "danger",
      preset: "recommended",
      strictOptions: { strict: true },
      controls: [
        "CIS 5.3.2",
        "OWASP K8s 2025 K05",
        "OWASP K8s 2022 K07",
        "NSA: Network separation and hardening",
      ],
    },
    messages: {
      anybody:
        "This rule{{by}} lets anybody reach {{pods}} on every port{{cancels}}. Say under 'from' who may, and under 'ports' where.",
      everyPod:
        "This rule{{by}} lets every pod of every namespace reach {{pods}} on every port. Name the namespaces by their labels, or the ports.",
      anything:
        "This rule{{by}} lets {{pods}} reach everything on every port{{cancels}}. Say under 'to' what they need, and under 'ports' where.",
    },
    schema: [
      {
        type: "object",
        properties: {
          strict: {
            type: "boolean",
            description: "Whether egress rules that cancel no default deny are reported as well.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ strict: false } as Options],
  },
  on: "object",
  kinds: ["NetworkPolicy"],
  patches: true,
  check(written, context) {
    const { analysis, options, report } = context;
    const found = groupBy(openedBy(written, context), ({ at, opening }) => JSON.stringify([at, opening.to]));
    for (const same of found.values()) {
      const [{ at, direction, opening, isWritten }] = same as [Opened];
      const policies = same.map(({ policy }) => policy);
      const copies = same.flatMap(({ applied }) => applied ?? []);
      const cancelled = opening.to === "everything" ? cancelledBy(policies, direction, analysis) : [];
      if (direction === "Egress" && cancelled.length === 0 && !options.strict) continue;
      report({
        at,
        messageId: opening.to === "every pod" ? "everyPod" : direction === "Ingress" ? "anybody" : "anything",
        data: {
          by: isWritten ? "" : asApplied(copies),
          pods: podsOf(policies),
          cancels:
            cancelled.length === 0 ? "" : `, which cancels the default deny of ${inNamespaces(cancelled)}`,
        },
      });
    }
  },
});

/** A rule of a policy that lets everything through, as one build applies it. */
interface Opened {
  policy: NetworkPolicy;
  applied?: Applied;
  direction: Direction;
  opening: Opening;
  at: Path;
  isWritten: boolean;
}

/** Returns the rules of a policy that let everything through, as it is applied, or those that a patch writes. */
function openedBy(
  written: NetworkPolicy,
  {
    applied,
    patched,
    analysis,
  }: Pick<ObjectRuleContext<string, Options, "NetworkPolicy">, "applied" | "patched" | "analysis">,
): Opened[] {
  const copies = [...applied, ...patched].map((one) => ({ applied: one, policy: one.object.object }));
  const uses: Pick<Opened, "policy" | "applied">[] = copies.length > 0 ? copies : [{ policy: written }];
  return uses.flatMap((use) =>
    policyDirections(use.policy).flatMap((direction) => {
      const field = rulesField(direction);
      const { [field]: rules = [] } = (patched.length > 0 ? written : use.policy).spec ?? {};
      return rules.flatMap((rule: NetworkPolicyRule, index): Opened[] => {
        const opening = openingOf(rule, direction);
        if (!opening || (direction === "Egress" && opening.to === "every pod")) return [];
        if (applied.length > 0 && analysis.isFromPatch(use.applied as Applied, ["spec", field, index]))
          return [];
        const here = written.spec?.[field]?.[index];
        const isWritten = here !== undefined && openingOf(here, direction)?.to === opening.to;
        const at = isWritten ? ["spec", field, index, ...opening.path] : ["spec", field];
        return [{ ...use, direction, opening, at, isWritten }];
      });
    }),
  );
}

/** Returns the namespaces that would be isolated but for these policies, which must select all pods. */
function cancelledBy(policies: readonly NetworkPolicy[], direction: Direction, analysis: Analysis): string[] {
  const isIsolated = (name: string) =>
    analysis
      .namespaces(name)
      .some(({ isolation }) => isolation(direction, { withoutOpen: true }).state === "denied");
  return namespacesOf(policies.filter(selectsAllPods)).filter(isIsolated);
}

function podsOf(policies: readonly NetworkPolicy[]): string {
  if (!policies.every(selectsAllPods)) {
    const labels = describeLabels(policies[0]?.spec?.podSelector);
    return labels === undefined ? "the pods that this policy selects" : `the pods with ${labels}`;
  }
  const names = namespacesOf(policies);
  return names.length === 0 ? "every pod of its namespace" : `every pod of ${inNamespaces(names)}`;
}

function namespacesOf(policies: readonly AnyObject[]): string[] {
  return [...new Set(policies.map(({ metadata }) => metadata?.namespace).filter(isKnown))].sort();
}

function inNamespaces(names: readonly string[]): string {
  return `namespace${names.length === 1 ? "" : "s"} ${quoteList(names)}`;
}
