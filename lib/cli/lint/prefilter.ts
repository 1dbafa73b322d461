import type { Analysis } from "../../analysis/analysis.js";
import type { RuleDefinition } from "../../rule-kit/define-rule.js";
import {
  concerns,
  isAboutKustomizations,
  needsText,
  type RuleFindings,
  runRule,
} from "../../rule-kit/run-rule.js";
import { type Origin, originOf } from "../../repository/vendored.js";
import { hasDirectives } from "../../plugin/template-directives.js";
import { NO_FACTS } from "../../repository/facts.js";
import { Room } from "../../plugin/room.js";
import { digest } from "../../util/digest.js";
import type { EnabledRule } from "./enabled-rules.js";

/** What rules report on a file from what is known about it, before its text is looked at. */
export interface Prefiltered {
  /** Whether there is anything in it that an enabled rule judges. */
  concerns: boolean;
  /** A digest of all findings; undefined if there are none. */
  digest: string | undefined;
  /** Whether only ESLint can decide: there are comments for it, or a rule failed. */
  isUnsure: boolean;
  /** What each rule reports. ESLint takes it from there: it finds the places, heeds comments and makes fixes. */
  findings: ReadonlyMap<string, RuleFindings>;
}

/**
 * Runs rules on a file without its text. They report the same as in ESLint, which need not see a file without
 * findings, nor one whose findings are those of an earlier run.
 */
export function prefilter(path: string, analysis: Analysis, on: readonly EnabledRule[]): Prefiltered {
  const template = analysis.chartTemplate(path);
  const isInChart = analysis.repository.chartFiles.has(path);
  const facts = analysis.repository.files.get(path) ?? (isInChart ? NO_FACTS : undefined);
  const byRule = new Map<string, RuleFindings>();
  if (!facts) return { concerns: false, digest: undefined, isUnsure: false, findings: byRule };
  // ESLint runs the rules itself.
  if (hasDirectives(analysis.repository, path))
    return { concerns: true, digest: undefined, isUnsure: true, findings: byRule };
  const found: unknown[] = [];
  let isUnsure = false;
  const room = new Room(true);
  const concerned = on.filter(({ rule }) => concerns(rule, path, analysis));
  for (const { name, rule, options } of concerned) {
    if (needsText(rule)) {
      found.push([name]);
      continue;
    }
    const findings: RuleFindings["findings"][number][] = [];
    let cut = 0;
    runRule(rule, { path, manifests: facts, analysis, template }, options, {
      finding(...finding) {
        // The first one without room says where the others begin.
        if (cut > 0 || !room.take(findings.length)) cut++;
        if (cut <= 1) findings.push(finding);
      },
      failure: () => (isUnsure = true),
    });
    for (const [document, at, finding] of findings) {
      // The documents of what charts render are numbered in each run anew.
      found.push(finding.target ? [name, finding] : [name, document, at, finding]);
    }
    const more = Math.max(cut - 1, 0);
    if (more > 0) found.push([name, more]);
    byRule.set(name, { options, findings, more });
  }
  // It decides how many of them are reported.
  if (found.length > 0) found.push([originIn(path, analysis)]);
  return {
    concerns: isUnsure || concerned.some(({ rule }) => !isAboutKustomizations(rule)) || found.length > 0,
    digest: found.length > 0 ? digest(JSON.stringify(found)) : undefined,
    isUnsure,
    findings: byRule,
  };
}

function originIn(path: string, { repository: { files }, settings }: Analysis): Origin | undefined {
  return originOf({ path, files, settings, saysGenerated: files.get(path)?.generated ?? false });
}

/** Whether there is anything in a file that one of the rules judges. */
export function concernsAny(rules: readonly RuleDefinition[], path: string, analysis: Analysis): boolean {
  return rules.some((rule) => concerns(rule, path, analysis));
}
