import { isKnown, type Subject } from "../../kubernetes/objects.js";
import { userOf } from "../../kubernetes/rbac/authorizer.js";
import { subjectName } from "../../kubernetes/rbac/rbac.js";
import { splitUsername } from "../../kubernetes/rbac/subjects.js";
import type { EscalationNode, Gained, SubjectNode } from "./escalation.js";

/** Everything in a cluster, as what a step leads to. The list is the same each time. */
export const EVERYTHING: readonly EscalationNode[] = [{ kind: "cluster-admin" }];

/** The node of a subject; undefined if its name is not known, or cannot be that of anybody. */
export function subjectNode(subject: Subject, cluster?: string): SubjectNode | undefined {
  const { kind, name, namespace } = subject;
  if (!isKnown(name)) return undefined;
  const account = kind === "User" ? splitUsername(name) : undefined;
  if (account === "invalid") return undefined;
  if (account) return subjectNode({ kind: "ServiceAccount", ...account }, cluster);
  if (kind !== "User" && kind !== "Group" && !(kind === "ServiceAccount" && isKnown(namespace)))
    return undefined;
  return {
    kind: "subject",
    subject: subjectName(subject),
    user: userOf(subject),
    ...(cluster !== undefined && { cluster }),
  };
}

/** A subject after it has given itself some rights; what it had given itself before is not kept. */
export function withGained(node: SubjectNode, gained: Gained): SubjectNode {
  return { ...node, gained };
}

/** The same text for nodes that are the same, within a cluster. */
export function nodeKey(node: EscalationNode): string {
  switch (node.kind) {
    case "subject":
      return node.gained ? `${node.subject} + ${node.gained.words}` : node.subject;
    case "workload":
      return `${node.namespace}/${node.workload}`;
    case "node":
      return `node ${node.name ?? ""}`;
    case "secrets":
      return `secrets ${node.namespace ?? ""}`;
    case "cluster-admin":
      return node.kind;
  }
}

/** A node for a sentence: "ServiceAccount 'ci/deployer'". */
export function nodeWords(node: EscalationNode): string {
  switch (node.kind) {
    case "subject": {
      const colon = node.subject.indexOf(":");
      const who = `${node.subject.slice(0, colon)} '${node.subject.slice(colon + 1)}'`;
      return node.gained ? `${who} with ${node.gained.words}` : who;
    }
    case "workload":
      return node.workload;
    case "node":
      return node.name === undefined ? "a node" : `node '${node.name}'`;
    case "secrets":
      return node.namespace === undefined
        ? "the Secrets of the cluster"
        : `the Secrets of namespace '${node.namespace}'`;
    case "cluster-admin":
      return "everything in the cluster";
  }
}
