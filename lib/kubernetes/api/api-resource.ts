import type { MinorRange } from "./kubernetes-version.js";

/** A resource as API discovery states it: apidiscovery.k8s.io, APIResourceDiscovery. */
export interface ApiResource {
  readonly group: string;
  /** The plural, as it stands in paths and in the rules of a role. */
  readonly name: string;
  readonly kind: string;
  /** Left out where it is the kind in small letters, as it is of everything built in. */
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly namespaced: boolean;
  /** The versions of the group that serve it, and the minors of Kubernetes in which each does. */
  readonly versions: Readonly<Record<string, MinorRange>>;
  readonly verbs: readonly string[];
  /** By name; the minors only where they are not the resource's. */
  readonly subresources?: Readonly<Record<string, Subresource>>;
}

export interface Subresource extends MinorRange {
  readonly verbs: readonly string[];
}
