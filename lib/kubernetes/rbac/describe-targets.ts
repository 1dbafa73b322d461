import { quoteKnown } from "../name-words.js";
import type { PolicyRule } from "../objects.js";
import { groupsWords } from "./known-entry.js";

/** What a rule of a role covers, for a sentence: its resources, all resources of some API groups, or its URLs. */
export function describeTargets({
  apiGroups = [],
  resources = [],
  nonResourceURLs = [],
}: PolicyRule): string {
  if (resources.length === 0 && nonResourceURLs.length > 0)
    return quoteKnown(nonResourceURLs, "the paths of the rule");
  if (!resources.includes("*")) return quoteKnown(resources, "the resources of the rule");
  if (apiGroups.includes("*")) return "every resource of every API group";
  return `every resource of ${groupsWords(apiGroups) || "API groups that the rule names"}`;
}
