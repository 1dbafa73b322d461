import { createHash } from "node:crypto";
import type { Failure, Finding, Report, ReportedRule } from "./report.js";
import { isAboutSecurity } from "./severity.js";

/** Where GitLab reads what the pipeline runs, unless a project says otherwise. */
const PIPELINE = ".gitlab-ci.yml";

/**
 * A Code Quality report of GitLab, https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 *
 * It has no field for what could not be done, and an empty one would say that everything is well: so each failure is an
 * issue that blocks.
 */
export function gitlab({ files, rules, failures }: Report): string {
  const known = new Map(rules.map((rule) => [rule.id, rule]));
  const findings = files.flatMap((file) => file.findings).filter(({ isCrash }) => !isCrash);
  const issues = findings.map((finding) => ({
    description: finding.message,
    check_name: finding.rule,
    fingerprint: finding.fingerprint,
    severity: severityOf(finding, known.get(finding.rule)),
    location: { path: finding.path, lines: { begin: finding.line, end: finding.endLine } },
  }));
  return JSON.stringify([...issues, ...failures.map(blocker)], null, 2);
}

/** An issue needs a path. What is about no file is mostly about the command line, which is where the pipeline is. */
function blocker(
  { path = PIPELINE, line = 1, rule = "gitops-lint", message }: Failure,
  index: number,
): object {
  const about = JSON.stringify([path, rule, message, index]);
  return {
    description: message,
    check_name: rule,
    fingerprint: createHash("sha256").update(about).digest("hex").slice(0, 32),
    severity: "blocker",
    location: { path, lines: { begin: line, end: line } },
  };
}

function severityOf({ level }: Finding, rule: ReportedRule | undefined): string {
  if (level === "warning") return "minor";
  return isAboutSecurity(rule) ? "critical" : "major";
}
