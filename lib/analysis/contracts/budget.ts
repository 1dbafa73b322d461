import { memoize } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";

/** How much is looked at for all contracts of a repository together; what is beyond is not known. */
export interface Budget {
  /** Bindings that are asked about what somebody must have. */
  bindings: number;
  /** Connections that are asked about. */
  connections: number;
  /** Findings that are made: a report lists fewer for each file. */
  breaches: number;
}

/** What is left of it. */
export const budgetOf: (analysis: Analysis) => Budget = memoize(() => ({
  bindings: 5_000_000,
  connections: 20_000_000,
  breaches: 100_000,
}));
