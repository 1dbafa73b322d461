import { describe, expect, test } from "vitest";
import { Budget } from "../../../../lib/cli/commands/fetch/budget.js";

describe("a run", () => {
  const rest =
    "Look at what the repository names, and run 'gitops-lint fetch' again for the rest, or with --only.";

  test("asks for so many sources", () => {
    const budget = new Budget({ sources: 2, bytes: 1, time: 1 }, () => 0);
    budget.admit();
    budget.admit();
    expect(() => budget.admit()).toThrow(
      `It is not asked for, since a run asks for 2 sources at most. ${rest}`,
    );
  });

  test("asks for nothing more once it has fetched too much", () => {
    const budget = new Budget({ sources: 10, bytes: 2 ** 30, time: 1 }, () => 0);
    budget.spend(2 ** 30);
    budget.admit();
    budget.spend(1);
    expect(() => budget.admit()).toThrow("since a run fetches 1 GB at most.");
  });

  test("asks for nothing more once it has taken too long", () => {
    let now = 1000;
    const budget = new Budget({ sources: 10, bytes: 1, time: 120_000 }, () => now);
    now += 120_000;
    budget.admit();
    now++;
    expect(() => budget.admit()).toThrow("since a run takes 2 minutes at most.");
  });
});
