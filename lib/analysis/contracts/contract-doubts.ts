import type { Contract } from "../../repository/configuration/contracts.js";
import type { Analysis } from "../analysis.js";
import { accessDoubts } from "./access-doubts.js";
import { mustState } from "./must.js";
import { reachState } from "./reach-state.js";

/** Why it is not known whether a contract is kept, each as a clause; none if it is known. */
export function contractDoubts(analysis: Analysis, contract: Contract): readonly string[] {
  if (contract.about === "reach")
    return reachState(analysis, contract).isUnsure
      ? ["what policies make of some of these connections is not known"]
      : [];
  return contract.demand === "must"
    ? mustState(analysis, contract).unknown
    : accessDoubts(analysis, contract);
}
