import type { FlagRow } from "./flag-table.js";
import { isGateOff, isNotZero, isOldTls, isReachable, isTrue, isWeakCipher } from "./flag-values.js";

/** Kubernetes: component-base, config/v1alpha1/defaults.go, and the options of each component: profiling is on. */
export function profiling(control: string, fields?: readonly string[]): FlagRow {
  return {
    flag: "profiling",
    ...(fields && { fields }),
    control,
    default: "true",
    isWrong: isTrue,
    means: "serves profiles of itself, which slow it down and show how it works inside",
    instead: "false",
  };
}

/** A list of ciphers. Without it Go chooses, and chooses well, so none is demanded. */
export function ciphers(flag: string, control?: string, fields?: readonly string[]): FlagRow {
  return {
    flag,
    ...(fields && { fields }),
    ...(control !== undefined && { control }),
    default: "",
    isList: true,
    isWrong: isWeakCipher,
    means: "agrees to ciphers that are known to be weak",
    instead: "",
    advice: "Delete what is weak, or the whole list: without one, only strong ciphers are used.",
  };
}

/** Kubernetes: component-base, cli/flag/ciphersuites_flag.go, DefaultTLSVersion: 1.2. */
export function leastTls(fields?: readonly string[]): FlagRow {
  return {
    flag: "tls-min-version",
    ...(fields && { fields }),
    default: "VersionTLS12",
    isWrong: isOldTls,
    means: "talks to clients in versions of TLS that are broken",
    instead: "VersionTLS12",
  };
}

/** Kubernetes: pkg/features/kube_features.go, RotateKubeletServerCertificate: on since 1.12. */
export function serverCertificateGate(control: string, means: string, fields?: readonly string[]): FlagRow {
  return {
    flag: "feature-gates",
    ...(fields && { fields }),
    control,
    default: "",
    isList: true,
    isWrong: isGateOff("RotateKubeletServerCertificate"),
    means,
    instead: "",
    advice: "Delete it: the gate is open by default.",
  };
}

/**
 * Where the controller manager and the scheduler serve, with authentication. Absent, it is every interface. In the
 * network of a Pod it has to be: the probes of the kubelet come from outside.
 */
export function bindAddress(control: string, since: number): FlagRow {
  return {
    flag: "bind-address",
    control,
    since,
    default: "0.0.0.0",
    isWrong: (value, component) => component.isInPodNetwork !== true && isReachable(value),
    means: "takes connections from other machines, which have no need of it",
    instead: "127.0.0.1",
  };
}

/** The port without TLS and authentication of the controller manager and the scheduler. */
export function insecurePort(obeyedUntil: number): FlagRow[] {
  const means = "serves metrics and profiles to everybody who can reach the port, in plain text";
  return [
    { flag: "port", obeyedUntil, default: "0", isWrong: isNotZero, means, instead: "0" },
    { flag: "address", obeyedUntil, default: "", isWrong: isReachable, means, instead: "127.0.0.1" },
  ];
}
