import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "valid-yaml";
const broken = (problem: string) =>
  `This manifest cannot be parsed, so nothing in it was checked: ${problem}.`;

describe("valid-yaml", () => {
  it.each([
    [
      "an open bracket",
      `${manifest("Role", "x")}rules: [\n`,
      "a.yaml:6:1-6:1",
      "Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    [
      "a key twice",
      manifest("Role", "x", undefined, "kind: Role\n"),
      "a.yaml:5:1-5:5",
      "Key 'kind' stands twice in the same map",
    ],
    [
      "an alias without an anchor",
      manifest("Role", "x", undefined, "rules: *none\n"),
      "a.yaml:5:8-5:13",
      "Alias '*none' has no anchor before it",
    ],
    [
      "an anchor in itself",
      manifest("Role", "x", undefined, "rules: &a [*a]\n"),
      "a.yaml:5:12-5:14",
      "Anchor 'a' contains itself",
    ],
  ])("reports %s with the parser's words", async (_, text, place, problem) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, broken(problem)]]);
  });

  it("does not lose the findings of the other documents", async () => {
    const role = manifest("Role", "x", undefined, 'rules: [{ verbs: ["*"] }]\n');
    const text = `${role}---\n${manifest("Role", "y", undefined, "rules: ]\n")}---\n${role}`;
    expect(await lint("no-wildcard-verbs", { "a.yaml": text })).toHaveLength(2);
    expect((await lint(RULE, { "a.yaml": text })).map(([place]) => place)).toEqual(["a.yaml:11:8-11:9"]);
  });

  it.each([
    ["what is no manifest", "services: [\n"],
    ["a kind that is not read", "apiVersion: v1\nkind: Secret\ndata: [\n"],
    ["a template", `${manifest("Role", "x")}{{- if .Values.rules }}\nrules: []\n{{- end }}\n`],
    ["an empty file", ""],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});
