import type { AppliedObject } from "../../builds/build.js";
import type { BindingKind, Subject } from "../../kubernetes/objects.js";
import { contractsOf, type AccessContract } from "../../repository/configuration/contracts.js";
import { push } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { budgetOf } from "./budget.js";
import { nowhere } from "./contract-namespaces.js";
import { type ContractGrant, grantsOf, isPlacedLater } from "./granted.js";

/** What a binding grants to a subject against a contract. */
export interface AccessBreach {
  contract: AccessContract;
  grant: ContractGrant;
}

/** The contracts of a repository about who may do something. */
export const accessContracts: (analysis: Analysis) => readonly AccessContract[] = memoize(
  ({ settings }: Analysis) => contractsOf({ settings }).filter((one) => one.about === "access"),
);

/** Whether a contract is about namespaces that are not there, which is reported as that. */
export function isNowhere(analysis: Analysis, { in: places }: AccessContract): boolean {
  return places?.every((glob) => nowhere(analysis, glob)) ?? false;
}

/** What is granted against contracts, by the binding as it is applied and its subject. */
export const accessBreaches: (
  analysis: Analysis,
) => ReadonlyMap<AppliedObject<BindingKind>, ReadonlyMap<Subject, readonly AccessBreach[]>> = memoize(
  (analysis: Analysis) => {
    const budget = budgetOf(analysis);
    const found = new Map<AppliedObject<BindingKind>, Map<Subject, AccessBreach[]>>();
    for (const contract of accessContracts(analysis)) {
      if (contract.demand !== "only" || isNowhere(analysis, contract)) continue;
      for (const grant of grantsOf(analysis, contract)) {
        if (isPlacedLater(grant.binding, contract)) continue;
        for (const { subject, isAllowed, isKnown } of grant.subjects) {
          if (isAllowed || !isKnown || --budget.breaches < 0) continue;
          const { object } = grant.binding.applied;
          const ofBinding = found.get(object) ?? new Map<Subject, AccessBreach[]>();
          found.set(object, ofBinding);
          push(ofBinding, subject, { contract, grant });
        }
      }
    }
    return found;
  },
);
