import { basename, join, relative, sep } from "node:path";
import type { ESLint, Linter } from "eslint";
import { rules } from "../../../../rules/index.js";
import { crashIn } from "../../../plugin/crash.js";
import { pageUrl } from "../../../rule-kit/define-rule.js";
import { enabledRules, flatConfig, type Overrides } from "../../../plugin/flat-config.js";
import { printable } from "../../../util/phrases.js";
import { pageOf, version } from "../../package.js";
import { STDIN } from "../../lint/stream.js";
import { streamsIn } from "../standard-input.js";
import { baseOf } from "./base-path.js";
import type { Places } from "./fingerprint-path.js";
import { Fingerprints, placesIn } from "./fingerprints.js";
import type { Failure, Finding, Region, Report, ReportedFile, ReportedRule } from "./report.js";
import type { RootResult } from "../../lint/outcome.js";

/** The rule for what ESLint says without one: about comments that switch nothing off, or that it cannot read. */
const DIRECTIVES = "gitops-lint/eslint-comments";

/**
 * The report of a run, with paths relative to the checkout of the repository.
 * @param results what ESLint says, without what is not to be reported
 * @param given what the command line adds to the configuration of each root
 */
export function buildReport(
  done: readonly RootResult[],
  results: readonly ESLint.LintResult[],
  given: Overrides,
  environment: Readonly<Record<string, string | undefined>>,
): Report {
  const base = baseOf(done.map(({ root }) => root));
  const below = (file: string): string =>
    basename(file) === STDIN ? STDIN : relative(base, file).split(sep).join("/");
  const streams = streamsIn(done);
  const failures = done.flatMap((result) => failuresOf(result, below));
  const fingerprints = new Fingerprints();
  const files = results.map((result): ReportedFile => {
    const path = below(result.filePath);
    const all = [...result.messages, ...result.suppressedMessages];
    const places = all.length > 0 ? placesIn(result, streams) : undefined;
    const finding = (message: Linter.LintMessage | Linter.SuppressedLintMessage): Finding => {
      const fingerprint = fingerprints.of(path, message, places as Places);
      return { ...findingOf(message, path, places as Places), fingerprint };
    };
    return {
      path,
      findings: result.messages.map(finding),
      suppressed: result.suppressedMessages.map(finding),
      text: result.output ?? result.source ?? streams.get(result.filePath),
    };
  });
  const filesUrl = filesUrlOf(environment);
  return {
    version,
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    rules: rulesOf(done, given, files),
    failures,
    looked: {
      files: done.reduce((sum, { looked }) => sum + looked.files, 0),
      objects: done.reduce((sum, { looked }) => sum + looked.objects, 0),
    },
    ...(filesUrl !== undefined && { filesUrl }),
  };
}

function findingOf(
  message: Linter.LintMessage | Linter.SuppressedLintMessage,
  path: string,
  places: Places,
): Omit<Finding, "fingerprint"> {
  const { line, column, endLine = line, endColumn = column } = message;
  const { object } = places.at(line, column);
  const changes = [
    ...(message.fix ? [{ desc: "Delete the comment.", fix: message.fix }] : []),
    ...(message.suggestions ?? []),
  ];
  return {
    path,
    rule: message.ruleId ?? DIRECTIVES,
    level: message.severity === 2 ? "error" : "warning",
    message: message.message,
    line,
    column,
    endLine,
    endColumn,
    ...(object !== undefined && { object: printable(object) }),
    suggestions: changes.map(({ desc, fix }) => {
      return { description: desc, replaced: regionOf(places, fix.range), text: fix.text };
    }),
    isCrash: crashIn(message) !== undefined,
    suppressions: ("suppressions" in message ? message.suppressions : []).map(({ kind, justification }) => {
      return { by: kind === "directive" ? "comment" : "file", reason: justification };
    }),
  };
}

function regionOf({ lines }: Places, [from, to]: readonly [number, number]): Region {
  const [start, end] = [lines.at(from), lines.at(to)];
  return { line: start.line, column: start.column + 1, endLine: end.line, endColumn: end.column + 1 };
}

function failuresOf({ root, crashes, looked }: RootResult, below: (file: string) => string): Failure[] {
  return [
    ...looked.unreadable.map(({ path, message }) => {
      return { path: below(join(root, path)), message: `The file could not be read: ${printable(message)}.` };
    }),
    ...crashes.map(({ rule, file, words }) => ({
      path: below(join(root, file)),
      rule: `gitops/${printable(rule)}`,
      message: `The rule failed, which is a defect of the rule and not of the file: ${printable(words)}.`,
    })),
  ];
}

function rulesOf(
  done: readonly RootResult[],
  given: Overrides,
  files: readonly ReportedFile[],
): ReportedRule[] {
  const enabled = done.flatMap(({ root, config }) => enabledRules(flatConfig(root, config, given)));
  const reported = files.flatMap(({ findings, suppressed }) =>
    [...findings, ...suppressed].map(({ rule }) => rule),
  );
  return [...new Set([...enabled.map((name) => `gitops/${name}`), ...reported])]
    .sort()
    .map((id): ReportedRule => {
      const name = id.replace(/^gitops\//, "");
      const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
      if (!rule)
        return { id, description: "Use ESLint comments only where they have an effect", controls: [] };
      const { description, preset, controls } = rule.meta.docs;
      const url = pageUrl(name);
      const page = pageOf(name);
      return {
        id,
        description,
        url,
        preset,
        controls,
        ...(page !== undefined && { page: linked(page, url) }),
      };
    });
}

/** The text of a page below its title and what is generated there, with absolute links. */
function linked(page: string, url: string): string {
  const text = page.slice(page.indexOf("\n")).replace(/^.*<!-- end auto-generated rule header -->/s, "");
  return text.trim().replace(/\]\((?!#)([^)\s]+)\)/g, (_, link: string) => `](${new URL(link, url).href})`);
}

/** The address of the files of the commit that a pipeline runs for, by the variables of GitHub and GitLab. */
function filesUrlOf(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, CI_PROJECT_URL, CI_COMMIT_SHA } = environment;
  const url =
    GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_SHA
      ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}`
      : CI_PROJECT_URL && CI_COMMIT_SHA
        ? `${CI_PROJECT_URL}/-/blob/${CI_COMMIT_SHA}`
        : undefined;
  return url !== undefined && /^https?:\/\/[\w.:@/~-]+$/.test(url) ? url : undefined;
}
