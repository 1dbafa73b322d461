import { bindAddress, ciphers, insecurePort, leastTls, profiling } from "./common-rows.js";
import type { FlagTable } from "./flag-table.js";

/**
 * The flags of kube-scheduler. A configuration file switches off those that it has fields for.
 * Kubernetes: cmd/kube-scheduler/app/options.
 */
export const SCHEDULER: FlagTable = {
  component: "kube-scheduler",
  configFlags: ["config"],
  fileWins: "fields",
  rows: [
    profiling("CIS 1.4.1", ["enableProfiling"]),
    bindAddress("CIS 1.4.2", 13),
    // From 1.23 on it takes no port but 0.
    ...insecurePort(22),
    ciphers("tls-cipher-suites"),
    leastTls(),
  ],
  removed: {
    "algorithm-provider": 22,
    "hard-pod-affinity-symmetric-weight": 22,
    "scheduler-name": 22,
    "policy-config-file": 23,
    "policy-configmap": 23,
    "policy-configmap-namespace": 23,
    "use-legacy-policy-config": 23,
    address: 24,
    port: 24,
    "lock-object-name": 28,
    "lock-object-namespace": 28,
  },
};
