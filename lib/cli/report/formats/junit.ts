import { plural, printable } from "../../../util/phrases.js";
import type { Finding, Report, ReportedFile } from "./report.js";

interface TestCase {
  name: string;
  /** What is said about it, as an element; undefined for a test that passes in silence. */
  outcome?: {
    element: "failure" | "error" | "skipped" | "system-out";
    type?: string;
    message: string;
    /** The message with its place, for systems that show nothing else. */
    text?: string;
  };
}

/** GitLab reads no file over 30 MB. The rest of it, in bytes, is for what is not a finding. */
const MAX_LENGTH = 28_000_000;
/** The message is an attribute and, whole and with its place, the text: the attribute need not repeat a very long one. */
const MAX_ATTRIBUTE = 1000;

/**
 * JUnit XML, as Jenkins, GitLab and others read it: a suite for each file, a case for each finding. It has only what
 * junit-10.xsd of Jenkins' xUnit plugin allows, so the place is in `classname` and in the text. Warnings pass, as they
 * do in the exit code. Some systems treat a report without any case as broken, so there is always one.
 */
export function junit({ files, failures, looked }: Report): string {
  const room = new Room(MAX_LENGTH);
  const suites = files.map((file) => suite(file.path, casesOf(file), room));
  const named = namer();
  const run = failures.map(({ path, line, rule, message }): TestCase => {
    const name = [rule ?? "gitops-lint", ...(path === undefined ? [] : [path])].join(": ");
    const at =
      path === undefined || message.startsWith(path) ? "" : `${[path, line ?? []].flat().join(":")}: `;
    const outcome = {
      element: "error" as const,
      type: "failure of gitops-lint",
      message,
      text: `${at}${message}`,
    };
    return { name: named(name), outcome };
  });
  if (room.left.length > 0) run.push(leftOut(room.left));
  if (run.length === 0 && looked)
    run.push({ name: `${looked.files} files were read, ${looked.objects} objects` });
  suites.push(suite("gitops-lint", run));
  const total = (key: keyof Counts) => suites.reduce((sum, { counts }) => sum + counts[key], 0);
  const counts = { tests: total("tests"), failures: total("failures"), errors: total("errors") };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "gitops-lint", ...counts })}>`,
    ...suites.map(({ text }) => text),
    "</testsuites>",
  ].join("\n");
}

/** How much more fits into the report, and what did not. */
class Room {
  readonly left: TestCase[] = [];
  #bytes: number;

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  /** Takes the room of a case; false if there is too little. */
  take(one: TestCase, text: string): boolean {
    this.#bytes -= Buffer.byteLength(text) + 1;
    if (this.#bytes >= 0) return true;
    this.left.push(one);
    return false;
  }
}

/** What stands for the cases that did not fit: a failure, if one of them was. */
function leftOut(cases: readonly TestCase[]): TestCase {
  const message = `The report has no room for ${plural(cases.length, "more case")}: GitLab reads no file over 30 MB. Read them in another format.`;
  const isFailed = cases.some(({ outcome }) => outcome?.element === "failure");
  return {
    name: "What the report has no room for",
    outcome: { element: isFailed ? "failure" : "system-out", type: isFailed ? "error" : "warning", message },
  };
}

/**
 * Makes names that no other case of a suite has: GitLab keeps one of those that are called the same. CI systems recognise
 * a test by its name from run to run, so it holds no line number.
 */
function namer(): (name: string) => string {
  const used = new Set<string>();
  const count = new Map<string, number>();
  return (given) => {
    const base = escape(given);
    let ordinal = count.get(base) ?? 0;
    let name;
    do {
      ordinal++;
      name = ordinal === 1 ? given : `${given} (${ordinal})`;
    } while (used.has(escape(name)));
    count.set(base, ordinal);
    used.add(escape(name));
    return name;
  };
}

function casesOf({ findings, suppressed }: ReportedFile): TestCase[] {
  const unique = namer();
  const named = ({ rule, object }: Finding) => unique(object === undefined ? rule : `${rule}: ${object}`);
  const placed = ({ path, line, column, message }: Finding) => `${path}:${line}:${column}: ${message}`;
  const cases = [
    ...findings
      .filter(({ isCrash }) => !isCrash)
      .map((finding): TestCase => {
        const { level, message } = finding;
        const element = level === "error" ? "failure" : "system-out";
        return { name: named(finding), outcome: { element, type: level, message, text: placed(finding) } };
      }),
    ...suppressed.map((finding): TestCase => {
      const reasons = finding.suppressions.map(({ by, reason }) => reason || `by a ${by}`);
      const message = `Suppressed: ${reasons.join("; ")}`;
      return { name: named(finding), outcome: { element: "skipped", message, text: placed(finding) } };
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

function suite(name: string, all: readonly TestCase[], room?: Room): { counts: Counts; text: string } {
  const written = all.flatMap((one) => {
    const start = attributes({ name: one.name, classname: name });
    const text = one.outcome
      ? `    <testcase${start}>${element(one.outcome)}</testcase>`
      : `    <testcase${start}/>`;
    return room?.take(one, text) === false ? [] : [{ text, element: one.outcome?.element }];
  });
  const having = (element: string) => written.filter((one) => one.element === element).length;
  const counts = {
    tests: written.length,
    failures: having("failure"),
    errors: having("error"),
    skipped: having("skipped"),
  };
  const lines = written.map(({ text }) => text);
  const text = [`  <testsuite${attributes({ name, ...counts })}>`, ...lines, "  </testsuite>"].join("\n");
  return { counts, text };
}

function element({ element: name, type, message, text = message }: NonNullable<TestCase["outcome"]>): string {
  if (name === "system-out") return `<system-out>${escape(`${type}: ${text}`)}</system-out>`;
  const short = message.length > MAX_ATTRIBUTE ? `${message.slice(0, MAX_ATTRIBUTE)}…` : message;
  // GitLab shows the text, and the attributes only where there is none.
  return `<${name}${attributes({ message: short, type })}>${escape(text)}</${name}>`;
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
