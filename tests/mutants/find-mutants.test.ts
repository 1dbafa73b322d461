import { join } from "node:path";
import { runInNewContext } from "node:vm";
import ts from "typescript";
import { describe, expect, it } from "vitest";

interface Mutant {
  line: number;
  original: string;
  mutated: string;
}
const { findMutants } = (await import(join(import.meta.dirname, "find-mutants.mjs"))) as {
  findMutants: (text: string) => Mutant[];
};
const { instrument } = (await import(join(import.meta.dirname, "instrument.mjs"))) as {
  instrument: (text: string, mutants: readonly Mutant[], first: number) => string;
};

/** What is written at each place, and instead of it. */
function mutations(text: string): string[] {
  return findMutants(text).map(({ original, mutated }) => `${original} -> ${mutated}`);
}

describe("the mutants of a text", () => {
  it.each([
    ["f(a === b);", ["f(a === b); -> ", "a === b -> (a) !== (b)"]],
    [
      "x = () => a < 2;",
      ["x = () => a < 2; -> ", "a < 2 -> (a) <= (2)", "a < 2 -> (a) >= (2)", "2 -> 3", "2 -> 1"],
    ],
    ["const x = a && b;", ["a && b -> (a) || (b)"]],
    ["const x = a ?? b;", ["a ?? b -> (a) && (b)"]],
    ["const x = !a;", ["!a -> a"]],
    ["const x = a + b - c;", ["a + b - c -> (a + b) + (c)", "a + b -> (a) - (b)"]],
    ["const x = a ? b : c;", ["a -> true", "a -> false"]],
    ["const x = [a, {}, []];", ["[a, {}, []] -> []"]],
    ["const x = { a: b };", ["{ a: b } -> {}"]],
    ['const x = "word";', ['"word" -> ""']],
    ['const x = "";', ['"" -> "mutant"']],
    ["const x = true;", ["true -> false"]],
    ["const x = a.some(b);", ["a.some(b) -> a.every(b)"]],
    ["const x = a?.every(b);", ["a?.every(b) -> a?.some(b)"]],
    ["const x = a.filter(b).c;", ["a.filter(b) -> a"]],
    ["const x = a.slice(0, b);", ["a.slice(0, b) -> a", "0 -> 1"]],
    ["const x = a.slice(0, MAX_ITEMS);", ["0 -> 1"]],
    ["const x = Math.min(a, b);", ["Math.min(a, b) -> Math.max(a, b)"]],
    ["for (const a of b) continue;", ["continue; -> "]],
    ["if (a) b;", ["a -> true", "a -> false", "b; -> "]],
    ["while (a) b;", ["a -> false", "b; -> "]],
  ])("are, of %s", (text, expected) => {
    expect(mutations(text)).toEqual(expected);
  });

  it.each([
    ["types", 'type A = "a" | [b: 1, true]; interface B { c: "d" }\nconst e = f as "g" | true;'],
    ["imports and exports", 'import a from "b";\nexport { c } from "d";'],
    ["words for people", 'const a = { why: "words" };\nconst b = "some words";\nconst c = `of ${d["e"]}`;'],
    ["what is thrown", 'throw new Error("a", { cause: true });'],
    ["the sizes of budgets", "const MAX_DEPTH = 10;"],
    ["what a step takes of one", "const SELECTION = 0.5;\nconst a = b.allows(1 + c * 2);"],
    ["the ends of budgets", "const a = () => depth + 1 < 2, b = () => c > MAX_LENGTH;"],
    ["what stands for an item that is always there", 'const [, a = ""] = b;\nconst c = d.at() ?? "";'],
    ["names", 'const { "a-b": c } = d;\nconst e = { "f-g": h }.i;'],
    ["what is taken apart", "for (const [a, { b }] of c) d: ;"],
    ["links of a chain that may stop", "const a = b?.filter(c).d;"],
    ["texts put together, as numbers are", 'const a = b + "c";'],
  ])("are not %s", (_, text) => {
    expect(mutations(text).filter((one) => !/^(?:\{ |"\S*" )/.test(one))).toEqual([]);
  });

  it.each(["if (!a) { c.set(d, a); }", "if (a === undefined) c.set(d, (a = b));"])(
    "leave out what is only kept for the next time: %s",
    (text) => {
      expect(mutations(text).filter((one) => one.includes("set("))).toEqual([]);
    },
  );

  it("stand where they are", () => {
    expect(findMutants("a;\n  !b;").map(({ line }) => line)).toEqual([1, 2, 2]);
  });
});

describe("a text with its mutants", () => {
  const text =
    "let n = 0;\nfor (const x of [1, 2, 3]) {\n  if (x > 1 && !(x === 3)) continue;\n  if (x === 3) n += x;\n  else n += 1;\n}\nresult(n);";
  const mutants = findMutants(text);
  const all = ts.transpile(instrument(text, mutants, 7), { target: ts.ScriptTarget.ES2022 });

  /** What comes out with one mutant. */
  function outcome(active: number): unknown {
    let result: unknown;
    runInNewContext(all, {
      __mutant: (number: number) => number === active,
      result: (value: unknown) => (result = value),
    });
    return result;
  }

  it("does the same as before, with none", () => {
    expect(outcome(0)).toBe(4);
  });

  it("does the one wrong that is asked for", () => {
    const outcomes = mutants.map(({ original, mutated }, index) => [
      `${original} -> ${mutated}`,
      outcome(7 + index),
    ]);
    expect(Object.fromEntries(outcomes)).toMatchObject({
      "[1, 2, 3] -> []": 0,
      "x > 1 -> (x) >= (1)": 3,
      "!(x === 3) -> (x === 3)": 2,
      "continue; -> ": 5,
      "n += x; -> ": 1,
      "n += 1; -> ": 3,
      "result(n); -> ": undefined,
    });
  });
});
