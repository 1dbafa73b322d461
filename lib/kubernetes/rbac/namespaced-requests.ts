import type { ApiResources } from "../api/api-resources.js";

/** The verbs for a Namespace that are checked in the namespace itself: apiserver, pkg/endpoints/request/requestinfo.go. */
const OF_A_NAMESPACE = ["get", "update", "patch", "delete"];

/**
 * Whether a request can be in a namespace, where RoleBindings count: any request for a namespaced resource, and a
 * few for other resources. True if the resource is not known.
 * @param resource a resource or `resource/subresource`; `*` is allowed anywhere
 */
export function isAskedInNamespace(
  resources: ApiResources,
  { apiGroup, resource, verb }: { apiGroup: string; resource: string; verb: string },
): boolean {
  const verbs = verbsInNamespace(resources, { apiGroup, resource });
  if (verbs === "all") return true;
  return verb === "*" ? verbs.length > 0 : verbs.includes(verb);
}

/** The verbs of the requests for a resource that can be in a namespace. */
export function verbsInNamespace(
  resources: ApiResources,
  { apiGroup, resource }: { apiGroup: string; resource: string },
): readonly string[] | "all" {
  const found = resources.find(apiGroup, resource);
  if (found === undefined || found.namespaced) return "all";
  return [
    // Kubernetes: plugin/pkg/admission/security, and OpenShift's code derived from it, check this in the pod's namespace.
    ...(found.verbs.includes("use") ? ["use"] : []),
    // Kubernetes: pkg/registry/rbac/rolebinding/policybased/storage.go checks this in the RoleBinding's namespace.
    ...(apiGroup === "rbac.authorization.k8s.io" && resource === "clusterroles" ? ["bind"] : []),
    ...(apiGroup === "" && /^namespaces(?:\/|$)/.test(resource) ? OF_A_NAMESPACE : []),
  ];
}
