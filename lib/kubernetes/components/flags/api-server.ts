import type { Component } from "../component.js";
import { ciphers, leastTls, profiling } from "./common-rows.js";
import { type FlagTable, valueOf } from "./flag-table.js";
import {
  integer,
  isBetween,
  isFalse,
  isNotZero,
  isPlainHttp,
  isReachable,
  isTrue,
  isUnset,
  seconds,
} from "./flag-values.js";

/**
 * Whether what is needed to talk to etcd is missing. On the same machine, behind a socket, nothing is needed, and where
 * etcd is reached in plain text, that is what is reported.
 */
function isUnsetForEtcd(value: string, component: Component): boolean {
  const servers = valueOf(component, "etcd-servers")?.split(",") ?? [];
  return value === "" && !servers.some((url) => url.startsWith("unix:") || isPlainHttp(url));
}

/** Old logs are only thrown away if their number is limited. Kubernetes: apiserver, server/options/audit.go. */
function losesSmallLogs(value: string, component: Component): boolean {
  const kept = integer(valueOf(component, "audit-log-maxbackup"));
  return isBetween(1, 99)(value) && kept !== undefined && kept > 0;
}

const INSECURE =
  "lets everybody who can reach this port do everything: it has no TLS, no authentication and no authorization";

/**
 * The flags of kube-apiserver. What other rules judge is not among them: authentication, authorization, admission.
 * Kubernetes: pkg/kubeapiserver/options, cmd/kube-apiserver/app/options, pkg/controlplane/apiserver/options, and
 * apiserver, pkg/server/options.
 */
export const API_SERVER: FlagTable = {
  component: "kube-apiserver",
  configFlags: [],
  rows: [
    {
      flag: "encryption-provider-config",
      control: "CIS 1.2.27",
      since: 13,
      default: "",
      isWrong: isUnset,
      // Its name before, which 1.24 removed.
      unless: ["experimental-encryption-provider-config"],
      means: "stores Secrets in plain text in etcd and its backups",
      instead: "FILE",
    },
    {
      flag: "audit-policy-file",
      control: "CIS 3.2.1",
      since: 8,
      default: "",
      isWrong: isUnset,
      means: "keeps no audit log, so that nobody can tell later who did what",
      instead: "FILE",
    },
    {
      flag: "audit-log-path",
      control: "CIS 1.2.16",
      default: "",
      isWrong: isUnset,
      unless: ["audit-webhook-config-file"],
      means: "keeps no audit log, so that nobody can tell later who did what",
      instead: "FILE",
    },
    {
      flag: "kubelet-client-certificate",
      control: "CIS 1.2.4",
      default: "",
      isWrong: isUnset,
      means: "shows kubelets no certificate, so that they have to let everybody in",
      instead: "FILE",
    },
    {
      flag: "kubelet-client-key",
      control: "CIS 1.2.4",
      default: "",
      isWrong: isUnset,
      means: "shows kubelets no certificate, so that they have to let everybody in",
      instead: "FILE",
    },
    {
      flag: "kubelet-certificate-authority",
      control: "CIS 1.2.5",
      default: "",
      isWrong: isUnset,
      means:
        "does not check that a kubelet is who it claims to be, so that others can read what exec, logs and port-forward carry",
      instead: "FILE",
    },
    {
      flag: "kubelet-https",
      control: "CIS 1.2.5",
      obeyedUntil: 21,
      default: "true",
      isWrong: isFalse,
      means: "talks to kubelets in plain text",
      instead: "true",
    },
    profiling("CIS 1.2.15"),
    {
      flag: "audit-log-maxage",
      control: "CIS 1.2.17",
      // 366 from 1.36 on. Before it was 0, which keeps everything.
      default: "0",
      isWrong: isBetween(1, 29),
      means: "deletes audit logs within a month, before many break-ins are noticed",
      instead: "30",
    },
    {
      flag: "audit-log-maxbackup",
      control: "CIS 1.2.18",
      // 100 from 1.36 on. Before it was 0, which keeps everything.
      default: "0",
      isWrong: isBetween(1, 9),
      means: "keeps so few old audit logs that a flood of requests can push out what matters",
      instead: "10",
    },
    {
      flag: "audit-log-maxsize",
      control: "CIS 1.2.19",
      // lumberjack takes 0 for 100.
      default: "0",
      isWrong: losesSmallLogs,
      means: "starts new audit logs so soon that a flood of requests can push out what matters",
      instead: "100",
    },
    {
      flag: "request-timeout",
      control: "CIS 1.2.20",
      default: "1m0s",
      isWrong: (value) => (seconds(value) ?? 0) > 300,
      means: "lets a request take more than five minutes, so that a few clients can keep it busy",
      instead: "1m0s",
    },
    {
      flag: "service-account-lookup",
      control: "CIS 1.2.21",
      default: "true",
      isWrong: isFalse,
      means: "accepts the tokens of ServiceAccounts that were deleted",
      instead: "true",
    },
    {
      flag: "service-account-key-file",
      control: "CIS 1.2.22",
      default: "",
      isWrong: isUnset,
      unless: ["service-account-signing-endpoint"],
      means: "has no key of its own to check ServiceAccount tokens with",
      instead: "FILE",
    },
    {
      flag: "etcd-certfile",
      control: "CIS 1.2.23",
      default: "",
      isWrong: isUnsetForEtcd,
      means: "shows etcd no certificate, so that it has to let everybody in",
      instead: "FILE",
    },
    {
      flag: "etcd-keyfile",
      control: "CIS 1.2.23",
      default: "",
      isWrong: isUnsetForEtcd,
      means: "shows etcd no certificate, so that it has to let everybody in",
      instead: "FILE",
    },
    {
      flag: "etcd-servers",
      default: "",
      isList: true,
      isWrong: isPlainHttp,
      means: "sends all that the cluster stores, Secrets too, over the network in plain text",
      instead: "",
      advice: "Write 'https://' there, and give etcd a certificate.",
    },
    {
      flag: "tls-cert-file",
      control: "CIS 1.2.24",
      default: "",
      isWrong: isUnset,
      unless: ["tls-sni-cert-key"],
      means: "makes up a certificate that no client can check",
      instead: "FILE",
    },
    {
      flag: "tls-private-key-file",
      control: "CIS 1.2.24",
      default: "",
      isWrong: isUnset,
      unless: ["tls-sni-cert-key"],
      means: "makes up a certificate that no client can check",
      instead: "FILE",
    },
    {
      flag: "client-ca-file",
      control: "CIS 1.2.25",
      default: "",
      isWrong: isUnset,
      means: "does not accept client certificates, not even those of kubelets",
      instead: "FILE",
    },
    {
      flag: "etcd-cafile",
      control: "CIS 1.2.26",
      default: "",
      isWrong: isUnsetForEtcd,
      means: "takes a certificate of any public authority for that of etcd",
      instead: "FILE",
    },
    ciphers("tls-cipher-suites", "CIS 1.2.29"),
    leastTls(),
    {
      flag: "service-account-extend-token-expiration",
      control: "CIS 1.2.30",
      // It extends nothing before bound tokens are what pods get.
      since: 21,
      default: "true",
      isWrong: isTrue,
      means: "gives pods tokens that are valid for a year instead of an hour",
      instead: "false",
    },
    {
      flag: "secure-port",
      control: "CIS 1.2.16 in 1.7",
      default: "6443",
      isWrong: (value) => value === "0",
      means: "has no port with TLS",
      instead: "6443",
    },
    {
      flag: "insecure-port",
      obeyedUntil: 19,
      default: "0",
      isWrong: isNotZero,
      means: INSECURE,
      instead: "0",
    },
    { flag: "port", obeyedUntil: 19, default: "0", isWrong: isNotZero, means: INSECURE, instead: "0" },
    {
      flag: "insecure-bind-address",
      obeyedUntil: 19,
      default: "127.0.0.1",
      isWrong: (value, component) => isReachable(value) && valueOf(component, "insecure-port") !== "0",
      means: INSECURE,
      instead: "127.0.0.1",
    },
    {
      flag: "address",
      obeyedUntil: 19,
      default: "127.0.0.1",
      isWrong: (value, component) => isReachable(value) && valueOf(component, "insecure-port") !== "0",
      means: INSECURE,
      instead: "127.0.0.1",
    },
  ],
  removed: {
    "ssh-keyfile": 22,
    "ssh-user": 22,
    "kubelet-https": 22,
    address: 24,
    "deserialization-cache-size": 24,
    "enable-swagger-ui": 24,
    "experimental-encryption-provider-config": 24,
    "insecure-bind-address": 24,
    "insecure-port": 24,
    port: 24,
    "target-ram-mb": 24,
    "service-account-api-audiences": 25,
    "identity-lease-duration-seconds": 26,
    "identity-lease-renew-interval-seconds": 26,
    "master-service-namespace": 27,
    "cloud-config": 33,
    "cloud-provider": 33,
  },
};
