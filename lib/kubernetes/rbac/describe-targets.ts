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

/** Each thing that a rule of a role covers, for a table: `deployments.apps`, `pods/exec`, `/metrics`, or words for more. */
export function targetWords({ apiGroups = [], resources = [], nonResourceURLs = [] }: PolicyRule): string[] {
  const inGroups = apiGroups.includes("*")
    ? "every API group"
    : groupsWords(apiGroups) || "API groups that the rule names";
  return [
    ...(apiGroups.length === 0 ? [] : resources).flatMap((resource) => {
      if (resource === "*") return [`every resource of ${inGroups}`];
      const [, subresource] = /^\*\/([^*]+)$/.exec(resource) ?? [];
      if (subresource !== undefined) return [`subresource '${subresource}' of every resource of ${inGroups}`];
      return apiGroups.map((group) => (group === "" ? resource : `${resource}.${group}`));
    }),
    ...nonResourceURLs.map((url) => (url === "*" ? "every path that is not a resource" : url)),
  ];
}
