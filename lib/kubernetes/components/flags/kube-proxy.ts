import type { FlagTable } from "./flag-table.js";
import { isReachable, isTrue } from "./flag-values.js";

/**
 * The flags of kube-proxy, and the fields of KubeProxyConfiguration, which win.
 * Kubernetes: cmd/kube-proxy/app/options.go.
 */
export const KUBE_PROXY: FlagTable = {
  component: "kube-proxy",
  configFlags: ["config"],
  fileWins: "fields",
  rows: [
    {
      flag: "metrics-bind-address",
      fields: ["metricsBindAddress"],
      control: "CIS 4.3.1",
      default: "127.0.0.1:10249",
      isWrong: isReachable,
      means: "shows its metrics and settings to everybody who can reach its node",
      instead: "127.0.0.1:10249",
    },
    {
      flag: "profiling",
      fields: ["enableProfiling"],
      default: "false",
      isWrong: isTrue,
      means: "serves profiles of itself, which slow it down and show how it works inside",
      instead: "false",
    },
  ],
  removed: { "cleanup-ipvs": 21, "udp-timeout": 26, "proxy-port-range": 31 },
};
