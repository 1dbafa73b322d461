import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-persistent-volume-create", {
  description: "Disallow creating PersistentVolumes",
  topic: "What a role permits",
  preset: "strict",
  controls: [
    "CIS 5.1.9",
    "OWASP K8s 2025 K02",
    "OWASP K8s 2022 K03",
    "RBAC Good Practices: Persistent volume creation",
    "NSA: Authentication and authorization",
  ],
});
