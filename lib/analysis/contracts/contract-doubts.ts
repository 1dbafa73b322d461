import type { Contract } from "../../repository/configuration/contracts.js";
import type { Analysis } from "../analysis.js";
import { abacBreaches } from "./abac-breaches.js";
import { accessBreaches } from "./access-breaches.js";
import { accessDoubts } from "./access-doubts.js";
import { budgetOf } from "./budget.js";
import { mustState } from "./must.js";
import { reachState } from "./reach-state.js";

/** Why it is not known whether a contract is kept, each as a clause; none if it is known. */
export function contractDoubts(analysis: Analysis, contract: Contract): readonly string[] {
  if (contract.about === "reach")
    return reachState(analysis, contract).isUnsure
      ? ["what policies make of some of these connections is not known"]
      : [];
  if (contract.demand === "must") return mustState(analysis, contract).unknown;
  return areAllListed(analysis)
    ? accessDoubts(analysis, contract)
    : [
        "so much is granted against contracts that not all of it is listed",
        ...accessDoubts(analysis, contract),
      ];
}

function areAllListed(analysis: Analysis): boolean {
  accessBreaches(analysis);
  abacBreaches(analysis);
  return budgetOf(analysis).breaches >= 0;
}
