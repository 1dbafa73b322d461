import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-namespace-write", {
  description: "Disallow changing namespaces and their labels",
  topic: "What a role permits",
  preset: "strict",
  controls: [
    "OWASP K8s 2025 K02",
    "OWASP K8s 2022 K03",
    "RBAC Good Practices: Namespace modification",
    "NSA: Authentication and authorization",
  ],
});
