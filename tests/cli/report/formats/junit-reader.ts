import { expect } from "vitest";

/** An element of an XML text. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  /** Its own text, without that of its children. */
  text: string;
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));/g, (whole, code: string | undefined, name: string | undefined) => {
    if (code !== undefined) return String.fromCodePoint(Number(code));
    return ENTITIES[name ?? ""] ?? expect.fail(`${whole} is not known`);
  });
}

/** Reads XML as reports have it: without comments, CDATA and namespaces. */
export function parseXml(text: string): Element {
  const top: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [top];
  const rest = text.replace(/^<\?xml [^?]*\?>/, "");
  for (const [, close, name = "", attributes = "", empty, words = ""] of rest.matchAll(
    /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>([^<]*)/g,
  )) {
    if (close) expect(open.pop()?.name).toBe(name);
    else {
      const pairs = [...attributes.matchAll(/ ([a-z]+)="([^"]*)"/g)].map(
        ([, key = "", value = ""]): [string, string] => [key, decode(value)],
      );
      const element = { name, attributes: Object.fromEntries(pairs), children: [], text: "" };
      expect(Object.keys(element.attributes)).toHaveLength(pairs.length);
      open.at(-1)?.children.push(element);
      if (!empty) open.push(element);
    }
    const inner = open.at(-1);
    if (inner) inner.text += decode(words);
  }
  expect(open).toEqual([top]);
  const [root, ...others] = top.children;
  expect(others).toEqual([]);
  return root ?? expect.fail("There is no element.");
}

interface Allowed {
  attributes: readonly string[];
  required?: readonly string[];
  children?: readonly string[];
  /** Whether it can hold text of its own. */
  isMixed?: true;
}

const OUTCOME: Allowed = { attributes: ["type", "message"], isMixed: true };
const OUTPUT: Allowed = { attributes: [], isMixed: true };

/**
 * What junit-10.xsd of Jenkins' xUnit plugin allows, as far as it is of any use to a linter: in
 * src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd of jenkinsci/xunit-plugin.
 */
const SCHEMA: Record<string, Allowed> = {
  testsuites: { attributes: ["name", "time", "tests", "failures", "errors"], children: ["testsuite"] },
  testsuite: {
    attributes: [
      ...["name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id"],
      ...["package", "file", "log", "url"],
    ],
    required: ["name", "tests", "failures", "errors"],
    children: ["testsuite", "testcase", "system-out", "system-err"],
  },
  testcase: {
    attributes: ["name", "time", "classname", "group"],
    required: ["name"],
    children: ["skipped", "error", "failure", "system-out", "system-err"],
  },
  failure: OUTCOME,
  error: OUTCOME,
  skipped: OUTCOME,
  "system-out": OUTPUT,
  "system-err": OUTPUT,
};

/** Fails where an element is not as the schema of Jenkins' xUnit plugin has it. */
export function expectJenkins({ name, attributes, children, text }: Element): void {
  const {
    attributes: known,
    required = [],
    children: inner = [],
    isMixed,
  } = SCHEMA[name] ?? expect.fail(name);
  expect(known).toEqual(expect.arrayContaining(Object.keys(attributes)));
  expect(Object.keys(attributes)).toEqual(expect.arrayContaining([...required]));
  expect(inner).toEqual(expect.arrayContaining(children.map((child) => child.name)));
  if (!isMixed) expect(text.trim()).toBe("");
  for (const child of children) expectJenkins(child);
}

/** A test as GitLab knows it. */
export interface Test {
  status: "failed" | "error" | "skipped" | "success";
  suite: string;
  classname: string;
  name: string;
  /** What GitLab shows of it. */
  output: string | undefined;
}

/**
 * The tests of a report as GitLab reads it, by its lib/gitlab/ci/parsers/test/junit.rb: the first of `failure`, `error`
 * and `skipped` decides, and its text is shown, or an attribute where it has none. What has the status, suite, class and
 * name of an earlier test takes its place: lib/gitlab/ci/reports/test_suite.rb.
 */
export function gitlabTests(root: Element): Test[] {
  const tests = new Map<string, Test>();
  const read = (element: Element): void => {
    for (const child of element.children) {
      if (child.name === "testsuite") read(child);
      if (child.name !== "testcase") continue;
      const outcome = (name: string) => child.children.find((inner) => inner.name === name);
      const [failure, error, skipped] = [outcome("failure"), outcome("error"), outcome("skipped")];
      const shown = failure ?? error ?? skipped;
      const test: Test = {
        status: failure ? "failed" : error ? "error" : skipped ? "skipped" : "success",
        suite: element.attributes.name ?? "",
        classname: child.attributes.classname ?? "",
        name: child.attributes.name ?? "",
        output: shown && (shown.text.trim() === "" ? shown.attributes.message : shown.text),
      };
      tests.set(`${test.status} ${test.suite}_${test.classname}_${test.name}`, test);
    }
  };
  if (root.name === "testsuites") read(root);
  return [...tests.values()];
}
