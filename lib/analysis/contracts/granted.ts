import { areTheirOwn } from "./built-in-grants.js";
import { isKnown, type Subject } from "../../kubernetes/objects.js";
import { grantedBy, type GrantedRequests } from "../../kubernetes/rbac/request-pattern.js";
import { isOneOf } from "../../kubernetes/rbac/subject-pattern.js";
import { subjectName } from "../../kubernetes/rbac/rbac.js";
import type { AccessContract } from "../../repository/configuration/contracts.js";
import { matchesGlob } from "../../util/glob.js";
import { memoizePairs } from "../../util/memoize.js";
import { type BoundRule, type ResolvedBinding, resolveBindings } from "../access/bound-rules.js";
import type { Analysis } from "../analysis.js";
import { patternOf } from "./patterns.js";

/** What a binding grants of what a contract is about. */
export interface ContractGrant {
  binding: ResolvedBinding;
  /** The rule that grants it, or the first of several. */
  bound: BoundRule;
  granted: GrantedRequests;
  subjects: readonly GrantedSubject[];
}

/** A subject of a binding, and what a contract makes of it. */
export interface GrantedSubject {
  subject: Subject;
  /** Whether the contract names it, or does not speak of it. */
  isAllowed: boolean;
  /** Whether its name is filled in later, so that nobody can say who it is. */
  isKnown: boolean;
}

/** The bindings that grant something of what a contract is about, those whose namespace is chosen later among them. */
export const grantsOf: (analysis: Analysis, contract: AccessContract) => readonly ContractGrant[] =
  memoizePairs((analysis: Analysis, contract: AccessContract) => {
    const isNamed = namesSubject(contract);
    const grantIn = matcher(analysis, contract);
    return bindingsFor(analysis, contract).flatMap((binding): ContractGrant[] => {
      if (binding.subjects.length === 0) return [];
      const found = grantIn(binding);
      if (!found) return [];
      const { namespace } = binding;
      const subjects = binding.subjects.map((subject): GrantedSubject => {
        const isOwn = !contract.system && areTheirOwn(binding.applied.object.object, subject);
        return {
          subject,
          isAllowed: isOwn || isNamed(subject, namespace),
          isKnown: isSomebodyKnown(subject, namespace),
        };
      });
      return [{ binding, ...found, subjects }];
    });
  });

/** The bindings that grant in a namespace that a contract is about, or may. */
export function bindingsFor(analysis: Analysis, { in: places }: AccessContract): readonly ResolvedBinding[] {
  return resolveBindings(analysis).filter(({ kind, namespace }) => {
    if (kind === "ClusterRoleBinding" || places === undefined || !isKnown(namespace)) return true;
    return places.some((glob) => matchesGlob(glob, namespace));
  });
}

/** Whether the namespace of a binding is chosen only when it is applied, so that a contract may not be about it. */
export function isPlacedLater({ kind, namespace }: ResolvedBinding, { in: places }: AccessContract): boolean {
  return kind === "RoleBinding" && places !== undefined && !isKnown(namespace);
}

/** Finds the first rule of a binding that grants something; roles are matched once, however many bindings they have. */
function matcher(analysis: Analysis, contract: AccessContract) {
  const pattern = patternOf(analysis, contract);
  const { apiResources } = analysis;
  const known = new Map<
    unknown,
    [anywhere: GrantedRequests | undefined, inNamespace: GrantedRequests | undefined]
  >();
  return ({ kind, rules }: ResolvedBinding): Pick<ContractGrant, "bound" | "granted"> | undefined => {
    const isInNamespace = kind === "RoleBinding" || contract.in !== undefined;
    for (const bound of rules) {
      let answers = known.get(bound.rule);
      if (!answers) {
        const anywhere = grantedBy(bound.rule, pattern, false, apiResources);
        answers = [anywhere, anywhere && grantedBy(bound.rule, pattern, true, apiResources)];
        known.set(bound.rule, answers);
      }
      const granted = answers[isInNamespace ? 1 : 0];
      if (granted) return { bound, granted };
    }
    return undefined;
  };
}

/** Whether a contract names a subject: many bindings have the same. */
export function namesSubject({
  subjects,
}: AccessContract): (subject: Subject, namespace: string | undefined) => boolean {
  const known = new Map<string, boolean>();
  return (subject, namespace) => {
    const name = subjectName(subject, namespace);
    let isNamed = known.get(name);
    if (isNamed === undefined) known.set(name, (isNamed = isOneOf(subjects, subject, namespace)));
    return isNamed;
  };
}

function isSomebodyKnown({ kind, name, namespace: own }: Subject, namespace: string | undefined): boolean {
  if (!isKnown(kind) || !isKnown(name)) return false;
  return kind !== "ServiceAccount" || isKnown(own || namespace);
}
