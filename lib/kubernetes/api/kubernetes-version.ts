/** A version of Kubernetes. Only the minor version matters: 34 of 1.34.2. */
export interface KubernetesVersion {
  readonly minor: number;
}

/** The minor versions of Kubernetes, inclusive, in which something exists; an unset bound is not known. */
export interface MinorRange {
  readonly since?: number;
  readonly until?: number;
}

/** The syntax of a version: `1.34`, `v1.34.2`, `v1.30.4-eks-a18cd3a`. */
export const KUBERNETES_VERSION = /^v?1\.(\d{1,3})(?:\.\d{1,9})?(?:[-+][0-9A-Za-z.+-]{1,64})?$/;

/**
 * Parses a version such as `1.34`, `v1.34.2` or `v1.30.4-eks-a18cd3a`; undefined if it is not one.
 * Kubernetes: apimachinery, pkg/util/version/version.go, ParseGeneric.
 */
export function parseKubernetesVersion(text: string): KubernetesVersion | undefined {
  const minor = KUBERNETES_VERSION.exec(text)?.[1];
  return minor === undefined ? undefined : { minor: Number(minor) };
}

/** Whether something exists in a version; true if the version is not known. */
export function isWithin(range: MinorRange, version: KubernetesVersion | undefined): boolean {
  if (version === undefined) return true;
  return (range.since ?? 0) <= version.minor && version.minor <= (range.until ?? Infinity);
}
