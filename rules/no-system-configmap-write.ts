import { definePermissionRule } from "../lib/rule-kit/permission-rule.js";

export default definePermissionRule("no-system-configmap-write", {
  description: "Disallow changing ConfigMaps in kube-system",
  topic: "What a role permits",
  preset: "strict",
  controls: ["OWASP K8s 2025 K02", "OWASP K8s 2022 K03", "NSA: Authentication and authorization"],
});
