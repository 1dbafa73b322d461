import type { Finding } from "./offer.js";

const PREFIX = "gitops/";

/** The name of the rule that has found something; undefined for what no rule of ours has found. */
export function ruleOf({ message: { ruleId } }: Finding): string | undefined {
  return ruleId?.startsWith(PREFIX) ? ruleId.slice(PREFIX.length) : undefined;
}

/** The same for a sentence. */
export function nameOf(finding: Finding): string {
  return ruleOf(finding) ?? "gitops-lint";
}
