import { memoizeParts } from "../../util/memoize.js";
import type { PolicyRule, Subject } from "../objects.js";
import { apiGroupMatches, nonResourceURLMatches, resourceMatches, verbMatches } from "./rbac.js";
import {
  ANONYMOUS_USER,
  AUTHENTICATED_GROUP,
  SERVICE_ACCOUNTS_GROUP,
  UNAUTHENTICATED_GROUP,
  USERNAME_PREFIX,
} from "./subjects.js";

/** Someone who makes requests: Kubernetes, staging/src/k8s.io/apiserver/pkg/authentication/user/user.go, Info. */
export interface User {
  name: string;
  groups: readonly string[];
}

/** What someone may be allowed to do: a verb on resources of any name, or on a path that is not a resource. */
export type Question =
  | {
      verb: string;
      /** The groups in question; left out for any group that has the resource. */
      apiGroups?: readonly string[];
      resource: string;
      subresource?: string;
    }
  | { verb: string; path: string };

/** A binding with the rules of the role that it refers to. */
export interface BoundRules<Rule extends { rule: PolicyRule } = { rule: PolicyRule }> {
  kind: "ClusterRoleBinding" | "RoleBinding";
  /** The namespace of a RoleBinding; undefined if it is chosen when the binding is applied. */
  namespace?: string | undefined;
  subjects: readonly Subject[];
  rules: readonly Rule[];
}

/** A rule that a binding gives to a subject. */
export interface Answer<Binding extends BoundRules> {
  binding: Binding;
  subject: Subject;
  rule: Binding["rules"][number];
}

/** The name under which the API server knows a ServiceAccount: serviceaccount/util.go, MakeUsername. */
export function serviceAccountUser(namespace: string, name: string): string {
  return `${USERNAME_PREFIX}${namespace}:${name}`;
}

/**
 * The user that a subject means, with the groups to which the API server adds everyone of its kind. For a
 * Group, a user of whom nothing else is known.
 * Kubernetes: staging/src/k8s.io/apiserver/pkg/authentication/serviceaccount/util.go, UserInfo, and
 * staging/src/k8s.io/apiserver/pkg/authentication/group/authenticated_group_adder.go.
 */
export function userOf({ kind, name = "", namespace = "" }: Subject): User {
  if (kind === "Group") return { name: "", groups: [name] };
  const user = kind === "ServiceAccount" ? serviceAccountUser(namespace, name) : name;
  if (user === ANONYMOUS_USER) return { name: user, groups: [UNAUTHENTICATED_GROUP] };
  const [of] = user.startsWith(USERNAME_PREFIX) ? user.slice(USERNAME_PREFIX.length).split(":") : [];
  return { name: user, groups: of === undefined ? GROUPS_OF_USERS : groupsOfAccounts(of) };
}

/** One list for all who are in the same groups: there may be very many of them. */
const GROUPS_OF_USERS: readonly string[] = [AUTHENTICATED_GROUP];
const groupsOfAccounts = memoizeParts((namespace: string): readonly string[] => {
  return [SERVICE_ACCOUNTS_GROUP, `${SERVICE_ACCOUNTS_GROUP}:${namespace}`, AUTHENTICATED_GROUP];
});

/**
 * Whether a subject of a binding means a user.
 * @param namespace that of the binding, if it has one
 * Kubernetes: pkg/registry/rbac/validation/rule.go, appliesToUser.
 */
export function appliesToUser(user: User, subject: Subject, namespace: string | undefined): boolean {
  const { kind, name } = subject;
  if (!isSomebody(subject, namespace) || name === undefined) return false;
  if (kind === "User") return user.name === name;
  if (kind === "Group") return user.groups.includes(name);
  return user.name === serviceAccountUser(subject.namespace || (namespace ?? ""), name);
}

/** Whether a subject can mean anyone: a ServiceAccount needs a namespace, its own or the binding's. */
function isSomebody({ kind, namespace: own }: Subject, namespace: string | undefined): boolean {
  return kind === "User" || kind === "Group" || (kind === "ServiceAccount" && Boolean(own || namespace));
}

/**
 * Every rule that a user has, or those whom some subjects mean, and the subject and binding that it comes from.
 * Kubernetes: pkg/registry/rbac/validation/rule.go, VisitRulesFor.
 */
export function rulesFor<Binding extends BoundRules>(
  user: User | ((subject: Subject, namespace: string | undefined) => boolean),
  bindings: readonly Binding[],
): Answer<Binding>[] {
  const isMeant = typeof user === "function" ? user : appliesToUser.bind(undefined, user);
  return bindings.flatMap((binding) => {
    const subjects = binding.subjects.filter((subject) => isMeant(subject, binding.namespace));
    return subjects.flatMap((subject) => binding.rules.map((rule) => ({ binding, subject, rule })));
  });
}

/**
 * Every subject that some rule allows what is asked, if only for objects of some names.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/subject_locator.go, AllowedSubjects.
 */
export function allowedSubjects<Binding extends BoundRules>(
  question: Question,
  bindings: readonly Binding[],
): Answer<Binding>[] {
  return bindings.flatMap((binding) => {
    // Paths are not in a namespace: plugin/pkg/auth/authorizer/rbac/rbac.go, Authorize.
    if ("path" in question && binding.kind === "RoleBinding") return [];
    const rules = binding.rules.filter(({ rule }) => ruleCovers(rule, question));
    const subjects = binding.subjects.filter((subject) => isSomebody(subject, binding.namespace));
    return rules.flatMap((rule) => subjects.map((subject) => ({ binding, subject, rule })));
  });
}

/**
 * Whether a rule by itself allows what is asked, at least for some names.
 * Kubernetes: plugin/pkg/auth/authorizer/rbac/rbac.go, RuleAllows.
 */
export function ruleCovers(rule: PolicyRule, question: Question): boolean {
  if (!verbMatches(rule, question.verb)) return false;
  if ("path" in question) return nonResourceURLMatches(rule, question.path);
  const { apiGroups, resource, subresource } = question;
  return (
    resourceMatches(rule, resource, subresource) &&
    (apiGroups?.some((group) => apiGroupMatches(rule, group)) ?? (rule.apiGroups ?? []).length > 0)
  );
}
