import { Analysis } from "../../../../lib/analysis/analysis.js";
import type { EscalationNode } from "../../../../lib/analysis/escalation/escalation.js";
import { nodeKey, subjectNode } from "../../../../lib/analysis/escalation/nodes.js";
import type { Technique } from "../../../../lib/analysis/escalation/technique.js";
import { World } from "../../../../lib/analysis/escalation/world.js";
import type { Subject } from "../../../../lib/kubernetes/objects.js";
import type { Settings } from "../../../../lib/repository/configuration/settings.js";
import { repositoryOf } from "../../../builds/repository-of.js";

const RBAC = "rbac.authorization.k8s.io";
const EVE: Subject = { kind: "User", name: "eve" };

/** A rule of a role, as in `rule("create", "pods")` or `rule("approve", "signers.certificates.k8s.io", "name")`. */
export function rule(verbs: string, resource: string, ...names: string[]): string {
  const [name = "", ...group] = resource.split(".");
  const named = names.length > 0 ? `, resourceNames: [${names.map((one) => `"${one}"`).join(", ")}]` : "";
  return `{ apiGroups: ["${group.join(".")}"], resources: ["${name}"], verbs: [${verbs}]${named} }`;
}

/** A role with some rules, bound to eve in the whole cluster, or in a namespace. */
export function grant(rules: readonly string[], namespace?: string, name = "eve"): string {
  const kind = namespace === undefined ? "Cluster" : "";
  const [roleKind, bindingKind] =
    namespace === undefined ? ["ClusterRole", "ClusterRoleBinding"] : ["Role", "RoleBinding"];
  const where = kind === "" ? `, namespace: ${namespace}` : "";
  return `apiVersion: ${RBAC}/v1
kind: ${roleKind}
metadata: { name: ${name}${where} }
rules: [${rules.join(", ")}]
---
apiVersion: ${RBAC}/v1
kind: ${bindingKind}
metadata: { name: ${name}${where} }
roleRef: { apiGroup: ${RBAC}, kind: ${roleKind}, name: ${name} }
subjects: [{ apiGroup: ${RBAC}, kind: User, name: eve }]
`;
}

export const account = (name: string, namespace = "shop") =>
  `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name}, namespace: ${namespace} }\n`;

export const namespace = (name: string, level?: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}${level === undefined ? "" : `, labels: { pod-security.kubernetes.io/enforce: ${level} }`} }\n`;

/** A workload of namespace `shop` that runs as a ServiceAccount of its own name. */
export const workload = (
  name: string,
  { kind = "Deployment", spec = "", container = "", in: where = "shop" } = {},
) =>
  `apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${where} }
spec:
  template:
    spec: { serviceAccountName: ${name}${spec === "" ? "" : `, ${spec}`}, containers: [{ name: a${container === "" ? "" : `, ${container}`} }] }
`;

export function worldOf(documents: readonly string[], settings: Settings = {}): World {
  return new World(new Analysis(repositoryOf({ "a.yaml": documents.join("---\n") }), settings), undefined);
}

/** The steps of a technique from a node, each as the node that it leads to and what is said of it. */
export function steps(technique: Technique, world: World, from?: EscalationNode): string[] {
  const start = from ?? subjectNode(EVE);
  if (!start) return [];
  return [...technique.edges(world, start)].flatMap(({ to, words, needs, isSure }) => {
    const more = needs === undefined ? "" : ` (${needs})`;
    return to.map((node) => `${isSure === false ? "? " : ""}${nodeKey(node)}: ${words(node)}${more}`);
  });
}

/** Where the steps of a technique lead from eve, if she has some rules. */
export function reached(
  technique: Technique,
  rules: readonly string[],
  others: readonly string[] = [],
): string[] {
  const found = steps(technique, worldOf([grant(rules), ...others]));
  return found.map((step) => step.slice(0, step.indexOf(": ")));
}
