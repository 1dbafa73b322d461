import { SCHEDULER } from "../lib/kubernetes/components/flags/scheduler.js";
import { defineComponentRule } from "../lib/rule-kit/component-rule.js";

export default defineComponentRule("secure-scheduler", SCHEDULER, {
  description: "Require safe flags of the scheduler",
  controls: ["CIS 1.4.1", "CIS 1.4.2"],
});
