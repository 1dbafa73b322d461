import type { Analysis, Applied } from "../lib/analysis/analysis.js";
import { type Network, networksWith } from "../lib/analysis/network/network.js";
import { namespaceKey, type Workload, workloadOf } from "../lib/analysis/network/workloads.js";
import { WORKLOADS } from "../lib/kubernetes/kinds.js";
import type { Direction } from "../lib/kubernetes/network-policy/policy-step.js";
import { isKnown } from "../lib/kubernetes/objects.js";
import { isSystemNamespace } from "../lib/kubernetes/rbac/builtin-roles.js";
import { asApplied, isUnreached } from "../lib/rule-kit/build-phrases.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { matchesGlob } from "../lib/util/glob.js";

interface Options {
  directions: Direction[];
  ignoreNamespaces: string[];
}

export default defineRule({
  name: "require-pod-isolation",
  meta: {
    docs: {
      description: "Require that a policy isolates the pods of every workload",
      topic: "Network isolation",
      consequence: "danger",
      preset: "all",
      controls: ["CIS 5.3.2", "OWASP K8s 2025 K05"],
    },
    messages: {
      open: "No policy isolates {{pods}}{{by}} for {{directions}}: {{effect}}. Add a NetworkPolicy that selects {{them}}, with 'policyTypes: [{{types}}]', or one for the whole namespace.",
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
            description: "The directions in which pods must be isolated.",
          },
          ignoreNamespaces: {
            type: "array",
            items: { type: "string" },
            uniqueItems: true,
            description: "Namespaces whose pods need no policy, with `*` for any text.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ directions: ["Ingress"], ignoreNamespaces: [] } as Options],
  },
  on: "object",
  kinds: [...WORKLOADS],
  // A patch selects nothing, and whatever it changes is judged where it is applied.
  patches: false,
  check(written, { kind, applied, analysis, options, report }) {
    if (applied.length === 0) return;
    const open = options.directions.filter((direction) =>
      applied.every((one) => isOpen(one, direction, options, analysis)),
    );
    if (open.length === 0) return;
    const { name, generateName = "" } = applied[0]?.object.object.metadata ?? {};
    const words = `${written.kind ?? kind} '${isKnown(name) ? name : generateName}'`;
    const isPod = kind === "Pod";
    report({
      at: ["metadata", "name"],
      messageId: "open",
      data: {
        pods: isPod ? words : `the pods of ${words}`,
        them: isPod ? "it" : "them",
        by: applied.every(isUnreached) ? asApplied(applied) : "",
        directions: open.join(" and ").toLowerCase(),
        effect: open.map((direction) => EFFECTS[direction](isPod)).join(", and "),
        types: open.join(", "),
      },
    });
  },
});

const EFFECTS: Record<Direction, (isPod: boolean) => string> = {
  Ingress: (isPod) => `every pod of the cluster can reach ${isPod ? "it" : "them"}`,
  Egress: (isPod) => `${isPod ? "it" : "they"} can reach everything`,
};

/** Whether it is known that no policy limits the connections of an applied workload in a direction. */
function isOpen(
  applied: Applied,
  direction: Direction,
  { ignoreNamespaces }: Options,
  analysis: Analysis,
): boolean {
  // Whoever installs a chart may put it into a namespace that is isolated as a whole.
  if (applied.build.isDefault) return false;
  const name = namespaceKey(applied.object.object, applied.build);
  if (isSystemNamespace(name) || ignoreNamespaces.some((pattern) => matchesGlob(pattern, name))) return false;
  return networksWith(analysis, applied.build).every((network) => {
    const workload = workloadOf(applied, network.namespace(name));
    return (
      workload !== undefined && !workload.isOnHostNetwork && !mayBeIsolated(workload, direction, network)
    );
  });
}

function mayBeIsolated(workload: Workload, direction: Direction, network: Network): boolean {
  const selecting = network.selecting(workload, direction);
  return (
    network.selectingElsewhere(workload, direction).length > 0 ||
    selecting.some(
      ({ policy }) => policy.isolates !== false || policy.rules.some(({ action }) => action !== "allow"),
    )
  );
}
