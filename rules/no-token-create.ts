import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-token-create", {
  description: "Disallow creating tokens for ServiceAccounts",
  topic: "What a role permits",
  preset: "recommended",
  controls: [
    "CIS 5.1.13",
    "OWASP K8s 2025 K02",
    "OWASP K8s 2022 K03",
    "RBAC Good Practices: Token request",
    "NSA: Authentication and authorization",
  ],
});
