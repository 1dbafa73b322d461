import type { Component } from "../component.js";
import { ciphers } from "./common-rows.js";
import { type FlagTable, valueOf } from "./flag-table.js";
import { isFalse, isPlainHttp, isReachable, isTrue, isUnset } from "./flag-values.js";

/** Whether other members can reach it. Its own default, http://localhost:2380, is for an etcd of one member. */
function hasPeers(component: Component): boolean {
  return valueOf(component, "listen-peer-urls")?.split(",").some(isReachable) ?? false;
}

/** Whether a flag is known to be missing, which is then what is reported. */
function isMissing(component: Component, name: string): boolean {
  return component.isWhole && (valueOf(component, name) ?? "") === "";
}

const SERVES_ANYBODY =
  "lets everybody who can reach it read and change all that the cluster stores, Secrets too";
const PLAIN_TO_CLIENTS = "has no certificate, and sends all that the cluster stores in plain text";
const PLAIN_TO_PEERS =
  "has no certificate for its other members, and sends them all that the cluster stores in plain text";

/**
 * The flags of etcd. A trusted authority alone makes it ask for certificates, and a certificate alone switches off the
 * ones that it makes up. etcd: client/pkg/transport/listener.go, ServerConfig; server/embed/config.go, ClientSelfCert.
 */
export const ETCD: FlagTable = {
  component: "etcd",
  configFlags: ["config-file"],
  fileWins: "all",
  rows: [
    {
      flag: "cert-file",
      control: "CIS 2.1",
      default: "",
      isWrong: isUnset,
      unless: ["auto-tls"],
      means: PLAIN_TO_CLIENTS,
      instead: "FILE",
    },
    {
      flag: "key-file",
      control: "CIS 2.1",
      default: "",
      isWrong: isUnset,
      unless: ["auto-tls"],
      means: PLAIN_TO_CLIENTS,
      instead: "FILE",
    },
    {
      flag: "client-cert-auth",
      control: "CIS 2.2",
      default: "false",
      isWrong: isFalse,
      unless: ["trusted-ca-file"],
      means: SERVES_ANYBODY,
      instead: "true",
    },
    {
      flag: "auto-tls",
      control: "CIS 2.3",
      default: "false",
      isWrong: isTrue,
      unless: ["cert-file"],
      means: "makes up a certificate that no client can check",
      instead: "false",
    },
    {
      flag: "peer-cert-file",
      control: "CIS 2.4",
      default: "",
      isWrong: (value, component) => value === "" && hasPeers(component),
      unless: ["peer-auto-tls"],
      means: PLAIN_TO_PEERS,
      instead: "FILE",
    },
    {
      flag: "peer-key-file",
      control: "CIS 2.4",
      default: "",
      isWrong: (value, component) => value === "" && hasPeers(component),
      unless: ["peer-auto-tls"],
      means: PLAIN_TO_PEERS,
      instead: "FILE",
    },
    {
      flag: "peer-client-cert-auth",
      control: "CIS 2.5",
      default: "false",
      isWrong: (value, component) => isFalse(value) && hasPeers(component),
      unless: ["peer-trusted-ca-file"],
      means: "takes everybody who can reach it for another member",
      instead: "true",
    },
    {
      flag: "peer-auto-tls",
      control: "CIS 2.6",
      default: "false",
      isWrong: isTrue,
      unless: ["peer-cert-file"],
      means: "makes up a certificate that no other member can check",
      instead: "false",
    },
    {
      flag: "trusted-ca-file",
      control: "CIS 2.7",
      default: "",
      // kubeadm's authority for the whole cluster, which also signs for kubelets and users.
      isWrong: (value) => value === "/etc/kubernetes/pki/ca.crt",
      means: "lets in everybody with a certificate of the cluster, such as every kubelet",
      instead: "FILE",
      advice: "Give etcd an authority of its own, as kubeadm does: '/etc/kubernetes/pki/etcd/ca.crt'.",
    },
    {
      flag: "listen-client-urls",
      default: "",
      isList: true,
      isWrong: (url, component) => isPlainHttp(url) && !isMissing(component, "cert-file"),
      means: "sends all that the cluster stores, Secrets too, over the network in plain text",
      instead: "",
      advice: "Write 'https://' there: its certificate does nothing for 'http://'.",
    },
    {
      flag: "listen-peer-urls",
      default: "",
      isList: true,
      isWrong: (url, component) => isPlainHttp(url) && !isMissing(component, "peer-cert-file"),
      means: "sends the other members all that the cluster stores in plain text",
      instead: "",
      advice: "Write 'https://' there: its certificate does nothing for 'http://'.",
    },
    {
      flag: "enable-pprof",
      default: "false",
      isWrong: isTrue,
      means: "serves profiles of itself, which slow it down and show how it works inside",
      instead: "false",
    },
    ciphers("cipher-suites"),
  ],
  removed: {},
};
