/**
 * Something that the repository names and that lies elsewhere, as it asks for it. Plain data, which can be kept as JSON.
 */
export type SourceRequest = HelmRequest | OciRequest | GitRequest | HttpRequest;

/** A chart in a Helm repository. */
export interface HelmRequest {
  type: "helm";
  /** The address of the repository: `https://charts.jetstack.io`. */
  repository: string;
  chart: string;
  /** A version or a range as Helm reads them; left out for the newest. */
  version?: string;
}

/** A chart, or an archive of manifests, in an OCI registry. */
export interface OciRequest {
  type: "oci";
  /** Without a tag: `oci://ghcr.io/stefanprodan/charts/podinfo`. */
  url: string;
  /** A version or a range of charts as Helm reads them, which picks one of the tags. */
  version?: string;
  tag?: string;
  /** A range over all tags that are versions: Flux, OCIRepository `ref.semver`. */
  semver?: string;
  /** `sha256:...` of the manifest of the artifact. */
  digest?: string;
}

/** The files of a git repository. */
export interface GitRequest {
  type: "git";
  /** `https://HOST/PATH` or `ssh://USER@HOST/PATH`, without what kustomize or Argo CD write behind it. */
  url: string;
  /** A full id. It wins over all others. */
  commit?: string;
  tag?: string;
  branch?: string;
  /** A range over the tags: Flux, GitRepository `ref.semver`. */
  semver?: string;
  /** Whatever it turns out to be: a branch, a tag, a commit, `refs/...`; left out for the default branch. */
  ref?: string;
}

/** A file of manifests, or an archive of a chart, at an address. */
export interface HttpRequest {
  type: "http";
  url: string;
}

/** The same text for requests that ask for the same: what the lock finds them by. */
export function keyOf(request: SourceRequest): string {
  const entries = Object.entries(request).filter(([, value]) => value !== undefined && value !== "");
  return JSON.stringify(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A request as people call it: `chart cert-manager 1.18.x of https://charts.jetstack.io`. */
export function sourceWords(request: SourceRequest): string {
  if (request.type === "helm") {
    const { chart, version, repository } = request;
    return `chart ${[chart, version].filter(Boolean).join(" ")} of ${repository}`;
  }
  if (request.type === "oci") {
    const { url, version, tag, semver, digest } = request;
    return [url, digest ?? semver ?? tag ?? version].filter(Boolean).join(" ");
  }
  if (request.type === "git") {
    const { url, commit, semver, tag, branch, ref } = request;
    return [url, commit ?? semver ?? tag ?? branch ?? ref].filter(Boolean).join(" ");
  }
  return request.url;
}
