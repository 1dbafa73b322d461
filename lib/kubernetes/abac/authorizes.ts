import type { User } from "../rbac/authorizer.js";
import type { PolicySpec } from "./policy.js";

/** A request: Kubernetes, staging/src/k8s.io/apiserver/pkg/authorization/authorizer/interfaces.go, Attributes. */
export type Attributes = { user: User; verb: string } & (
  | {
      /** Empty for what is in no namespace, and for lists of all namespaces. */
      namespace: string;
      apiGroup: string;
      /** Without its subresource, for which policies have no word. */
      resource: string;
    }
  | { path: string }
);

/** Attributes.IsReadOnly, in the same file. For a path, the verb is the HTTP method in small letters. */
const READ_VERBS: readonly string[] = ["get", "list", "watch"];

/** Whether a policy allows a request: pkg/auth/authorizer/abac/abac.go, matches. */
export function authorizes(policy: PolicySpec, attributes: Attributes): boolean {
  if (!subjectMatches(policy, attributes.user) || !verbMatches(policy, attributes.verb)) return false;
  return "path" in attributes
    ? nonResourceMatches(policy, attributes.path)
    : resourceMatches(policy, attributes);
}

/**
 * Whether a policy is about a user: all that it names, user and group, must match, and it must name one of them.
 * Kubernetes: pkg/auth/authorizer/abac/abac.go, subjectMatches.
 */
export function subjectMatches({ user, group }: PolicySpec, { name, groups }: User): boolean {
  if (user === "" && group === "") return false;
  const isUser = user === "" || user === "*" || user === name;
  const isGroup = group === "" || group === "*" || groups.includes(group);
  return isUser && isGroup;
}

/** Whether a policy lets a verb through: abac.go, verbMatches. */
export function verbMatches({ readonly }: PolicySpec, verb: string): boolean {
  return !readonly || READ_VERBS.includes(verb);
}

/** Whether a policy is about a resource: abac.go, resourceMatches. */
export function resourceMatches(
  policy: PolicySpec,
  request: { namespace: string; apiGroup: string; resource: string },
): boolean {
  return (["namespace", "resource", "apiGroup"] as const).every((field) => {
    return policy[field] === "*" || policy[field] === request[field];
  });
}

/** Whether a policy is about a path that is no resource: abac.go, nonResourceMatches. */
export function nonResourceMatches({ nonResourcePath }: PolicySpec, path: string): boolean {
  if (nonResourcePath === path) return true;
  return nonResourcePath.endsWith("*") && path.startsWith(withoutStars(nonResourcePath));
}

/**
 * Whether a policy allows requests for some resource. The name of one has no star and no subresource, and those of its
 * namespace and group have no star either.
 */
export function hasResources({ resource, namespace, apiGroup }: PolicySpec): boolean {
  return resource !== "" && !resource.includes("/") && ![resource, namespace, apiGroup].some(hasStarInside);
}

/** Whether a text looks like a pattern and is none: only a star alone stands for everything. */
export function hasStarInside(text: string): boolean {
  return text.includes("*") && text !== "*";
}

/** Whether a policy allows requests for some path: every path begins with a slash. */
export function hasPaths({ nonResourcePath }: PolicySpec): boolean {
  return nonResourcePath.startsWith("/") || isEveryPath(nonResourcePath);
}

/** Whether a pattern matches every path. */
export function isEveryPath(nonResourcePath: string): boolean {
  return nonResourcePath.endsWith("*") && ["", "/"].includes(withoutStars(nonResourcePath));
}

/** Go's strings.TrimRight takes all of them away. A regular expression would take quadratic time. */
function withoutStars(text: string): string {
  let end = text.length;
  while (text[end - 1] === "*") end--;
  return text.slice(0, end);
}
