import { ArgumentProblem } from "../../kubernetes/api/resource-argument.js";
import {
  type RequestPattern,
  targetPattern,
  type TargetPattern,
} from "../../kubernetes/rbac/request-pattern.js";
import type { AccessContract } from "../../repository/configuration/contracts.js";
import { memoizePairs } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";

/** What an access contract speaks of, and what of it means nothing. */
export interface ContractPattern extends RequestPattern {
  /** What is wrong with resources that are not there, in a sentence, by their place in the list. */
  problems: readonly { index: number; words: string }[];
}

/** The requests that a contract is about. */
export const patternOf: (analysis: Analysis, contract: AccessContract) => ContractPattern = memoizePairs(
  (analysis: Analysis, { can, on }: AccessContract): ContractPattern => {
    const targets: TargetPattern[] = [];
    const problems: { index: number; words: string }[] = [];
    for (const [index, text] of on.entries()) {
      try {
        targets.push(targetPattern(text, analysis.apiResources));
      } catch (error) {
        if (!(error instanceof ArgumentProblem)) throw error;
        problems.push({ index, words: error.message });
      }
    }
    return { verbs: can, targets, problems };
  },
);
