import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-privilege-escalation", {
  description: "Disallow `bind` and `escalate` on roles",
  topic: "What a role permits",
  preset: "recommended",
  controls: [
    "CIS 5.1.8",
    "OWASP K8s 2025 K02",
    "OWASP K8s 2022 K03",
    "RBAC Good Practices: Escalate verb",
    "RBAC Good Practices: Bind verb",
    "NSA: Authentication and authorization",
  ],
});
