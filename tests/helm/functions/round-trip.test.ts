import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { print } from "./call.js";

const scalar = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."aN1-: #'\"\\\n\t{}[],&*!|>%@~.yesé😀") }),
  fc.constantFrom("yes", "null", "1_000", "0x1f", "2020-01-01", "a: b", " a", "a\n\nb\n", "---", "1:20"),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { value: json } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    scalar,
    fc.array(tie("value")),
    fc.dictionary(fc.stringMatching(/^[a-z0-9. -]{0,4}$/), tie("value")),
  ),
}));

describe("what toYaml writes", () => {
  it("says the same when fromYaml reads it", () => {
    fc.assert(
      fc.property(json, (value) => {
        const wrapped = { value };
        expect(
          print('get (fromYaml (join "" (list (toYaml .wrapped) "\\n"))) "value" | toJson', {
            values: { wrapped },
          }),
        ).toBe(print("toJson .value", { values: { value } }));
      }),
      { numRuns: 300 },
    );
  });
});

describe("what toJson and toPrettyJson write", () => {
  it.each(["toJson .value", "toPrettyJson .value"])("says the same as JSON: %s", (expression) => {
    fc.assert(
      fc.property(json, (value) => {
        const expected: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(print(expression, { values: { value } }))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
