import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import { resourceName } from "../../kubernetes/api/resource-name.js";
import {
  allowedSubjects,
  type Answer,
  type Question,
  ruleCovers,
  rulesFor,
  type User,
} from "../../kubernetes/rbac/authorizer.js";
import { isAskedInNamespace } from "../../kubernetes/rbac/namespaced-requests.js";
import { isKnown, type PolicyRule, type Subject } from "../../kubernetes/objects.js";
import { subjectName } from "../../kubernetes/rbac/rbac.js";
import type { Analysis } from "../analysis.js";
import type { Allowed, Found } from "./answers.js";
import { bindingStep, roleSteps } from "./binding-steps.js";
import { groupless, unclear, unnamed, unplaced, unresolved } from "./binding-unknowns.js";
import { type ResolvedBinding, resolveBindings } from "./bound-rules.js";
import { chosen, type Circumstances, isPlaced } from "./circumstances.js";
import { Users } from "./users.js";

/** What RBAC allows anybody, or some users. */
export function rbacWhoCan(
  builds: Analysis,
  question: Question,
  { user, ...circumstances }: Circumstances & { user?: User | Users | undefined },
): Found {
  const { namespace, resources } = circumstances;
  const users = user && Users.of(user);
  const isMeant = (binding: ResolvedBinding, subject: Subject) =>
    users === undefined || users.hasSubject(subject, binding.namespace);
  const inside = chosen(resolveBindings(builds), circumstances);
  const bindings = users
    ? inside.filter((one) => one.subjects.some((subject) => isMeant(one, subject)))
    : inside;
  const answers = allowedSubjects(question, bindings).filter(({ binding, subject }) => {
    if (!isMeant(binding, subject)) return false;
    return binding.kind === "ClusterRoleBinding" || isInNamespace(question, resources);
  });
  const { sure, unsure } = byPlace(answers, namespace);
  return {
    allowed: answersOf(sure, ({ rule }) => rule),
    unknown: [
      ...groupless(question),
      ...unsure.map(({ binding }) => unplaced(binding)),
      ...(users ? inside.flatMap(unnamed) : []),
      ...bindings.flatMap(unresolved),
      ...bindings.flatMap((binding) => unclear(binding, (rule) => !ruleCovers(rule, question))),
    ],
  };
}

/**
 * What RBAC allows some users. In a namespace, that is also what ClusterRoleBindings give in the whole cluster, as
 * `kubectl auth can-i --list` has it.
 */
export function rbacWhatCan(builds: Analysis, users: Users, circumstances: Circumstances): Found {
  const { namespace, resources } = circumstances;
  const inside = chosen(resolveBindings(builds), circumstances);
  const isMeant = (subject: Subject, own: string | undefined) => users.hasSubject(subject, own);
  const own = inside.filter((one) => one.subjects.some((subject) => isMeant(subject, one.namespace)));
  const answers = rulesFor(isMeant, own);
  const { sure, unsure } = byPlace(answers, namespace);
  return {
    allowed: answersOf(sure, ({ rule, binding }) => {
      return binding.kind === "ClusterRoleBinding" ? rule : withinNamespace(rule, resources);
    }),
    unknown: [
      ...unsure.map(({ binding }) => unplaced(binding)),
      ...inside.flatMap(unnamed),
      ...own.flatMap(unresolved),
      ...own.flatMap((binding) => unclear(binding, () => true)),
    ],
  };
}

/** Answers in a namespace, if one is asked about, and those of which it is not known whether they are in it. */
function byPlace(answers: readonly Answer<ResolvedBinding>[], namespace: string | undefined) {
  if (namespace === undefined) return { sure: answers, unsure: [] };
  return {
    sure: answers.filter(({ binding }) => isPlaced(binding)),
    unsure: answers.filter(({ binding }) => !isPlaced(binding)),
  };
}

function isInNamespace(question: Question, resources: ApiResources): boolean {
  if ("path" in question) return false;
  const { verb, apiGroups } = question;
  const resource = resourceName(question);
  return apiGroups?.some((apiGroup) => isAskedInNamespace(resources, { apiGroup, resource, verb })) ?? true;
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
