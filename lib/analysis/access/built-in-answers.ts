import { BINDING_KINDS } from "../../kubernetes/objects.js";
import {
  allowedSubjects,
  appliesToUser,
  type BoundRules,
  type User,
} from "../../kubernetes/rbac/authorizer.js";
import { bootstrapBindings, bootstrapRoleOf } from "../../kubernetes/rbac/bootstrap-policy.js";
import { subjectName } from "../../kubernetes/rbac/rbac.js";
import { mayBeIn } from "../clusters.js";
import type { AskedRequest } from "./asked-request.js";
import type { Analysis } from "../analysis.js";
import type { Allowed } from "./answers.js";

interface BuiltIn extends BoundRules {
  name: string;
  roleKind: "ClusterRole" | "Role";
  role: string;
}

const BUILT_IN = bootstrapBindings.map((binding): BuiltIn => {
  const { name = "", namespace } = binding.metadata ?? {};
  const kind = namespace === undefined ? "ClusterRoleBinding" : "RoleBinding";
  return {
    kind,
    name,
    namespace,
    subjects: binding.subjects ?? [],
    roleKind: kind === "RoleBinding" ? "Role" : "ClusterRole",
    role: binding.roleRef?.name ?? "",
    rules: (bootstrapRoleOf(binding)?.rules ?? []).map((rule) => ({ rule })),
  };
});

/** What the bindings that every cluster has allow a user, except those that the repository has in their place. */
export function builtInAnswers(
  analysis: Analysis,
  user: User,
  { question, namespace, cluster }: AskedRequest,
): Allowed[] {
  const own = new Set(
    analysis
      .ofKind(...BINDING_KINDS)
      .filter(({ build }) => mayBeIn(build, cluster))
      .map(({ object: { kind, object } }) => {
        return `${kind} ${object.metadata?.namespace ?? ""} ${object.metadata?.name ?? ""}`;
      }),
  );
  const bindings = BUILT_IN.filter((one) => {
    const isIn = one.kind === "ClusterRoleBinding" || namespace === undefined || one.namespace === namespace;
    return isIn && !own.has(`${one.kind} ${one.namespace ?? ""} ${one.name}`);
  });
  return allowedSubjects(question, bindings).flatMap(({ binding, subject, rule }): Allowed[] => {
    if (!appliesToUser(user, subject, binding.namespace)) return [];
    const { kind, name, roleKind, role } = binding;
    const where = binding.namespace === undefined ? {} : { namespace: binding.namespace };
    return [
      {
        subject: subjectName(subject, binding.namespace),
        ...where,
        rule: rule.rule,
        through: [
          { kind, name, ...where },
          { kind: roleKind, name: role, ...where },
        ],
      },
    ];
  });
}
