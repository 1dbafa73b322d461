import { KUBE_PROXY } from "../lib/kubernetes/components/flags/kube-proxy.js";
import { defineComponentRule } from "../lib/rule-kit/component-rule.js";

export default defineComponentRule("secure-kube-proxy", KUBE_PROXY, {
  description: "Require safe flags of kube-proxy",
  controls: ["CIS 4.3.1"],
});
