import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../lib/cli/main.js";
import { clusterBinding, manifest, user } from "../rules/manifests.js";
import { directory, VERSIONS, type Version } from "./helpers.js";
import { makeWorkspace, write } from "./workspace.js";

const SUPPRESSIONS = "eslint-suppressions.json";
const KNOWN = "eslint-suppressions.gitops.json";
const FAIL = "--fail-on-unpruned-suppressions";
const VERBS = "gitops/no-wildcard-verbs";
const ADMIN = "gitops/no-cluster-admin-binding";

const role = (...verbs: string[]) =>
  manifest(
    "Role",
    "x",
    "shop",
    `rules:\n${verbs.map((verb) => `  - { apiGroups: [''], resources: [pods], verbs: ['${verb}'] }\n`).join("")}`,
  );
const FILES = {
  "a.yaml": role("*", "*"),
  "b/b.yaml": clusterBinding("cluster-admin", user("ada")),
  "b/__proto__.yaml": role("*"),
  "c d/é.yaml": role("*"),
  "warned.yaml": role("*"),
  ".gitops-lint.yaml": `overrides: [{ files: [warned.yaml], rules: { no-wildcard-verbs: warn } }]\n`,
  "notes.md": "# Notes\n",
  "package.json": `{ "type": "module" }\n`,
  "eslint.config.js": `import gitops from "eslint-plugin-gitops";
export default [
  gitops.configs.recommended,
  gitops.repository(import.meta.dirname),
  { files: ["warned.yaml"], rules: { "gitops/no-wildcard-verbs": "warn" } },
];
`,
};

interface Told {
  code: number | null;
  /** `file:line:column rule severity` */
  found: string[];
  suppressed: string[];
}

interface Result {
  filePath: string;
  messages: Message[];
  suppressedMessages: Message[];
}
interface Message {
  ruleId: string;
  severity: number;
  line: number;
  column: number;
  suppressions?: { kind: string }[];
}

const words = (root: string, pick: (result: Result) => Message[], results: Result[]) =>
  results
    .flatMap((result) =>
      pick(result).map(({ ruleId, severity, line, column, suppressions = [] }) => {
        const file = relative(root, result.filePath).replaceAll("\\", "/");
        const kinds = suppressions.map(({ kind }) => ` by a ${kind}`).join("");
        return `${file}:${line}:${column} ${ruleId} ${severity}${kinds}`;
      }),
    )
    .sort();

function told(root: string, code: number | null, output: string): Told {
  const results = JSON.parse(output || "[]") as Result[];
  return {
    code,
    found: words(root, ({ messages }) => messages, results),
    suppressed: words(root, ({ suppressedMessages }) => suppressedMessages, results),
  };
}

/** The command of the linked ESLint, as its users call it. */
function eslint(root: string, ...args: string[]): Promise<Told> {
  const bin = join(root, "node_modules/eslint/bin/eslint.js");
  const { status, stdout } = spawnSync(process.execPath, [bin, ".", "--format", "json", ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  return Promise.resolve(told(root, status, stdout));
}

/** The command by itself. */
async function lint(root: string, ...args: string[]): Promise<Told> {
  const out: string[] = [];
  const output = { out: (text: string) => void out.push(text), err: () => undefined };
  const code = await main(["--root", root, "--format", "json", ...args, root], output);
  return told(root, code, out.join(""));
}

/**
 * The command as far as it does what ESLint does: which findings are accepted, and warnings, are in a file that only it
 * knows, and what is gone fails only where that is asked for.
 */
async function gitopsLint(root: string, ...args: string[]): Promise<Told> {
  const strict = args.includes("--pass-on-unpruned-suppressions") ? [] : [FAIL];
  const { code, found, suppressed } = await lint(root, ...strict, ...args);
  rmSync(join(root, KNOWN), { force: true });
  const isWarning = (one: string) => one.endsWith(" 1 by a file");
  const warned = suppressed.filter(isWarning).map((one) => one.replace(" by a file", ""));
  // That it has failed is no finding.
  const told = found.filter((one) => !one.endsWith(" null 2"));
  return {
    code,
    found: [...told, ...warned].sort(),
    suppressed: suppressed.filter((one) => !isWarning(one)),
  };
}

const COMMANDS = { eslint, gitopsLint };

const workspaces = new Map<Version, string>();
let copies = 0;

/** A repository in which both commands find the same. */
function repository(version: Version, files: Record<string, string> = {}): string {
  let workspace = workspaces.get(version);
  if (workspace === undefined) {
    workspace = makeWorkspace(`suppressions${version}`, version, FILES);
    workspaces.set(version, workspace);
  }
  const copy = join(directory, `suppressions${version}-${++copies}`);
  cpSync(workspace, copy, { recursive: true, verbatimSymlinks: true });
  write(copy, files);
  return copy;
}

const written = (root: string) => {
  const file = join(root, SUPPRESSIONS);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
};
const json = (value: object) => JSON.stringify(value, null, 2);

/** What becomes of a repository, and the options with which both commands then look at it. */
type Step = [what: string, change: (root: string) => void, args: string[]];
const nothing = () => undefined;

const STEPS: Step[] = [
  ["what is there", nothing, []],
  ["one rule accepted", nothing, ["--suppress-rule", VERBS]],
  ["what is left accepted", nothing, ["--suppress-all"]],
  ["all accepted", nothing, []],
  ["more than accepted", (root) => write(root, { "a.yaml": role("*", "*", "*") }), []],
  ["that pruned", nothing, ["--prune-suppressions"]],
  ["less than accepted", (root) => write(root, { "a.yaml": role("*"), "b/b.yaml": role("get") }), []],
  ["that passed", nothing, ["--pass-on-unpruned-suppressions"]],
  ["that pruned too", nothing, ["--prune-suppressions"]],
  ["a file gone", (root) => rmSync(join(root, "a.yaml")), []],
  ["a file gone, pruned", nothing, ["--prune-suppressions"]],
  [
    "all gone, pruned",
    (root) => {
      rmSync(join(root, "c d"), { recursive: true });
      rmSync(join(root, "b"), { recursive: true });
    },
    ["--prune-suppressions"],
  ],
];

/** What stands in the file, and what both must make of it. */
const GIVEN: [what: string, text: string, code: number, afterPruning: number][] = [
  ["nothing", "", 2, 2],
  ["half of it", "{", 2, 2],
  ["no accepted finding", "{}", 1, 1],
  ["a rule of ours that is no more", json({ "a.yaml": { "gitops/no-such-rule": { count: 1 } } }), 2, 1],
  ["a rule that nothing is found of", json({ "a.yaml": { [ADMIN]: { count: 1 } } }), 2, 1],
  ["warnings", json({ "warned.yaml": { [VERBS]: { count: 1 } } }), 2, 1],
  ["more than there is", json({ "a.yaml": { [VERBS]: { count: 3 } } }), 2, 1],
  ["less than there is", json({ "a.yaml": { [VERBS]: { count: 1 } } }), 1, 1],
  ["none of a rule", json({ "a.yaml": { [VERBS]: { count: 0 } } }), 1, 1],
  ["none of a rule that finds none", json({ "a.yaml": { [ADMIN]: { count: 0 } } }), 2, 1],
  ["a file outside", json({ "../gone.yaml": { [VERBS]: { count: 1 } } }), 1, 1],
  ["an absolute path", json({ [process.execPath]: { [VERBS]: { count: 1 } } }), 1, 1],
  ["a path of Windows", json({ "b\\b.yaml": { [ADMIN]: { count: 1 } } }), 1, 1],
  ["a file that is not linted", json({ "notes.md": { [VERBS]: { count: 1 } } }), 1, 1],
  [
    "names of JavaScript",
    `{ "__proto__": { "x": { "count": 1 } }, "constructor": { "__proto__": { "count": 1 } }, "a.yaml": { "${VERBS}": { "count": 2 } } }`,
    1,
    1,
  ],
];

describe.each(VERSIONS)("the suppressions of ESLint %s and of the command", (version) => {
  it("are the same file, with the same said of it, from step to step", async () => {
    const roots = { eslint: repository(version), gitopsLint: repository(version) };
    const all = [];
    for (const [what, change, args] of STEPS) {
      const [one, other] = await Promise.all(
        (["eslint", "gitopsLint"] as const).map(async (name) => {
          const root = roots[name];
          change(root);
          return { what, ...(await COMMANDS[name](root, ...args)), file: written(root) };
        }),
      );
      expect(other).toEqual(one);
      all.push(`${what}: ${one?.code}, ${one?.found.length} found, ${one?.suppressed.length} suppressed`);
    }
    expect(all).toEqual([
      "what is there: 1, 6 found, 0 suppressed",
      "one rule accepted: 1, 2 found, 4 suppressed",
      "what is left accepted: 0, 1 found, 5 suppressed",
      "all accepted: 0, 1 found, 5 suppressed",
      "more than accepted: 1, 4 found, 3 suppressed",
      "that pruned: 1, 4 found, 3 suppressed",
      "less than accepted: 2, 1 found, 3 suppressed",
      "that passed: 0, 1 found, 3 suppressed",
      "that pruned too: 0, 1 found, 3 suppressed",
      "a file gone: 0, 1 found, 2 suppressed",
      "a file gone, pruned: 0, 1 found, 2 suppressed",
      "all gone, pruned: 0, 1 found, 0 suppressed",
    ]);
  });
});

// Both versions have the same code for this.
describe("the suppressions of ESLint and of the command", () => {
  const version = 10;

  it.each(GIVEN)("are taken for the same where they say %s", async (_, text, code, afterPruning) => {
    const root = repository(version, { [SUPPRESSIONS]: text });
    const found = await eslint(root);
    expect(await gitopsLint(root)).toEqual({ ...found, code });
    expect(found.code).toBe(code);
    expect(written(root)).toBe(text);

    expect(await eslint(root, "--prune-suppressions")).toMatchObject({ code: afterPruning });
    const pruned = written(root);
    write(root, { [SUPPRESSIONS]: text });
    expect(await gitopsLint(root, "--prune-suppressions")).toMatchObject({ code: afterPruning });
    expect(written(root)).toBe(pruned);
  });

  it("of rules of other plugins are left to ESLint, for the command does not know what these find", async () => {
    const text = json({ "a.yaml": { [VERBS]: { count: 2 }, "yml/indent": { count: 3 } } });
    const root = repository(version, { [SUPPRESSIONS]: text });
    expect(await eslint(root)).toMatchObject({ code: 2 });
    expect(await gitopsLint(root, "--prune-suppressions")).toMatchObject({ code: 1 });
    expect(written(root)).toBe(text);
  });

  it("go together with the file beside, which ESLint neither reads nor writes", async () => {
    const root = repository(version);
    expect(await lint(root, "--suppress-all")).toMatchObject({ code: 0, found: [] });
    const known = readFileSync(join(root, KNOWN), "utf8");
    const accepted = await eslint(root);
    expect(accepted).toMatchObject({ code: 0, found: ["warned.yaml:7:51 gitops/no-wildcard-verbs 1"] });
    expect(await eslint(root, "--suppress-all")).toEqual(accepted);
    expect(await eslint(root, "--prune-suppressions")).toEqual(accepted);
    expect(readFileSync(join(root, KNOWN), "utf8")).toBe(known);
    expect(await lint(root, FAIL)).toMatchObject({ code: 0, found: [] });

    // One is mended, and another one is there: only the number is the same.
    write(root, { "c d/é.yaml": role("*").replace("[pods]", "[services]") });
    expect((await eslint(root)).code).toBe(0);
    expect(await lint(root)).toMatchObject({
      code: 1,
      found: ["c d/é.yaml:7:55 gitops/no-wildcard-verbs 2"],
    });
    // What ESLint accepts where nothing is known is accepted.
    write(root, { "c d/é.yaml": role("get"), "new.yaml": role("*") });
    await eslint(root, "--suppress-all");
    expect(await lint(root, "--prune-suppressions")).toMatchObject({ code: 0, found: [] });
    expect(await eslint(root)).toMatchObject({ code: 0 });
  });

  it("are not to be written where no file can be", async () => {
    const root = repository(version);
    const at = ["--suppressions-location", join(root, "package.json/accepted.json"), "--suppress-all"];
    for (const command of [eslint, gitopsLint]) {
      expect(await command(root, ...at)).toEqual({ code: 2, found: [], suppressed: [] });
    }
  });
});
