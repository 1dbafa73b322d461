import type { PolicyRule } from "../../kubernetes/objects.js";
import { nameWords, roleRefWords } from "../../kubernetes/name-words.js";
import type { AccessContract } from "../../repository/configuration/contracts.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { isFilledInLater } from "../access/binding-unknowns.js";
import { unread, unseen } from "../access/unknown-parts.js";
import type { ResolvedBinding } from "../access/bound-rules.js";
import { authorizationOf, otherwiseAllowed } from "../access/other-authorizers.js";
import { abacGrantsOf } from "./abac-grants.js";
import { bindingsFor, grantsOf, isPlacedLater, namesSubject } from "./granted.js";

/** More reasons than this tell nobody more. */
const MOST = 10;

/** Why more may be granted of what a contract is about than is seen, each as a clause. */
export const accessDoubts: (analysis: Analysis, contract: AccessContract) => readonly string[] = memoizePairs(
  (analysis: Analysis, contract: AccessContract) => {
    const isNamed = namesSubject(contract);
    // What is granted to those who may have it anyway changes nothing; a contract that demands it needs just that.
    const isOpen = ({ subjects, namespace }: ResolvedBinding) =>
      contract.demand === "must" || subjects.some((subject) => !isNamed(subject, namespace));
    const bindings = bindingsFor(analysis, contract).filter(isOpen);
    const granting = grantsOf(analysis, contract);
    const reasons = [
      ...granting.flatMap(({ binding, subjects }) => {
        if (isPlacedLater(binding, contract) && subjects.some((one) => !one.isAllowed))
          return [`the namespace of ${wordsOf(binding)} is chosen when it is applied`];
        return subjects.some((one) => !one.isKnown)
          ? [`a subject of ${wordsOf(binding)} has a name that is filled in later`]
          : [];
      }),
      ...bindings.flatMap((binding) => unresolved(binding)),
      ...bindings.flatMap((binding) => {
        return binding.rules.some(({ rule }) => isFilledInLater(rule))
          ? [`a role that ${wordsOf(binding)} gives has values that are filled in later`]
          : [];
      }),
      ...abacDoubts(analysis, contract),
      ...hiddenFor(analysis),
    ];
    return [...new Set(reasons)].slice(0, MOST);
  },
);

/** What cannot be seen and may grant something, whatever it is. */
export const hiddenFor: (analysis: Analysis) => readonly string[] = memoize((analysis: Analysis) => {
  const { repository } = analysis;
  const authorization = authorizationOf(repository);
  return [
    ...unread(analysis).map(({ what, why }) => `${what} is not known: ${why}`),
    ...unseen(analysis).map(({ why }) => why),
    ...otherDoubts(analysis),
    ...(authorization && !authorization.hasRbac
      ? ["the API servers of this repository do not ask RBAC"]
      : []),
  ];
});

/** What other authorizers than RBAC may allow, whatever it is. */
function otherDoubts({ repository }: Analysis): string[] {
  const { allowed, unknown } = otherwiseAllowed(repository, () => [], [ANYTHING]);
  return [
    ...(allowed.length > 0 ? ["an API server lets everybody who logs in do everything"] : []),
    ...unknown.map(({ what, why }) => `${what} is not known: ${why}`),
  ];
}

const ANYTHING: PolicyRule = { verbs: ["*"], apiGroups: ["*"], resources: ["*"] };

function abacDoubts(analysis: Analysis, contract: AccessContract): string[] {
  const isOpen = abacGrantsOf(analysis, contract).some(({ isAllowed, isKnown }) => !isAllowed && !isKnown);
  return isOpen ? ["an ABAC policy is about somebody whose name is filled in later"] : [];
}

function unresolved(binding: ResolvedBinding): string[] {
  if (binding.unknown === undefined) return [];
  const role = roleRefWords(binding.applied.object.object.roleRef);
  return [`${role}, which ${wordsOf(binding)} gives, is not known: ${binding.unknown}`];
}

function wordsOf({ kind, applied }: ResolvedBinding): string {
  return nameWords(kind, applied.object.object.metadata?.name);
}
