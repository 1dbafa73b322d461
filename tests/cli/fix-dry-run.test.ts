import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { committed, ENVIRONMENT, git } from "../repository/git.js";
import { put } from "../repository/temporary.js";
import { repository } from "../rules/lint.js";
import { manifest } from "../rules/manifests.js";
import { run, runWith } from "./run.js";

const role = (verbs: readonly string[], comment = "") =>
  manifest(
    "Role",
    "x",
    "shop",
    `rules:\n  - apiGroups: [""]\n    resources: [pods]${comment}\n    verbs:\n${verbs.map((verb) => `      - ${verb}\n`).join("")}`,
  );
const twice = role(["get", "list", "get", "watch"]);
const once = role(["get", "list", "watch"]);
const RULES = [
  ...["--preset", "none", "--rule", "no-redundant-rule: error", "--rule", "no-wildcard-verbs: error"],
];
const DIFF = [
  "@@ -9,5 +9,4 @@",
  "     verbs:",
  "       - get",
  "       - list",
  "-      - get",
  "       - watch",
];

function diffOf(path: string, hunk: readonly string[] = DIFF): string[] {
  return [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`, ...hunk];
}

async function dryRun(root: string, ...argv: string[]) {
  vi.spyOn(process, "cwd").mockReturnValue(root);
  return run(root, ...RULES, "--fix-dry-run", ...argv);
}

describe("--fix-dry-run", () => {
  it("prints what --fix would write, and the rest as if it were written, and writes nothing", async () => {
    const root = repository({
      ".git/HEAD": "",
      "a.yaml": twice,
      "b/c.yaml": `${twice}---\n${role(["'*'"])}`,
    });
    const { code, out, err } = await dryRun(root);
    expect({ code, out: out.split("\n") }).toEqual({
      code: 1,
      out: [...diffOf("a.yaml"), ...diffOf("b/c.yaml", ["@@ -9,6 +9,5 @@", ...DIFF.slice(1), " ---"])],
    });
    expect(err.split("\n")).toEqual([
      "ROOT/b/c.yaml",
      "  23:9  error  Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed  gitops/no-wildcard-verbs",
      "",

      "✖ 1 finding in 3 objects of 2 files (0.0 s).",
    ]);
    expect(readFileSync(join(root, "a.yaml"), "utf8")).toBe(twice);
  });

  it("prints what git applies, in a part of a repository as well", async () => {
    const root = committed({ "apps/.gitops-lint.yaml": "", "apps/a b/ä.yaml": twice.trimEnd() });
    const { code, out } = await dryRun(root, "apps");
    expect(code).toBe(0);
    execFileSync("git", ["apply", "-"], { cwd: root, input: `${out}\n`, env: ENVIRONMENT });
    const applied = readFileSync(join(root, "apps/a b/ä.yaml"), "utf8");
    git(root, "checkout", "--quiet", ".");
    vi.spyOn(process, "cwd").mockReturnValue(root);
    expect(await run(root, ...RULES, "--fix", "apps")).toMatchObject({ code: 0 });
    expect(applied).toBe(readFileSync(join(root, "apps/a b/ä.yaml"), "utf8"));
    expect(applied).toBe(once.trimEnd());
  });

  it("keeps the line ends of Windows", async () => {
    const root = committed({});
    git(root, "config", "core.autocrlf", "false");
    put(root, "a.yaml", twice.replaceAll("\n", "\r\n"));
    const { out } = await dryRun(root);
    execFileSync("git", ["apply", "-"], { cwd: root, input: `${out}\n`, env: ENVIRONMENT });
    expect(readFileSync(join(root, "a.yaml"), "utf8")).toBe(once.replaceAll("\n", "\r\n"));
  });

  it("prints nothing if there is nothing to fix", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": once });
    expect(await dryRun(root)).toEqual({
      code: 0,
      out: "",
      err: "Nothing found in 1 object of 1 file (0.0 s).",
    });
  });

  it("leaves reports to their files, and nothing but the diff to standard output", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": twice });
    const report = join(root, "report.json");
    const { out, err } = await dryRun(root, "--format", "json", "--output-file", report);
    expect(out.split("\n")).toEqual(diffOf("a.yaml"));
    expect(err).toBe("Nothing found in 1 object of 1 file (0.0 s).");
    expect(JSON.parse(readFileSync(report, "utf8"))).toMatchObject([{ messages: [], errorCount: 0 }]);
    const printed = await dryRun(root, "--format", "json");
    expect(printed.out).toBe(out);
    expect(JSON.parse(printed.err)).toMatchObject([{ messages: [] }]);
  });

  it("does not show a credential, nor what a terminal or a runner would obey", async () => {
    const root = repository({
      ".git/HEAD": "",
      "a.yaml": twice,
      "b.yaml": twice.replace("verbs:\n", "verbs:\n      # https://ada:hunter2@example.com/x\n"),
      "c.yaml": twice.replace("verbs:\n", "verbs:\n      # \u001B[31mred\n"),
      "d.yaml": twice.replace("verbs:\n", "verbs:\n# ##[error]x\n"),
      "e.yaml": twice.replace("verbs:\n", "verbs:\n      # ü \uFEFF\t-- +++ x\n"),
    });
    const { code, out, err } = await dryRun(root);
    expect(code).toBe(0);
    expect(out.split("\n").filter((line) => line.startsWith("diff"))).toEqual([
      "diff --git a/a.yaml b/a.yaml",
      "diff --git a/e.yaml b/e.yaml",
    ]);
    const left = (path: string) =>
      `gitops-lint: The change of '${path}' is not in the diff: what is around it holds a credential, or characters or words that a terminal or a CI system would obey. '--fix' makes the change.`;
    expect(err.split("\n").slice(0, 3)).toEqual(["b.yaml", "c.yaml", "d.yaml"].map(left));
  });

  it("shows nothing of the documents around it, which can be Secrets", async () => {
    const SECRET = "apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData:\n  password: hunter2\n";
    const flow = "{ apiVersion: v1, kind: Secret, stringData: { password: hunter2 } }\n";
    const rules = `rules: [{ apiGroups: [""], resources: [pods], verbs: [get, get] }]\n`;
    const short = `${rules}${manifest("Role", "x", "shop")}`;
    const root = committed({
      "a.yaml": `${SECRET}---\n${short}---\n${SECRET}`,
      "b.yaml": `${manifest("Role", "x", "shop", rules)}---\nstringData: { password: "hunter2 }\n`,
      "c.yaml": `${SECRET}---\n${short}---\n${short}`,
      "d.yaml": `${manifest("Role", "x", "shop", rules)}...\n${flow}`,
      "e.yaml": `${manifest("Role", "x", "shop", rules)}--- ${flow}`,
      "f.yaml": `${manifest("Role", "x", "shop", rules)}--- "hunter2\n`,
    });
    const { out, err } = await dryRun(root);
    expect(out).not.toContain("hunter2");
    expect(out.match(/^diff .*/gm)).toEqual([
      "diff --git a/a.yaml b/a.yaml",
      "diff --git a/b.yaml b/b.yaml",
      "diff --git a/c.yaml b/c.yaml",
    ]);
    expect(err.match(/^gitops-lint: The change of '.\.yaml'/gm)).toEqual(
      ["d", "e", "f"].map((name) => `gitops-lint: The change of '${name}.yaml'`),
    );
    execFileSync("git", ["apply", "-"], { cwd: root, input: `${out}\n`, env: ENVIRONMENT });
    expect(readFileSync(join(root, "a.yaml"), "utf8")).toBe(
      `${SECRET}---\n${short.replace("get, get", "get")}---\n${SECRET}`,
    );
  });

  it.each([
    ["of a Secret in a List", "  - { apiVersion: v1, kind: Secret, data: { a: aHVudGVyMg== } }"],
    [
      "of many lines",
      "  - apiVersion: v1\n    kind: Secret\n    stringData:\n      a: |\n        x\n        hunter2",
    ],
    ["of a kubeconfig", "  - { apiVersion: v1, kind: Config, users: [{ user: { x: hunter2 } }] }"],
    ["of a field that is named so", "  - { a: { password: hunter2 } }"],
    ["of a variable", "  - { spec: { env: [{ name: A, value: hunter2 }] } }"],
    ["of another variable", "  - { x: [{ name: DB_PASSWORD, value: hunter2 }] }"],
    ["of a patch", `  - { patch: "kind: Secret, stringData: { a: hunter2 }" }`],
    ["of a generator", "  - { secretGenerator: [{ literals: [a=hunter2] }] }"],
    ["in a text", `  - { a: "x --token=hunter2" }`],
  ])("does not show a secret %s in the same document", async (_, item) => {
    const rules = `    rules: [{ apiGroups: [""], resources: [pods], verbs: [get, get] }]\n`;
    const object = `  - apiVersion: rbac.authorization.k8s.io/v1\n    kind: Role\n    metadata: { name: x, namespace: shop }\n${rules}`;
    const root = repository({
      ".git/HEAD": "",
      "a.yaml": `apiVersion: v1\nkind: List\nitems:\n${object}${item}\n`,
    });
    const { out, err } = await dryRun(root);
    expect(out).toBe("");
    expect(err).toContain("The change of 'a.yaml' is not in the diff: what is around it holds a credential");
  });

  it("shows what would become of standard input", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": once });
    vi.spyOn(process, "cwd").mockReturnValue(root);
    const nameless = await runWith(twice, root, "-", ...RULES, "--fix-dry-run");
    expect(nameless).toMatchObject({ code: 0, out: diffOf("<stdin>").join("\n") });
    const named = await runWith(twice, root, "-", "--stdin-filename", "b/a.yaml", ...RULES, "--fix-dry-run");
    expect(named).toMatchObject({ code: 0, out: diffOf("b/a.yaml").join("\n") });
  });

  it("never uses what is kept of earlier runs", async () => {
    const root = repository({ ".git/HEAD": "", "a.yaml": twice });
    const cache = ["--cache", "--cache-location", join(repository({}), "cache")];
    vi.spyOn(process, "cwd").mockReturnValue(root);
    expect(await run(root, ...RULES, ...cache)).toMatchObject({ code: 1 });
    expect((await dryRun(root, ...cache)).out.split("\n")).toEqual(diffOf("a.yaml"));
  });

  it.each([["--staged"], ["--changed-since", "main"], ["--untrusted"]])(
    "is, as --fix, about all findings, and so not for %s",
    async (...argv) => {
      const { code, err } = await run("/nowhere", "--fix-dry-run", ...argv);
      expect(code).toBe(2);
      expect(err).toMatch(
        /'--fix-dry-run' cannot be used with option|cannot be used with option '--fix-dry-run'/,
      );
    },
  );
});
