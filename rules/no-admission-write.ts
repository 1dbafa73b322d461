import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-admission-write", {
  description: "Disallow changing admission webhooks and policies",
  topic: "What a role permits",
  preset: "recommended",
  controls: [
    "CIS 5.1.12",
    "OWASP K8s 2025 K02",
    "OWASP K8s 2022 K03",
    "RBAC Good Practices: Control admission webhooks",
    "NSA: Authentication and authorization",
  ],
});
