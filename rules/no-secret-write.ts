import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-secret-write", {
  description: "Disallow writing Secrets in the whole cluster or in kube-system",
  topic: "What a role permits",
  preset: "strict",
  controls: [
    "OWASP K8s 2025 K02",
    "OWASP K8s 2022 K03",
    "RBAC Good Practices: Token request",
    "NSA: Authentication and authorization",
  ],
});
