import fc from "fast-check";
import { expect, test } from "vitest";
import { parseTemplate } from "../../../lib/helm/template/parse.js";
import { TemplateError } from "../../../lib/helm/values/value.js";
import { FUNCTIONS, run } from "./helpers.js";

const PARTS = [
  ..."{{|}}|{{-| -}}|(|)|||\"|`|'|.|$|$x|:=|=|,|1|0x|1e|/*|*/|-|+| |\n|é|\uD800|\\".split("|"),
  ..."if else end range with define block template break continue nil true print .a list".split(" "),
];
const template = fc
  .array(fc.oneof(fc.constantFrom(...PARTS), fc.string({ unit: "binary", maxLength: 4 })), { maxLength: 40 })
  .map((parts) => parts.join(" ".repeat(parts.length % 2)));

test("any text is parsed or refused at a place in it", () => {
  fc.assert(
    fc.property(template, (text) => {
      try {
        parseTemplate({ file: "f", text }, FUNCTIONS);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith("complex")) return;
        expect(error).toBeInstanceOf(TemplateError);
        const { at } = error as TemplateError;
        expect(at && at.file === "f" && at.start <= at.end && at.end <= text.length).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
});

test("a text without actions is itself", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      fc.pre(!text.includes("{{"));
      expect(run(text).text).toBe(text);
    }),
  );
});

test("literal pieces stand where they say", () => {
  const node = fc.constantFrom(
    "a",
    " b\n",
    "{{ 1 -}} ",
    " {{- .a }}",
    "{{ if true }}c{{ end }}",
    "{{/* d */}}",
  );
  fc.assert(
    fc.property(fc.array(node), (nodes) => {
      const text = nodes.join("");
      for (const piece of run(text, { data: { a: "x" } }).pieces) {
        const { start = 0, end = 0, isAction } = piece.origin ?? {};
        const there = text.slice(start, end);
        expect(isAction ? /^\{\{[^]*\}\}$/.test(there) : there === piece.text).toBe(true);
      }
    }),
  );
});
