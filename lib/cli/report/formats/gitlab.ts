import type { Finding, Report, ReportedRule } from "./report.js";
import { isAboutSecurity } from "./severity.js";

/** A Code Quality report of GitLab, https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
export function gitlab({ files, rules }: Report): string {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const findings = files.flatMap((file) => file.findings).filter(({ isCrash }) => !isCrash);
  const issues = findings.map((finding) => ({
    description: finding.message,
    check_name: finding.rule,
    fingerprint: finding.fingerprint,
    severity: severityOf(finding, known.get(finding.rule)),
    location: { path: finding.path, lines: { begin: finding.line, end: finding.endLine } },
  }));
  return JSON.stringify(issues, null, 2);
}

function severityOf({ level }: Finding, rule: ReportedRule | undefined): string {
  if (level === "warning") return "minor";
  return isAboutSecurity(rule) ? "critical" : "major";
}
