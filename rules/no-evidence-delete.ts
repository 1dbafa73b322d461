import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-evidence-delete", {
  description: "Disallow deleting Events",
  topic: "What a role permits",
  preset: "all",
  controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03", "NSA: Authentication and authorization"],
});
