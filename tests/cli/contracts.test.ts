import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ESLint } from "eslint";
import { describe, expect, it, onTestFinished } from "vitest";
import gitops from "../../lib/index.js";
import { forget } from "../../lib/plugin/session.js";
import { git } from "../repository/git.js";
import { put, temporary } from "../repository/temporary.js";
import { clusterBinding, manifest, roleOf, user } from "../rules/manifests.js";
import { run } from "./run.js";

const RULES = "preset: none\nrules: { access-contract: error }\n";
const NOBODY = "{ name: secrets, can: get, on: secrets, in: vault, nobody: true }";
const MUST = "{ name: rescue, can: get, on: pods, in: vault, must: Group:rescue }";
const CONFIG = ".gitops-lint.yaml";
const VAULT = manifest("Namespace", "vault");
const READERS = `${clusterBinding("operator", user("ada"))}---\n${roleOf('apiGroups: [""], resources: [secrets], verbs: [get]')}`;

function config(...contracts: string[]): string {
  return `${RULES}contracts:\n${contracts.map((one) => `  - ${one}\n`).join("")}`;
}

function repository(files: Record<string, string>): string {
  onTestFinished(forget);
  return temporary(files);
}

interface Reported {
  filePath: string;
  messages: { line: number; column: number; endLine: number; endColumn: number; message: string }[];
}

/** The places and beginnings of all findings of the command. */
async function found(root: string, ...args: string[]): Promise<string[]> {
  const { out } = await run(root, "--root", root, "--format", "json", ...args);
  return (JSON.parse(out) as Reported[]).flatMap(({ filePath, messages }) =>
    messages.map(({ line, column, endLine, endColumn, message }) => {
      const what = /contract '(\w+)'/i.exec(message)?.[1] ?? message;
      return `${filePath.replace(/^ROOT./, "")}:${line}:${column}-${endLine}:${endColumn} ${what}`;
    }),
  );
}

const UNMET = `${CONFIG}:4:58-4:70 rescue`;
const BROKEN = "a.yaml:10:25-10:30 secrets";

describe("the command", () => {
  const files = { [CONFIG]: config(MUST, NOBODY), "a.yaml": READERS, "shop/vault.yaml": VAULT };

  it("judges contracts in the configuration as well, which is one of the files then", async () => {
    const root = repository(files);
    expect(await found(root, root)).toEqual([UNMET, BROKEN]);
    const { code, out } = await run(root, "--root", root, root);
    expect(code).toBe(1);
    expect(out).toContain("in 3 objects of 3 files");
    put(root, CONFIG, RULES);
    expect((await run(root, "--root", root, root)).out).toContain("3 objects of 2 files");
  });

  it("says nothing of the configuration where only other paths are asked for", async () => {
    const root = repository(files);
    expect(await found(root, join(root, "a.yaml"))).toEqual([BROKEN]);
    expect(await found(root, join(root, "shop"))).toEqual([]);
    expect(await found(root, join(root, CONFIG))).toEqual([UNMET]);
  });

  it("says it once in each root", async () => {
    const root = repository({
      ...files,
      [CONFIG]: config("{ name: slip, can: read, on: secrets, nobody: true }", NOBODY),
      "inner/.gitops-lint.yaml": config(MUST),
      "inner/b.yaml": VAULT,
    });
    const { out } = await run(root, "--format", "json", root);
    const paths = (JSON.parse(out) as Reported[]).flatMap(({ filePath, messages }) =>
      messages.map(() => filePath),
    );
    expect(paths).toEqual([`ROOT/${CONFIG}`, "ROOT/a.yaml", `ROOT/inner/${CONFIG}`]);
  });

  it("leaves the configuration out where that ignores itself, or a comment disables the rule", async () => {
    const root = repository({ ...files, [CONFIG]: `${config(MUST, NOBODY)}ignores: ['*.yaml']\n` });
    expect(await found(root, root)).toEqual([]);
    put(root, CONFIG, `# eslint-disable gitops/access-contract\n${config(MUST, NOBODY)}`);
    expect(await found(root, root)).toEqual([BROKEN]);
    put(
      root,
      CONFIG,
      `${config(MUST, NOBODY)}overrides: [{ files: [.gitops-lint.yaml], rules: { access-contract: off } }]\n`,
    );
    expect(await found(root, root)).toEqual([BROKEN]);
  });

  it("takes contracts from any file that --config names", async () => {
    const root = repository({ "a.yaml": READERS, "vault.yaml": VAULT });
    const elsewhere = repository({ "lint.yaml": config(NOBODY) });
    expect(await found(root, "--config", join(elsewhere, "lint.yaml"), root)).toEqual([BROKEN]);
  });

  describe("with a file that --config names", () => {
    const elsewhere = (...contracts: string[]) =>
      join(repository({ "lint.yaml": config(...contracts) }), "lint.yaml");
    const IDLE = "{ name: slip, can: read, on: secrets, nobody: true }";

    it("says in it what is demanded and not there, and what matches nothing", async () => {
      const root = repository({ "a.yaml": READERS, "vault.yaml": VAULT });
      const file = elsewhere(MUST, NOBODY, IDLE);
      const at = (place: string): unknown => expect.stringMatching(new RegExp(`lint\\.yaml:${place}$`));
      expect(await found(root, "--config", file, root)).toEqual([
        at("4:58-4:70 rescue"),
        at("6:24-6:28 slip"),
        BROKEN,
      ]);
      const { code, out } = await run(root, "--root", root, "--config", file, root);
      expect(code).toBe(1);
      expect(out).toContain(
        "Contract 'rescue' demands 'get' on 'pods' in namespace 'vault' for 'Group:rescue'",
      );
      expect((await run(root, "--root", root, "--config", file, "--format", "sarif", root)).code).toBe(1);
    });

    it("says nothing of it where only other paths are asked for, or the rule is off", async () => {
      const root = repository({ "a.yaml": READERS, "vault.yaml": VAULT });
      const file = elsewhere(MUST, NOBODY);
      expect(await found(root, "--config", file, join(root, "a.yaml"))).toEqual([BROKEN]);
      expect(await found(root, "--config", file, "--rule", "access-contract=off", root)).toEqual([]);
    });

    it("says nothing in the configuration of the root, whose contracts do not count then", async () => {
      const root = repository({ [CONFIG]: config(IDLE), "a.yaml": READERS, "vault.yaml": VAULT });
      expect(await found(root, "--config", elsewhere(NOBODY), root)).toEqual([BROKEN]);
      const inside = { [CONFIG]: config(IDLE), "ci/lint.yaml": config(MUST), "vault.yaml": VAULT };
      const other = repository(inside);
      expect(await found(other, "--config", join(other, "ci/lint.yaml"), other)).toEqual([
        "ci/lint.yaml:4:58-4:70 rescue",
      ]);
      expect(await found(other, "--config", join(other, CONFIG), other)).toEqual([
        `${CONFIG}:4:24-4:28 slip`,
      ]);
    });

    it("says of several roots only what is wrong in each of them, and once", async () => {
      const file = elsewhere(MUST, IDLE);
      const [one, two] = [
        repository({ [CONFIG]: RULES, "vault.yaml": VAULT }),
        repository({
          [CONFIG]: RULES,
          "vault.yaml": VAULT,
          "b.yaml": clusterBinding("view", "  - { kind: Group, name: rescue }\n"),
        }),
      ];
      const { out } = await run(one, "--config", file, "--format", "json", one, two);
      expect(
        (JSON.parse(out) as Reported[]).flatMap(({ messages }) => messages.map(({ line }) => line)),
      ).toEqual([6 - 1]);
    });

    it("says how many are not known", async () => {
      const root = repository({
        "kustomization.yaml": "resources: [vault.yaml, https://example.org/rbac.yaml]\n",
        "vault.yaml": VAULT,
      });
      const { out } = await run(root, "--root", root, "--config", elsewhere(NOBODY, MUST), root);
      expect(out).toMatch(/Not known: whether 2 contracts of '.*lint\.yaml' are kept\./);
    });

    it("tells what a change breaks from what was broken before", async () => {
      const rescue = clusterBinding("view", "  - { kind: Group, name: rescue }\n").replace(
        "readers",
        "rescue",
      );
      const root = repository({ "a.yaml": READERS, "b.yaml": rescue, "vault.yaml": VAULT });
      git(root, "init", "--quiet");
      git(root, "add", ".");
      git(root, "commit", "--quiet", "--message", "Before");
      const since = ["--config", elsewhere(MUST, IDLE), "--changed-since", "HEAD", root];
      expect(await found(root, ...since)).toEqual([]);
      rmSync(join(root, "b.yaml"));
      expect(await found(root, ...since)).toEqual([expect.stringContaining("4:58-4:70 rescue")]);
    });
  });

  it("notices with --cache that a contract, or what it is about, has changed", async () => {
    const root = repository(files);
    const cache = repository({});
    const cached = () => found(root, "--cache", "--cache-location", join(cache, "cache"), root);
    expect(await cached()).toEqual([UNMET, BROKEN]);
    expect(await cached()).toEqual([UNMET, BROKEN]);
    put(root, CONFIG, config(NOBODY.replace("secrets, in", "pods, in"), MUST));
    expect(await cached()).toEqual([UNMET.replace(/4:/g, "5:")]);
    put(root, "a.yaml", clusterBinding("view", "  - { kind: Group, name: rescue }\n"));
    expect(await cached()).toEqual(["a.yaml:10:26-10:32 secrets"]);
  });

  it("accepts what is suppressed", async () => {
    const root = repository(files);
    await run(root, "--root", root, "--suppress-all", root);
    expect(await found(root, root)).toEqual([]);
  });

  it("says that it is not known what something hidden grants", async () => {
    const root = repository({
      [CONFIG]: config(NOBODY, MUST),
      "kustomization.yaml": "resources: [vault.yaml, https://example.org/rbac.yaml]\n",
      "vault.yaml": VAULT,
    });
    expect(await found(root, root)).toEqual([]);
    expect((await run(root, "--root", root, root)).out).toContain("whether 2 contracts are kept");
    const { out } = await run(root, "unknowns", "--root", root);
    expect(out).toContain(`${CONFIG}:4:13  whether contract 'secrets' is kept`);
    expect((await run(root, "explain-silence", "--root", root, join(root, CONFIG))).out).toContain(
      `${CONFIG}:5:13 Is it known whether contract 'rescue' is kept?\n  Not wholly:\n`,
    );
  });
});

describe("a change", () => {
  function committed(files: Record<string, string>): string {
    const root = repository(files);
    git(root, "init", "--quiet");
    git(root, "add", ".");
    git(root, "commit", "--quiet", "--message", "Before");
    return root;
  }
  const SINCE = ["--changed-since", "HEAD"];
  const RESCUE = clusterBinding("view", "  - { kind: Group, name: rescue }\n");

  it("shows what a new contract finds in files that have not changed", async () => {
    const root = committed({ [CONFIG]: RULES, "a.yaml": READERS, "vault.yaml": VAULT });
    expect(await found(root, ...SINCE, root)).toEqual([]);
    put(root, CONFIG, config(NOBODY));
    expect(await found(root, ...SINCE, root)).toEqual([BROKEN]);
  });

  it("shows what it breaks in a contract that has not changed, and not what was broken before", async () => {
    const root = committed({
      [CONFIG]: config(MUST, NOBODY),
      "a.yaml": READERS,
      "b.yaml": RESCUE.replace("readers", "rescue"),
      "vault.yaml": VAULT,
    });
    expect(await found(root, ...SINCE, root)).toEqual([]);
    rmSync(join(root, "b.yaml"));
    expect(await found(root, ...SINCE, root)).toEqual([UNMET]);
  });

  it("of a stranger is judged by the contracts of the base, also where it deletes or rewrites them", async () => {
    const root = committed({ [CONFIG]: config(MUST, NOBODY), "a.yaml": VAULT, "b.yaml": RESCUE });
    const strange = [...SINCE, "--untrusted", root];
    rmSync(join(root, "b.yaml"));
    put(root, "c.yaml", READERS);
    const grant = BROKEN.replace("a.yaml", "c.yaml");
    expect(await found(root, ...strange)).toEqual([UNMET, grant]);
    put(root, CONFIG, "preset: none\n");
    expect(await found(root, ...strange)).toEqual([grant]);
    put(root, CONFIG, "contracts:\n  - name: other\n  - name: rescue\n    must: User:me\n");
    expect(await found(root, ...strange)).toEqual([`${CONFIG}:4:11-4:18 rescue`, grant]);
    rmSync(join(root, CONFIG));
    expect(await found(root, ...strange)).toEqual([UNMET, grant]);
  });
});

it("finds in a preset of the plugin what the command does, and --cache of ESLint notices a changed contract", async () => {
  const root = repository({ [CONFIG]: config(MUST, NOBODY), "a.yaml": READERS, "vault.yaml": VAULT });
  mkdirSync(join(root, ".git"));
  const linted = async () => {
    forget();
    const eslint = new ESLint({
      cwd: root,
      overrideConfigFile: true,
      overrideConfig: [gitops.configs.recommended, gitops.repository(root)],
      cache: true,
      cacheLocation: join(root, "node_modules/.eslintcache"),
    });
    const results = await eslint.lintFiles(["."]);
    return results.flatMap(({ filePath, messages }) =>
      messages
        .filter(({ ruleId }) => ruleId === "gitops/access-contract")
        .map(({ line, column }) => `${filePath.slice(root.length + 1)}:${line}:${column}`),
    );
  };
  expect(await linted()).toEqual([`${CONFIG}:4:58`, "a.yaml:10:25"]);
  put(root, CONFIG, config(MUST, NOBODY.replace("nobody: true", "only: User:ada")));
  expect(await linted()).toEqual([`${CONFIG}:4:58`]);
});
