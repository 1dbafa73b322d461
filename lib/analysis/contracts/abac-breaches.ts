import type { AccessContract } from "../../repository/configuration/contracts.js";
import { push } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { type AbacGrant, abacGrantsOf } from "./abac-grants.js";
import { accessContracts, isNowhere } from "./access-breaches.js";
import { budgetOf } from "./budget.js";
import { documentOf } from "./reach-places.js";

/** What a line of a policy file grants against a contract. */
export interface AbacBreach {
  contract: AccessContract;
  grant: AbacGrant;
}

/** What ABAC policies grant against contracts, by the file and document of the line. */
export const abacBreaches: (analysis: Analysis) => ReadonlyMap<string, readonly AbacBreach[]> = memoize(
  (analysis: Analysis) => {
    const budget = budgetOf(analysis);
    const found = new Map<string, AbacBreach[]>();
    for (const contract of accessContracts(analysis)) {
      if (contract.demand !== "only" || isNowhere(analysis, contract)) continue;
      for (const grant of abacGrantsOf(analysis, contract)) {
        if (grant.isAllowed || !grant.isKnown || --budget.breaches < 0) continue;
        push(found, documentOf(grant.place), { contract, grant });
      }
    }
    return found;
  },
);
