import { describe, expect, it } from "vitest";
import { expand, substitution } from "../../../lib/builds/flux/post-build.js";

const VALUES = new Map([
  ["A", "x"],
  ["EMPTY", ""],
  ["É_1", "é"],
  ["LONG", "l".repeat(10_000)],
]);

describe("a text with variables", () => {
  it.each([
    ["", ""],
    ["a", "a"],
    ["$", "$"],
    ["$A", "$A"],
    ["${A}", "x"],
    ["a${A}b${A}c", "axbxc"],
    ["${É_1}", "é"],
    ["${A }", "${A }"],
    ["${}", "${}"],
    ["${-}b${A}", "${-}bx"],
    ["a}b${A}", "a}bx"],
    // What has no value, or an empty one.
    ["<${B}>", "<${B}>"],
    ["<${EMPTY}>", "<${EMPTY}>"],
    ["<${B:=y}>", "<${B:=y}>"],
    ["<${EMPTY:=y}>", "<y>"],
    ["<${EMPTY:-y}>", "<y>"],
    ["<${EMPTY=y}>", "<y>"],
    ["<${EMPTY-y}>", "<${EMPTY-y}>"],
    ["<${EMPTY:=}>", "<>"],
    ["<${A:=}>", "<x>"],
    // Defaults hold variables, and dollars as they are.
    ["<${EMPTY:=a${A}b}>", "<axb>"],
    ["<${B:=a${A}b}>", "<${B:=a${A}b}>"],
    ["<${EMPTY:=${EMPTY:=${A}}}>", "<x>"],
    ["<${EMPTY:=$$}>", "<$$>"],
    ["<${EMPTY:=$}>", "<$>"],
    ["$$", "$"],
    ["$$$", "$$"],
    ["$${A}", "${A}"],
    ["$$${A}", "$x"],
    // Other functions stay.
    ["<${A/x/y}>", "<${A/x/y}>"],
    ["<${A:1}>", "<${A:1}>"],
    ["<${#A}>", "<${#A}>"],
    // What is malformed stays altogether.
    ["${A}${A", "${A}${A"],
    ["${A}${EMPTY:=y", "${A}${EMPTY:=y"],
    ["${A}${EMPTY:=${A}", "${A}${EMPTY:=${A}"],
    // As does what would be too long.
    ["${LONG}${LONG}", "l".repeat(20_000)],
    ["${LONG}${LONG}a", "${LONG}${LONG}a"],
    [nested(9), "x"],
    [nested(10), "x"],
    [nested(11), nested(11)],
  ])("%s", (text, expanded) => {
    expect(expand(text, (name) => VALUES.get(name))).toBe(expanded);
  });
});

/** Defaults within defaults. */
function nested(depth: number): string {
  return "${EMPTY:=".repeat(depth) + "x" + "}".repeat(depth);
}

describe("what postBuild replaces", () => {
  it.each([
    [undefined],
    [{}],
    [{ substitute: {} }],
    [{ substitute: { A: 1 } }],
    [{ substitute: ["A"] }],
    [{ substituteFrom: [] }],
    [{ substituteFrom: {} }],
    [{ substituteStrategy: "Sometimes" }],
  ])("is nothing for %j", (postBuild) => {
    expect(substitution(postBuild)).toBeUndefined();
  });

  it.each([
    [{ substitute: { A: "x" } }, "xy", "x", "y"],
    [{ substitute: { A: "" } }, "${A}y", "y", "y"],
    [{ substitute: { A: "a\nb\nc" } }, "abcy", "abc", "y"],
    [{ substituteStrategy: "Always" }, "${A}y", "y", "y"],
    [{ substituteFrom: [{ kind: "Secret", name: "s" }] }, "${A}${B:=y}", "${A:=y}", "${B:=y}"],
    [{ substitute: { A: "x" }, substituteFrom: [{}] }, "x${B:=y}", "x", "${B:=y}"],
  ])("is so for %j", (postBuild, both, first, second) => {
    const replace = substitution(postBuild);
    const object = { kind: "${A}${B:=y}", metadata: { name: "${A:=y}", labels: { "${B:=y}": "z" } } };
    expect(replace?.(object)).toEqual({ kind: both, metadata: { name: first, labels: { [second]: "z" } } });
  });

  it("is the very same object where it has no variable", () => {
    const object = {
      kind: "Role",
      metadata: { name: "a$" },
      rules: [{ verbs: ["$"], other: [1, null, true] }],
    };
    expect(substitution({ substitute: { A: "x" } })?.(object)).toBe(object);
  });

  it.each([
    [{ labels: { "kustomize.toolkit.fluxcd.io/substitute": "disabled" } }, "${A}"],
    [{ annotations: { "kustomize.toolkit.fluxcd.io/substitute": "disabled" } }, "${A}"],
    [{ annotations: { "kustomize.toolkit.fluxcd.io/substitute": "enabled" } }, "x"],
    [undefined, "x"],
  ])("is nothing in what is switched off by %j", (metadata, kind) => {
    expect(substitution({ substitute: { A: "x" } })?.({ kind: "${A}", metadata })).toEqual({
      kind,
      metadata,
    });
  });
});
