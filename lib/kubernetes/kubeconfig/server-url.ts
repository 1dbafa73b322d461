import { isKnown } from "../objects.js";

/** How a client reaches the address of an API server. */
export interface ServerUrl {
  /** The address as a sentence may show it, without a user and a password. */
  shown: string;
  /** Whether what is said is encrypted; client-go takes an address without a scheme for one with `http://`. */
  isEncrypted: boolean;
  hasScheme: boolean;
  /** Whether it is on the machine of the client, such as that of `kubectl proxy`. */
  isLocal: boolean;
}

/**
 * Reads the address of an API server.
 * Kubernetes: staging/src/k8s.io/client-go/rest/url_utils.go, DefaultServerURL.
 * @returns undefined if it is not known, or is no address
 */
export function parseServerUrl(server: string): ServerUrl | undefined {
  if (!isKnown(server) || server.length > 2000 || /\s/.test(server)) return undefined;
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(server)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") return undefined;
  const address = scheme === undefined ? `http://${server}` : server;
  if (!URL.canParse(address)) return undefined;
  const { hostname } = new URL(address);
  return {
    shown: server.replace(/^(\w*:?\/\/)?[^/@]*@/, "$1"),
    isEncrypted: scheme === "https",
    hasScheme: scheme !== undefined,
    isLocal: /^(?:localhost|.*\.localhost|127\.[\d.]+|\[::1\]|0\.0\.0\.0)$/.test(hostname),
  };
}
