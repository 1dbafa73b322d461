import type { SourceRequest } from "../../repository/sources/request.js";
import { urlOf } from "./entry.js";

/** What Docker calls its own registry. */
const DOCKER_HUB = new Set(["docker.io", "index.docker.io", "www.docker.io"]);

/** The address that a request leads to first; undefined if it is none. */
export function requestUrl(request: SourceRequest): URL | undefined {
  if (request.type === "helm") return urlOf(request.repository);
  if (request.type === "oci") return registryUrl(request.url);
  return urlOf(request.url);
}

/**
 * Where a registry answers: `oci://HOST/PATH` as an address of https, that of Docker Hub in place of its other names.
 * Only loopback is asked over http, as by Docker, Helm and Flux's tools; and only where it is allowed so.
 */
export function registryUrl(oci: string): URL | undefined {
  const [, host = "", path = ""] = /^oci:\/\/([^/?#@\\]+)\/([^?#\\]+)$/.exec(oci) ?? [];
  if (host === "") return undefined;
  const hub = DOCKER_HUB.has(host.toLowerCase());
  const url = urlOf(
    `https://${hub ? "registry-1.docker.io" : host}/${hub && !path.includes("/") ? "library/" : ""}${path}`,
  );
  if (url && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname) && url.port !== "") {
    return urlOf(url.href.replace(/^https:/, "http:"));
  }
  return url;
}
