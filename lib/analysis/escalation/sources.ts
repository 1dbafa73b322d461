import { isKnown } from "../../kubernetes/objects.js";
import { isBuiltInServiceAccount } from "../../kubernetes/rbac/builtin-roles.js";
import type { SubjectNode } from "./escalation.js";
import { GivenTo } from "./given.js";
import { nodeKey, subjectNode } from "./nodes.js";
import { onEverything, Rights } from "./rights.js";
import type { World } from "./world.js";

/** Whoever has these is what Kubernetes itself consists of, or its administrators. */
const OF_KUBERNETES =
  /^(?:User:(?:system:(?:kube-|node:|anonymous$|admin$)|kube-apiserver-kubelet-client$)|Group:(?:system:masters|system:nodes|kubeadm:cluster-admins)$)/;

/** Whom the repository binds, without those of Kubernetes itself and those that may do everything already. */
export function sourcesOf(world: World): SubjectNode[] {
  const found = new Map<string, SubjectNode>();
  for (const { subjects, namespace, isBuiltIn } of world.bindings) {
    if (isBuiltIn) continue;
    for (const subject of subjects) {
      const where = subject.namespace || namespace;
      const node = subjectNode({ ...subject, ...(isKnown(where) && { namespace: where }) }, world.cluster);
      if (node && !isOfKubernetes(node, where)) found.set(nodeKey(node), node);
    }
  }
  return withoutAdministrators(world, [...found.values()]);
}

/** Without those that may do everything: only what is given on every resource can add up to that. */
function withoutAdministrators({ bindings }: World, nodes: SubjectNode[]): SubjectNode[] {
  const wide = new GivenTo(
    bindings.filter(({ namespace, rules }) => namespace === undefined && onEverything(rules).length > 0),
  );
  return nodes.filter(({ user }) => new Rights(wide.to(user)).everything() === undefined);
}

function isOfKubernetes({ subject }: SubjectNode, namespace: string | undefined): boolean {
  if (OF_KUBERNETES.test(subject)) return true;
  const account = subject.slice(subject.indexOf("/") + 1);
  return (
    subject.startsWith("ServiceAccount:") &&
    namespace === "kube-system" &&
    account !== "default" &&
    isBuiltInServiceAccount(namespace, account)
  );
}
