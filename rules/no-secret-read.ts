import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-secret-read", {
  description: "Disallow reading every Secret in the cluster",
  topic: "What a role permits",
  preset: "recommended",
  controls: [
    "CIS 5.1.2",
    "OWASP K8s 2025 K02",
    "OWASP K8s 2022 K03",
    "RBAC Good Practices: Listing secrets",
    "NSA: Authentication and authorization",
  ],
});
