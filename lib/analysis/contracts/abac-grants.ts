import type { Place } from "../../builds/build.js";
import type { PolicySpec } from "../../kubernetes/abac/policy.js";
import { isKnown, type PolicyRule, type Subject } from "../../kubernetes/objects.js";
import { bootstrapBindings } from "../../kubernetes/rbac/bootstrap-policy.js";
import {
  grantedBy,
  type GrantedRequests,
  type RequestPattern,
} from "../../kubernetes/rbac/request-pattern.js";
import { MASTERS_GROUP } from "../../kubernetes/rbac/subjects.js";
import type { AccessContract } from "../../repository/configuration/contracts.js";
import type { Repository } from "../../repository/repository.js";
import { matchesGlob } from "../../util/glob.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { policiesOf, rulesOf } from "../access/abac-policies.js";
import { apiServersOf } from "../access/api-servers.js";
import type { Analysis } from "../analysis.js";
import { namesSubject } from "./granted.js";
import { patternOf } from "./patterns.js";

/** What a line of a policy file grants of what a contract is about. */
export interface AbacGrant {
  policy: PolicySpec;
  place: Place;
  granted: GrantedRequests;
  /** Empty for what is in no namespace; undefined for everywhere. */
  namespace: string | undefined;
  /** Whether the contract names whom the line is about, or does not speak of them. */
  isAllowed: boolean;
  /** Whether it is known whom the line is about. */
  isKnown: boolean;
}

/** The lines of the policies that API servers ask, each once. */
const policyLines = memoize((repository: Repository) => {
  const asking = apiServersOf(repository).filter(({ authorizers = [] }) =>
    authorizers.some(({ mode }) => mode === "ABAC"),
  );
  const found = new Map(
    asking.flatMap((server) =>
      policiesOf(repository, server).lines.map((line) => [line.place, line] as const),
    ),
  );
  return [...found.values()];
});

/** What ABAC policies grant of what a contract is about. */
export const abacGrantsOf: (analysis: Analysis, contract: AccessContract) => readonly AbacGrant[] =
  memoizePairs((analysis: Analysis, contract: AccessContract) => {
    const isNamed = namesSubject(contract);
    const grantIn = matcher(analysis, contract);
    return policyLines(analysis.repository).flatMap(({ policy, place }): AbacGrant[] => {
      const subjects = subjectsOf(policy);
      if (subjects.length === 0) return [];
      const isAllowed = subjects.some((subject) => {
        return (!contract.system && isOfKubernetes(subject)) || isNamed(subject, undefined);
      });
      return rulesOf(policy).flatMap(({ rule, namespace }): AbacGrant[] => {
        const granted = isMeant(contract, namespace) ? grantIn(rule, namespace) : undefined;
        const isSomebody = subjects.every(({ name }) => isKnown(name));
        return granted ? [{ policy, place, granted, namespace, isAllowed, isKnown: isSomebody }] : [];
      });
    });
  });

/** Whom a line is about: whoever is all of these, since both the user and the group have to match. */
function subjectsOf({ user, group }: PolicySpec): Subject[] {
  return [
    ...(user === "" || user === "*" ? [] : [{ kind: "User", name: user }]),
    ...(group === "" || group === "*" ? [] : [{ kind: "Group", name: group }]),
  ];
}

/** Whether a subject is one of whom Kubernetes itself consists, which every cluster gives what they need. */
function isOfKubernetes({ kind, name }: Subject): boolean {
  if (kind === "Group") return name === MASTERS_GROUP;
  return bootstrapBindings.some(({ subjects = [] }) =>
    subjects.some((own) => own.kind === "User" && own.name === name),
  );
}

/** Whether a line is about namespaces that a contract is about; one for no namespace allows to list what is in all. */
function isMeant({ in: places }: AccessContract, namespace: string | undefined): boolean {
  if (places === undefined || namespace === undefined || namespace === "") return true;
  return isKnown(namespace) && places.some((glob) => matchesGlob(glob, namespace));
}

/** Verbs that can be asked for all namespaces at once: such a request is in none. */
const OF_ALL: readonly string[] = ["list", "watch", "deletecollection"];

type Matcher = (rule: PolicyRule, namespace: string | undefined) => GrantedRequests | undefined;

/** What a line grants. Lines alike are matched once, however many people have them. */
function matcher(analysis: Analysis, contract: AccessContract): Matcher {
  const { apiResources } = analysis;
  const pattern = patternOf(analysis, contract);
  const by = (rule: PolicyRule, inNamespace: boolean) => grantedBy(rule, pattern, inNamespace, apiResources);
  const inNamespaces = contract.in !== undefined;
  const find: Matcher = (rule, namespace) => {
    if (namespace !== "") return by(rule, inNamespaces || namespace !== undefined);
    const listing = by({ ...rule, verbs: ofAll(rule.verbs ?? []) }, inNamespaces);
    // What is in a namespace is asked for there, but for lists of all.
    return listing ?? (inNamespaces || by(rule, true) ? undefined : by(rule, false));
  };
  const known = new Map<string, GrantedRequests | undefined>();
  return (rule, namespace) => {
    const key = JSON.stringify([rule, namespace === "" || namespace === undefined ? namespace : "named"]);
    if (!known.has(key)) known.set(key, find(withSubresources(rule, pattern), namespace));
    return known.get(key);
  };
}

function ofAll(verbs: readonly string[]): string[] {
  return OF_ALL.filter((verb) => verbs.includes("*") || verbs.includes(verb));
}

/** To ABAC, a resource is one with all its subresources: pkg/auth/authorizer/abac/abac.go, resourceMatches. */
function withSubresources(rule: PolicyRule, { targets }: RequestPattern): PolicyRule {
  const { resources = [] } = rule;
  if (resources.length === 0 || resources.includes("*")) return rule;
  const below = targets.flatMap((target) =>
    target.is === "resources" && target.subresource !== undefined ? [target.subresource] : [],
  );
  return {
    ...rule,
    resources: resources.flatMap((one) => [one, ...below.map((subresource) => `${one}/${subresource}`)]),
  };
}
