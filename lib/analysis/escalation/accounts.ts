import { isRefusedIn } from "../../builds/applied.js";
import type { Build } from "../../builds/build.js";
import { DEFAULT_ACCOUNT } from "../../kubernetes/identities/pod-identity.js";
import { isKnown } from "../../kubernetes/objects.js";
import { isDnsLabel, splitUsername } from "../../kubernetes/rbac/subjects.js";
import { push } from "../../util/group-by.js";
import type { Analysis } from "../analysis.js";
import type { SubjectNode } from "./escalation.js";
import type { WorldBinding } from "./given.js";
import { subjectNode } from "./nodes.js";
import type { Pods } from "./pods.js";

/** The ServiceAccounts of a cluster. */
export interface Accounts {
  all: readonly SubjectNode[];
  byNamespace: ReadonlyMap<string, readonly SubjectNode[]>;
  /** By `namespace/name`. */
  byName: ReadonlyMap<string, SubjectNode>;
  /** Those that only bindings name, as subjects: the repository does not show that they are there. */
  assumed: ReadonlySet<string>;
}

/**
 * The ServiceAccounts of a cluster: those of the repository, `default` in each namespace, and those as which a workload
 * runs. What only a binding names may not be there: a chart makes it, or an operator, or nobody yet.
 */
export function accountsOf(
  analysis: Analysis,
  world: {
    isIn: (build: Build) => boolean;
    cluster: string | undefined;
    namespaces: ReadonlySet<string>;
    pods: readonly Pods[];
    bindings: readonly WorldBinding[];
  },
): Accounts {
  const byName = new Map<string, SubjectNode>();
  const byNamespace = new Map<string, SubjectNode[]>();
  const assumed = new Set<string>();
  const add = (namespace: string, name: string, isAssumed = false) => {
    const key = `${namespace}/${name}`;
    if (byName.has(key)) return;
    const node = subjectNode({ kind: "ServiceAccount", name, namespace }, world.cluster);
    if (!node) return;
    byName.set(key, node);
    push(byNamespace, namespace, node);
    if (isAssumed) assumed.add(node.subject);
  };
  for (const { build, object } of analysis.ofKind("ServiceAccount")) {
    const { name, namespace } = object.object.metadata ?? {};
    if (!world.isIn(build) || isRefusedIn(build, object)) continue;
    if (isKnown(name) && isKnown(namespace)) add(namespace, name);
  }
  for (const { namespace, account } of world.pods) add(namespace, account);
  for (const namespace of world.namespaces) add(namespace, DEFAULT_ACCOUNT);
  for (const { subjects, namespace: own } of world.bindings) {
    for (const { kind, name, namespace = own } of subjects) {
      if (!isKnown(name)) continue;
      if (kind === "ServiceAccount" && isKnown(namespace) && isDnsLabel(namespace))
        add(namespace, name, true);
      const account = kind === "User" ? splitUsername(name) : undefined;
      if (typeof account === "object") add(account.namespace, account.name, true);
    }
  }
  return { all: [...byName.values()], byNamespace, byName, assumed };
}
