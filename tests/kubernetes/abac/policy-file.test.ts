import { describe, expect, it } from "vitest";
import { judgedLines } from "../../../lib/kubernetes/abac/policy-file.js";
import { parseYaml, policyLine } from "./policies.js";

const BOB = policyLine({ user: "bob", namespace: "shop", resource: "pods" });

/** What is judged of the lines of a file: their numbers, and what becomes of each. */
function judge(text: string) {
  const lines = text.split("\n").map((line, index) => ({ line, index, length: Buffer.byteLength(line) }));
  return [...judgedLines(lines, parseYaml)].map(([index, { reading, sameAs }]) => {
    return [index, "refusal" in reading ? reading.refusal.id : (sameAs ?? "policy")];
  });
}

describe("the lines of a policy file", () => {
  it("are judged one by one", () => {
    expect(judge(`${BOB}\nalice\n{}\n{"user":1}\n${BOB.replace("bob", "eve")}`)).toEqual([
      [0, "policy"],
      [1, "notObject"],
      [2, "policy"],
      [3, "wrongType"],
      [4, "policy"],
    ]);
  });

  it.each([
    ["an object", JSON.stringify(JSON.parse(BOB), null, 2)],
    ["a list", JSON.stringify([JSON.parse(BOB), JSON.parse(BOB)], null, 2)],
    [
      "a YAML document",
      "apiVersion: abac.authorization.kubernetes.io/v1beta1\nkind: Policy\nspec:\n  user: bob",
    ],
    ["prose", "Policies of the team\nnull\nuser: bob"],
  ])("count once for %s that is spread over several", (_, text) => {
    const [[first, id] = []] = judge(text);
    expect(first).toBe(0);
    expect(id).not.toBe("policy");
    expect(judge(text)).toHaveLength(1);
    expect(judge(`${text}\n${BOB}`)).toHaveLength(2);
  });

  it("are equal if they allow the same, however they are written", () => {
    const reordered = policyLine({ resource: "pods", namespace: "shop", user: "bob", apiGroup: "" });
    const other = policyLine({ user: "bob", namespace: "shop", resource: "pods", readonly: true });
    const old = '{"user":"ada"}';
    const all = { user: "ada", namespace: "*", resource: "*", apiGroup: "*", nonResourcePath: "*" };
    expect(judge([BOB, reordered, other, old, policyLine(all), BOB].join("\n"))).toEqual([
      [0, "policy"],
      [1, 0],
      [2, "policy"],
      [3, "policy"],
      [4, 3],
      [5, 0],
    ]);
  });

  it("are not compared where they allow nothing", () => {
    const nothing = policyLine({ user: "bob", resource: "pods/log" });
    expect(judge(`${nothing}\n${nothing}`)).toEqual([
      [0, "policy"],
      [1, "policy"],
    ]);
  });

  it.each([
    "{{- range .Values.policies }}",
    '{"user": {{ .user }}}',
    "${POLICIES}",
    "<policy>",
    "{% if x %}",
    "\0",
  ])("are left out where something fills them in later: %j", (line) => {
    expect(judge(`${BOB}\n${line}`)).toEqual([[0, "policy"]]);
  });
});
