import { createHash } from "node:crypto";
import { isKnown } from "../../kubernetes/objects.js";
import type { AnyObject } from "../../kubernetes/objects.js";
import { field } from "../../util/plain-values.js";

/** Helm allows no longer names. */
const LONGEST = 53;
const HASH = 12;

/**
 * The name of the release that a HelmRelease makes; undefined if it is not known: fluxcd/helm-controller
 * api/v2/helmrelease_types.go, GetReleaseName; internal/release/name.go, ShortenName.
 */
export function releaseName({ spec, metadata }: AnyObject): string | undefined {
  const own = textIn(spec, "releaseName");
  const target = textIn(spec, "targetNamespace");
  const name = own ?? [...(target === undefined ? [] : [target]), metadata?.name ?? ""].join("-");
  if (!isKnown(name)) return undefined;
  if (Buffer.byteLength(name) <= LONGEST) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH);
  return `${name.slice(0, LONGEST - HASH - 1)}-${hash}`;
}

/** The namespace that it installs into; undefined if it is not known: GetReleaseNamespace. */
export function releaseNamespace({ spec, metadata }: AnyObject): string | undefined {
  const namespace = textIn(spec, "targetNamespace") ?? metadata?.namespace;
  return isKnown(namespace) ? namespace : undefined;
}

function textIn(spec: unknown, key: string): string | undefined {
  const value = field(spec, key);
  return typeof value === "string" && value !== "" ? value : undefined;
}
