import type { ApiResources } from "../api/api-resources.js";

/** What of a Namespace is asked for in the namespace itself: apiserver, pkg/endpoints/request/requestinfo.go. */
const OF_A_NAMESPACE = ["get", "update", "patch", "delete"];

/**
 * Whether a request can be one in a namespace, where RoleBindings count: every one for a resource of
 * namespaces, and for some others a few. What is not known can be.
 * @param resource a resource or `resource/subresource`; `*` in any place is whatever it stands for
 */
export function isAskedInNamespace(
  resources: ApiResources,
  { apiGroup, resource, verb }: { apiGroup: string; resource: string; verb: string },
): boolean {
  const found = resources.find(apiGroup, resource);
  if (found === undefined || found.namespaced) return true;
  const verbs = [
    // Kubernetes: plugin/pkg/admission/security, and OpenShift's of the same origin, ask so for the pod's namespace.
    ...(found.verbs.includes("use") ? ["use"] : []),
    // Kubernetes: pkg/registry/rbac/rolebinding/policybased/storage.go asks in the namespace of the RoleBinding.
    ...(apiGroup === "rbac.authorization.k8s.io" && resource === "clusterroles" ? ["bind"] : []),
    ...(apiGroup === "" && /^namespaces(?:\/|$)/.test(resource) ? OF_A_NAMESPACE : []),
  ];
  return verb === "*" ? verbs.length > 0 : verbs.includes(verb);
}
