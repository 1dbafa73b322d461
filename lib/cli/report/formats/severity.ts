import type { ReportedRule } from "./report.js";

/** Whether a rule is about security, rather than about what works: it covers something of a public benchmark. */
export function isAboutSecurity(rule: ReportedRule | undefined): boolean {
  return rule !== undefined && rule.controls.length > 0;
}

/**
 * How bad a finding of a rule is, from 0 to 10, as GitHub reads it (`security-severity`: from 7.0 on high,
 * from 4.0 on medium, below that low). The presets decide: what recommended reports is dangerous in nearly
 * every repository.
 */
export function securitySeverity(rule: ReportedRule): string | undefined {
  if (!isAboutSecurity(rule)) return undefined;
  return { recommended: "8.0", strict: "5.5", all: "3.0" }[rule.preset ?? "all"];
}
