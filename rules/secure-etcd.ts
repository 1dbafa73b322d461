import { ETCD } from "../lib/kubernetes/components/flags/etcd.js";
import { defineComponentRule } from "../lib/rule-kit/component-rule.js";

export default defineComponentRule("secure-etcd", ETCD, {
  description: "Require safe flags of etcd",
  controls: ["CIS 2.1", "CIS 2.2", "CIS 2.3", "CIS 2.4", "CIS 2.5", "CIS 2.6", "CIS 2.7"],
});
