import type { SourceRequest } from "../../repository/sources/request.js";
import { urlOf } from "./entry.js";

/** What Docker calls its own registry. */
const DOCKER_HUB = new Set(["docker.io", "index.docker.io", "www.docker.io"]);

/** What tells whether an address may be reached. */
interface Allowed {
  allows(url: URL): boolean;
}

/** The address that a request leads to first; undefined if it is none. */
export function requestUrl(request: SourceRequest, hosts: Allowed): URL | undefined {
  if (request.type === "helm") return urlOf(request.repository);
  if (request.type === "oci") return registryUrl(request.url, hosts);
  return urlOf(request.url);
}

/**
 * Where a registry answers: `oci://HOST/PATH` as an address of https, that of Docker Hub in place of its other names. Over
 * http only where it is allowed so and not over https, or, before anything is allowed, on loopback, as Docker and Helm ask
 * there.
 */
export function registryUrl(oci: string, hosts?: Allowed): URL | undefined {
  const [, host = "", path = ""] = /^oci:\/\/([^\s/?#@\\]+)\/([\w./-]+)$/.exec(oci) ?? [];
  // `URL` would take points for a way up.
  if (host === "" || /(?:^|\/)\.+(?:\/|$)/.test(path)) return undefined;
  const isHub = DOCKER_HUB.has(host.toLowerCase());
  const rest = `${isHub ? "registry-1.docker.io" : host}/${isHub && !path.includes("/") ? "library/" : ""}${path}`;
  const [secure, plain] = [urlOf(`https://${rest}`), urlOf(`http://${rest}`)];
  if (!secure || !plain || hosts?.allows(secure)) return secure;
  return hosts?.allows(plain) || isLoopback(plain) ? plain : secure;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
