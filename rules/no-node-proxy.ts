import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-node-proxy", {
  description: "Disallow `nodes/proxy`, which runs commands in every pod",
  topic: "What a role permits",
  preset: "recommended",
  controls: [
    "CIS 5.1.10",
    "OWASP K8s 2025 K02",
    "OWASP K8s 2022 K03",
    "RBAC Good Practices: Access to proxy subresource of Nodes",
    "NSA: Authentication and authorization",
  ],
});
