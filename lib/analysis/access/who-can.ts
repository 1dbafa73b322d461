import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import {
  allowedSubjects,
  type Answer,
  appliesToUser,
  type Question,
  ruleCovers,
  rulesFor,
  type User,
} from "../../kubernetes/rbac/authorizer.js";
import { isAskedInNamespace } from "../../kubernetes/rbac/namespaced-requests.js";
import { isKnown, type PolicyRule, type Subject } from "../../kubernetes/objects.js";
import { subjectName } from "../../kubernetes/rbac/rbac.js";
import { placeOf } from "../../builds/build.js";
import type { Allowed, Answers, Found, Step, Unknown } from "./answers.js";
import type { Applied, Analysis } from "../analysis.js";
import { type BoundRule, type ResolvedBinding, resolveBindings } from "./bound-rules.js";
import { mayBind } from "../hidden-parts.js";
import { authorizationOf, otherwiseWhatCan, otherwiseWhoCan } from "./other-authorizers.js";
import { unread, unseen } from "./unknown-parts.js";

export type { Allowed, Answers, Step };

/** What is asked of, and what is known of the API that it is asked of. */
interface Circumstances {
  /** The namespace in which it is asked; without it, the whole cluster and every namespace. */
  namespace?: string | undefined;
  resources: ApiResources;
}

/** Who is allowed something by what the repository applies. */
export function whoCan(builds: Analysis, question: Question, circumstances: Circumstances): Answers {
  return combined(
    builds,
    rbacWhoCan(builds, question, circumstances),
    otherwiseWhoCan(builds.repository, question, circumstances),
    [...unread(builds.repository), ...unseen(builds)],
  );
}

/** What somebody is allowed by what the repository applies. */
export function whatCan(builds: Analysis, user: User, { resources }: { resources: ApiResources }): Answers {
  return combined(
    builds,
    rbacWhatCan(builds, user, { resources }),
    otherwiseWhatCan(builds.repository, user),
    [...unread(builds.repository), ...unseen(builds, (part) => mayBind(builds, part, user))],
  );
}

/** The answers of all authorizers: those of RBAC only if it is asked, or the repository does not say. */
function combined(builds: Analysis, rbac: Found, others: Found, unseen: readonly Unknown[]): Answers {
  const authorization = authorizationOf(builds.repository);
  const isAsked = authorization?.hasRbac ?? true;
  return {
    allowed: [...others.allowed, ...(isAsked ? rbac.allowed : [])],
    unknown: once([...others.unknown, ...(isAsked ? rbac.unknown : []), ...unseen]),
    authorization,
    ...(!isAsked && rbac.allowed.length > 0 && { withoutRbac: rbac.allowed.length }),
  };
}

/** What RBAC allows anybody, or one user. */
export function rbacWhoCan(
  builds: Analysis,
  question: Question,
  { namespace, resources, user }: Circumstances & { user?: User },
): Found {
  const isMeant = (binding: ResolvedBinding, subject: Subject) =>
    user === undefined || appliesToUser(user, subject, binding.namespace);
  const inside = resolveBindings(builds).filter((binding) => isIn(binding, namespace));
  const bindings = user
    ? inside.filter((one) => one.subjects.some((subject) => isMeant(one, subject)))
    : inside;
  const answers = allowedSubjects(question, bindings).filter(({ binding, subject }) => {
    if (!isMeant(binding, subject)) return false;
    return binding.kind === "ClusterRoleBinding" || isInNamespace(question, resources);
  });
  const sure = namespace === undefined ? answers : answers.filter(({ binding }) => isPlaced(binding));
  const unsure = namespace === undefined ? [] : answers.filter(({ binding }) => !isPlaced(binding));
  return {
    allowed: answersOf(sure, ({ rule }) => rule),
    unknown: [
      ...groupless(question),
      ...unsure.map(({ binding }) => about(binding, [], "its namespace is chosen when it is applied")),
      ...(user ? inside.flatMap(unnamed) : []),
      ...bindings.flatMap(unresolved),
      ...bindings.flatMap((binding) => unclear(binding, (rule) => !ruleCovers(rule, question))),
    ],
  };
}

function rbacWhatCan(builds: Analysis, user: User, { resources }: { resources: ApiResources }): Found {
  const all = resolveBindings(builds);
  const own = all.filter(({ subjects, namespace }) => {
    return subjects.some((subject) => appliesToUser(user, subject, namespace));
  });
  return {
    allowed: answersOf(rulesFor(user, own), ({ rule, binding }) => {
      return binding.kind === "ClusterRoleBinding" ? rule : withinNamespace(rule, resources);
    }),
    unknown: [
      ...all.flatMap(unnamed),
      ...own.flatMap(unresolved),
      ...own.flatMap((binding) => unclear(binding, () => true)),
    ],
  };
}

function isIn({ kind, namespace: own }: ResolvedBinding, namespace: string | undefined): boolean {
  return kind === "ClusterRoleBinding" || namespace === undefined || own === namespace || !isKnown(own);
}

function isPlaced({ kind, namespace }: ResolvedBinding): boolean {
  return kind === "ClusterRoleBinding" || isKnown(namespace);
}

function isInNamespace(question: Question, resources: ApiResources): boolean {
  if ("path" in question) return false;
  const { verb, apiGroups } = question;
  const resource = resourceOf(question);
  return apiGroups?.some((apiGroup) => isAskedInNamespace(resources, { apiGroup, resource, verb })) ?? true;
}

function resourceOf({ resource, subresource }: { resource: string; subresource?: string }): string {
  return subresource === undefined ? resource : `${resource}/${subresource}`;
}

/** What a rule gives in a namespace; undefined if that is nothing. */
function withinNamespace(rule: PolicyRule, resources: ApiResources): PolicyRule | undefined {
  const { verbs = [], apiGroups = [] } = rule;
  const inNamespace = (rule.resources ?? []).filter((resource) => {
    return apiGroups.some((apiGroup) => {
      return verbs.some((verb) => isAskedInNamespace(resources, { apiGroup, resource, verb }));
    });
  });
  return inNamespace.length === 0 ? undefined : { ...rule, resources: inNamespace };
}

/** Answers in a fixed order, each once: a binding can be in several builds. */
function answersOf(
  answers: readonly Answer<ResolvedBinding>[],
  effective: (answer: { rule: PolicyRule; binding: ResolvedBinding }) => PolicyRule | undefined,
): Allowed[] {
  const byText = new Map<string, Allowed>();
  for (const { binding, subject, rule: bound } of answers) {
    const rule = effective({ rule: bound.rule, binding });
    if (!rule) continue;
    const { cluster } = binding.applied.build;
    const allowed = {
      subject: subjectName(subject, binding.namespace),
      ...(binding.kind === "RoleBinding" && {
        namespace: isKnown(binding.namespace) ? binding.namespace : "?",
      }),
      ...(cluster !== undefined && { cluster }),
      rule,
      through: [bindingStep(binding, binding.subjects.indexOf(subject)), ...roleSteps(bound)],
    };
    // The whole cluster before its namespaces.
    const order = [allowed.subject, binding.kind, allowed];
    byText.set(JSON.stringify(order), allowed);
  }
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, allowed]) => allowed);
}

function bindingStep({ applied }: ResolvedBinding, subject: number): Step {
  return { ...nameOf(applied), place: placeOf(applied.object, ["subjects", subject]) };
}

function roleSteps({ roles, index }: BoundRule): Step[] {
  return roles.map(({ kind, object, applied }, step) => {
    const path = step === roles.length - 1 ? ["rules", index] : ["aggregationRule"];
    return {
      kind,
      name: object.metadata?.name ?? "?",
      ...(kind === "Role" &&
        object.metadata?.namespace !== undefined && { namespace: object.metadata.namespace }),
      ...(applied && { place: placeOf(applied, path) }),
    };
  });
}

function nameOf({ object: { kind, object } }: Applied): { kind: string; name: string; namespace?: string } {
  const { name = "?", namespace } = object.metadata ?? {};
  return { kind, name, ...(kind === "RoleBinding" && isKnown(namespace) && { namespace }) };
}

/** Leaves out duplicates: the same can be in several builds. */
export function once<T>(all: readonly T[]): T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** A resource that Kubernetes does not have may be in any API group. */
function groupless(question: Question): Unknown[] {
  if ("path" in question || question.apiGroups !== undefined) return [];
  const why = "Kubernetes has no resource of that name, so a rule on any group counts";
  return [{ what: `which API group has '${resourceOf(question)}'`, why }];
}

/** A binding whose role is not known. */
function unresolved(binding: ResolvedBinding): Unknown[] {
  if (binding.unknown === undefined) return [];
  const { kind = "role", name = "?" } = binding.applied.object.object.roleRef ?? {};
  return [about(binding, ["roleRef", "name"], `${kind} '${name}': ${binding.unknown}`)];
}

/** A binding with a subject whose name is filled in later. */
function unnamed(binding: ResolvedBinding): Unknown[] {
  const subject = binding.subjects.findIndex(({ name }) => !isKnown(name));
  return subject < 0
    ? []
    : [about(binding, ["subjects", subject], "a subject has a name that is filled in later")];
}

/** The roles of a binding with rules whose values are filled in later, and which may then allow more. */
function unclear({ rules }: ResolvedBinding, isOpen: (rule: PolicyRule) => boolean): Unknown[] {
  return rules.flatMap((bound) => {
    const { verbs = [], apiGroups = [], resources = [], nonResourceURLs = [] } = bound.rule;
    const texts = [...verbs, ...apiGroups, ...resources, ...nonResourceURLs];
    if (texts.every((text) => text === "" || isKnown(text)) || !isOpen(bound.rule)) return [];
    const { kind, name, place } = roleSteps(bound).at(-1) as Step;
    return [
      {
        what: `${kind} '${name}'`,
        why: "a rule has values that are filled in later",
        ...(place && { place }),
      },
    ];
  });
}

function about(binding: ResolvedBinding, path: (string | number)[], why: string): Unknown {
  const { kind, name, namespace } = nameOf(binding.applied);
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return { what: `${kind} '${full}'`, why, place: placeOf(binding.applied.object, path) };
}
