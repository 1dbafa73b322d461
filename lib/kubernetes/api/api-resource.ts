import type { MinorRange } from "./kubernetes-version.js";

/** The verbs of the requests that most resources serve: apiserver, pkg/endpoints/installer.go, registerResourceHandlers. */
export const COMMON_VERBS: readonly string[] = [
  "get",
  "list",
  "watch",
  "create",
  "update",
  "patch",
  "delete",
  "deletecollection",
];

/** A resource as API discovery describes it: apidiscovery.k8s.io, APIResourceDiscovery. */
export interface ApiResource {
  readonly group: string;
  /** The plural, as used in paths and in the rules of a role. */
  readonly name: string;
  readonly kind: string;
  /** Left out if it is the kind in lowercase, as for everything built in. */
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly namespaced: boolean;
  /** The versions of the group that serve it, and the minor versions of Kubernetes in which each does. */
  readonly versions: Readonly<Record<string, MinorRange>>;
  readonly verbs: readonly string[];
  /** By name; with minor versions only if they differ from the resource's. */
  readonly subresources?: Readonly<Record<string, Subresource>>;
}

export interface Subresource extends MinorRange {
  readonly verbs: readonly string[];
}
