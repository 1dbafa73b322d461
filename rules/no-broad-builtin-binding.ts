import { describeSubjects, subjectWords } from "../lib/kubernetes/name-words.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { byBuilds, effectiveRoleRef } from "../lib/rule-kit/effective-role-ref.js";

/** What each role permits. Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, clusterRoles. */
const PERMITTED: Readonly<Record<string, string>> = {
  admin:
    "read every Secret, run commands in every pod, act as every ServiceAccount, and give these rights to others,",
  edit: "read every Secret, run commands in every pod, and act as every ServiceAccount",
};

export default defineRule({
  name: "no-broad-builtin-binding",
  meta: {
    docs: {
      description: "Disallow giving `admin` or `edit` in the whole cluster",
      topic: "Who is given a role",
      consequence: "danger",
      preset: "strict",
      controls: ["CIS 5.1.1", "OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    messages: {
      broad:
        "ClusterRole '{{role}}'{{by}} is meant for one namespace. Here {{who}} can {{held}} in every namespace, including those of the cluster itself, which is as good as cluster-admin. Bind it with a RoleBinding in each namespace where it is needed.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: ["ClusterRoleBinding"],
  patches: true,
  check(written, context) {
    const { at, uses } = effectiveRoleRef(written, context);
    const broad = uses.filter(
      ({ binding: { roleRef } }) => roleRef?.kind === "ClusterRole" && permittedBy(roleRef.name),
    );
    const [first] = broad;
    if (!first) return;
    const subjects = broad.flatMap(({ binding }) => (binding.subjects ?? []).map((one) => subjectWords(one)));
    const role = first.binding.roleRef?.name ?? "";
    context.report({
      at,
      messageId: "broad",
      data: {
        role,
        by: byBuilds(written, broad),
        who: describeSubjects(subjects) ?? "any future subject",
        held: permittedBy(role) ?? "",
      },
    });
  },
});

function permittedBy(role: string | undefined): string | undefined {
  return role !== undefined && Object.hasOwn(PERMITTED, role) ? PERMITTED[role] : undefined;
}
