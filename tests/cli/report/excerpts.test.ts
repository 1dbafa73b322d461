import type { ESLint } from "eslint";
import { describe, expect, it } from "vitest";
import { Excerpts } from "../../../lib/cli/report/excerpt/excerpts.js";
import { PLAIN } from "../../../lib/cli/report/paint.js";
import { displayWidth } from "../../../lib/util/display-width.js";

const ROLE =
  "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: x, namespace: shop }\nrules:\n";

/** The excerpt of what is written somewhere in a text. */
function of(source: string, place: string, columns = 80, file = "/a.yaml", mark = ""): string[] {
  const start = source.indexOf(place);
  const at = (offset: number) => {
    const before = source.slice(0, offset).split("\n");
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
  const { line: endLine, column: endColumn } = at(start + place.length);
  const result = { filePath: file, source: mark + source } as ESLint.LintResult;
  const message = { ...at(start), endLine, endColumn, severity: 2, message: "", ruleId: null } as const;
  return new Excerpts(result).of(message, columns, PLAIN);
}

describe("an excerpt", () => {
  it("underlines the place in its line", () => {
    expect(of(`${ROLE}  - { apiGroups: [""], resources: [pods], verbs: ["*"] }\n`, '"*"')).toEqual([
      '  5 |   - { apiGroups: [""], resources: [pods], verbs: ["*"] }',
      "    |                                                   ^^^",
    ]);
  });

  it("aligns the first line of a file, and one with a mark in front", () => {
    const text = "{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role }\n";
    const shown = [
      "  1 | { apiVersion: rbac.authorization.k8s.io/v1, kind: Role }",
      "    |                                             ^^^^",
    ];
    expect(of(text, "kind")).toEqual(shown);
    // Places are those in the text after the mark.
    expect(of(text, "kind", 80, "/a.yaml", "\uFEFF")).toEqual(shown);
  });

  it("aligns tabs, wide characters and combining marks", () => {
    const json = `{\n\t"apiVersion": "rbac.authorization.k8s.io/v1",\n\t"kind": "Role",\n\t"metadata": { "name": "日本e\u0301", "namespace": "shop" }\n}\n`;
    expect(of(json, '"shop"')).toEqual([
      '  4 |     "metadata": { "name": "日本e\u0301", "namespace": "shop" }',
      "    |                                                 ^^^^^^",
    ]);
    expect(of(json, '"日本e\u0301"')[1]).toBe("    |                           ^^^^^^^");
  });

  it("shows the first and the last line of a longer place", () => {
    const text = `${ROLE}  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get]\n`;
    expect(of(text, 'apiGroups: [""]\n    resources: [pods]\n    verbs: [get]')).toEqual([
      '  5 |   - apiGroups: [""]',
      "    |     ^^^^^^^^^^^^^^^",
      "    …",
      "  7 |     verbs: [get]",
      "    |     ^^^^^^^^^^^^",
    ]);
    expect(of(text, "resources: [pods]\n    verbs")).toEqual([
      "  6 |     resources: [pods]",
      "    |     ^^^^^^^^^^^^^^^^^",
      "  7 |     verbs: [get]",
      "    |     ^^^^^",
    ]);
  });

  it("does not go on to the next line with the end of one", () => {
    expect(of(`${ROLE}  - verbs: [get]\n  - verbs: [list]\n`, "verbs: [get]\n")).toHaveLength(2);
  });

  it("leaves out what ends lines elsewhere", () => {
    const text = `${ROLE}  - verbs: [get]\n`.replaceAll("\n", "\r\n");
    expect(of(text, "get")).toEqual(["  5 |   - verbs: [get]", "    |             ^^^"]);
  });

  it.each([40, 60, 80])("cuts a long line around the place, in %i columns", (columns) => {
    const many = Array.from({ length: 60 }, (_, index) => `"日${index}"`).join(", ");
    const text = `${ROLE}  - { apiGroups: [${many}], resources: [pods], verbs: ["*"], resourceNames: [${many}] }\n`;
    const [line = "", marks = ""] = of(text, '"*"', columns);
    expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    expect(line).toContain('verbs: ["*"]');
    const from = marks.indexOf("^");
    expect(marks.slice(from)).toBe("^^^");
    const before = line.slice(0, line.indexOf('"*"'));
    expect(displayWidth(before)).toBe(from);
    expect(line).toMatch(/^ {2}5 \| ….*…$/);
  });

  it("cuts a place that is longer than the line", () => {
    const verbs = Array.from({ length: 100 }, () => "get").join(", ");
    const [line = "", marks = ""] = of(`${ROLE}  - { verbs: [${verbs}] }\n`, verbs, 60);
    expect(displayWidth(line)).toBeLessThanOrEqual(60);
    expect(displayWidth(marks)).toBeLessThanOrEqual(60);
  });

  it("shows no control characters", () => {
    const text = `${ROLE}  - verbs: ["\u001B[31m\u202Eget"]\n`;
    const shown = of(text, "get").join("");
    expect(["\u001B", "\u202E"].filter((character) => shown.includes(character))).toEqual([]);
  });

  it("hides what is not known to be harmless, and keeps its key", () => {
    const text =
      "apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\ntype: kubernetes.io/tls\nstringData:\n  password: hunter2 # or hunter3\n";
    expect(of(text, "hunter2 # or hunter3")).toEqual([
      "  7 |   password: *** ***",
      "    |             ^^^^^^^",
    ]);
    expect(of(text, "kubernetes.io/tls")).toEqual([
      "  5 | type: kubernetes.io/tls",
      "    |       ^^^^^^^^^^^^^^^^^",
    ]);
  });

  it("shows marks alone if nothing is hidden between them", () => {
    const text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec:\n  ingress:\n    - {}\n";
    expect(of(text, "{}")).toEqual(["  5 |     - {}", "    |       ^^"]);
    expect(of(text.replace("{}", "xy"), "xy")).toEqual(["  5 |     - xy", "    |       ^^"]);
    expect(of(text.replace("ingress", "nonsense").replace("{}", "xy"), "xy")).toEqual([]);
  });

  it("is not there where nothing could be seen, or nothing is certain", () => {
    const block = "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    b c\n    d\n";
    expect(of(block, "b c")).toEqual([]);
    expect(of(`${ROLE}  - [\n`, "- [")).toEqual([]);
    expect(of("", "x")).toEqual([]);
    expect(of(`${ROLE}  - verbs: ["\uFFFD", get]\n`, "get")).toEqual([]);
    expect(of(`# ${"x".repeat(10)}\n${ROLE}`, "xxx")).toEqual([]);
  });

  it("shows anchors, what stands for them, and switches of programs", () => {
    const text =
      "apiVersion: v1\nkind: Pod\nmetadata: { name: &name web, namespace: *name }\nspec:\n  containers:\n    - command: [kube-apiserver, --anonymous-auth=true, --authorization-mode=Node, --token=abc]\n";
    expect(of(text, "web")[0]).toBe("  3 | metadata: { name: &name web, namespace: *name }");
    expect(of(text, "--anonymous-auth=true", 100)[0]).toBe(
      "  6 |     - command: [***, --anonymous-auth=true, --authorization-mode=Node, ***]",
    );
  });

  it("is of the document that the place is in", () => {
    const secret = "apiVersion: v1\nkind: Secret\nstringData: { name: hunter2 }\n---\n";
    expect(of(`${secret}${ROLE}  - verbs: [get]\n`, "get")).toEqual([
      "  9 |   - verbs: [get]",
      "    |             ^^^",
    ]);
    expect(of(`${ROLE}  - verbs: [get]\n---\n${secret}`, "hunter2")).toEqual([
      "  9 | stringData: { name: *** }",
      "    |                     ^^^",
    ]);
  });

  it("takes a kustomization without a kind for one by its name", () => {
    const text = "resources: [a.yaml]\nsecretGenerator: [{ name: a, literals: [b=hunter2] }]\n";
    expect(of(text, "a.yaml", 80, "/x/kustomization.yaml")[0]).toBe("  1 | resources: [a.yaml]");
    expect(of(text, "a.yaml")[0]).toBe("  1 | resources: [***]");
    expect(of(text, "b=hunter2", 80, "/x/kustomization.yaml")[0]).toBe(
      "  2 | secretGenerator: [{ name: ***, literals: [***] }]",
    );
  });

  it("takes no longer for each finding of many on a line", () => {
    const verbs = Array.from({ length: 100_000 }, () => '"get"').join(",");
    const source = `{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","rules":[{"verbs":[${verbs}]}]}`;
    const excerpts = new Excerpts({ filePath: "/a.json", source } as ESLint.LintResult);
    for (let column = 100; column < 500_000; column += 250) {
      const place = {
        line: 1,
        column,
        endLine: 1,
        endColumn: column + 5,
        severity: 2,
        message: "",
        ruleId: null,
      } as const;
      const [line = ""] = excerpts.of(place, 80, PLAIN);
      expect(line).toContain('"get"');
    }
  });
});
