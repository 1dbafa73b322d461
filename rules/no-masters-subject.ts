import { BINDING_KINDS } from "../lib/kubernetes/objects.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import {
  grantedWords,
  effectiveSubjects,
  refersToClusterRole,
  type SubjectUse,
} from "../lib/rule-kit/effective-subjects.js";
import { KUBEADM_ADMINS_GROUP, MASTERS_GROUP } from "../lib/kubernetes/rbac/subjects.js";

interface Options {
  exceptClusterAdmin: boolean;
}

const CLUSTER_ADMIN = new Set(["cluster-admin"]);

export default defineRule({
  name: "no-masters-subject",
  meta: {
    docs: {
      description: "Disallow the groups `system:masters` and `kubeadm:cluster-admins` as subjects",
      topic: "Who is given a role",
      consequence: "danger",
      preset: "recommended",
      presetOptions: { exceptClusterAdmin: true },
      controls: ["CIS 5.1.7", "OWASP K8s 2025 K02", "OWASP K8s 2022 K03"],
    },
    messages: {
      masters:
        "Group 'system:masters' may do everything, whatever RBAC says: the API server does not ask, so this binding adds nothing, and deleting it takes nothing away. Name a group of your own, and give nobody a certificate for this one.",
      kubeadmAdmins:
        "Group 'kubeadm:cluster-admins' is everybody with the admin.conf that kubeadm writes, who share one certificate and cannot be told apart: all of them can do what {{role}} allows in {{where}}. Name a group of your own, and keep this one for emergencies.",
    },
    schema: [
      {
        type: "object",
        properties: {
          exceptClusterAdmin: {
            type: "boolean",
            description:
              "Whether `kubeadm:cluster-admins` bound to `cluster-admin` is left to `no-cluster-admin-binding`.",
          },
        },
        additionalProperties: false,
      },
    ],
    defaultOptions: [{ exceptClusterAdmin: false } as Options],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: true,
  check(binding, context) {
    const { kind, options, report } = context;
    for (const { at, uses } of effectiveSubjects(binding, context)) {
      const { subject } = uses[0];
      if (subject.kind !== "Group") continue;
      if (subject.name === MASTERS_GROUP && !uses.every(isKubernetesOwn)) {
        report({ at: [...at, "name"], messageId: "masters" });
      }
      if (subject.name !== KUBEADM_ADMINS_GROUP) continue;
      const judged = uses.filter((use) => {
        return !options.exceptClusterAdmin || !refersToClusterRole(use.binding, CLUSTER_ADMIN);
      });
      if (judged.length === 0) continue;
      report({ at: [...at, "name"], messageId: "kubeadmAdmins", data: grantedWords(kind, judged) });
    }
  },
});

/**
 * Whether the binding is the one for this group that every cluster has from the start.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, clusterRoleBindings.
 */
function isKubernetesOwn({ binding }: SubjectUse): boolean {
  const { kind, metadata, subjects } = binding;
  return (
    kind === "ClusterRoleBinding" &&
    metadata?.name === "cluster-admin" &&
    subjects?.length === 1 &&
    refersToClusterRole(binding, CLUSTER_ADMIN)
  );
}
