import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { committed, git, stage } from "../../repository/git.js";
import { link, put, temporary } from "../../repository/temporary.js";
import { manifest } from "../../rules/manifests.js";
import { run as runCommand } from "../run.js";

const COUNTS = "eslint-suppressions.json";
const KNOWN = "eslint-suppressions.gitops.json";
const VERBS = "gitops/no-wildcard-verbs";
const WARN = ["--rule", "no-wildcard-verbs: warn"];
const FAIL = "--fail-on-unpruned-suppressions";

/** Roles that may do everything with a resource each. */
const wild = (...names: string[]) =>
  names
    .map((name) =>
      manifest("Role", name, "shop", "rules:\n  - { apiGroups: [''], resources: [pods], verbs: ['*'] }\n"),
    )
    .join("---\n");

/** The exit code, what is said elsewhere, and the lines of what is found. */
async function run(root: string, ...argv: string[]) {
  const rules = ["--preset", "none", "--rule", "no-wildcard-verbs: error"];
  const { code, out, err } = await runCommand(
    root,
    ...rules,
    "--root",
    root,
    "--format",
    "json",
    ...argv,
    root,
  );
  const results = JSON.parse(out || "[]") as { filePath: string; messages: { line: number }[] }[];
  const found = results.flatMap(({ filePath, messages }) =>
    messages.map(({ line }) => `${filePath.replace(/^.*[\\/]/, "")}:${line}`),
  );
  return { code, err, found };
}

const text = (root: string, name: string) => readFileSync(join(root, name), "utf8");
const gone = (object: string) =>
  `gitops-lint: 1 accepted finding is gone: ${VERBS} in a.yaml (Role shop/${object}). Remove it with --prune-suppressions.`;

describe("an accepted finding", () => {
  it("is known by name, in a file beside ESLint's", async () => {
    const root = temporary({ "a.yaml": wild("x", "y") });
    await run(root, "--suppress-all");
    expect(JSON.parse(text(root, COUNTS))).toEqual({ "a.yaml": { [VERBS]: { count: 2 } } });
    const known = JSON.parse(text(root, KNOWN)) as { accepted: Record<string, Record<string, object>> };
    expect(Object.values(known.accepted["a.yaml"]?.[VERBS] ?? {}).sort()).toEqual([
      "Role shop/x",
      "Role shop/y",
    ]);
    for (const name of Object.keys(known.accepted["a.yaml"]?.[VERBS] ?? {}))
      expect(name).toMatch(/^[0-9a-f]{32}$/);
    // Wherever the repository is.
    const other = temporary({ "a.yaml": wild("x", "y") });
    await run(other, "--suppress-all");
    expect(text(other, KNOWN)).toBe(text(root, KNOWN));
  });

  it("that is mended does not stand for another one, although the number is the same", async () => {
    const root = temporary({ "a.yaml": wild("x") });
    await run(root, "--suppress-all");
    put(root, "a.yaml", wild("z"));
    expect(await run(root)).toEqual({ code: 1, err: gone("x"), found: ["a.yaml:7"] });
    // Nor is the other one accepted by taking out the first.
    await run(root, "--prune-suppressions");
    expect(JSON.parse(text(root, COUNTS))).toEqual({});
    expect(JSON.parse(text(root, KNOWN))).toEqual({ version: 1, accepted: {} });
    expect(await run(root)).toEqual({ code: 1, err: "", found: ["a.yaml:7"] });
    // Where nothing says which one it was, the number counts, as it does for ESLint.
    put(root, COUNTS, JSON.stringify({ "a.yaml": { [VERBS]: { count: 1 } } }));
    rmSync(join(root, KNOWN));
    expect(await run(root)).toEqual({ code: 0, err: "", found: [] });
  });

  it("is the same on another line, in another order, and beside others, which alone are new", async () => {
    const root = temporary({ "a.yaml": wild("x", "y") });
    await run(root, "--suppress-all");
    put(root, "a.yaml", `# one\n\n${wild("y", "x")}`);
    expect(await run(root)).toEqual({ code: 0, err: "", found: [] });
    put(root, "a.yaml", wild("y", "new", "x"));
    expect(await run(root)).toEqual({ code: 1, err: "", found: ["a.yaml:15"] });
  });

  it("can be one of two that are alike", async () => {
    const root = temporary({ "a.yaml": wild("x", "x") });
    await run(root, "--suppress-all");
    expect(await run(root)).toEqual({ code: 0, err: "", found: [] });
    put(root, "a.yaml", wild("x", "x", "x"));
    expect(await run(root)).toMatchObject({ code: 1, found: ["a.yaml:23"] });
    put(root, "a.yaml", wild("x"));
    expect(await run(root)).toEqual({ code: 0, err: gone("x"), found: [] });
  });

  it("can be a warning", async () => {
    const root = temporary({ "a.yaml": wild("x") });
    expect(await run(root, ...WARN, "--max-warnings", "0")).toMatchObject({ code: 1, found: ["a.yaml:7"] });
    await run(root, ...WARN, "--suppress-all", "--quiet");
    expect(existsSync(join(root, KNOWN))).toBe(false);
    await run(root, ...WARN, "--suppress-all");
    expect(JSON.parse(text(root, COUNTS))).toEqual({});
    expect(await run(root, ...WARN, "--max-warnings", "0")).toEqual({ code: 0, err: "", found: [] });
    put(root, "a.yaml", wild("y"));
    expect(await run(root, ...WARN)).toEqual({ code: 0, err: gone("x"), found: ["a.yaml:7"] });
    expect(await run(root, ...WARN, FAIL)).toMatchObject({ code: 2 });
    await run(root, ...WARN, "--prune-suppressions");
    expect(await run(root, ...WARN, FAIL)).toEqual({ code: 0, err: "", found: ["a.yaml:7"] });
    // As an error, it was never accepted.
    await run(root, ...WARN, "--suppress-all");
    expect(await run(root)).toMatchObject({ code: 1, found: ["a.yaml:7"] });
  });

  it("stays one that ESLint has accepted, and one that ESLint has taken out is none", async () => {
    const root = temporary({ "a.yaml": wild("x") });
    await run(root, "--suppress-all");
    put(root, "a.yaml", wild("x", "y"));
    put(root, COUNTS, JSON.stringify({ "a.yaml": { [VERBS]: { count: 2 } } }));
    expect(await run(root)).toEqual({ code: 0, err: "", found: [] });
    put(root, "a.yaml", wild("x", "y", "z"));
    expect(await run(root)).toMatchObject({ code: 1, found: ["a.yaml:15", "a.yaml:23"] });
    put(root, "a.yaml", wild("x"));
    put(root, COUNTS, "{}");
    expect(await run(root)).toMatchObject({ code: 1, found: ["a.yaml:7"] });
  });

  it("in a generated file stands for the others, warning or not", async () => {
    const generated = (...names: string[]) => `# Code generated by x. DO NOT EDIT.\n${wild(...names)}`;
    for (const level of [[], WARN]) {
      const root = temporary({ "a.yaml": generated("x", "y") });
      expect((await run(root, ...level)).found).toEqual(["a.yaml:8"]);
      await run(root, ...level, "--suppress-all");
      expect(await run(root, ...level, FAIL)).toEqual({ code: 0, err: "", found: [] });
      put(root, "a.yaml", generated("y", "z", "w"));
      expect(await run(root, ...level, FAIL)).toEqual({ code: 0, err: "", found: [] });
      put(root, "a.yaml", generated("v"));
      expect(await run(root, ...level, FAIL)).toEqual({ code: 0, err: "", found: [] });
      put(root, "a.yaml", wild("v").replace("'*'", "get"));
      expect(await run(root, ...level, FAIL)).toMatchObject({ code: 2 });
      await run(root, ...level, "--prune-suppressions");
      expect(await run(root, ...level, FAIL)).toEqual({ code: 0, err: "", found: [] });
    }
  });

  it("counts as it is staged", async () => {
    const root = committed({ "a.yaml": wild("x") });
    await run(root, "--suppress-all");
    git(root, "add", COUNTS, KNOWN);
    stage(root, { "a.yaml": wild("z") });
    const unstaged = text(root, KNOWN);
    await run(root, "--suppress-all");
    expect((await run(root)).found).toEqual([]);
    expect(await run(root, "--staged")).toMatchObject({ code: 1, found: ["a.yaml:7"] });
    expect(unstaged).not.toBe(text(root, KNOWN));
    expect((await run(root, "--staged")).err).toMatch(/staged suppressions differ/);
  });

  it("is not read through a link that leads out, and a text that says something else is told of", async () => {
    const root = temporary({ "a.yaml": wild("x") });
    link(root, KNOWN, join(temporary({ "x.json": "secret" }), "x.json"));
    expect((await run(root)).err).toBe(
      `gitops-lint: The suppressions in 'ROOT/${KNOWN}' cannot be used: it is a link that leads out of the repository.`,
    );
    rmSync(join(root, KNOWN));
    for (const wrong of [
      "{}",
      '{"version":2,"accepted":{}}',
      '{"version":1,"accepted":{"a":{"b":{"c":1}}}}',
    ]) {
      put(root, KNOWN, wrong);
      expect(await run(root)).toMatchObject({
        code: 2,
        err: `gitops-lint: The accepted findings in 'ROOT/${KNOWN}' must look like {"version": 1, "accepted": {"FILE": {"RULE": {"FINGERPRINT": "OBJECT"}}}}. Delete the file to accept findings by their number only.`,
      });
    }
    put(
      root,
      KNOWN,
      '{"version":1,"accepted":{"__proto__":{"constructor":{"x":""}},"constructor":{"__proto__":{}}}}',
    );
    expect(await run(root, "--suppress-all")).toMatchObject({ code: 0 });
    expect(await run(root, "--prune-suppressions")).toMatchObject({ code: 0 });
    expect(text(root, KNOWN)).not.toContain("__proto__");
  });

  it("goes with the file that is named", async () => {
    const root = temporary({ "a.yaml": wild("x") });
    const at = ["--suppressions-location", join(temporary(), "mine.json")];
    await run(root, ...at, "--suppress-all");
    expect(existsSync((at[1] ?? "").replace("mine.json", "mine.gitops.json"))).toBe(true);
    put(root, "a.yaml", wild("z"));
    expect(await run(root, ...at)).toMatchObject({ code: 1, found: ["a.yaml:7"] });
  });
});

describe("a change that is not trusted", () => {
  const SINCE = ["--untrusted", "--changed-since", "HEAD"];

  /** A repository whose commit accepts what is in `a.yaml`. */
  async function accepting(...argv: string[]) {
    const root = committed({ "a.yaml": wild("x"), "b.yaml": wild("b") });
    await run(root, ...argv, "--suppress-all", join(root, "a.yaml"));
    git(root, "add", ".");
    git(root, "commit", "-qm", "accept");
    return root;
  }

  it("cannot accept its own warnings", async () => {
    const root = await accepting(...WARN);
    put(root, "a.yaml", wild("x", "y"));
    expect((await run(root, ...SINCE, ...WARN)).found).toEqual(["a.yaml:15"]);
    await run(root, ...WARN, "--suppress-all");
    expect((await run(root, ...WARN)).found).toEqual([]);
    expect((await run(root, ...SINCE, ...WARN)).found).toEqual(["a.yaml:15"]);
    expect((await run(root, "--untrusted", ...WARN)).found).toContain("a.yaml:15");
  });

  it("cannot swap an accepted finding, be it by deleting or replacing what says which it is", async () => {
    const root = await accepting();
    put(root, "a.yaml", wild("z"));
    expect((await run(root, ...SINCE)).found).toEqual(["a.yaml:7"]);
    renameSync(join(root, KNOWN), join(root, "kept.json"));
    expect((await run(root, ...SINCE)).found).toEqual(["a.yaml:7"]);
    await run(root, "--suppress-all");
    expect((await run(root)).found).toEqual([]);
    expect((await run(root, ...SINCE)).found).toEqual(["a.yaml:7"]);
  });

  it("cannot lay what it accepts beside a file of the base that has none", async () => {
    const root = committed({ "a.yaml": wild("x"), [COUNTS]: "{}" });
    put(root, "a.yaml", wild("x", "y"));
    await run(root, ...WARN, "--suppress-all");
    expect((await run(root, ...WARN)).found).toEqual([]);
    expect((await run(root, ...SINCE, ...WARN)).found).toEqual(["a.yaml:7", "a.yaml:15"]);
  });
});
