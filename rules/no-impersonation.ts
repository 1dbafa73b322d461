import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-impersonation", {
  description: "Disallow acting as other users, groups, ServiceAccounts or nodes",
  topic: "What a role permits",
  preset: "recommended",
  controls: [
    "CIS 5.1.8",
    "OWASP K8s 2025 K02",
    "OWASP K8s 2022 K03",
    "RBAC Good Practices: Impersonate verb",
    "NSA: Authentication and authorization",
  ],
});
