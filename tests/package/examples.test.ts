import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { main } from "../../lib/cli/main.js";
import { rules } from "../../rules/index.js";
import { serveFiles } from "../fetch/servers.js";
import { chartArchive } from "../helm/chart/archives.js";
import { BEFORE, blocks, examples, filesOf, home, read, sections } from "../pages.js";
import { git } from "../repository/git.js";

/** Below it every block becomes a repository of its own. */
let scratch: string;
beforeAll(() => {
  scratch = realpathSync(mkdtempSync(join(tmpdir(), "gitops-docs-")));
});
afterAll(() => rmSync(scratch, { recursive: true }));

/** The command as a user runs it. */
async function run(...argv: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const write = (text: string) => void lines.push(text);
  const code = await main(argv, { out: write, err: write });
  return { code, text: lines.join("\n") };
}

function write(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** What a rule finds in the repository that some blocks describe, as it is printed. */
async function findings(rule: string, ...described: string[]): Promise<string[]> {
  const root = mkdtempSync(join(scratch, "repository-"));
  const files: Record<string, string> = { ".gitops-lint.yaml": `preset: none\nrules:\n  ${rule}: error\n` };
  const older = Object.assign({}, ...described.map((block) => filesOf(block, BEFORE))) as typeof files;
  const isChange = Object.keys(older).length > 0;
  if (isChange) {
    write(root, older);
    git(root, "init", "--quiet");
    git(root, "add", "--all");
    git(root, "commit", "--quiet", "--message=before");
    for (const path of Object.keys(older)) rmSync(join(root, path));
  }
  for (const block of described) Object.assign(files, filesOf(block));
  write(root, files);
  const { text } = await run("--format", "json", ...(isChange ? ["--changed-since", "HEAD"] : []), root);
  const results = JSON.parse(text) as ESLint.LintResult[];
  return results.flatMap(({ messages }) =>
    messages
      .filter(({ ruleId }) => ruleId === `gitops/${rule}`)
      .map(({ line, column, message }) => {
        return `  ${line}:${column}  error  ${message.replace(/\.$/, "")}  gitops/${rule}`;
      }),
  );
}

describe.each(Object.keys(rules))("the page of %s", (name) => {
  const { wrong, right, options } = examples(name);

  it.each(wrong)("is right about what is wrong, block %#", async (block) => {
    expect(await findings(name, block)).not.toEqual([]);
  });

  it("shows only findings that were printed", async () => {
    const shown = blocks(sections(read(`docs/rules/${name}.md`)).get("Wrong") ?? "", "text");
    const printed = shown.length > 0 ? await Promise.all(wrong.map((block) => findings(name, block))) : [];
    expect(printed.flat().map((line) => `${line}\n`)).toEqual(expect.arrayContaining(shown));
  });

  it.each(right)("is right about what is right, block %#", async (block) => {
    expect(await findings(name, block)).toEqual([]);
  });

  it.each(options)("has options that are possible, block %#", async (block) => {
    // What a rule is told is looked at when there is something to lint.
    await expect(findings(name, wrong.join("--- # The next\n"), block)).resolves.toBeDefined();
  });
});

/** A report without what differs from one machine and run to the next. */
function blank(output: string): string {
  return stripVTControlCharacters(output)
    .replaceAll(home, "...")
    .replace(/\([\d.]+ s\)/, "(0.2 s)");
}

describe("the README", () => {
  it("shows what the command really prints", async () => {
    const { code, text } = await run(join(home, "docs/examples/shop"));
    expect(code).toBe(1);
    expect(blocks(read("README.md"), "text")).toContain(`${blank(text)}\n`);
  });
});

describe("the page on contracts", () => {
  const root = join(home, "docs/examples/contracts");
  const page = read("docs/contracts.md");

  it("shows what the command really prints", async () => {
    const { code, text } = await run("--preset", "none", "--rule", "access-contract=error", root);
    expect(code).toBe(1);
    expect(blocks(page, "text")).toEqual([`${blank(text)}\n`]);
  });

  it("shows the contracts of the example", () => {
    const [shown] = blocks(page, "yaml");
    expect(shown).toBe(`# file: .gitops-lint.yaml\n${read("docs/examples/contracts/.gitops-lint.yaml")}`);
  });
});

describe("the page on charts", () => {
  const root = join(home, "docs/examples/charts");
  const shown = blocks(read("docs/charts.md"), "text");

  it("shows what the command really prints", async () => {
    const { code, text } = await run(root);
    expect(code).toBe(1);
    expect(shown[0]).toBe(`${blank(text)}\n`);
  });

  it("shows what 'render' really prints", async () => {
    const { code, text } = await run("render", "HelmRelease/shop", "--origins", "--root", root);
    expect(code).toBe(0);
    expect(shown.at(-1)).toBe(`${text}\n`);
  });
});

describe("the page on how to run it", () => {
  it("shows what 'init' really prints", async () => {
    const root = mkdtempSync(join(scratch, "init-"));
    cpSync(join(home, "docs/examples/shop"), root, { recursive: true });
    rmSync(join(root, ".gitops-lint.yaml"));
    git(root, "init", "--quiet");
    git(root, "remote", "add", "origin", "https://github.com/acme/shop.git");
    const { code, text } = await run("init", "--accept", root);
    expect(code).toBe(0);
    const [shown] = blocks(sections(read("docs/running.md")).get("The first run") ?? "", "text");
    expect(shown).toBe(`${text.replaceAll(root, "...")}\n`);
  });
});

describe.each([
  [
    "who-can",
    [
      ...["who-can", "what-can", "who-can", "what-can", "what-can", "who-can"],
      ...["who-can", "who-can", "who-can", "who-can"],
    ],
  ],
  ["access-path", ["access-path"]],
  ["connections", ["connections", "isolation", "connections", "connections"]],
  ["escalation-paths", ["paths"]],
])("the page on %s", (name, questions) => {
  const page = read(`docs/${name}.md`);
  const shown = [...page.matchAll(/^```sh\ngitops-lint ([^\n]*)\n```\n\n```text\n(.*?)\n```$/gms)];

  it.each(shown.map(([, argv = "", text = ""]) => [argv, text]))(
    "shows what '%s' really prints",
    async (argv, text) => {
      const [question = "", at = "docs/examples/shop"] = argv.split(" --root ");
      const words = question.split(" ").map((word) => word.replace(/^'(.*)'$/, "$1"));
      expect((await run(...words, "--root", join(home, at))).text).toBe(text);
    },
  );

  it("shows each question", () => {
    expect(shown.map(([, argv = ""]) => argv.split(" ")[0])).toEqual(questions);
  });
});

describe("the page on access review", () => {
  it("shows what 'diff' really prints", async () => {
    const root = mkdtempSync(join(scratch, "review-"));
    cpSync(join(home, "docs/examples/shop-repaired"), root, { recursive: true });
    git(root, "init", "--quiet", "--initial-branch=main");
    git(root, "add", "--all");
    git(root, "commit", "--quiet", "--message=before");
    git(root, "update-ref", "refs/remotes/origin/main", "HEAD");
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    git(root, "rm", "--quiet", "-r", ".");
    cpSync(join(home, "docs/examples/shop"), root, { recursive: true });
    const { code, text } = await run("diff", "--root", root);
    const withoutId = (output: string) => output.replace(/\([\da-f]{12}\)/g, "(6fdbf7369e0b)");
    expect(code).toBe(0);
    expect(blocks(read("docs/access-review.md"), "text")).toEqual([`${withoutId(text)}\n`]);
    const [short = ""] = blocks(sections(read("README.md")).get("Use it elsewhere") ?? "", "text");
    expect(short).not.toBe("");
    expect(text).toContain(short.trimEnd());
  });
});

it("has an example with all four problems, and its repaired twin", async () => {
  const { text } = await run("--format", "json", join(home, "docs/examples/shop"));
  const found = (JSON.parse(text) as ESLint.LintResult[]).flatMap(({ messages }) =>
    messages.map(({ ruleId }) => ruleId),
  );
  expect(found.sort()).toEqual([
    "gitops/no-cluster-admin-binding",
    "gitops/no-missing-role",
    "gitops/no-wildcard-verbs",
    "gitops/require-default-deny",
  ]);
  const repaired = await run(join(home, "docs/examples/shop-repaired"));
  expect(repaired.text).toMatch(/^Nothing found in \d+ objects of \d+ files/);
  expect(repaired.code).toBe(0);
});

it("has configuration files, in the README and in the guides, that the command takes", async () => {
  const manifest = read("docs/examples/shop/rbac/release-managers.yaml");
  const guides = readdirSync(join(home, "docs")).filter((name) => name.endsWith(".md"));
  const pages = ["README.md", ...guides.map((name) => `docs/${name}`)];
  const shown = pages.flatMap((page) =>
    blocks(read(page), "yaml")
      .filter((block) => block.startsWith("# file: .gitops-lint.yaml\n"))
      .map((block): [string, string] => [page, block]),
  );
  expect(shown.map(([page]) => page)).toEqual(
    expect.arrayContaining([
      "README.md",
      "docs/configs.md",
      "docs/flux.md",
      "docs/argocd.md",
      "docs/openshift.md",
    ]),
  );
  for (const [, block] of shown) await expect(findings("valid-yaml", manifest, block)).resolves.toEqual([]);
});

describe("the page on what lies elsewhere", () => {
  it("shows what 'fetch' really prints and writes", async () => {
    const page = read("docs/fetch.md");
    const [manifest = "", lock] = blocks(page, "yaml");
    const description = "apiVersion: v2\nname: mailer\nversion: 1.4.0\n";
    const { origin } = await serveFiles({
      "/index.yaml":
        "entries:\n  mailer:\n  - name: mailer\n    version: 1.4.0\n    urls: [mailer-1.4.0.tgz]\n",
      "/mailer-1.4.0.tgz": chartArchive("mailer", { "Chart.yaml": description }),
    });
    const asShown = (text: string) =>
      text
        .replaceAll(origin, "https://charts.example.org")
        .replace(/(?<=^ {2}|--allow )https:..(?=charts)/gm, "")
        .replace(/(?<=sha256:)[0-9a-f]+/g, "53f5ec9b0c55");
    const root = mkdtempSync(join(scratch, "fetch-"));
    write(root, filesOf(manifest.replace("https://charts.example.org", origin)));
    write(root, { ".gitops-lint.yaml": "" });
    vi.stubEnv("GITOPS_LINT_STORE", mkdtempSync(join(scratch, "store-")));
    vi.stubEnv("XDG_CONFIG_HOME", scratch);
    onTestFinished(() => void vi.unstubAllEnvs());
    const planned = await run("fetch", "--dry-run", "--root", root);
    const fetched = await run("fetch", "--allow", origin, "--root", root);
    expect([planned.code, fetched.code]).toEqual([0, 0]);
    expect([planned, fetched].map(({ text }) => `${asShown(text)}\n`)).toEqual(blocks(page, "text"));
    expect(asShown(readFileSync(join(root, ".gitops-lint.lock"), "utf8"))).toBe(lock);
  });
});
