import { type Binding, BINDING_KINDS } from "../lib/kubernetes/objects.js";
import { defineRule } from "../lib/rule-kit/define-rule.js";
import { grantedWords, effectiveSubjects, type SubjectUse } from "../lib/rule-kit/effective-subjects.js";
import { isUnauthenticated } from "../lib/kubernetes/rbac/subjects.js";

export default defineRule({
  name: "no-unauthenticated-subject",
  meta: {
    docs: {
      description: "Disallow giving a role to requests without credentials",
      topic: "Who is given a role",
      consequence: "danger",
      preset: "recommended",
      controls: [
        "CIS GKE 4.1.8",
        "CIS GKE 4.1.9",
        "OWASP K8s 2025 K02",
        "OWASP K8s 2022 K03",
        "RBAC Good Practices: Hardening",
      ],
    },
    messages: {
      unauthenticated:
        "{{subject}} is everybody who reaches the API server, without any credentials: all of them can do what {{role}} allows in {{where}}. Name those who need it.",
      issuerDiscovery:
        "{{subject}} is everybody who reaches the API server: all of them can read the keys that verify ServiceAccount tokens. These keys are public, but only systems outside the cluster that verify such tokens need this. Delete the subject if there are none.",
    },
    schema: [],
    defaultOptions: [],
  },
  on: "object",
  kinds: BINDING_KINDS,
  patches: true,
  check(binding, context) {
    for (const { at, uses } of effectiveSubjects(binding, context)) {
      const wrong = uses.filter((use) => isUnauthenticated(use.subject) && !isMeant(use));
      const [first] = wrong;
      if (!first) continue;
      context.report({
        at: [...at, "name"],
        messageId: isIssuerDiscovery(first.binding) ? "issuerDiscovery" : "unauthenticated",
        data: {
          subject: `${first.subject.kind} '${first.subject.name}'`,
          ...grantedWords(context.kind, wrong),
        },
      });
    }
  },
});

/**
 * Whether the binding is one that Kubernetes itself has for everybody
 * (plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, clusterRoleBindings), or one that kubeadm makes for
 * joining nodes (cmd/kubeadm/app/phases/bootstraptoken/clusterinfo).
 */
function isMeant({ binding: { roleRef, metadata } }: SubjectUse): boolean {
  if (roleRef?.kind === "ClusterRole") return roleRef.name === "system:public-info-viewer";
  return (
    roleRef?.kind === "Role" &&
    roleRef.name === "kubeadm:bootstrap-signer-clusterinfo" &&
    metadata?.namespace === "kube-public"
  );
}

function isIssuerDiscovery({ roleRef }: Binding): boolean {
  return roleRef?.kind === "ClusterRole" && roleRef.name === "system:service-account-issuer-discovery";
}
