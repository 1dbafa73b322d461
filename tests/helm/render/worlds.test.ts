import { describe, expect, test } from "vitest";
import { inAllWorlds } from "../../../lib/helm/render/worlds.js";
import { type CallContext, LimitError, unknown } from "../../../lib/helm/values/value.js";

type Decide = CallContext["decide"];
const ask = (decide: Decide, ...ids: string[]) =>
  ids.map((id) => (decide(unknown(id, "why")) ? id : "-")).join("");

function found(run: (decide: Decide) => string, ...given: string[]) {
  const decisions = given.map((id) => ({ unknown: unknown(id, "why"), holds: true }));
  const { worlds, isComplete } = inAllWorlds(decisions, run);
  return {
    results: worlds.map(({ result }) => result),
    decisions: worlds.map((world) =>
      world.decisions.map((one) => (one.holds ? "+" : "-") + one.unknown.id).join(""),
    ),
    isComplete,
  };
}

describe("all worlds", () => {
  test("are one without anything to decide", () => {
    expect(found(() => "x")).toEqual({ results: ["x"], decisions: [""], isComplete: true });
  });

  test("are each combination, in which the same thing is the same", () => {
    expect(found((decide) => ask(decide, "a", "b", "a"))).toEqual({
      results: ["aba", "a-a", "-b-", "---"],
      decisions: ["+a+b", "+a-b", "-a+b", "-a-b"],
      isComplete: true,
    });
  });

  test("are only those that come about", () => {
    const run = (decide: Decide) => (ask(decide, "a") === "a" ? ask(decide, "b") : ask(decide, "c"));
    expect(found(run)).toEqual({
      results: ["b", "-", "c", "-"],
      decisions: ["+a+b", "+a-b", "-a+c", "-a-c"],
      isComplete: true,
    });
  });

  test("keep to what is decided already", () => {
    expect(found((decide) => ask(decide, "a", "b"), "a")).toEqual({
      results: ["ab", "a-"],
      decisions: ["+b", "-b"],
      isComplete: true,
    });
  });

  test("are 32 at most", () => {
    const run = (decide: Decide) => ask(decide, "a", "b", "c", "d", "e");
    expect(found(run)).toMatchObject({ isComplete: true, results: { length: 32 } });
  });

  test("are then those in which all holds, or nothing, and each with one decision turned", () => {
    const { results, isComplete } = found((decide) => ask(decide, "a", "b", "c", "d", "e", "f"));
    expect(isComplete).toBe(false);
    expect(results).toEqual([
      "abcdef",
      "------",
      "-bcdef",
      "a-cdef",
      "ab-def",
      "abc-ef",
      "abcd-f",
      "abcde-",
      "a-----",
      "-b----",
      "--c---",
      "---d--",
      "----e-",
      "-----f",
    ]);
  });

  test("of ten thousand decisions are some", () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `${index}`);
    expect(found((decide) => ask(decide, ...ids))).toMatchObject({
      isComplete: false,
      results: { length: 34 },
    });
  });

  test("end where one does too much", () => {
    let runs = 0;
    const run = (decide: Decide) => {
      if (++runs === 3) throw new LimitError("too much");
      return ask(decide, "a", "b");
    };
    expect(found(run)).toMatchObject({ results: ["ab", "a-"], isComplete: false });
    const never = () => {
      throw new LimitError("too much");
    };
    expect(() => found(never)).toThrow("too much");
  });
});
