import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-workload-create", {
  description: "Disallow starting pods in every namespace of the cluster",
  topic: "What a role permits",
  preset: "strict",
  controls: [
    "CIS 5.1.4",
    "OWASP K8s 2025 K02",
    "OWASP K8s 2022 K03",
    "RBAC Good Practices: Workload creation",
    "NSA: Authentication and authorization",
  ],
});
