import { CONTROLLER_MANAGER } from "../lib/kubernetes/components/flags/controller-manager.js";
import { defineComponentRule } from "../lib/rule-kit/component-rule.js";

export default defineComponentRule("secure-controller-manager", CONTROLLER_MANAGER, {
  description: "Require safe flags of the controller manager",
  controls: ["CIS 1.3.1", "CIS 1.3.2", "CIS 1.3.3", "CIS 1.3.4", "CIS 1.3.5", "CIS 1.3.6", "CIS 1.3.7"],
});
