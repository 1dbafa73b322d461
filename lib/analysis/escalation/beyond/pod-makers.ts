import type { Question } from "../../../kubernetes/rbac/authorizer.js";
import { WORKLOAD_RESOURCES } from "../../../kubernetes/escalation/workload-resources.js";
import { about, core } from "../rbac/allowed.js";
import type { Held, Rights } from "../rights.js";

/** The rights to create pods, or what Kubernetes' own controllers make pods of. */
const CREATES: readonly Question[] = [
  core("create", "pods"),
  ...WORKLOAD_RESOURCES.filter(({ isCustom }) => !isCustom).map(({ apiGroup, resource }) => {
    return about(apiGroup, "create", resource);
  }),
];

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
