import type { Component } from "../component.js";
import { isOn } from "../flags.js";

/** Whether a switch is on. */
export function isTrue(value: string): boolean {
  return isOn(value) === true;
}

/** Whether a switch is off. */
export function isFalse(value: string): boolean {
  return isOn(value) === false;
}

/** Whether a flag names nothing. */
export function isUnset(value: string): boolean {
  return value === "";
}

/** A whole number; undefined if it is none. */
export function integer(value: string | undefined): number | undefined {
  return value !== undefined && /^[-+]?\d{1,15}$/.test(value) ? Number(value) : undefined;
}

/** A predicate for whole numbers from one to another, both included. */
export function isBetween(least: number, most: number): (value: string) => boolean {
  return (value) => {
    const number = integer(value);
    return number !== undefined && least <= number && number <= most;
  };
}

/** Whether a flag is a number other than 0, such as a port that is open. */
export function isNotZero(value: string): boolean {
  const number = integer(value);
  return number !== undefined && number !== 0;
}

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** The seconds of a duration such as `1h30m` or `0`; undefined if it is none. Go: time.ParseDuration. */
export function seconds(value: string): number | undefined {
  if (/^[-+]?0$/.test(value)) return 0;
  if (!/^[-+]?(?:\d{1,15}(?:\.\d{0,15})?(?:ns|us|µs|μs|ms|s|m|h)){1,8}$/.test(value)) return undefined;
  let sum = 0;
  for (const [, number = "", unit = ""] of value.matchAll(/(\d+(?:\.\d*)?)([a-zµμ]+)/g)) {
    sum += Number(number) * (SECONDS[unit] ?? NaN);
  }
  return value.startsWith("-") ? -sum : sum;
}

/** The host of an address such as `127.0.0.1:10249`, `[::1]:80`, `::` or `https://10.0.0.1:2379`. */
export function hostOf(address: string): string {
  const authority = address.replace(/^[a-z]{1,10}:\/\//, "").replace(/\/.*$/s, "");
  const bracketed = /^\[([^\]]*)\]/.exec(authority)?.[1];
  if (bracketed !== undefined) return bracketed;
  // More than one colon is an IPv6 address without a port.
  return authority.split(":").length === 2 ? authority.replace(/:.*$/s, "") : authority;
}

/** Whether an address can be reached from its own machine only. */
export function isLoopback(address: string): boolean {
  const host = hostOf(address);
  return (
    host === "localhost" || host === "::1" || host === "0:0:0:0:0:0:0:1" || /^127\.[\d.]{1,11}$/.test(host)
  );
}

/** Whether an address takes connections from other machines, which have no need of it. An empty one is the component's own default. */
export function isReachable(address: string): boolean {
  return address !== "" && !isLoopback(address);
}

/** Whether a URL sends what it carries over the network in plain text. */
export function isPlainHttp(url: string): boolean {
  return url.startsWith("http://") && isReachable(url);
}

/**
 * Whether a cipher suite is weak: RC4, 3DES and CBC can be attacked. Suites with GCM and an RSA key exchange, which Go
 * counts among the insecure ones too, are left alone: CIS lists them as strong.
 */
export function isWeakCipher(suite: string): boolean {
  return /^TLS_\w{1,100}(?:RC4|3DES|CBC)/.test(suite);
}

/** Whether a minimum lets in versions of TLS that are broken. Kubernetes: component-base, cli/flag/ciphersuites_flag.go. */
export function isOldTls(version: string): boolean {
  return version === "VersionTLS10" || version === "VersionTLS11";
}

/** Whether a feature gate of a list is switched off. */
export function isGateOff(name: string): (item: string, component: Component) => boolean {
  return (item) => item.startsWith(`${name}=`) && isFalse(item.slice(name.length + 1).trim());
}
