import { describe, expect, it } from "vitest";
import type { ESLint } from "eslint";
import { statsOf } from "../../../lib/cli/report/stats.js";
import { terminal, Progress } from "../../../lib/cli/lint/progress.js";
import { report, wildcard } from "../report/formats/repository.js";

/** A clock that is set by hand, and what is shown meanwhile. */
function watched() {
  const clock = { now: 0, shown: [] as string[] };
  const work = new Progress(
    (text) => void clock.shown.push(text),
    () => clock.now,
  );
  return { clock, work };
}

describe("what a terminal shows", () => {
  it("is nothing of what is soon done", () => {
    const { clock, work } = watched();
    work.start("walk");
    clock.now = 999;
    work.start("facts", 3, 4);
    work.stop();
    expect(clock.shown).toEqual([]);
  });

  it("is the step that goes on, not too often, and nothing in the end", () => {
    const { clock, work } = watched();
    work.start("walk");
    for (const [now, count] of [
      [1000, 0],
      [1099, 1],
      [1100, 2],
    ] as const) {
      clock.now = now;
      work.start("facts", count, 1234);
    }
    clock.now = 2000;
    work.start("builds");
    work.stop();
    expect(clock.shown).toEqual([
      "Reading files: 1234 …",
      "Reading files: 2 of 1234 …",
      "Resolving what is applied together …",
      "",
    ]);
    expect(work.times).toEqual([
      ["walk", 1000],
      ["facts", 1000],
      ["builds", 0],
    ]);
  });

  it.each<[string, { isTTY?: boolean }, Record<string, string>, string[]]>([
    ["a terminal", { isTTY: true }, {}, ["\r\u001B[Kx"]],
    ["a pipe", {}, {}, []],
    ["a pipeline with a terminal", { isTTY: true }, { CI: "true" }, []],
    ["somebody who says that it is none", { isTTY: true }, { CI: "false" }, ["\r\u001B[Kx"]],
  ])("is for %s", (_, stream, environment, written) => {
    const texts: string[] = [];
    terminal({ ...stream, write: (text) => texts.push(text) }, environment)?.("x");
    expect(texts).toEqual(written);
  });
});

describe("--stats", () => {
  it("adds up the steps, and the rules by their time", () => {
    const { clock, work } = watched();
    work.start("walk");
    clock.now = 12;
    work.start("lint");
    clock.now = 1500.25;
    work.stop();
    const pass = (a: number, b: number) => ({
      parse: { total: 1 },
      rules: { "gitops/a": { total: a }, "gitops/bb": { total: b } },
      fix: { total: 0 },
      total: 0,
    });
    const result = { stats: { fixPasses: 1, times: { passes: [pass(1, 2), pass(2, 20)] } } };
    expect(statsOf(work, [result as unknown as ESLint.LintResult])).toBe(
      [
        "Where the time went:",
        "walk              12.0 ms",
        "lint            1488.3 ms",
        "  parse            2.0 ms",
        "  gitops/bb       22.0 ms",
        "  gitops/a         3.0 ms",
      ].join("\n"),
    );
  });

  it("prints the table beside the report, and is in ESLint's own results", async () => {
    const { out, err } = await report("json", { "a.yaml": wildcard("x") }, "--stats");
    const [result] = JSON.parse(out) as { stats: { times: { passes: { rules: object }[] } } }[];
    expect(Object.keys(result?.stats.times.passes[0]?.rules ?? {})).toEqual(["gitops/no-wildcard-verbs"]);
    expect(err.replace(/ +[\d.]+ ms/g, "").split("\n")).toEqual([
      "Where the time went:",
      "walk",
      "facts",
      "builds",
      "rules",
      "lint",
      "  parse",
      "  gitops/no-wildcard-verbs",
    ]);
    const without = await report("json", { "a.yaml": wildcard("x") });
    expect(without.err).toBe("");
    expect(without.out).not.toContain('"stats"');
  });
});
