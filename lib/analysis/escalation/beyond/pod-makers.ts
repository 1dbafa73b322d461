import type { Question } from "../../../kubernetes/rbac/authorizer.js";
import type { Held, Rights } from "../rights.js";

/** What makes pods of a template that whoever creates it writes. */
const MAKERS = [
  { apiGroups: [""], resource: "pods" },
  { apiGroups: ["apps"], resource: "deployments" },
  { apiGroups: ["apps"], resource: "daemonsets" },
  { apiGroups: ["apps"], resource: "statefulsets" },
  { apiGroups: ["apps"], resource: "replicasets" },
  { apiGroups: ["batch"], resource: "jobs" },
  { apiGroups: ["batch"], resource: "cronjobs" },
  { apiGroups: [""], resource: "replicationcontrollers" },
] as const;

const CREATES: readonly Question[] = MAKERS.map((one) => ({ verb: "create", ...one }));

/** The right to make pods in a namespace; without one, in every namespace. */
export function mayMakePods(rights: Rights, namespace?: string): Held | undefined {
  for (const question of CREATES) {
    const held = rights.may(question, { namespace });
    if (held) return held;
  }
  return undefined;
}

/** The namespaces in which somebody makes pods by what holds there alone, with the right to it. */
export function podNamespaces(rights: Rights): ReadonlyMap<string, Held> {
  const found = new Map<string, Held>();
  for (const question of CREATES) {
    for (const held of rights.allowing(question)) {
      if (held.namespace === undefined || held.rule.resourceNames?.length) continue;
      if (!found.has(held.namespace)) found.set(held.namespace, held);
    }
  }
  return found;
}
