import type { Binding, Subject } from "../../kubernetes/objects.js";
import { bootstrapBindings, bootstrapRoleOf } from "../../kubernetes/rbac/bootstrap-policy.js";
import { grantedBy, type GrantedRequests } from "../../kubernetes/rbac/request-pattern.js";
import { isOneOf } from "../../kubernetes/rbac/subject-pattern.js";
import { MASTERS_GROUP } from "../../kubernetes/rbac/subjects.js";
import type { AccessContract } from "../../repository/configuration/contracts.js";
import { matchesGlob } from "../../util/glob.js";
import { groupBy } from "../../util/group-by.js";
import type { Analysis } from "../analysis.js";
import { patternOf } from "./patterns.js";

/** What Kubernetes grants by itself against a contract. */
export interface BuiltInBreach {
  binding: Binding;
  subject: Subject;
  granted: GrantedRequests;
}

const byName = groupBy(bootstrapBindings, nameOf);

/**
 * Whether a subject has what a binding grants by Kubernetes itself, whatever the binding says: a binding that every cluster
 * has anyway, or the group that the authorizer never asks about.
 */
export function areTheirOwn(binding: Binding, { kind, name, namespace }: Subject): boolean {
  if (kind === "Group" && name === MASTERS_GROUP) return true;
  return (byName.get(nameOf(binding)) ?? []).some((own) => {
    const isSameRole =
      own.roleRef?.kind === binding.roleRef?.kind && own.roleRef?.name === binding.roleRef?.name;
    return (
      isSameRole &&
      own.subjects?.some((one) => one.kind === kind && one.name === name && one.namespace === namespace)
    );
  });
}

/** What the bindings that every cluster has grant to others than a contract names, of what it is about. */
export function builtInBreaches(analysis: Analysis, contract: AccessContract): BuiltInBreach[] {
  const pattern = patternOf(analysis, contract);
  const places = contract.in;
  return bootstrapBindings.flatMap((binding) => {
    const { metadata, subjects = [] } = binding;
    const namespace = metadata?.namespace;
    if (places && namespace !== undefined && !places.some((glob) => matchesGlob(glob, namespace))) return [];
    const inNamespace = places !== undefined || namespace !== undefined;
    const [granted] = (bootstrapRoleOf(binding)?.rules ?? []).flatMap(
      (rule) => grantedBy(rule, pattern, inNamespace, analysis.apiResources) ?? [],
    );
    if (!granted) return [];
    return subjects
      .filter((subject) => !isOneOf(contract.subjects, subject, namespace))
      .map((subject) => ({ binding, subject, granted }));
  });
}

function nameOf({ kind, metadata }: Binding): string {
  return `${kind} ${metadata?.namespace ?? ""} ${metadata?.name ?? ""}`;
}
