import type { Question } from "../../../kubernetes/rbac/authorizer.js";
import { RBAC_GROUP } from "../../../kubernetes/rbac/subjects.js";
import { groupBy } from "../../../util/group-by.js";
import { memoize } from "../../../util/memoize.js";
import type { EscalationNode, SubjectNode } from "../escalation.js";
import { nodeWords } from "../nodes.js";
import { isPodName, type WorkloadNode } from "../pods.js";
import type { Held, Rights } from "../rights.js";
import type { World } from "../world.js";

/** A question about a resource of the core group, or a subresource: `pods/exec`. */
export function core(verb: string, resource: string): Question {
  return about("", verb, resource);
}

/** A question about roles or bindings. */
export function rbac(verb: string, resource: string): Question {
  return about(RBAC_GROUP, verb, resource);
}

export function about(apiGroup: string, verb: string, written: string): Question {
  const [resource = "", subresource] = written.split("/");
  return { verb, apiGroups: [apiGroup], resource, ...(subresource !== undefined && { subresource }) };
}

/** The questions for who may change the objects of a resource that are there. */
export function changesOf(apiGroup: string, written: string): readonly Question[] {
  return ["update", "patch"].map((verb) => about(apiGroup, verb, written));
}

/** Whether a rule is for objects of any name: only such a rule allows to create one. */
export function isForAnyName({ rule }: Held): boolean {
  return !rule.resourceNames?.length;
}

/** The ServiceAccounts that a rule on them covers. */
export function accountsFor(world: World, held: Held): readonly SubjectNode[] {
  const all = world.accounts(held.namespace);
  if (isForAnyName(held)) return all;
  const byName = accountsByName(all);
  return [...new Set(held.rule.resourceNames)].flatMap((name) => byName.get(name) ?? []);
}

/** There can be as many rules with names as ServiceAccounts. */
const accountsByName = memoize((all: readonly SubjectNode[]) => {
  return groupBy(all, ({ subject }) => subject.slice(subject.indexOf("/") + 1));
});

/** The workloads with pods that a rule on pods covers. */
export function workloadsFor(world: World, held: Held, isRunning: boolean): readonly WorkloadNode[] {
  if (isForAnyName(held)) return world.workloads(held.namespace, isRunning);
  const names = held.rule.resourceNames ?? [];
  const pods = world.podsIn(held.namespace).filter((one) => {
    return one.isRunning === isRunning && names.some((name) => isPodName(one, name));
  });
  return pods.map(({ node }) => node);
}

/** Two rights in the same place, the narrower of theirs. */
export interface Pair {
  namespace: string | undefined;
  rights: readonly [Held, Held];
}

/** Where somebody has two rights at once, each for objects of any name. */
export function both(rights: Rights, first: Question, second: Question): Pair[] {
  const others = rights.allowing(second);
  if (others.length === 0) return [];
  const ones = rights.allowing(first).filter(isForAnyName);
  return ones.flatMap((one): Pair[] => {
    const same = rights.may(second, { namespace: one.namespace });
    if (same) return [{ namespace: one.namespace, rights: [one, same] }];
    if (one.namespace !== undefined) return [];
    const narrower = others.filter((other) => other.namespace !== undefined && isForAnyName(other));
    return narrower.map((other) => ({ namespace: other.namespace, rights: [one, other] }));
  });
}

/** Where something is done: "in namespace 'ci'". */
export function inNamespace(namespace: string | undefined): string {
  return namespace === undefined ? "in any namespace" : `in namespace '${namespace}'`;
}

/** The namespace in which a step takes place, if it leads to somebody who is in one. */
export function namespaceOf(node: EscalationNode, otherwise: string | undefined): string | undefined {
  if (otherwise !== undefined) return otherwise;
  if (node.kind === "workload") return node.namespace;
  if (node.kind !== "subject" || !node.subject.startsWith("ServiceAccount:")) return undefined;
  return node.subject.slice(node.subject.indexOf(":") + 1, node.subject.indexOf("/"));
}

/** "the token of ServiceAccount 'ci/deployer'" for what one gets in the pods of a workload. */
export function podsWords(world: World, node: EscalationNode): string {
  const identity = world.identityOf(node);
  const token = identity ? `, which have the token of ${nodeWords(identity)}` : "";
  return `the pods of ${nodeWords(node)}${token}`;
}
