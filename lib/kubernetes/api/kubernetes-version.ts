/** A version of Kubernetes. All that is told apart is the minor: 34 of 1.34.2. */
export interface KubernetesVersion {
  readonly minor: number;
}

/** The minors of Kubernetes, both included, between which something is there; unset means no bound is known. */
export interface MinorRange {
  readonly since?: number;
  readonly until?: number;
}

/** How a version is written: `1.34`, `v1.34.2`, `v1.30.4-eks-a18cd3a`. */
export const KUBERNETES_VERSION = /^v?1\.(\d{1,3})(?:\.\d{1,9})?(?:[-+][0-9A-Za-z.+-]{1,64})?$/;

/**
 * The version that a text such as `1.34`, `v1.34.2` or `v1.30.4-eks-a18cd3a` means; undefined if it means none.
 * Kubernetes: apimachinery, pkg/util/version/version.go, ParseGeneric.
 */
export function parseKubernetesVersion(text: string): KubernetesVersion | undefined {
  const minor = KUBERNETES_VERSION.exec(text)?.[1];
  return minor === undefined ? undefined : { minor: Number(minor) };
}

/** Whether something is there in a version, or, where the version is not known, in any that is judged. */
export function isWithin(range: MinorRange, version: KubernetesVersion | undefined): boolean {
  if (version === undefined) return true;
  return (range.since ?? 0) <= version.minor && version.minor <= (range.until ?? Infinity);
}
