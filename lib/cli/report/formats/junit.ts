import { printable } from "../../../util/phrases.js";
import type { Finding, Report, ReportedFile } from "./report.js";

interface TestCase {
  name: string;
  line?: number;
  /** What is said about it, as an element; undefined for a test that passes in silence. */
  outcome?: {
    element: "failure" | "error" | "skipped" | "system-out";
    type?: string;
    message: string;
    /** The message with its place, for systems that show nothing else. */
    text?: string;
  };
}

/**
 * JUnit XML, as Jenkins, GitLab and others read it: a suite for each file, a case for each finding. Warnings
 * pass, as they do in the exit code. Some systems treat a report without any case as broken, so there is
 * always one.
 */
export function junit({ files, failures, looked }: Report): string {
  const suites = files.map((file) => suite(file.path, casesOf(file)));
  const run = failures.map(({ path, rule, message }): TestCase => {
    const name = [rule ?? "gitops-lint", ...(path === undefined ? [] : [path])].join(": ");
    return { name, outcome: { element: "error", type: "failure of gitops-lint", message } };
  });
  if (run.length === 0) run.push({ name: `${looked.files} files were read, ${looked.objects} objects` });
  suites.push(suite("gitops-lint", run));
  const total = (key: keyof Counts) => suites.reduce((sum, { counts }) => sum + counts[key], 0);
  const counts = {
    tests: total("tests"),
    failures: total("failures"),
    errors: total("errors"),
    skipped: total("skipped"),
  };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "gitops-lint", ...counts })}>`,
    ...suites.map(({ text }) => text),
    "</testsuites>",
  ].join("\n");
}

function casesOf({ findings, suppressed }: ReportedFile): TestCase[] {
  const count = new Map<string, number>();
  // CI systems recognise a test by its name from run to run, so it holds no line number.
  const named = ({ rule, object }: Finding): string => {
    const name = object === undefined ? rule : `${rule}: ${object}`;
    const ordinal = (count.get(name) ?? 0) + 1;
    count.set(name, ordinal);
    return ordinal === 1 ? name : `${name} (${ordinal})`;
  };
  const cases = [
    ...findings
      .filter(({ isCrash }) => !isCrash)
      .map((finding): TestCase => {
        const { level, line, column, message, path } = finding;
        const text = `${path}:${line}:${column}: ${message}`;
        const element = level === "error" ? "failure" : "system-out";
        return { name: named(finding), line, outcome: { element, type: level, message, text } };
      }),
    ...suppressed.map((finding): TestCase => {
      const reasons = finding.suppressions.map(({ by, reason }) => reason || `by a ${by}`);
      const message = `Suppressed: ${reasons.join("; ")}`;
      return { name: named(finding), line: finding.line, outcome: { element: "skipped", message } };
    }),
  ];
  return cases.length > 0 ? cases : [{ name: "gitops-lint" }];
}

interface Counts {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
}

function suite(name: string, cases: readonly TestCase[]): { counts: Counts; text: string } {
  const having = (element: string) => cases.filter(({ outcome }) => outcome?.element === element).length;
  const counts = {
    tests: cases.length,
    failures: having("failure"),
    errors: having("error"),
    skipped: having("skipped"),
  };
  const lines = cases.map((one) => {
    const start = attributes({ name: one.name, classname: name, file: name, line: one.line });
    return one.outcome
      ? `    <testcase${start}>${element(one.outcome)}</testcase>`
      : `    <testcase${start}/>`;
  });
  const text = [`  <testsuite${attributes({ name, ...counts })}>`, ...lines, "  </testsuite>"].join("\n");
  return { counts, text };
}

function element({ element: name, type, message, text = message }: NonNullable<TestCase["outcome"]>): string {
  if (name === "system-out") return `<system-out>${escape(`${type}: ${text}`)}</system-out>`;
  if (name === "skipped") return `<skipped${attributes({ message })}/>`;
  return `<${name}${attributes({ message, type })}>${escape(text)}</${name}>`;
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .map(([key, value]) => (value === undefined ? "" : ` ${key}="${escape(String(value))}"`))
    .join("");
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** A text for XML 1.0, which cannot hold control characters at all, not even escaped. */
function escape(text: string): string {
  return printable(text)
    .replace(/[\p{Cs}\uFFFE\uFFFF]/gu, "\uFFFD")
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
