import {
  bindAddress,
  ciphers,
  insecurePort,
  leastTls,
  profiling,
  serverCertificateGate,
} from "./common-rows.js";
import type { FlagTable } from "./flag-table.js";
import { integer, isFalse, isUnset } from "./flag-values.js";

/** The flags of kube-controller-manager. Kubernetes: cmd/kube-controller-manager/app/options. */
export const CONTROLLER_MANAGER: FlagTable = {
  component: "kube-controller-manager",
  configFlags: [],
  rows: [
    {
      flag: "terminated-pod-gc-threshold",
      control: "CIS 1.3.1",
      default: "12500",
      isWrong: (value) => (integer(value) ?? 1) <= 0,
      means: "never deletes pods that have ended, so that they pile up in etcd",
      instead: "12500",
    },
    profiling("CIS 1.3.2"),
    {
      flag: "use-service-account-credentials",
      control: "CIS 1.3.3",
      default: "false",
      isWrong: isFalse,
      means: "runs every controller with the rights of all of them together",
      instead: "true",
    },
    {
      flag: "service-account-private-key-file",
      control: "CIS 1.3.4",
      default: "",
      isWrong: isUnset,
      means: "signs no ServiceAccount tokens for Secrets",
      instead: "FILE",
    },
    {
      flag: "root-ca-file",
      control: "CIS 1.3.5",
      default: "",
      isWrong: isUnset,
      means: "gives pods no certificate to check the API server with",
      instead: "FILE",
    },
    serverCertificateGate("CIS 1.3.6", "does not let kubelets renew the certificates that they serve with"),
    bindAddress("CIS 1.3.7", 12),
    // From 1.22 on it takes no port but 0.
    ...insecurePort(21),
    ciphers("tls-cipher-suites"),
    leastTls(),
  ],
  removed: {
    "horizontal-pod-autoscaler-use-rest-clients": 22,
    address: 24,
    "deployment-controller-sync-period": 24,
    port: 24,
    "deleting-pods-burst": 25,
    "deleting-pods-qps": 25,
    "experimental-cluster-signing-duration": 25,
    "register-retry-count": 25,
    "enable-taint-manager": 27,
    "pod-eviction-timeout": 27,
    "horizontal-pod-autoscaler-downscale-delay": 31,
    "horizontal-pod-autoscaler-upscale-delay": 31,
    "volume-host-allow-local-loopback": 31,
    "volume-host-cidr-denylist": 31,
  },
};
