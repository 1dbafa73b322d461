import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-pod-exec", {
  description: "Disallow getting into running pods in every namespace of the cluster",
  topic: "What a role permits",
  preset: "recommended",
  controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03", "NSA: Authentication and authorization"],
});
