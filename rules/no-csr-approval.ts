import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-csr-approval", {
  description: "Disallow approving client certificates for any identity",
  topic: "What a role permits",
  preset: "recommended",
  controls: [
    "CIS 5.1.11",
    "OWASP K8s 2025 K02",
    "OWASP K8s 2022 K03",
    "RBAC Good Practices: CSRs and certificate issuing",
    "NSA: Authentication and authorization",
  ],
});
