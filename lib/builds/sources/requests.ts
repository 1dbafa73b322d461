import { isKnown } from "../../kubernetes/objects.js";
import type { GitRequest, SourceRequest } from "../../repository/sources/request.js";
import { field, isMap } from "../../util/plain-values.js";

/** A version or a range of versions, as far as Helm, Flux and Argo CD read them. */
const VERSION = /^[\w.*^~<>=!|, +-]{1,200}$/;
/** What no name or address has: control characters, spaces, and what could end a line. */
// eslint-disable-next-line no-control-regex -- that is what is looked for
const UNSAFE = /[\u0000-\u0020\u007F-\u009F\u2028\u2029]/;
/** Longer addresses are attacks. */
const MAX_LENGTH = 2000;

/** Whether a value is a plain text that means itself: an address, a name, a branch. */
function isPlain(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_LENGTH && isKnown(value) && !UNSAFE.test(value);
}

/**
 * A version, undefined for the newest; false for one that something fills in later.
 * Every one of these tools takes `*` for the newest, as it takes none.
 */
function versionOf(value: unknown): string | false | undefined {
  if (value === undefined || value === null || value === "" || value === "*") return undefined;
  // YAML reads 1.10 as a number that it is not.
  return typeof value === "string" && VERSION.test(value) ? value : false;
}

/**
 * A chart by its name in a repository of charts, be it one of Helm (`https://`) or a registry (`oci://`); undefined
 * unless all of it is known.
 * @param version a version or a range; nothing for the newest
 */
export function chartRequest(
  repository: unknown,
  chart: unknown,
  version: unknown,
): SourceRequest | undefined {
  const wanted = versionOf(version);
  if (!isPlain(repository) || !isPlain(chart) || chart.includes("..") || wanted === false) return undefined;
  const url = withoutSlashes(repository);
  const about = wanted === undefined ? {} : { version: wanted };
  if (isOf(url, "oci:")) return { type: "oci", url: `${url}/${chart}`, ...about };
  if (chart.includes("/") || !(isOf(url, "https:") || isOf(url, "http:"))) return undefined;
  return { type: "helm", repository: url, chart, ...about };
}

/** A chart by an address of its own: in a registry, or as an archive. */
export function chartAtAddress(address: unknown, version: unknown): SourceRequest | undefined {
  const wanted = versionOf(version);
  if (!isPlain(address) || wanted === false) return undefined;
  if (isOf(address, "oci:"))
    return { type: "oci", url: withoutSlashes(address), ...(wanted !== undefined && { version: wanted }) };
  const isArchive = /\.tgz$/.test(address) && (isOf(address, "https:") || isOf(address, "http:"));
  return isArchive ? { type: "http", url: address } : undefined;
}

/** How a git repository, or an artifact, is chosen from: what of it counts, with the strongest first. */
interface Revisions {
  commit?: unknown;
  ref?: unknown;
  semver?: unknown;
  tag?: unknown;
  branch?: unknown;
}

/**
 * A git repository at a revision; undefined unless all of it is known.
 * @param revisions of several, the first of `commit`, `ref`, `semver`, `tag` and `branch` counts, as in Flux
 */
export function gitRequest(url: unknown, revisions: Revisions = {}): GitRequest | undefined {
  const address = gitAddress(url);
  if (address === undefined) return undefined;
  for (const key of ["commit", "ref", "semver", "tag", "branch"] as const) {
    const value = revisions[key];
    if (value === undefined || value === null || value === "") continue;
    const isFine = key === "semver" ? typeof value === "string" && VERSION.test(value) : isPlain(value);
    return isFine ? { type: "git", url: address, [key]: value } : undefined;
  }
  return { type: "git", url: address };
}

/** An address of a git repository in one form, whether it is written as a URL or as `USER@HOST:PATH`. */
function gitAddress(url: unknown): string | undefined {
  if (!isPlain(url)) return undefined;
  if (["https:", "http:", "ssh:"].some((scheme) => isOf(url, scheme))) return withoutSlashes(url);
  const [, user, host, path] = /^([\w.-]+)@([\w.-]+):(?!\/\/)(.+)$/.exec(url) ?? [];
  if (user === undefined || host === undefined || path === undefined) return undefined;
  return `ssh://${user}@${host}/${withoutSlashes(path.replace(/^\/+/, ""))}`;
}

/**
 * What a source of Flux asks for, be it a GitRepository or an OCIRepository; undefined for others, and for those that are put
 * together of more, or take only a part: fluxcd/source-controller api/v1, GitRepositorySpec and OCIRepositorySpec.
 */
export function fluxRequest(kind: unknown, spec: unknown): SourceRequest | undefined {
  const [url, ref] = [field(spec, "url"), field(spec, "ref")];
  if (kind === "GitRepository") {
    if (ref !== undefined && ref !== null && !isMap(ref)) return undefined;
    if (isGiven(field(spec, "include")) || isGiven(field(spec, "sparseCheckout"))) return undefined;
    const { commit, name, semver, tag, branch } = ref ?? {};
    const isOpen = [commit, name, semver, tag, branch].every((one) => (one ?? "") === "");
    return gitRequest(url, isOpen ? { branch: "master" } : { commit, ref: name, semver, tag, branch });
  }
  if (kind !== "OCIRepository" || !isPlain(url) || !isOf(url, "oci:")) return undefined;
  if (isGiven(field(ref, "semverFilter")) || !isFirstLayer(field(spec, "layerSelector"))) return undefined;
  for (const key of ["digest", "semver", "tag"] as const) {
    const value = field(ref, key) ?? "";
    if (value === "") continue;
    const isFine = key === "semver" ? typeof value === "string" && VERSION.test(value) : isPlain(value);
    return isFine ? { type: "oci", url: withoutSlashes(url), [key]: value } : undefined;
  }
  return { type: "oci", url: withoutSlashes(url), tag: "latest" };
}

function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : (value ?? "") !== "";
}

/** What Helm gives to the layer that is a chart: helm, pkg/registry/constants.go. */
const CHART_LAYER = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

/** Whether what is selected of an artifact is its first layer: unpacked, or a chart, which is the first one of its artifact. */
function isFirstLayer(selector: unknown): boolean {
  const [mediaType, operation] = [field(selector, "mediaType") ?? "", field(selector, "operation") ?? ""];
  return mediaType === CHART_LAYER || (mediaType === "" && (operation === "" || operation === "extract"));
}

/** The chart that a source of an Application names: argo-cd pkg/apis/application/v1alpha1/types.go, IsHelmOci. */
export function argoChart({
  repoURL,
  chart,
  targetRevision,
}: Record<string, unknown>): SourceRequest | undefined {
  const hasScheme = typeof repoURL !== "string" || repoURL.includes("://");
  return chartRequest(hasScheme ? repoURL : `oci://${repoURL}`, chart, targetRevision);
}

/** A range of versions, which no name of a branch or a tag looks like. */
const RANGE = /[\^~<>*|]|(?:^|\.)[xX](?:\.|$)/;

/** The files that a source of an Application names: argo-cd util/git/client.go, LsRemote. */
export function argoFiles({ repoURL, targetRevision }: Record<string, unknown>): SourceRequest | undefined {
  const revision = targetRevision ?? "";
  if (typeof repoURL === "string" && isOf(repoURL, "oci:"))
    return fluxRequest("OCIRepository", {
      url: repoURL,
      ref: { [typeof revision === "string" && RANGE.test(revision) ? "semver" : "tag"]: revision },
    });
  if (revision === "" || revision === "HEAD") return gitRequest(repoURL);
  if (typeof revision !== "string") return undefined;
  if (/^[0-9a-f]{40}$/.test(revision)) return gitRequest(repoURL, { commit: revision });
  return gitRequest(repoURL, RANGE.test(revision) ? { semver: revision } : { ref: revision });
}

/** Whether an address has a scheme and a host, and no password that a lock would show. */
function isOf(address: string, scheme: string): boolean {
  if (!address.toLowerCase().startsWith(`${scheme}//`)) return false;
  const [authority = ""] = address.slice(scheme.length + 2).split(/[/?#]/, 1);
  const user = authority.slice(0, Math.max(authority.lastIndexOf("@"), 0));
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  return host !== "" && (scheme === "ssh:" ? !user.includes(":") : user === "");
}

/** An address without slashes at its end. */
function withoutSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === "/") end--;
  return text.slice(0, end);
}
