import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { put, temporary } from "../repository/temporary.js";
import { roleBinding } from "../rules/manifests.js";
import { run } from "./run.js";

/** Every option, as it can be written, but for those that print something instead of findings. */
const OPTIONS: readonly string[][] = [
  ["--root", "."],
  ["--config", "x.yaml"],
  ["--stdin-filename", "x.yaml"],
  ["--preset", "all"],
  ["--rule", "no-missing-role: off"],
  ["--staged"],
  ["--changed-since", "main"],
  ["--no-inline-config"],
  ["--untrusted"],
  ["--vendored", "none"],
  ["--fix"],
  ["--fix-dry-run"],
  ["--format", "json"],
  ["--output-file", "report.txt"],
  ["--quiet"],
  ["--all"],
  ["--excerpt"],
  ["--no-excerpt"],
  ["--stats"],
  ["--max-warnings", "0"],
  ["--exit-zero"],
  ["--suppress-all"],
  ["--suppress-rule", "no-missing-role"],
  ["--prune-suppressions"],
  ["--fail-on-unpruned-suppressions"],
  ["--suppressions-location", "x.json"],
  ["--concurrency", "auto"],
  ["--cache"],
  ["--no-cache"],
  ["--cache-location", "x"],
];

/** What is accepted with everything. */
const ANYWHERE = ["--color", "--no-color", "--version", "--help"];

/** What prints something instead of findings, and what counts for it. */
const INSTEAD: readonly [string[], string[]][] = [
  [["--print-builds"], ["--root", "--config", "--untrusted"]],
  [["--unknowns"], ["--root", "--config", "--untrusted", "--format", "--output-file"]],
  [
    ["--explain-silence", "a.yaml"],
    ["--root", "--config", "--untrusted"],
  ],
  [["--list-rules"], ["--format", "--output-file"]],
  [["--controls"], ["--format", "--output-file"]],
  [["--explain", "no-missing-role"], []],
];

const PAIRS = INSTEAD.flatMap(([instead, counting]) => [
  ...OPTIONS.filter(([name = ""]) => !counting.includes(name)).map((option) => [instead, option] as const),
  ...INSTEAD.filter(([other]) => other !== instead).map(([other]) => [instead, other] as const),
]);

const refused = (err: string) => ({ code: 2, out: "", err: `gitops-lint: ${err}` });

describe("an option that changes nothing", () => {
  it("is looked for among all of them", async () => {
    const { out } = await run("/nowhere", "lint", "--help");
    const all = [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, name]) => name);
    const known = [...OPTIONS, ...INSTEAD.map(([option]) => option)].map(([name]) => name);
    expect(all.sort()).toEqual([...known, ...ANYWHERE].sort());
  });

  it.each(PAIRS)("is refused, as with %j and %j", async (instead, option) => {
    const words = [instead[0], option[0]].map((name) => `'${name}'`);
    for (const argv of [
      [...instead, ...option],
      [...option, ...instead],
    ]) {
      const { code, out, err } = await run("/nowhere", ...argv);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect([
        `gitops-lint: ${words[0]} prints the same without ${words[1]}. Leave one of the two out.`,
        `gitops-lint: ${words[1]} prints the same without ${words[0]}. Leave one of the two out.`,
      ]).toContain(err);
    }
  });

  it.each([["--list-rules"], ["--controls"], ["--explain", "no-missing-role"]])(
    "can be a path beside %s",
    async (...instead) => {
      expect(await run("/nowhere", ...instead, "apps")).toEqual(
        refused(`'${instead[0]}' prints the same without 'apps'. Leave one of the two out.`),
      );
    },
  );

  it("can be a second report of the controls", async () => {
    const argv = ["--controls", "--format", "json", "--format", `stylish:${join(temporary(), "x.txt")}`];
    expect(await run("/nowhere", ...argv)).toEqual(
      refused("--controls prints one report; give '--format' once."),
    );
  });

  it("can be the place of a cache that is not used", async () => {
    const root = temporary({ "a.yaml": roleBinding("reader") });
    const at = ["--root", root, "--cache-location", join(root, "cache")];
    const words =
      "'--cache-location' has no effect by itself. Add '--cache', or '--no-cache' to keep nothing.";
    expect(await run(root, ...at, root)).toEqual(refused(words));
    for (const decided of [["--cache"], ["--no-cache"], ["--cache", "--no-cache"]]) {
      expect(await run(root, ...at, ...decided, root)).toMatchObject({ code: 1, err: "" });
      expect(await run(root, ...decided, ...at, root)).toMatchObject({ code: 1, err: "" });
    }
  });

  it("can be a namespace for a path of the API", async () => {
    const root = temporary({});
    put(root, "a.yaml", roleBinding("reader"));
    expect(await run(root, "who-can", "get", "/metrics", "--namespace", "shop", "--root", root)).toEqual(
      refused("The path '/metrics' is in no namespace; leave out '--namespace'."),
    );
    expect(await run(root, "who-can", "get", "/metrics", "--root", root)).toMatchObject({ code: 1, err: "" });
  });

  it.each([
    ["who-can", "get", "pods", "shop"],
    ["what-can", "User:ada", "shop"],
    ["who-can", "get", "pods", "--quiet"],
    ["access-path", "User:ada", "get", "--quiet"],
  ])("is not known to questions, as in %s %s %s %s", async (...argv) => {
    expect(await run("/nowhere", ...argv)).toMatchObject({ code: 2, out: "" });
  });
});

describe("an option that changes something", () => {
  it.each([
    ["--list-rules"],
    ["--controls", "--format", "json"],
    ["--explain", "no-missing-role"],
    ["--print-builds", "--root", "docs", "docs"],
  ])("is not refused, as in %s %s %s %s", async (...argv) => {
    expect(await run("/nowhere", ...argv)).toMatchObject({ code: 0, err: "" });
  });

  it("may come from a hook, and be overruled behind it", async () => {
    const root = temporary({ "a.yaml": roleBinding("reader"), "eslint-suppressions.json": "{}" });
    const hook = ["--cache", "--cache-location", join(root, "cache"), "--suppressions-location", root];
    const behind = ["--no-cache", "--pass-on-unpruned-suppressions", "--prune-suppressions", "--fix"];
    expect(await run(root, "--root", root, ...hook, ...behind, root)).toMatchObject({ code: 1, err: "" });
  });
});
