import { resourceName } from "../../kubernetes/api/resource-name.js";
import { nearestName } from "./near-resource.js";
import {
  type AccessContract,
  type Contract,
  contractsOf,
  type ReachContract,
} from "../../repository/configuration/contracts.js";
import { isGlob } from "../../util/glob.js";
import { memoize } from "../../util/memoize.js";
import type { Path } from "../../manifests/locate.js";
import { endpointWords, workloadsWords } from "./reach-words.js";
import { hiddenPods } from "../network/hidden-pods.js";
import { networksOf } from "../network/network.js";
import type { Analysis } from "../analysis.js";
import { abacGrantsOf } from "./abac-grants.js";
import { accessDoubts } from "./access-doubts.js";
import { type BuiltInBreach, builtInBreaches } from "./built-in-grants.js";
import { nowhere } from "./contract-namespaces.js";
import { grantsOf } from "./granted.js";
import { isEverInNamespace, mustState, type Unmet } from "./must.js";
import { patternOf } from "./patterns.js";
import { namedTargets } from "./reach-ends.js";
import { reachState } from "./reach-state.js";

/** What is wrong with a contract itself, or with what it demands: it stands at the contract. */
export type ContractDefect = { contract: Contract; at: Path } & (
  | { is: "resource"; words: string }
  | { is: "verb"; verb: string }
  | { is: "namespace"; glob: string; nearest: string | undefined }
  | { is: "clusterScoped" }
  | { is: "noGrant" }
  | { is: "noPods"; text: string }
  | { is: "unmet"; lack: Unmet; more: number }
  | { is: "unreached"; from: string; to: string }
  | { is: "builtIn"; breach: BuiltInBreach; more: number }
);

/** What is wrong with contracts themselves, in their order. */
export const contractDefects: (analysis: Analysis) => readonly ContractDefect[] = memoize(
  (analysis: Analysis) =>
    contractsOf(analysis).flatMap((contract) =>
      contract.about === "access" ? accessDefects(analysis, contract) : reachDefects(analysis, contract),
    ),
);

function accessDefects(analysis: Analysis, contract: AccessContract): ContractDefect[] {
  const nothing = aboutNothing(analysis, contract);
  if (nothing.length > 0) return nothing;
  if (contract.demand === "must") return unmetIn(analysis, contract);
  const [first, ...others] = contract.system ? builtInBreaches(analysis, contract) : [];
  if (first) return [{ contract, at: ["system"], is: "builtIn", breach: first, more: others.length }];
  const isForSomebody = contract.subjects.length > 0 && !contract.system;
  const isIdle =
    isForSomebody &&
    grantsOf(analysis, contract).length === 0 &&
    abacGrantsOf(analysis, contract).length === 0 &&
    accessDoubts(analysis, contract).length === 0;
  return isIdle ? [{ contract, at: ["name"], is: "noGrant" }] : [];
}

/** What of a contract means nothing that there is. */
function aboutNothing(analysis: Analysis, contract: AccessContract): ContractDefect[] {
  const { problems, targets } = patternOf(analysis, contract);
  const { on, can, in: places = [] } = contract;
  const found: ContractDefect[] = problems.map(({ index, words }) => {
    return { contract, at: ["on", index], is: "resource", words };
  });
  for (const target of targets) {
    const words = nearestName(analysis, target);
    if (words !== undefined)
      found.push({ contract, at: ["on", on.indexOf(target.text)], is: "resource", words });
  }
  for (const [index, glob] of places.entries()) {
    const missing = nowhere(analysis, glob);
    if (missing) found.push({ contract, at: ["in", index], is: "namespace", glob, nearest: missing.nearest });
  }
  if (found.length > 0) return found;
  if (places.length > 0 && !isEverInNamespace(analysis, contract))
    return [{ contract, at: ["in"], is: "clusterScoped" }];
  return can.flatMap((verb, index): ContractDefect[] =>
    isNeverAsked(analysis, contract, verb) ? [{ contract, at: ["can", index], is: "verb", verb }] : [],
  );
}

/** Whether Kubernetes never asks for a verb on anything that a contract is on. */
function isNeverAsked(analysis: Analysis, contract: AccessContract, verb: string): boolean {
  const { apiResources } = analysis;
  if (isGlob(verb)) return false;
  return patternOf(analysis, contract).targets.every((target) => {
    if (target.is === "urls" || !target.isName || !target.groups) return false;
    const name = resourceName(target);
    return target.groups.every((group) => {
      return apiResources.knowledgeOf(group) === "complete" && !apiResources.takesVerb(group, name, verb);
    });
  });
}

/** What a contract demands and nobody grants: one for each subject, which names the first and counts the others. */
function unmetIn(analysis: Analysis, contract: AccessContract): ContractDefect[] {
  const { unmet } = mustState(analysis, contract);
  return contract.subjects.flatMap((_, index): ContractDefect[] => {
    const [lack, ...others] = unmet.filter((one) => one.index === index);
    return lack ? [{ contract, at: ["must", index], is: "unmet", lack, more: others.length }] : [];
  });
}

function reachDefects(analysis: Analysis, contract: ReachContract): ContractDefect[] {
  const { unmatched, unmatchedEnds, lacks } = reachState(analysis, contract);
  const { reach, ends } = contract;
  const nothing = [
    ...unmatched.map((index) => ({ at: ["reach", index], text: reach[index] ?? "" })),
    ...unmatchedEnds.map((index) => ({ at: ["must", index], text: ends[index] ?? "" })),
  ].filter(({ text }) => !mayBeHidden(analysis, text));
  if (nothing.length > 0) return nothing.map((one) => ({ contract, is: "noPods" as const, ...one }));
  return ends.flatMap((_, index): ContractDefect[] => {
    const lack = lacks.find((one) => one.index === index);
    if (!lack) return [];
    const { network, from, to } = lack;
    const words = { from: endpointWords(network, from), to: workloadsWords(network, [to]) };
    return [{ contract, at: ["must", index], is: "unreached", ...words }];
  });
}

/** Whether pods that a contract names may be made by what cannot be seen. */
function mayBeHidden(analysis: Analysis, text: string): boolean {
  const [named] = namedTargets([text]);
  if (!named) return true;
  const { namespace, labels } = named;
  const isPlain = ![namespace, ...labels.map(([, value]) => value)].some(isGlob);
  if (isPlain && nowhere(analysis, namespace)) return false;
  const selector = isPlain ? { matchLabels: Object.fromEntries(labels) } : {};
  return networksOf(analysis).some((network) => {
    const candidates = isPlain ? [namespace] : network.populated;
    return candidates.some((one) => hiddenPods(analysis, network, one, selector) !== undefined);
  });
}
