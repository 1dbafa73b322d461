import { KUBELET } from "../lib/kubernetes/components/flags/kubelet.js";
import { defineComponentRule } from "../lib/rule-kit/component-rule.js";

export default defineComponentRule("secure-kubelet", KUBELET, {
  description: "Require safe flags of the kubelet",
  controls: [
    "CIS 4.2.3",
    "CIS 4.2.4",
    "CIS 4.2.5",
    "CIS 4.2.6",
    "CIS 4.2.7",
    "CIS 4.2.9",
    "CIS 4.2.10",
    "CIS 4.2.11",
    "CIS 4.2.12",
    "CIS 4.2.13",
    "CIS 4.2.14",
  ],
});
