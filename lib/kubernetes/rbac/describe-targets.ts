import { quoteList } from "../../util/phrases.js";
import type { PolicyRule } from "../objects.js";

/** What a rule of a role covers, for a sentence: its resources, all resources of some API groups, or its URLs. */
export function describeTargets({
  apiGroups = [],
  resources = [],
  nonResourceURLs = [],
}: PolicyRule): string {
  if (resources.length === 0 && nonResourceURLs.length > 0) return quoteList(nonResourceURLs);
  if (!resources.includes("*")) return quoteList(resources, "the resources of the rule");
  if (apiGroups.includes("*")) return "every resource of every API group";
  const groups = apiGroups.map((group) => (group === "" ? "core" : group));
  return `every resource of API group${groups.length === 1 ? "" : "s"} ${quoteList(groups, "that the rule names")}`;
}
