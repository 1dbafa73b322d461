import type { Build } from "../../builds/build.js";
import { couldBeOneOf, isKnown, type PolicyRule, type Subject, UNKNOWN } from "../../kubernetes/objects.js";
import { userOf, type User } from "../../kubernetes/rbac/authorizer.js";
import { subjectName } from "../../kubernetes/rbac/rbac.js";
import { groupsOfMembers, splitUsername } from "../../kubernetes/rbac/subjects.js";
import { isRefusedIn } from "../../builds/applied.js";
import { digest } from "../../util/digest.js";
import { push } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import type { ApartBuilds } from "./apart-builds.js";
import { type BoundRule, type ResolvedBinding, resolveBindings } from "../access/bound-rules.js";

/** Where something is given: the cluster, if the repository tells several apart, and whether anything applies it. */
export interface Where {
  cluster?: string;
  isUnreached?: true;
  /** The kustomization that is applied by itself, for all that is known, if there are several. */
  appliedFrom?: string;
}

/** A subject of bindings, however they write it. */
export interface Identity {
  /** As bindings name it: `ServiceAccount:shop/deployer`. */
  name: string;
  user: User;
  /** The groups in which all are that it means, as the keys of their identities. */
  groups: readonly string[];
  /** If a part of its name is filled in later: whether that can make it the one of another name. */
  couldBe?: (name: string) => boolean;
}

/** That a binding gives a subject the rules of its role. */
export interface Given {
  identity: Identity;
  binding: ResolvedBinding;
  /** The place of the subject in the binding. */
  subject: number;
  where: Where;
  /** The namespace of a RoleBinding, as it is written if that is chosen later. */
  namespace: string | undefined;
  /** The same for what is given in the same place. */
  scope: string;
  /** The same for what gives the same in the same place. */
  key: string;
  /** Why more rules may be given, as long as that is not known. */
  unknown?: string;
}

/** What the bindings of a repository give, by the names of the identities. */
export type GivenBy = ReadonlyMap<string, readonly Given[]>;

/** How builds are told apart. */
export interface Telling {
  hasClusters: boolean;
  apart: ApartBuilds;
}

/** What all bindings of a repository give. Those that the API server refuses, or whose role is missing, give nothing. */
export function givenBy(analysis: Analysis, telling: Telling): GivenBy {
  const given = new Map<string, Given[]>();
  for (const binding of resolveBindings(analysis)) {
    if (givesNothing(analysis, binding)) continue;
    const where = whereOf(binding.applied.build, telling);
    const namespace = binding.kind === "RoleBinding" ? binding.namespace || UNKNOWN : undefined;
    const unknown = binding.unknown;
    const scope = JSON.stringify([where, namespace]);
    const key = `${scope} ${contentOf(analysis, binding)}`;
    for (const [index, subject] of binding.subjects.entries()) {
      const identity = identityOf(subject, namespace);
      if (!identity) continue;
      push(given, identity.name, {
        identity,
        binding,
        subject: index,
        where,
        namespace,
        scope,
        key,
        ...(unknown !== undefined && { unknown }),
      });
    }
  }
  return given;
}

/** Whether a binding surely gives nothing. */
export function givesNothing(analysis: Analysis, { applied }: ResolvedBinding): boolean {
  return isRefusedIn(applied.build, applied.object) || analysis.role(applied).state === "missing";
}

function whereOf(build: Build, { hasClusters, apart }: Telling): Where {
  const { cluster, isUnreached } = build;
  const appliedFrom = apart.nameOf(build);
  return {
    ...(hasClusters && cluster !== undefined && { cluster }),
    ...(isUnreached && { isUnreached }),
    ...(appliedFrom !== undefined && { appliedFrom }),
  };
}

/** What a binding gives, as far as that is known, and what it refers to as far as not. */
function contentOf(analysis: Analysis, { rules, unknown, applied }: ResolvedBinding): string {
  const lookup = analysis.role(applied);
  const [first] = rules;
  // The rules of one role are the same list wherever it is bound.
  const isOneRole = first && lookup.state === "found" && lookup.roles.length <= 1;
  const content = (isOneRole && ofOneRole.get(first)) || digestOf(rules);
  if (isOneRole) ofOneRole.set(first, content);
  const { kind, name } = applied.object.object.roleRef ?? {};
  return unknown === undefined ? content : JSON.stringify([content, kind, name]);
}

/** What the rules of a role say, by the first of them. */
const ofOneRole = new WeakMap<BoundRule, string>();

function digestOf(rules: readonly BoundRule[]): string {
  return digest([...new Set(rules.map(({ rule }) => ruleKey(rule)))].sort().join("\n"));
}

/** The same for entries that say the same. */
export const ruleKey = memoize(
  ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule) => {
    const lists = [verbs, apiGroups, resources, resourceNames, nonResourceURLs];
    return JSON.stringify(lists.map((values = []) => [...new Set(values)].sort()));
  },
);

/** The identity of a subject; undefined if it means nobody. */
function identityOf(subject: Subject, bindingNamespace: string | undefined): Identity | undefined {
  const { kind, name } = subject;
  if (!name || (kind !== "User" && kind !== "Group" && kind !== "ServiceAccount")) return undefined;
  if (kind !== "ServiceAccount") {
    const account = kind === "User" ? splitUsername(name) : undefined;
    return typeof account === "object"
      ? identityOf({ kind: "ServiceAccount", ...account }, undefined)
      : identity({ kind, name }, isKnown(name));
  }
  const namespace = subject.namespace || bindingNamespace;
  if (namespace === undefined) return undefined;
  return identity({ kind, name, namespace }, isKnown(name) && isKnown(namespace));
}

function identity(subject: Subject, isFilled: boolean): Identity {
  const user = userOf(subject);
  const groups = subject.kind === "Group" ? groupsOfMembers(subject.name ?? "") : user.groups;
  return {
    name: subjectName(subject),
    user,
    groups: groups.map((name) => `Group:${name}`),
    ...(!isFilled && { couldBe: couldBeOneOf([nameOf(subject)]) }),
  };
}

/** As `subjectName` writes it, with what is filled in later as it is written. */
function nameOf({ kind, name, namespace }: Subject): string {
  return kind === "ServiceAccount" ? `${kind}:${namespace}/${name}` : `${kind}:${name}`;
}
