import type { BuildSet } from "../builds/build-set.js";
import type { HiddenPart } from "../builds/hidden-part.js";
import { isBelow, searchedTexts, textOf } from "./searched-texts.js";

/** What paths and URLs say that lead to policies for whole namespaces. */
const ABOUT_POLICIES = new Set(
  "baseline deny isolate isolation namespace namespaces netpol netpols network networkpolicies networkpolicy networks policies policy tenant tenants".split(
    " ",
  ),
);

/**
 * Whether a hidden part could hold a policy that isolates all pods of a namespace. Charts and operators isolate the pods
 * that they bring themselves, unless they are told otherwise.
 * @param reach whether its build puts anything into the namespace, or could go into any since it names none
 */
export function mayIsolate(
  { repository }: BuildSet,
  part: HiddenPart,
  namespace: string,
  reach: { isOwn: boolean; isAnywhere: boolean },
): boolean {
  const { isOwn, isAnywhere } = reach;
  const isThere = part.namespace === undefined ? isOwn : part.namespace === namespace;
  switch (part.kind) {
    case "chart":
      return isThere && (part.bringsPolicies === true || holdsPolicy(repository, part, OPEN_SELECTOR));
    case "remote":
      return (isThere || (part.namespace === undefined && isAnywhere)) && part.names.some(speaksOfPolicies);
    case "file":
      return isThere && part.names.some(speaksOfPolicies);
    case "program":
      return isOwn;
    case "text":
      return isThere && holdsPolicy(repository, part, POLICY);
    case "path":
      return isBelow(repository, part.texts ?? [], ({ kind }) => kind.endsWith("NetworkPolicy"));
    default:
      return false;
  }
}

const POLICY = /kind["']?\s*:\s*["']?\w*NetworkPolicy/;
/** Templates of charts hold policies for the chart's own pods; those for all pods have no selector, or a filled one. */
const OPEN_SELECTOR = /podSelector["']?\s*:\s*(?:\{\s*\}|\{\{|null|~|$)(?!\s+match)/m;

function holdsPolicy(
  repository: BuildSet["repository"],
  { texts = [] }: HiddenPart,
  pattern: RegExp,
): boolean {
  return searchedTexts(repository, texts).some((path) => {
    const text = textOf(repository, path);
    return POLICY.test(text) && pattern.test(text);
  });
}

function speaksOfPolicies(name: string): boolean {
  return name
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => ABOUT_POLICIES.has(word));
}
