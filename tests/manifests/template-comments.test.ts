import { describe, expect, it } from "vitest";
import { templateComments } from "../../lib/manifests/template-comments.js";

/** The comments in a text: what ESLint reads, the place, and the text that it would delete. */
function comments(text: string) {
  return templateComments(text).map(({ value, loc: { start, end }, range }) => [
    value.trim(),
    `${start.line}:${start.column}-${end.line}:${end.column}`,
    text.slice(...range),
  ]);
}

const DISABLE = "eslint-disable-next-line gitops/x";

describe("comments for ESLint in a template", () => {
  it.each<[string, string, ReturnType<typeof comments>]>([
    ["of YAML", `a: 1\n  # ${DISABLE}\nb: 2\n`, [[DISABLE, "2:2-2:37", `# ${DISABLE}`]]],
    ["behind a value", `a: [ # ${DISABLE}\r\n]`, [[DISABLE, "1:5-1:40", `# ${DISABLE}`]]],
    [
      "between lines that are no YAML",
      `{{ if .a }}\n# ${DISABLE}\n{{ end }}: [`,
      [[DISABLE, "2:0-2:35", `# ${DISABLE}`]],
    ],
    ["in an action", `{{/* ${DISABLE} */}}\n`, [[DISABLE, "1:0-1:43", `{{/* ${DISABLE} */}}`]]],
    ["in one that trims before it", `{{- /* ${DISABLE} */}}`, [[DISABLE, "1:0-1:45", ` ${DISABLE} `]]],
    ["in one that trims behind it", `{{/* ${DISABLE} */ -}}`, [[DISABLE, "1:0-1:45", ` ${DISABLE} `]]],
    ["over several lines", `{{/*\n${DISABLE}\n*/}}\n`, [[DISABLE, "1:0-3:4", `{{/*\n${DISABLE}\n*/}}`]]],
    [
      "in their order",
      `{{/* eslint-disable */}}\n# eslint-enable\n`,
      [
        ["eslint-disable", "1:0-1:24", "{{/* eslint-disable */}}"],
        ["eslint-enable", "2:0-2:15", "# eslint-enable"],
      ],
    ],
    [
      "but not others",
      `# for eslint\n{{/* see eslint-disable */}}\n{{ "/* eslint-disable */" }}\na: b#eslint-disable\n`,
      [],
    ],
    ["but not what never ends", "{{/* eslint-disable", []],
  ])("are found %s", (_, text, expected) => {
    expect(comments(text)).toEqual(expected);
  });
});
