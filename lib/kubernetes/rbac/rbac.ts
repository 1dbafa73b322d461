import { COMMON_VERBS } from "../api/api-resource.js";
import { type PolicyRule, type Subject, UNKNOWN } from "../objects.js";

/** A request to the API server for a resource; without `name`, one that names no object, such as a list. */
export interface ResourceRequest {
  verb: string;
  apiGroup: string;
  resource: string;
  subresource?: string;
  name?: string;
}

/** A request to the API server for a path that is not a resource, such as `/metrics`. */
export interface NonResourceRequest {
  verb: string;
  path: string;
}

const ALL = "*";

/**
 * The verbs that make a role cluster-admin in all but name. Whoever has `list` and `delete` does not need
 * `deletecollection`.
 */
const FULL_ACCESS_VERBS = COMMON_VERBS.filter((verb) => verb !== "deletecollection");

function holds(values: readonly string[] | undefined, wanted: string): boolean {
  return wanted !== UNKNOWN && values !== undefined && values.includes(wanted);
}

function holdsAll(values: readonly string[] | undefined): boolean {
  return holds(values, ALL);
}

/**
 * Whether a rule covers a verb: it holds that verb, or `*`.
 * Kubernetes: pkg/apis/rbac/v1/evaluation_helpers.go, VerbMatches.
 */
export function verbMatches(rule: PolicyRule, verb: string): boolean {
  return holdsAll(rule.verbs) || holds(rule.verbs, verb);
}

/**
 * Whether a rule covers an API group: it holds that group, or `*`. The core group is the empty string.
 * Kubernetes: pkg/apis/rbac/v1/evaluation_helpers.go, APIGroupMatches.
 */
export function apiGroupMatches(rule: PolicyRule, group: string): boolean {
  return holdsAll(rule.apiGroups) || holds(rule.apiGroups, group);
}

/**
 * Whether a rule covers a resource or one of its subresources: it holds `*`, exactly
 * `resource` or `resource/subresource`, or, for a subresource, `*` + `/subresource`.
 * Kubernetes: pkg/apis/rbac/v1/evaluation_helpers.go, ResourceMatches.
 */
export function resourceMatches(rule: PolicyRule, resource: string, subresource = ""): boolean {
  if (holdsAll(rule.resources)) return true;
  if (subresource === "") return holds(rule.resources, resource);
  return (
    holds(rule.resources, `${resource}/${subresource}`) || holds(rule.resources, `${ALL}/${subresource}`)
  );
}

/**
 * Whether a rule covers an object of that name: it has no resourceNames, or they hold the name.
 * `*` is an ordinary name here, and a request without a name matches no resourceNames.
 * Kubernetes: pkg/apis/rbac/v1/evaluation_helpers.go, ResourceNameMatches.
 */
export function resourceNameMatches(rule: PolicyRule, name: string): boolean {
  return (rule.resourceNames ?? []).length === 0 || holds(rule.resourceNames, name);
}

/**
 * Whether a rule covers a path: it holds that path, `*`, or a prefix of it followed by `*`.
 * Kubernetes: pkg/apis/rbac/v1/evaluation_helpers.go, NonResourceURLMatches.
 */
export function nonResourceURLMatches(rule: PolicyRule, url: string): boolean {
  if (holdsAll(rule.nonResourceURLs) || holds(rule.nonResourceURLs, url)) return true;
  return (rule.nonResourceURLs ?? []).some((written) => {
    return written.endsWith(ALL) && url.startsWith(withoutTrailingStars(written));
  });
}

/** The beginning that a path needs to be matched by one with `*` at its end: any number of these counts. */
export function withoutTrailingStars(text: string): string {
  let end = text.length;
  while (text[end - 1] === ALL) end--;
  return text.slice(0, end);
}

/**
 * Whether one entry by itself allows a request; the entries of a role do not combine.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/rbac.go, RuleAllows.
 */
export function ruleAllows(rule: PolicyRule, request: ResourceRequest | NonResourceRequest): boolean {
  if ("path" in request) return verbMatches(rule, request.verb) && nonResourceURLMatches(rule, request.path);
  return (
    verbMatches(rule, request.verb) &&
    apiGroupMatches(rule, request.apiGroup) &&
    resourceMatches(rule, request.resource, request.subresource) &&
    resourceNameMatches(rule, request.name ?? "")
  );
}

/**
 * Whether one entry by itself allows everything that another one allows. An entry with an unknown value covers
 * nothing, and nothing covers it.
 * Kubernetes: staging/src/k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go, ruleCovers.
 */
export function ruleCovers(owner: PolicyRule, sub: PolicyRule): boolean {
  const names = owner.resourceNames ?? [];
  return (
    [owner, sub].every(isPlain) &&
    (holdsAll(owner.verbs) || includesAll(owner.verbs, sub.verbs)) &&
    (holdsAll(owner.apiGroups) || includesAll(owner.apiGroups, sub.apiGroups)) &&
    (sub.resources ?? []).every((written) => {
      const [resource = "", ...rest] = written.split("/");
      return written === ALL || written.startsWith(`${ALL}/`)
        ? holdsAll(owner.resources) || holds(owner.resources, written)
        : resourceMatches(owner, resource, rest.join("/"));
    }) &&
    (names.length === 0 || (Boolean(sub.resourceNames?.length) && includesAll(names, sub.resourceNames))) &&
    (sub.nonResourceURLs ?? []).every((url) => nonResourceURLMatches(owner, url))
  );
}

function includesAll(values: readonly string[] | undefined, wanted: readonly string[] = []): boolean {
  const held = new Set(values);
  return wanted.every((value) => held.has(value));
}

function isPlain(rule: PolicyRule): boolean {
  return Object.values(rule).every((values) => !values?.includes(UNKNOWN));
}

/**
 * Whether rules together allow everything on every resource of every group, as cluster-admin does
 * (Kubernetes: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go). The verbs may be spelled
 * out, and spread over several entries; paths that are not resources do not matter.
 */
export function isEverything(rules: readonly PolicyRule[]): boolean {
  const verbs = new Set<string>();
  for (const rule of rules) {
    if (!holdsAll(rule.apiGroups) || !holdsAll(rule.resources) || rule.resourceNames?.length) continue;
    for (const verb of rule.verbs ?? []) verbs.add(verb);
  }
  return verbs.has(ALL) || FULL_ACCESS_VERBS.every((verb) => verbs.has(verb));
}

/**
 * A subject as a string, for messages and for options: `User:jane`, `Group:dev` or
 * `ServiceAccount:namespace/name`, with `?` for what is missing. A ServiceAccount without a
 * namespace is in its RoleBinding's.
 * Kubernetes: pkg/registry/rbac/validation/rule.go, appliesToUser and describeSubject.
 */
export function subjectName(subject: Subject, bindingNamespace?: string): string {
  const kind = shown(subject.kind);
  if (kind !== "ServiceAccount") return `${kind}:${shown(subject.name)}`;
  return `${kind}:${shown(subject.namespace || bindingNamespace)}/${shown(subject.name)}`;
}

function shown(text: string | undefined): string {
  return !text || text === UNKNOWN ? "?" : text;
}
