import type { BuildSet } from "../builds/build-set.js";
import type { Repository } from "../repository/repository.js";
import { memoize } from "../util/memoize.js";
import type { HiddenPart } from "../builds/hidden-part.js";
import { areBelow, searchedTexts, textOf } from "./searched-texts.js";

/** What paths and URLs say that lead to policies for whole namespaces. */
const ABOUT_POLICIES = new Set(
  "baseline deny isolate isolation namespace namespaces netpol netpols network networkpolicies networkpolicy networks policies policy tenant tenants".split(
    " ",
  ),
);

/**
 * Whether a hidden part could hold a policy that isolates all pods of some namespace. Charts and operators isolate the
 * pods that they bring themselves, unless they are told otherwise.
 */
export function mayHoldPolicies({ repository }: BuildSet, part: HiddenPart): boolean {
  switch (part.kind) {
    case "chart":
      return part.bringsPolicies === true || holdsPolicy(repository, part, OPEN_SELECTOR);
    case "remote":
    case "file":
      return part.names.some(speaksOfPolicies);
    case "program":
      return true;
    case "text":
      return holdsPolicy(repository, part, POLICY);
    case "path":
      return areBelow(part.texts ?? [], filesWithPolicies(repository));
    default:
      return false;
  }
}

const filesWithPolicies = memoize(({ files }: Repository) =>
  [...files].flatMap(([file, { objects }]) =>
    objects.some(({ kind }) => kind.endsWith("NetworkPolicy")) ? [file] : [],
  ),
);

/**
 * Whether what a hidden part holds could go into a namespace.
 * @param reach whether its build puts anything into the namespace, or could go into any since it names none
 */
export function mayGoInto(
  { kind, namespace: own }: HiddenPart,
  namespace: string,
  { isOwn, isAnywhere }: { isOwn: boolean; isAnywhere: boolean },
): boolean {
  if (kind === "program") return isOwn;
  if (own !== undefined) return own === namespace;
  return isOwn || kind === "path" || (kind === "remote" && isAnywhere);
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
