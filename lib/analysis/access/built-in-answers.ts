import { BINDING_KINDS, type PolicyRule } from "../../kubernetes/objects.js";
import {
  allowedSubjects,
  appliesToUser,
  type BoundRules,
  type User,
} from "../../kubernetes/rbac/authorizer.js";
import {
  bootstrapClusterRole,
  bootstrapClusterRoleBindings,
  bootstrapRoleBindings,
  bootstrapRoles,
} from "../../kubernetes/rbac/bootstrap-policy.js";
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

const BUILT_IN: readonly BuiltIn[] = [
  ...bootstrapClusterRoleBindings.map(({ metadata, subjects = [], roleRef }): BuiltIn => {
    const role = roleRef?.name ?? "";
    return {
      kind: "ClusterRoleBinding",
      name: metadata?.name ?? "",
      subjects,
      roleKind: "ClusterRole",
      role,
      rules: bound(bootstrapClusterRole(role)?.rules),
    };
  }),
  ...bootstrapRoleBindings.map(({ metadata, subjects = [], roleRef }): BuiltIn => {
    const [role, namespace] = [roleRef?.name ?? "", metadata?.namespace];
    const own = bootstrapRoles.find(
      (one) => one.metadata?.name === role && one.metadata.namespace === namespace,
    );
    return {
      kind: "RoleBinding",
      name: metadata?.name ?? "",
      namespace,
      subjects,
      roleKind: "Role",
      role,
      rules: bound(own?.rules),
    };
  }),
];

function bound(rules: readonly PolicyRule[] = []): { rule: PolicyRule }[] {
  return rules.map((rule) => ({ rule }));
}

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
