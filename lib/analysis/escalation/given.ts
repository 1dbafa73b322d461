import { BINDING_KINDS, isKnown, type Subject } from "../../kubernetes/objects.js";
import { userOf } from "../../kubernetes/rbac/authorizer.js";
import { bootstrapBindings, bootstrapRoleOf } from "../../kubernetes/rbac/bootstrap-policy.js";
import { push } from "../../util/group-by.js";
import type { Step } from "../access/answers.js";
import { bindingStep, roleSteps } from "../access/binding-steps.js";
import {
  type BoundRule,
  type ResolvedBinding,
  resolveBindings,
  type RoleStep,
} from "../access/bound-rules.js";
import type { Analysis } from "../analysis.js";
import type { Build } from "../../builds/build.js";
import type { Given } from "./rights.js";

/** A binding of the repository, or one that every cluster has. */
export interface WorldBinding {
  kind: "ClusterRoleBinding" | "RoleBinding";
  name: string;
  /** The namespace of a RoleBinding. */
  namespace?: string;
  subjects: readonly Subject[];
  role: { kind: string; name: string };
  rules: readonly BoundRule[];
  step: (subject: number) => Step;
  /** Whether every cluster has it. */
  isBuiltIn: boolean;
}

/** The bindings that a cluster has; one of an unknown namespace gives nothing for sure. */
export function bindingsOf(analysis: Analysis, isIn: (build: Build) => boolean): WorldBinding[] {
  const rulesOf = sharedRules(analysis);
  const own = resolveBindings(analysis).flatMap((binding): WorldBinding[] => {
    const { applied, kind, namespace, subjects } = binding;
    const { metadata, roleRef } = applied.object.object;
    if (!isIn(applied.build) || (kind === "RoleBinding" && !isKnown(namespace))) return [];
    return [
      {
        kind,
        name: metadata?.name ?? "",
        ...(kind === "RoleBinding" && namespace !== undefined && { namespace }),
        subjects,
        role: { kind: roleRef?.kind ?? "", name: roleRef?.name ?? "" },
        rules: rulesOf(binding),
        step: (subject) => bindingStep(binding, subject),
        isBuiltIn: false,
      },
    ];
  });
  const names = new Set(
    analysis
      .ofKind(...BINDING_KINDS)
      .filter(({ build }) => isIn(build))
      .map(({ object: { kind, object } }) => keyOf(kind, object.metadata)),
  );
  return [...own, ...BUILT_IN.filter(({ kind, ...metadata }) => !names.has(keyOf(kind, metadata)))];
}

/**
 * The rules of a binding, the same list for all bindings of a role in a cluster, so that a question is answered once for
 * all of them.
 */
function sharedRules(analysis: Analysis): (binding: ResolvedBinding) => readonly BoundRule[] {
  const byRole = new Map<object, Map<string | undefined, readonly BoundRule[]>>();
  return ({ applied, rules }) => {
    const lookup = analysis.role(applied);
    const [role, ...others] = lookup.state === "found" ? lookup.roles : [];
    if (!role || others.length > 0) return rules;
    const byCluster = byRole.get(role.object) ?? new Map<string | undefined, readonly BoundRule[]>();
    byRole.set(role.object, byCluster);
    const { cluster } = applied.build;
    const known = byCluster.get(cluster);
    if (!known) byCluster.set(cluster, rules);
    return known ?? rules;
  };
}

function keyOf(kind: string, { name = "", namespace = "" }: { name?: string; namespace?: string } = {}) {
  return `${kind} ${namespace} ${name}`;
}

const BUILT_IN: readonly WorldBinding[] = bootstrapBindings.map((binding) => {
  const { name = "", namespace } = binding.metadata ?? {};
  const kind = namespace === undefined ? "ClusterRoleBinding" : "RoleBinding";
  const object = bootstrapRoleOf(binding);
  const roles: RoleStep[] = object
    ? [{ kind: namespace === undefined ? "ClusterRole" : "Role", object }]
    : [];
  const where = namespace === undefined ? {} : { namespace };
  return {
    kind,
    name,
    ...where,
    subjects: binding.subjects ?? [],
    role: { kind: roles[0]?.kind ?? "", name: object?.metadata?.name ?? "" },
    rules: (object?.rules ?? []).map((rule, index) => ({ rule, index, roles })),
    step: () => ({ kind, name, ...where }),
    isBuiltIn: true,
  };
});

/** What the bindings of a cluster give to users and groups, by the names under which the API server knows them. */
export class GivenTo {
  readonly #byUser = new Map<string, Given[]>();
  readonly #byGroup = new Map<string, Given[]>();

  constructor(bindings: readonly WorldBinding[]) {
    let unnamed = 0;
    for (const binding of bindings) {
      for (const [index, subject] of binding.subjects.entries()) {
        const { kind, name } = subject;
        if (!isKnown(name)) continue;
        const given: Given = {
          rules: binding.rules,
          namespace: binding.namespace,
          role: binding.role,
          key: isKnown(binding.name) ? keyOf(binding.kind, binding) : `unnamed ${unnamed++}`,
          through: (rule) => [binding.step(index), ...roleSteps(rule)],
        };
        if (kind === "Group") push(this.#byGroup, name, given);
        else if (kind === "User") push(this.#byUser, name, given);
        else {
          const namespace = subject.namespace || binding.namespace;
          if (kind === "ServiceAccount" && isKnown(namespace))
            push(this.#byUser, userOf({ ...subject, namespace }).name, given);
        }
      }
    }
  }

  /** What a user has by itself and by its groups. */
  to({ name, groups }: { name: string; groups: readonly string[] }): Given[] {
    const byGroups = groups.flatMap((group) => this.#byGroup.get(group) ?? []);
    return [...(this.#byUser.get(name) ?? []), ...byGroups];
  }
}
