import type { ESLint, Linter, Rule } from "eslint";
import type { RuleDefinition } from "../rule-kit/define-rule.js";
import { memoize } from "../util/memoize.js";
import { noteHeeding } from "./directives.js";
import { eslintRule } from "./eslint-rule.js";
import type { Report } from "./vendored-reports.js";

/** A file without comments for ESLint, and how it is linted. */
export interface DirectlyLinted {
  /** Its absolute path. */
  filename: string;
  /** Its text as ESLint reads it, perhaps with a byte order mark. */
  text: string;
  rules: readonly { rule: RuleDefinition; severity: 1 | 2; options: unknown }[];
  settings: Record<string, unknown>;
  /** Whether comments may change how it is linted; those for other programs can, too. */
  heedsComments: boolean;
  /** Whether to measure how long each rule takes. */
  stats: boolean;
}

/**
 * What ESLint reports on a file in our language that has no comments for it. Loading ESLint takes longer than judging
 * hundreds of files, and on these it does no more than call the rules and sort what they report. Tests compare the two.
 */
export function lintDirectly(file: DirectlyLinted): ESLint.LintResult {
  const { filename, text, stats } = file;
  const began = performance.now();
  const { messages, times } = runRules(file);
  const errorCount = messages.filter(({ severity }) => severity === 2).length;
  const fixable = messages.filter(({ fix }) => fix);
  const fixableErrorCount = fixable.filter(({ severity }) => severity === 2).length;
  const total = performance.now() - began;
  const pass = { parse: { total: 0 }, rules: times, fix: { total: 0 }, total };
  return {
    filePath: filename,
    messages,
    suppressedMessages: [],
    errorCount,
    fatalErrorCount: 0,
    warningCount: messages.length - errorCount,
    fixableErrorCount,
    fixableWarningCount: fixable.length - fixableErrorCount,
    usedDeprecatedRules: [],
    ...(messages.length > 0 && { source: text }),
    ...(stats && { stats: { fixPasses: 0, times: { passes: [pass] } } }),
  };
}

function runRules({ filename, text, rules, settings, heedsComments, stats }: DirectlyLinted) {
  const sourceCode = { text: text.startsWith("\uFEFF") ? text.slice(1) : text };
  noteHeeding(sourceCode, () => heedsComments);
  const messages: Linter.LintMessage[] = [];
  const times: Record<string, { total: number }> = {};
  const listeners = rules.map(({ rule, severity, options }) => {
    const id = `gitops/${rule.name}`;
    const module = moduleOf(rule);
    const context = {
      id,
      filename,
      settings,
      sourceCode,
      options: options === undefined ? [] : [options],
      report: (report: Report) =>
        messages.push(messageOf(report, { id, severity, texts: module.meta?.messages ?? {} })),
    };
    // Of all that ESLint offers to rules, ours use only this.
    return { id, ...module.create(context as unknown as Rule.RuleContext) };
  });
  for (const step of ["Program", "Program:exit"] as const) {
    for (const listener of listeners) {
      const began = stats ? performance.now() : 0;
      (listener[step] as (() => void) | undefined)?.();
      if (stats) times[listener.id] = { total: (times[listener.id]?.total ?? 0) + performance.now() - began };
    }
  }
  messages.sort((a, b) => a.line - b.line || a.column - b.column);
  return { messages, times };
}

const moduleOf = memoize(eslintRule);

const FIXER = {
  replaceTextRange: (range: [number, number], text: string) => ({ range, text }),
} as Rule.RuleFixer;

/** A report as a message: lib/linter/file-report.js of ESLint. */
function messageOf(
  report: Report,
  { id, severity, texts }: { id: string; severity: 1 | 2; texts: Record<string, string> },
): Linter.LintMessage {
  const { loc, data, fix, suggest = [] } = report;
  const messageId = "messageId" in report ? report.messageId : undefined;
  const text = messageId === undefined ? (report as { message: string }).message : (texts[messageId] ?? "");
  const suggestions = (suggest ?? []).flatMap((one) => {
    const change = one.fix(FIXER) as Rule.Fix | null;
    const words = "messageId" in one ? (texts[one.messageId] ?? "") : one.desc;
    return change ? [{ ...one, desc: filled(words, one.data), fix: change }] : [];
  });
  const change = fix?.(FIXER) as Rule.Fix | null | undefined;
  return {
    ruleId: id,
    severity,
    message: filled(text, data),
    line: loc.start.line,
    column: loc.start.column + 1,
    ...(messageId !== undefined && { messageId }),
    endLine: loc.end.line,
    endColumn: loc.end.column + 1,
    ...(change && { fix: change }),
    ...(suggestions.length > 0 && { suggestions }),
  };
}

/** A message with its words: lib/linter/interpolate.js of ESLint. */
function filled(text: string, data: Readonly<Record<string, unknown>> = {}): string {
  return text.replace(/\{\{([^{}]+)\}\}/g, (whole, term: string) => {
    const name = term.trim();
    return Object.hasOwn(data, name) ? String(data[name]) : whole;
  });
}
