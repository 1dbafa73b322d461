import type { ApiResources } from "../kubernetes/api/api-resources.js";
import {
  allowedSubjects,
  type Answer,
  appliesToUser,
  type Question,
  ruleCovers,
  rulesFor,
  type User,
} from "../kubernetes/rbac/authorizer.js";
import { isAskedInNamespace } from "../kubernetes/rbac/namespaced-requests.js";
import { isKnown, type PolicyRule } from "../kubernetes/objects.js";
import { subjectName } from "../kubernetes/rbac/rbac.js";
import type { HiddenPart } from "../builds/hidden-part.js";
import { plural } from "../util/phrases.js";
import { mayBind } from "./hidden-parts.js";
import type { Repository } from "../repository/repository.js";
import { type BoundRule, type ResolvedBinding, resolveBindings } from "./bound-rules.js";
import { type Place, placeOf } from "../builds/build.js";
import type { Applied, Analysis } from "./analysis.js";
import type { Nowhere } from "./nowhere.js";

/** Something that a subject is allowed, and through what. */
export interface Allowed {
  /** As the binding has it: a group stays a group. */
  subject: string;
  /** What the rule says, without what it cannot give in a namespace. */
  rule: PolicyRule;
  /** The namespace in which it holds; undefined for the whole cluster. */
  namespace?: string;
  /** The cluster, if known. */
  cluster?: string;
  /** The binding, then the role that it refers to, then each one that the one before it takes in. */
  through: readonly Step[];
}

/** A binding or role, and the place in it that counts: the subject, or the rule. */
export interface Step {
  kind: string;
  name: string;
  namespace?: string;
  /** Undefined for a role that every cluster has. */
  place?: Place;
}

/** Something that could allow more, and why that cannot be known. */
export interface Unknown {
  what: string;
  why: string;
  place?: Place;
}

export interface Answers {
  allowed: readonly Allowed[];
  unknown: readonly Unknown[];
  /** The subject or namespace that was asked about, if it is not in the repository. */
  nowhere?: Nowhere | undefined;
}

/**
 * Who is allowed something by what the repository applies.
 * @param namespace the one in which it is asked; without it, the whole cluster and every namespace
 */
export function whoCan(
  builds: Analysis,
  question: Question,
  { namespace, resources }: { namespace?: string | undefined; resources: ApiResources },
): Answers {
  const bindings = resolveBindings(builds).filter((binding) => isIn(binding, namespace));
  const answers = allowedSubjects(question, bindings).filter(({ binding }) => {
    return binding.kind === "ClusterRoleBinding" || isInNamespace(question, resources);
  });
  const sure = namespace === undefined ? answers : answers.filter(({ binding }) => isPlaced(binding));
  const unsure = namespace === undefined ? [] : answers.filter(({ binding }) => !isPlaced(binding));
  return {
    allowed: answersOf(sure, ({ rule }) => rule),
    unknown: once([
      ...groupless(question),
      ...unsure.map(({ binding }) => about(binding, [], "its namespace is chosen when it is applied")),
      ...bindings.flatMap(unresolved),
      ...bindings.flatMap((binding) => unclear(binding, (rule) => !ruleCovers(rule, question))),
      ...unread(builds.repository),
      ...unseen(builds),
    ]),
  };
}

/** What somebody is allowed by what the repository applies. */
export function whatCan(builds: Analysis, user: User, { resources }: { resources: ApiResources }): Answers {
  const all = resolveBindings(builds);
  const own = all.filter(({ subjects, namespace }) => {
    return subjects.some((subject) => appliesToUser(user, subject, namespace));
  });
  return {
    allowed: answersOf(rulesFor(user, own), ({ rule, binding }) => {
      return binding.kind === "ClusterRoleBinding" ? rule : withinNamespace(rule, resources);
    }),
    unknown: once([
      ...all.flatMap(unnamed),
      ...own.flatMap(unresolved),
      ...own.flatMap((binding) => unclear(binding, () => true)),
      ...unread(builds.repository),
      ...unseen(builds, (part) => mayBind(builds, part, user)),
    ]),
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
function once(unknown: readonly Unknown[]): Unknown[] {
  return [...new Map(unknown.map((one) => [JSON.stringify(one), one])).values()];
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

/**
 * What builds apply that cannot be seen and may hold bindings. What does not parse is among what was not read.
 * @param mayMatter whether a part could change the answer
 */
function unseen(builds: Analysis, mayMatter: (part: HiddenPart) => boolean = () => true): Unknown[] {
  const isUnread = (path: string) => builds.repository.files.has(path);
  return builds.all.flatMap(({ directory, hidden, isUnreached }) => {
    if (isUnreached) return [];
    const parts = hidden.filter((part) => {
      const { kind, texts = [] } = part;
      if (kind === "secrets" || kind === "impossible" || (kind === "text" && texts.every(isUnread)))
        return false;
      return mayMatter(part);
    });
    return parts.map(({ reason }) => ({ what: `what else '${directory || "."}' may apply`, why: reason }));
  });
}

/** The parts of the repository that were not read. */
function unread({ unreadable, files, nestedRoots, chartTemplates }: Repository): Unknown[] {
  const [template] = chartTemplates;
  const templates = plural(chartTemplates.length, "template");
  return [
    ...unreadable.map(({ path, message }) => says(path, `it could not be read (${message})`)),
    ...[...files].flatMap(([path, { broken, templates: filled }]) => [
      ...(broken === 0 ? [] : [says(path, `${plural(broken, "document")} in it cannot be parsed`)]),
      ...(filled === 0
        ? []
        : [says(path, `${plural(filled, "document")} in it must be rendered to be read`)]),
    ]),
    ...nestedRoots.map((path) => says(path, "it has a .gitops-lint.yaml of its own and was not looked at")),
    ...(template === undefined
      ? []
      : [
          {
            what: "what Helm charts install",
            why: `${templates} must be rendered to be read, such as '${template}'`,
          },
        ]),
  ];
}

function says(path: string, why: string): Unknown {
  return { what: `what '${path}' says`, why };
}

function about(binding: ResolvedBinding, path: (string | number)[], why: string): Unknown {
  const { kind, name, namespace } = nameOf(binding.applied);
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return { what: `${kind} '${full}'`, why, place: placeOf(binding.applied.object, path) };
}
