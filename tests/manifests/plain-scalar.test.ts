import { describe, expect, it } from "vitest";
import { plainScalar } from "../../lib/manifests/plain-scalar.js";
import { parseDocument } from "../../lib/manifests/parse.js";

/** What go.yaml.in/yaml makes of each, but for the last of the texts. */
const MEANINGS: [text: string, value: unknown][] = [
  ...["true", "True", "TRUE"].map((text): [string, unknown] => [text, true]),
  ...["false", "False", "FALSE"].map((text): [string, unknown] => [text, false]),
  ...["~", "null", "Null", "NULL"].map((text): [string, unknown] => [text, null]),
  ...["tRUE", "t", "f", "none", "y", "Yes", "no", "on", "OFF"].map((text): [string, unknown] => [text, text]),
  ["nULL", "nULL"],
  ["80", 80],
  ["+80", 80],
  ["-1", -1],
  ["-0", 0],
  ["1_000", 1000],
  ["0_1", 1],
  ["_1", "_1"],
  ["+_1", 1],
  ["1__0", 10],
  ["010", 8],
  ["08", 8],
  ["0800", 800],
  ["0o17", 15],
  ["0O17", 15],
  ["0x50", 80],
  ["0X5_0", 80],
  ["0b11", 3],
  ["-0b11", -3],
  ["0b12", "0b12"],
  ["0xg", "0xg"],
  ["1e3", 1000],
  ["1E3", 1000],
  ["1.0e+3", 1000],
  ["80.0", 80],
  ["80.5", 80.5],
  ["1.", 1],
  [".5", 0.5],
  ["+.5", 0.5],
  [".5_0", 0.5],
  ["1.5_0", 1.5],
  ["9223372036854775808", 9223372036854775808],
  ["0xffffffffffffffff", 18446744073709552000],
  ["0xfffffffffffffffff", "0xfffffffffffffffff"],
  ["22:22", "22:22"],
  ["1.2.3", "1.2.3"],
  ["1e", "1e"],
  ["2e848593", "2e848593"],
  ["80-90", "80-90"],
  ["-", "-"],
  ["+", "+"],
  [".", "."],
  ["2001-01-01", "2001-01-01"],
  [".inf", Infinity],
  ["+.Inf", Infinity],
  ["-.INF", -Infinity],
  [".nan", NaN],
  [".NAN", NaN],
  [".nAn", ".nAn"],
];

describe("a scalar without quotes", () => {
  it.each(MEANINGS)("%s", (text, value) => {
    expect(plainScalar(text)).toStrictEqual(value);
  });

  it.each(MEANINGS.filter(([text]) => text !== "-"))("%s in a document", (text, value) => {
    expect(parseDocument(`- ${text}`)).toMatchObject({ value: [value] });
    expect(parseDocument(`- '${text}'`)).toMatchObject({ value: [text] });
    expect(parseDocument(`- !!str ${text}`)).toMatchObject({ value: [text] });
  });

  it("is a key in the form that JSON gives it", () => {
    expect(parseDocument("True: a\n010: b\non: c\n")).toMatchObject({
      value: { true: "a", 8: "b", on: "c" },
    });
  });
});
