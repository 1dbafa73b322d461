import { existsSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { TOPICS } from "../../lib/rule-kit/topics.js";
import { rules } from "../../rules/index.js";
import { put } from "../repository/temporary.js";
import { repository } from "../rules/lint.js";
import { clusterBinding, manifest, user } from "../rules/manifests.js";
import { run } from "./run.js";
import { withFailingRule } from "./report/formats/repository.js";

const wildcard = manifest(
  "Role",
  "x",
  "shop",
  'rules:\n  - { apiGroups: [""], resources: [pods], verbs: ["*"] }\n',
);
const harmless = manifest(
  "Role",
  "x",
  "shop",
  'rules:\n  - { apiGroups: [""], resources: [pods], verbs: [get] }\n',
);
const SENTENCE =
  "Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed";

async function lint(files: Record<string, string>, ...argv: string[]) {
  const root = repository(files);
  return run(root, ...argv, root);
}

describe("what it prints", () => {
  it("prints findings as ESLint does, and what was looked at", async () => {
    expect(await lint({ "a.yaml": wildcard, "b.yaml": harmless })).toEqual({
      code: 1,
      err: "",
      out: `ROOT/a.yaml\n  7:51  error  ${SENTENCE}  gitops/no-wildcard-verbs\n\n✖ 1 finding in 2 objects of 2 files (0.0 s).`,
    });
  });

  it.each([
    ["1.28", undefined],
    ["v1.37.2", undefined],
    [
      "1.38",
      "Kubernetes 1.38, which 'kubernetesVersion' names, is newer than what is known here, 1.28 to 1.37, so rules on resources and verbs say less. A newer gitops-lint may know it.",
    ],
    [
      "1.27",
      "Kubernetes 1.27, which 'kubernetesVersion' names, is older than what is known here, 1.28 to 1.37, so rules on resources and verbs say less.",
    ],
  ])("says whether it knows Kubernetes %s", async (version, note) => {
    const config = `settings: { kubernetesVersion: "${version}" }\n`;
    const files = {
      ".gitops-lint.yaml": config,
      "a.yaml": harmless,
      // Another repository, of the same version.
      "b/.gitops-lint.yaml": config,
      "b/b.yaml": harmless,
    };
    const { out } = await lint(files);
    expect(out.split("\n").filter((line) => line.startsWith("Kubernetes"))).toEqual(note ? [note] : []);
  });

  it("says what was looked at when there is nothing to find", async () => {
    expect(await lint({ "a.yaml": harmless, "b.txt": "x" })).toEqual({
      code: 0,
      err: "",
      out: "Nothing found in 1 object of 1 file (0.0 s).",
    });
  });

  it("prints JSON in ESLint's shape and nothing else", async () => {
    const { code, out } = await lint({ "a.yaml": wildcard }, "--format", "json");
    const [result] = JSON.parse(out) as { filePath: string; messages: object[]; errorCount: number }[];
    expect(code).toBe(1);
    expect(result).toMatchObject({
      filePath: "ROOT/a.yaml",
      errorCount: 1,
      messages: [
        { ruleId: "gitops/no-wildcard-verbs", line: 7, column: 51, endLine: 7, endColumn: 54, severity: 2 },
      ],
    });
    expect(JSON.parse((await lint({}, "--format", "json")).out)).toEqual([]);
  });

  it("names once what was skipped", async () => {
    const template = "{{- range .Values.roles }}\n";
    const files = {
      "chart/Chart.yaml": "apiVersion: v2\nname: x\nversion: 1.0.0\ntype: library\n",
      "chart/templates/a.yaml": template,
      "chart/templates/b.yaml": template,
      "c.yaml": `${manifest("Role", "x")}${template}rules: []\n`,
    };
    expect(await lint(files)).toEqual({
      code: 0,
      err: "",
      out: "Nothing found in 0 objects of 2 files (0.0 s). Not read: 2 Helm templates and 1 file with templates.",
    });
  });

  it("prints the version, the help, the rules and the page of one", async () => {
    expect(await run("/nowhere", "--version")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
    });
    expect((await run("/nowhere", "--help")).out).toContain(
      "Usage: gitops-lint [command] [options] [paths...]",
    );
    const listed = (await run("/nowhere", "--list-rules")).out.split("\n\n").map((part) => part.split("\n"));
    expect(listed.map(([topic]) => topic)).toEqual(TOPICS);
    expect(listed.flatMap(([, ...rows]) => rows.map((row) => row.trim().split(" ")[0])).sort()).toEqual(
      Object.keys(rules).sort(),
    );
    expect(listed.find(([topic]) => topic === "Changes")).toEqual([
      "Changes",
      expect.stringMatching(/^ {2}no-role-ref-change +recommended {2}Disallow changing the `roleRef` of /),
    ]);
    expect((await run("/nowhere", "--explain", "gitops/no-wildcard-verbs")).out).toContain(
      "no-wildcard-verbs",
    );
    expect(await run("/nowhere", "--explain", "nope")).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: There is no rule 'nope'; 'gitops-lint rules' lists all. See gitops-lint --help.",
    });
  });
});

describe("what it looks at", () => {
  it("reports on the paths it is given and knows the rest of the root", async () => {
    const root = repository({
      ".gitops-lint.yaml": "",
      "roles/role.yaml": manifest(
        "ClusterRole",
        "reader",
        undefined,
        'rules: [{ apiGroups: [apps], resources: [deployments], verbs: ["*"] }]\n',
      ),
      "bindings/binding.yaml": clusterBinding("reader", user("jane")),
    });
    expect((await run(root, join(root, "bindings"))).code).toBe(0);
    expect((await run(root, join(root, "bindings/binding.yaml"))).code).toBe(0);
    expect((await run(root, join(root, "roles"))).code).toBe(1);
    expect((await run(root, "--root", join(root, "bindings"), join(root, "bindings"))).out).toContain(
      "no-missing-role",
    );
  });

  it("takes a directory with a configuration of its own for a repository of its own", async () => {
    const { out } = await lint({
      "clusters/b/.gitops-lint.yaml": "rules: { no-wildcard-verbs: off }\n",
      "clusters/b/role.yaml": wildcard,
      "clusters/b/binding.yaml": clusterBinding("reader", user("jane")),
      "role.yaml": manifest("ClusterRole", "reader"),
    });
    expect(out).toContain("ROOT/clusters/b/binding.yaml\n  8:9  error  ClusterRole 'reader' does not exist");
    expect(out).not.toContain("no-wildcard-verbs");
    expect(out).toContain("1 finding in 3 objects of 3 files");
    expect(out).toContain("1 directory linted with a separate .gitops-lint.yaml: clusters/b.");
  });

  it("names only what lies in another repository, and says what a given root leaves out", async () => {
    const files = { ".gitops-lint.yaml": "", "a.yaml": harmless };
    const nested = { "b/.gitops-lint.yaml": "", "b/b.yaml": wildcard };
    const [one, other] = [repository(files), repository({ ...files, ...nested })];
    const linted = "1 directory linted with a separate .gitops-lint.yaml: b.";
    expect((await run(one, one, other)).out.split("\n").slice(-1)).toEqual([linted]);
    expect((await run(one, one, join(other, "b"))).out).not.toContain("directory");
    expect(await run(other, "--root", other, other)).toEqual({
      code: 0,
      err: "",
      out: "Nothing found in 1 object of 1 file (0.0 s). Not read: 1 directory with a separate .gitops-lint.yaml.",
    });
  });

  it.each([
    [["b/b.yaml"], "'b/b.yaml' is in 'b', which has"],
    [["a.yaml", "b/b.yaml"], "'b/b.yaml' is in 'b', which has"],
    [["b/c/c.yaml"], "'b/c/c.yaml' is in 'b', which has"],
    [["b"], "'b' has"],
  ])("refuses %j, which a given root leaves out", async (paths, words) => {
    const nested = { "b/.gitops-lint.yaml": "", "b/b.yaml": wildcard, "b/c/c.yaml": wildcard };
    const root = repository({ ".gitops-lint.yaml": "", "a.yaml": harmless, ...nested });
    vi.spyOn(process, "cwd").mockReturnValue(root);
    expect(await run(root, "--root", ".", ...paths)).toEqual({
      code: 2,
      out: "",
      err: `gitops-lint: ${words} a separate .gitops-lint.yaml, so '--root .' leaves it out. Write '--root b', or no '--root'.`,
    });
    expect(await run(root, "--root", "b", ...paths.filter((one) => one !== "a.yaml"))).toMatchObject({
      code: 1,
    });
    // What makes a repository of its own of a directory is not trusted.
    expect(await run(root, "--root", ".", "--untrusted", ...paths)).toMatchObject({ code: 1 });
  });

  it("leaves out what .gitignore names", async () => {
    expect((await lint({ ".gitignore": "out/\n", "out/a.yaml": wildcard })).code).toBe(0);
  });

  it("never loads the configuration of ESLint that lies in the repository", async () => {
    const root = repository({ "a.yaml": harmless, "eslint.config.mjs": "" });
    const marker = join(root, "loaded");
    const program = `import { writeFileSync } from "node:fs"; writeFileSync(${JSON.stringify(marker)}, ""); export default [];`;
    writeFileSync(join(root, "eslint.config.mjs"), program);
    expect((await run(root, root)).code).toBe(0);
    expect(existsSync(marker)).toBe(false);
  });
});

describe("which rules are on", () => {
  it.each([
    ["the preset none", ["--preset", "none"], "", 0],
    ["a rule of the command line", ["--rule", "no-wildcard-verbs: off"], "", 0],
    ["a rule on top of no preset", ["--preset", "none", "--rule", "gitops/no-wildcard-verbs: error"], "", 1],
    ["the file", [], "rules: { no-wildcard-verbs: off }", 0],
    ["the file's preset", [], "preset: none", 0],
    ["the command line's preset instead of the file's", ["--preset", "strict"], "preset: none", 1],
    ["an override", [], "overrides: [{ files: ['*.yaml'], rules: { no-wildcard-verbs: off } }]", 0],
    [
      "an override for other files",
      [],
      "overrides: [{ files: ['b/*.yaml'], rules: { no-wildcard-verbs: off } }]",
      1,
    ],
    [
      "the command line over an override",
      ["--rule", "no-wildcard-verbs: error"],
      "overrides: [{ files: ['*.yaml'], rules: { no-wildcard-verbs: off } }]",
      1,
    ],
    ["ignored files", [], "ignores: ['a.*']", 0],
    ["an override for no files", [], "overrides: [{ files: [], rules: { no-wildcard-verbs: off } }]", 1],
    ["ESLint's numbers", [], "rules: { no-wildcard-verbs: 0 }", 0],
    ["a warning", ["--rule", "no-wildcard-verbs: warn"], "", 0],
    ["a warning too many", ["--rule", "no-wildcard-verbs: warn", "--max-warnings", "0"], "", 1],
  ])("goes by %s", async (_, argv, config, code) => {
    expect((await lint({ "a.yaml": wildcard, ".gitops-lint.yaml": config }, ...argv)).code).toBe(code);
  });

  it("reads a file that ends in .yml, which marks a root as well, and refuses two", async () => {
    const off = "rules: { no-wildcard-verbs: off }\n";
    const nested = { "a/.gitops-lint.yml": off, "a/b/a.yaml": wildcard };
    const root = repository(nested);
    expect(await run(root, join(root, "a/b"))).toMatchObject({ code: 0, err: "" });
    expect((await run(root, root)).out).toContain("1 directory linted with a separate");
    put(root, "a/.gitops-lint.yaml", "");
    expect(await run(root, join(root, "a"))).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: There is a .gitops-lint.yaml and a .gitops-lint.yml. Only one can count: delete the other.",
    });
    const options = "rules:\n  no-missing-role: [error, { nope: true }]\n";
    expect((await lint({ ".gitops-lint.yml": options })).err).toContain(
      "gitops-lint: .gitops-lint.yml:2: The options of 'no-missing-role' are not valid: ",
    );
  });

  it("still knows ignored files when it looks across files", async () => {
    const files = {
      ".gitops-lint.yaml": "ignores: [role.yaml]\n",
      "role.yaml": manifest("ClusterRole", "reader"),
      "binding.yaml": clusterBinding("reader", user("jane")),
    };
    expect((await lint(files)).code).toBe(0);
  });

  it("keeps the options of a preset where the file says only how severe a rule is", async () => {
    const files = {
      ".gitops-lint.yaml": "preset: strict\nrules: { require-default-deny: warn }\n",
      "a.yaml": manifest("Namespace", "shop"),
    };
    expect((await lint(files)).out).toContain(
      "warning  Namespace 'shop' has no default-deny policy for ingress and egress",
    );
  });

  it("says which files it leaves out, and when there are none", async () => {
    expect((await lint({ ".gitops-lint.yaml": "ignores: [a.yaml]\n", "a.yaml": wildcard })).out).toBe(
      "Nothing found in 1 object of 1 file (0.0 s). Not read: 1 file that 'ignores' names.",
    );
    expect((await lint({ "a.txt": "" })).out).toBe(
      "Nothing was looked at: there are no YAML or JSON files here, or .gitignore names them (0.0 s).",
    );
  });

  it("takes the root for the path where only a root is given", async () => {
    const root = repository({ "a.yaml": wildcard });
    expect((await run(root, "--root", root)).code).toBe(1);
  });

  it("uses the settings of the file", async () => {
    const files = {
      ".gitops-lint.yaml": "settings: { knownRoles: [reader] }\n",
      "a.yaml": clusterBinding("reader", user("jane")),
    };
    expect((await lint(files)).code).toBe(0);
  });

  it("shows warnings unless it shall be quiet", async () => {
    const files = { "a.yaml": wildcard };
    expect((await lint(files, "--rule", "no-wildcard-verbs: warn")).out).toContain("7:51  warning");
    expect((await lint(files, "--rule", "no-wildcard-verbs: warn", "--quiet")).out).toBe(
      "No error in 1 object of 1 file (0.0 s); 1 warning not shown.",
    );
  });
});

describe("comments", () => {
  const disabled = wildcard.replace(
    "  - {",
    "  # eslint-disable-next-line gitops/no-wildcard-verbs -- needed\n  - {",
  );

  it("heeds them, unless it must not", async () => {
    expect((await lint({ "a.yaml": disabled })).code).toBe(0);
    expect((await lint({ "a.yaml": disabled }, "--no-inline-config")).code).toBe(1);
  });

  it("says which of ours do nothing, and nothing about those of other plugins", async () => {
    const text = `# eslint-disable yml/quotes, yml/nope\n# eslint yml/indent: error\n${harmless}# eslint-disable-line gitops/no-wildcard-verbs\n`;
    expect(await lint({ "a.yaml": text })).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^ROOT\/a\.yaml\n {2}10:1 {2}warning {2}Unused eslint-disable directive \(no problems were reported from 'gitops\/no-wildcard-verbs'\)\n\n✖ 1 finding in 1 object of 1 file \(0\.0 s\): 1 warning, --fix mends all\.$/,
      ) as string,
    });
  });
});

describe("what goes wrong", () => {
  it.each([
    [
      ["nope"],
      "There is no file or directory 'nope'. If it was deleted, '--staged' and '--changed-since' show what that breaks. See gitops-lint --help.",
    ],
    [
      ["isolaton"],
      "There is no file or directory 'isolaton'. Did you mean the command 'isolation'? See gitops-lint --help.",
    ],
    [["--nope"], "Unknown option '--nope'. See gitops-lint --help."],
    [
      ["--root", ""],
      "Option '--root <directory>' argument '' is invalid. It is empty, as when a variable is not set. See gitops-lint --help.",
    ],
    [
      ["--cache", "--cache-location", ""],
      "Option '--cache-location <directory>' argument '' is invalid. It is empty, as when a variable is not set. See gitops-lint --help.",
    ],
    [
      ["--suppressions-location", ""],
      "Option '--suppressions-location <path>' argument '' is invalid. It is empty, as when a variable is not set. See gitops-lint --help.",
    ],
    [[""], "A path is empty, as when a variable is not set. Write '.' for this directory."],
    [
      ["--preset", "lax"],
      "Option '--preset <name>' argument 'lax' is invalid. Allowed choices are recommended, strict, all, none. See gitops-lint --help.",
    ],
    [
      ["--rule", "nope: off"],
      "Option '--rule <setting>' argument 'nope: off' is invalid. There is no rule 'nope'; 'gitops-lint rules' lists all. See gitops-lint --help.",
    ],
    [
      ["--rule", "nonsense"],
      "Option '--rule <setting>' argument 'nonsense' is invalid. It must look like 'no-missing-role=off', with 'off', 'warn' or 'error'. See gitops-lint --help.",
    ],
    [
      ["--rule", "no-missing-role: loud"],
      "Option '--rule <setting>' argument 'no-missing-role: loud' is invalid. 'loud' is not a valid 'no-missing-role'; use one of off, warn, error. See gitops-lint --help.",
    ],
    [
      ["--max-warnings", "few"],
      "Option '--max-warnings <count>' argument 'few' is invalid. It must be a number. See gitops-lint --help.",
    ],
    [["--root", "lib", "rules"], "'rules' is outside of the root 'lib'."],
    [["--root", "package.json"], "The root 'package.json' is not a directory."],
  ])("says in one sentence what is wrong with %j", async (argv, sentence) => {
    expect(await run("/nowhere", ...argv)).toEqual({ code: 2, out: "", err: `gitops-lint: ${sentence}` });
  });

  it.each([
    [
      "rules: [",
      ".gitops-lint.yaml:1:9: Flow sequence in block collection must be sufficiently indented and end with a ].",
    ],
    [
      "presets: all",
      ".gitops-lint.yaml:1:1: Unknown key 'presets'; use one of preset, rules, ignores, overrides, settings, contracts. Did you mean 'preset'?",
    ],
    ["rules:\n  nope: off", ".gitops-lint.yaml:2:3: There is no rule 'nope'; 'gitops-lint rules' lists all."],
    [
      "rules:\n  no-missing-role: [error, { where: here }]",
      '.gitops-lint.yaml:2: The options of \'no-missing-role\' are not valid: Value {"in":"every","strict":false,"where":"here"} should NOT have additional properties. Unexpected property "where". Expected properties: "in", "strict".',
    ],
    [
      "rules:\n  no-missing-role: [error, { strcit: true }]",
      '.gitops-lint.yaml:2: The options of \'no-missing-role\' are not valid: Value {"in":"every","strict":false,"strcit":true} should NOT have additional properties. Unexpected property "strcit". Expected properties: "in", "strict". Did you mean \'strict\'?',
    ],
    [
      "rules:\n  no-missing-role: [error, { in: evry }]",
      ".gitops-lint.yaml:2: The options of 'no-missing-role' are not valid: Value \"evry\" should be equal to one of the allowed values. They are every, any. Did you mean 'every'?",
    ],
    [
      "preset: recomended",
      ".gitops-lint.yaml:1:9: 'recomended' is not a valid 'preset'; use one of recommended, strict, all, none. Did you mean 'recommended'?",
    ],
    [
      "settings:\n  knownRole: [a]",
      ".gitops-lint.yaml:2:3: Unknown key 'knownRole'; use one of platform, kubernetesVersion, chartTestValues, knownRoles, knownServiceAccounts, knownNamespaces, vendored. Did you mean 'knownRoles'?",
    ],
  ])("says where the configuration %j is wrong", async (config, sentence) => {
    expect(await lint({ ".gitops-lint.yaml": config, "a.yaml": wildcard })).toEqual({
      code: 2,
      out: "",
      err: `gitops-lint: ${sentence}`,
    });
  });

  it("lints the rest where a file cannot be read, says which, and exits with 2", async () => {
    const root = repository({ "a.yaml": wildcard, "huge.yaml": "" });
    truncateSync(join(root, "huge.yaml"), 2 ** 25 + 1);
    const { code, out, err } = await run(root, root);
    expect({ code, err }).toEqual({
      code: 2,
      err: "gitops-lint: huge.yaml could not be read: it is larger than 32 MB, too large for a manifest.",
    });
    expect(out).toContain(SENTENCE);
  });

  it("finds wrong options also where no file is linted with them", async () => {
    const config =
      "overrides:\n  - files: [nowhere/**]\n    rules: { no-missing-role: [error, { in: none }] }\n";
    const { code, err } = await lint({ ".gitops-lint.yaml": config });
    expect(code).toBe(2);
    expect(err).toContain(
      "gitops-lint: .gitops-lint.yaml:3: The options of 'no-missing-role' are not valid: ",
    );
  });

  it("takes a manifest that does not parse for a finding and lints the rest", async () => {
    const { code, out, err } = await lint({
      "a.yaml": `${wildcard}---\n${manifest("Role", "y", undefined, "rules: ]\n")}`,
    });
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toContain(`7:51  error  ${SENTENCE}`);
    expect(out).toContain(
      "13:8   error  This manifest cannot be parsed, so nothing in it was checked: Unexpected flow-seq-end token",
    );
  });

  it("names what does not parse in the summary if no rule reads its kind, since the sync stops there", async () => {
    const broken = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  name: y\n";
    const kustomization = "resources: [a.yaml]\nresources: []\n";
    expect(await lint({ "a.yaml": `${harmless}---\n${broken}`, "b.yaml": "on: [push\n" })).toEqual({
      code: 0,
      err: "",
      out: "Nothing found in 1 object of 2 files (0.0 s).\n1 document of kinds that no rule reads cannot be parsed, which stops the sync: a.yaml:13.",
    });
    expect((await lint({ "a.yaml": broken, "b.yaml": `${broken}---\n${broken}` })).out).toContain(
      "3 documents of kinds that no rule reads cannot be parsed, which stops the sync: a.yaml:5 and 2 more.",
    );
    expect((await lint({ "kustomization.yaml": kustomization })).out).not.toContain("stops the sync");
  });

  describe("a rule that fails", () => {
    it("is one message at its object and exit code 2, and the other rules go on", async () => {
      withFailingRule();
      const { code, out, err } = await lint({ "a.yaml": wildcard }, "--rule", "no-luck: error");
      expect({ code, err }).toEqual({
        code: 2,
        err: "gitops-lint: rule no-luck failed on a.yaml, which is a defect of the rule: out of luck.",
      });
      expect(out).toContain(
        "2:7   error  The rule failed here, which is a defect of the rule and not of this file: out of luck ",
      );
      expect(out).toContain(SENTENCE);
    });
  });

  it.each([
    [
      Object.assign(new Error("ENOENT: no such file or directory, uv_cwd"), { code: "ENOENT" }),
      "The run failed: ENOENT: no such file or directory, uv_cwd.",
    ],
    [
      new TypeError("name is\nnot a function"),
      "The run failed, which is a defect of gitops-lint. Report it at https://github.com/eslint-plugin-gitops/eslint-plugin-gitops/issues, with this: name is\uFFFDnot a function.",
    ],
  ])("what nobody has thought of is one sentence: %s", async (error, sentence) => {
    vi.spyOn(process, "cwd").mockImplementation(() => {
      throw error;
    });
    const { code, out, err } = await run("ROOT", "--preset", "all");
    vi.restoreAllMocks();
    expect({ code, out, err }).toEqual({ code: 2, out: "", err: `gitops-lint: ${sentence}` });
  });
});
