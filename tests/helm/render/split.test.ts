import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hookOf } from "../../../lib/helm/render/hooks.js";
import { splitDocuments } from "../../../lib/helm/render/split.js";
import { Text } from "../../../lib/helm/values/text.js";

describe("the documents of what a template writes", () => {
  test.each([
    ["", []],
    [" \n\t", []],
    ["a", ["a"]],
    ["a\n---\nb", ["a", "b"]],
    ["---\na\n---\n", ["a"]],
    ["\n\n  ---\na", ["a"]],
    ["a\n--- b\nc", ["a", "b\nc"]],
    ["a\n---b\nc", ["a", "b\nc"]],
    ["a\n----\nb", ["a", "-\nb"]],
    ["a\n ---\nb", ["a\n ---\nb"]],
    ["a: |\n  x\n---\nb", ["a: |\n  x", "b"]],
    ["a\r\n---\r\nb", ["a", "b"]],
    ["a\n\n \n---\n\n\nb\n\n", ["a", "b"]],
    // White space behind a separator is taken with it, and so is the line end before the next one.
    ["---\n---\nb", ["---\nb"]],
    ["a\n---\n---\n---\nb", ["a", "---", "b"]],
    ["a\n---\n# only a comment\n---\nb", ["a", "# only a comment", "b"]],
  ])("%j", (text, documents) => {
    expect(splitDocuments(Text.plain(text)).map((one) => one.text)).toEqual(documents);
  });

  test("are as a regular expression of Helm splits them", () => {
    const text = fc
      .array(fc.constantFrom("---", "--", "\n", " ", "a", "\t", "\r\n"))
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (written) => {
        const trim = (one: string) => one.replace(/^\s+|\s+$/g, "");
        const wanted = trim(written)
          .split(/(?:^|\s*\n)---\s*/)
          .map(trim)
          .filter((one) => one !== "");
        expect(splitDocuments(Text.plain(written)).map((one) => one.text)).toEqual(wanted);
      }),
    );
  });

  test("keep where each piece is from", () => {
    const origin = { file: "t", start: 0, end: 9, isAction: false };
    const action = { file: "t", start: 9, end: 20, isAction: true };
    const written = Text.of({ text: "a\n---\nb: ", origin }, { text: "c\n---\nd", origin: action });
    expect(splitDocuments(written).map(({ pieces }) => pieces)).toEqual([
      [{ text: "a", origin: { ...origin, end: 1 } }],
      [
        { text: "b: ", origin: { ...origin, start: 6 } },
        { text: "c", origin: action },
      ],
      [{ text: "d", origin: action }],
    ]);
  });

  test("may be very many", () => {
    const pieces = Array.from({ length: 200_000 }, () => ({ text: "a\n---\n" }));
    expect(splitDocuments(Text.from(pieces))).toHaveLength(200_000);
  });
});

describe("what makes a document a hook", () => {
  const hook = (value: string) => `kind: Job\nmetadata:\n  annotations:\n    "helm.sh/hook": ${value}\n`;
  test.each([
    [hook("pre-install"), { events: ["pre-install"], applied: "with the release" }],
    [hook("pre-delete"), { events: ["pre-delete"], applied: "on deletion" }],
    [
      hook('"post-delete, Post-Upgrade"'),
      { events: ["post-delete", "post-upgrade"], applied: "with the release" },
    ],
    [hook("test"), { events: ["test"], applied: "never" }],
    [hook("test-success"), { events: ["test-success"], applied: "never" }],
    [hook("pre-rollback,post-rollback"), { events: ["pre-rollback", "post-rollback"], applied: "never" }],
    [hook("pre-rollback,pre-delete"), { events: ["pre-rollback", "pre-delete"], applied: "on deletion" }],
    [hook("crd-install"), { events: ["crd-install"], applied: "never" }],
    [hook("pre-install,unheard-of"), { events: ["pre-install", "unheard-of"], applied: "never" }],
    [hook("true"), { events: ["true"], applied: "never" }],
    [hook("\uE0F0"), { events: [], applied: "unknown" }],
    [hook("~"), undefined],
    ["kind: Job\n# helm.sh/hook: pre-install\n", undefined],
    ["helm.sh/hook: pre-install\n", undefined],
    ["metadata: {annotations: [helm.sh/hook]}", undefined],
    [
      `${hook("pre-install")}  labels:\n    a: b\n    \uE0F0\n`,
      { events: ["pre-install"], applied: "with the release" },
    ],
    ["metadata: [helm.sh/hook\n", { events: [], applied: "unknown" }],
  ])("%j", (text, found) => {
    expect(hookOf(Text.plain(text))).toEqual(found);
  });
});
