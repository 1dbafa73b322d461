import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { MAX_SIZE } from "../../lib/repository/disk/file-tree.js";
import { committed } from "../repository/git.js";
import { link } from "../repository/temporary.js";
import { repository } from "../rules/lint.js";
import { clusterBinding, manifest, roleBinding, user } from "../rules/manifests.js";
import { piped, runWith } from "./run.js";

const rules = (verb: string) => `rules: [{ apiGroups: [""], resources: [pods], verbs: ["${verb}"] }]\n`;
const wildcard = manifest("Role", "x", "shop", rules("*"));
const role = manifest("Role", "reader", "shop", rules("get"));
const WILDCARD =
  "Verb '*' allows every action on 'pods', now and in future versions of Kubernetes. List the verbs that are needed";
const missing = (name: string) =>
  `Role '${name}' in namespace 'shop' does not exist, so this binding grants nothing until somebody creates a role of that name. Create it, correct the name, or list it under 'knownRoles' in .gitops-lint.yaml`;

/** What Helm prints: each object below the name of its template. */
function rendered(...objects: [source: string, text: string][]): string {
  return objects.map(([source, text]) => `---\n# Source: ${source}\n${text}`).join("");
}

const release = rendered(
  ["shop/templates/role.yaml", wildcard],
  ["shop/templates/binding.yaml", roleBinding("reader")],
  ["shop/templates/binding.yaml", roleBinding("raeder").replace("readers", "others")],
);

async function lint(
  input: string | Uint8Array,
  files: Record<string, string | Uint8Array>,
  ...argv: string[]
) {
  const root = repository(files);
  vi.spyOn(process, "cwd").mockReturnValue(root);
  return runWith(input, root, "-", ...argv);
}

/** The findings of the default report: lines with a place. */
function findings(out: string): string[] {
  return out.split("\n").flatMap((line) => {
    const [, place, rule] = /^ +(\d+:\d+) .* (gitops\/[\w-]+)$/.exec(line) ?? [];
    return place === undefined ? [] : [`${place} ${rule}`];
  });
}

describe("standard input", () => {
  it("is linted beside the objects of the repository, and not these", async () => {
    const files = { ".gitops-lint.yaml": "", "roles/a.yaml": role, "roles/b.yaml": wildcard };
    expect(await lint(release, files)).toEqual({
      code: 1,
      err: "",
      out: [
        "<stdin> (shop/templates/role.yaml)",
        `  8:55  error  ${WILDCARD}  gitops/no-wildcard-verbs`,
        "",
        "<stdin> (shop/templates/binding.yaml)",
        `  30:9  error  ${missing("raeder")}  gitops/no-missing-role`,
        "",
        "✖ 2 findings in 3 objects of 1 file (0.0 s).",
      ].join("\n"),
    });
  });

  it("may come without a repository, in other directories, and without names of templates", async () => {
    const root = repository({ "roles/.gitops-lint.yaml": "", "roles/a.yaml": role });
    vi.spyOn(process, "cwd").mockReturnValue(repository({}));
    const input = `${wildcard}---\n${roleBinding("reader")}`;
    const { out } = await runWith(input, root, "-");
    expect(out.split("\n").slice(0, 3)).toEqual([
      "<stdin>",
      `   6:55  error  ${WILDCARD.padEnd(missing("reader").length)}  gitops/no-wildcard-verbs`,
      `  16:9   error  ${missing("reader")}  gitops/no-missing-role`,
    ]);
    expect(findings((await runWith(input, root, "-", "--root", join(root, "roles"))).out)).toEqual([
      "6:55 gitops/no-wildcard-verbs",
    ]);
  });

  it("is no part of a kustomization, whichever is beside it", async () => {
    const files = {
      ".gitops-lint.yaml": "",
      "kustomization.yaml": "resources: [a.yaml]\n",
      "a.yaml": roleBinding("raeder"),
    };
    // What a build prints is no second copy of what it was made from.
    const { out } = await lint(roleBinding("raeder"), files, "--preset", "all");
    expect(findings(out)).toEqual(["9:9 gitops/no-empty-binding", "9:9 gitops/no-missing-role"]);
  });

  it("is where something is reported that the repository has as well", async () => {
    const namespace = manifest("Namespace", "shop");
    const admin = clusterBinding("cluster-admin", user("ada"));
    const copy = `${namespace}---\n${admin}`;
    const files = { ".gitops-lint.yaml": "", "0/a.yaml": copy, "A.yaml": copy, "-a/b.yaml": copy };
    const { out } = await lint(copy, files);
    expect(findings(out)).toEqual([
      "4:9 gitops/require-default-deny",
      "13:9 gitops/no-cluster-admin-binding",
    ]);
    expect(out).not.toContain("!");
  });

  it("is the text of the file with its name, whatever is there", async () => {
    const files = {
      ".gitops-lint.yaml": "",
      "shop/role.yaml": role,
      "shop/binding.yaml": roleBinding("reader"),
    };
    const name = ["--stdin-filename", "shop/role.yaml"];
    const { code, out } = await lint(roleBinding("reader").replace("readers", "others"), files, ...name);
    expect({ code, first: out.split("\n").slice(0, 2) }).toEqual({
      code: 1,
      first: ["ROOT/shop/role.yaml", `  9:9  error  ${missing("reader")}  gitops/no-missing-role`],
    });
    expect(await lint(role, files, ...name)).toMatchObject({
      code: 0,
      out: "Nothing found in 1 object of 1 file (0.0 s).",
    });
  });

  it("is what a kustomization names, as the file would be", async () => {
    const files = { ".gitops-lint.yaml": "", "a/kustomization.yaml": "resources: [b.yaml, c.txt]\n" };
    for (const name of ["a/b.yaml", "a/c.txt", "new/place/c.txt"]) {
      const { out } = await lint(roleBinding("raeder"), files, "--stdin-filename", name);
      expect(findings(out)).toEqual(["9:9 gitops/no-missing-role"]);
    }
  });

  it("belongs to the repository that its name is in", async () => {
    const files = {
      ".gitops-lint.yaml": "",
      "a/.gitops-lint.yaml": "rules: { no-wildcard-verbs: off }\n",
      "a/b.yaml": role,
    };
    expect(await lint(wildcard, files, "--stdin-filename", "a/b.yaml")).toMatchObject({ code: 0 });
    expect(await lint(wildcard, files, "--stdin-filename", "b.yaml")).toMatchObject({ code: 1 });
    expect(await lint(wildcard, files, "--root", "a", "--stdin-filename", "b.yaml")).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: 'b.yaml' is outside of the root 'a'.",
    });
  });

  it.each([
    [["--root", ".", "--stdin-filename", "a/b.yaml"], "ROOT/a/b.yaml"],
    [[], "<stdin>"],
  ])("is not passed over in silence where its name is in a repository of its own: %j", async (argv, name) => {
    const files = {
      ".gitops-lint.yaml": "",
      "a/.gitops-lint.yaml": "preset: none\n",
      "!<stdin>/.gitops-lint.yaml": "preset: none\n",
    };
    expect(await lint(wildcard, files, ...argv)).toEqual({
      code: 2,
      out: "",
      err: `gitops-lint: Standard input cannot be linted as '${name}': a .gitops-lint.yaml makes the directory of that name a repository of its own. Leave out '--root', or give another name with '--stdin-filename'.`,
    });
    // What is said of it is enough.
    const ignored = { ".git/HEAD": "", ".gitops-lint.yaml": "ignores: ['**']\n" };
    for (const other of [{ ".git/HEAD": "" }, ignored])
      expect(await lint(wildcard.replace("kind: Role", "kind: X"), other, ...argv)).toMatchObject({
        code: 0,
      });
  });

  it.each(["chart/templates/x.yaml", "vendor/x.yaml", "gotk-components.yaml", "chart/charts/dep/x.yaml"])(
    "is neither vendored nor a template of a chart, though called %s",
    async (name) => {
      const files = {
        ".gitops-lint.yaml": "",
        "chart/Chart.yaml":
          "name: x\ndependencies: [{ name: dep, repository: 'https://example.com', version: '1' }]\n",
      };
      const input = rendered(["chart/templates/a.yaml", wildcard], ["chart/templates/b.yaml", wildcard]);
      const rule = ["--preset", "none", "--rule", "no-wildcard-verbs: error"];
      const all = ["8:55 gitops/no-wildcard-verbs", "16:55 gitops/no-wildcard-verbs"];
      expect(findings((await lint(input, files, ...rule, "--stdin-filename", name)).out)).toEqual(all);
      const none = await lint(input, files, ...rule, "--stdin-filename", name, "--vendored", "none");
      expect(findings(none.out)).toEqual(all);
    },
  );

  it("may have a name that looks like a glob", async () => {
    const files = {
      ".gitops-lint.yaml": "",
      "a.yaml": wildcard,
      "b/.gitops-lint.yaml": "",
      "b/a.yaml": wildcard,
    };
    const { out } = await lint(`\n${wildcard}`, files, "--stdin-filename", "[a*?].yaml");
    expect(findings(out)).toEqual(["7:55 gitops/no-wildcard-verbs"]);
  });

  it("is judged with its comments, if they are trusted", async () => {
    const comment = "# eslint-disable-next-line gitops/no-wildcard-verbs -- It is a test.\n";
    const input = wildcard.replace("rules:", `${comment}rules:`);
    expect(await lint(input, { ".gitops-lint.yaml": "" })).toEqual({
      code: 0,
      err: "",
      out: "Nothing found in 1 object of 1 file (0.0 s); 1 finding suppressed by comments.",
    });
    const root = committed({});
    vi.spyOn(process, "cwd").mockReturnValue(root);
    const { code, out } = await runWith(input, root, "-", "--untrusted");
    expect({ code, findings: findings(out) }).toEqual({
      code: 1,
      findings: ["7:55 gitops/no-wildcard-verbs"],
    });
    expect(out.split("\n").slice(-2)).toEqual([
      "Nothing in the repository that says how to lint it counted: it is not trusted, and '--changed-since' names no commit that is.",
      "1 file with comments for ESLint that did not count: <stdin>.",
    ]);
  });

  it("takes what was accepted for the file of its name", async () => {
    const accepted = { "a.yaml": { "gitops/no-wildcard-verbs": { count: 1 } } };
    const files = { ".gitops-lint.yaml": "", "eslint-suppressions.json": JSON.stringify(accepted) };
    expect(await lint(wildcard, files, "--stdin-filename", "a.yaml")).toMatchObject({
      code: 0,
      out: "Nothing found in 1 object of 1 file (0.0 s); 1 finding accepted earlier.",
    });
    expect(await lint(wildcard, files)).toMatchObject({ code: 1 });
  });

  it("is not kept in a cache, nor given to threads, which read the disk", async () => {
    const root = repository({ ".gitops-lint.yaml": "", "a.yaml": role });
    const fast = ["--cache", "--cache-location", join(root, "kept"), "--concurrency", "2"];
    const named = ["-", "--root", root, "--stdin-filename", join(root, "a.yaml")];
    expect(findings((await runWith(wildcard, root, ...named, ...fast)).out)).toEqual([
      "6:55 gitops/no-wildcard-verbs",
    ]);
    expect(existsSync(join(root, "kept"))).toBe(false);
  });

  it("follows no link that leads out of the root", async () => {
    const elsewhere = repository({ "a.yaml": role });
    const root = repository({ ".gitops-lint.yaml": "" });
    link(root, "a.yaml", join(elsewhere, "a.yaml"));
    vi.spyOn(process, "cwd").mockReturnValue(root);
    const { out } = await runWith(roleBinding("reader"), root, "-", "--stdin-filename", "a.yaml");
    expect(findings(out)).toEqual(["9:9 gitops/no-missing-role"]);
    expect(readFileSync(join(elsewhere, "a.yaml"), "utf8")).toBe(role);
  });
});

describe("what is read", () => {
  const files = { ".gitops-lint.yaml": "" };

  it("says that nothing came, which a failed program before the pipe looks like", async () => {
    expect(await lint("", files)).toEqual({
      code: 0,
      out: "Nothing found in 0 objects of 1 file (0.0 s).",
      err: "gitops-lint: Standard input is empty, so nothing was looked at. If the program before the pipe failed, 'set -o pipefail' makes the pipe fail, too.",
    });
  });

  it("says that it waits for what somebody types", async () => {
    const root = repository(files);
    const input = Object.assign(piped(role), { isTTY: true });
    expect(await runWith(input, root, "-", "--root", root)).toEqual({
      code: 0,
      out: "Nothing found in 1 object of 1 file (0.0 s).",
      err: "gitops-lint: '-' waits for manifests from standard input, as in 'helm template . | gitops-lint -'. End them with Ctrl+D.",
    });
  });

  it("stops where no manifest is so large", async () => {
    let given = 0;
    const part = Buffer.alloc(2 ** 20, "#");
    const endless = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ value: part, done: ++given > 1000 }),
      }),
    };
    const root = repository(files);
    expect(await runWith(endless, root, "-", "--root", root)).toEqual({
      code: 2,
      out: "Nothing was looked at: there are no YAML or JSON files here, or .gitignore names them (0.0 s).",
      err: "gitops-lint: <stdin> could not be read: it is larger than 32 MB, too large for a manifest.",
    });
    expect(given).toBe(MAX_SIZE / part.length + 1);
  });

  it("says that it cannot be read", async () => {
    const failing = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.reject(Object.assign(new Error("EISDIR: illegal"), { code: "EISDIR" })),
      }),
    };
    const root = repository(files);
    expect(await runWith(failing, root, "-", "--root", root)).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: Standard input cannot be read: is a directory.",
    });
  });

  it("may be UTF-16, as from PowerShell, or have a byte order mark", async () => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(wildcard, "utf16le")]);
    const marked = Buffer.from(`\uFEFF${wildcard}`);
    for (const input of [utf16, marked]) {
      const { out } = await lint(input, files, "--preset", "none", "--rule", "no-wildcard-verbs: error");
      expect(findings(out)).toEqual(["6:55 gitops/no-wildcard-verbs"]);
    }
  });

  it("is no manifest if it is binary, and no reason to fail", async () => {
    const bytes = Buffer.from([0, 1, 2, 0xff, 0xc0, 0xaf, 10, 0x80]);
    expect(await lint(bytes, files, "--preset", "none")).toMatchObject({ code: 0, err: "" });
    const text = Buffer.concat([Buffer.from(wildcard), Buffer.from([0xff, 0xfe, 10])]);
    const { code, out } = await lint(text, files);
    expect(code).toBe(1);
    expect(out).toContain("gitops/valid-yaml");
    expect(await lint(text, { ...files, "<stdin>": "other" }, "--format", "sarif")).toMatchObject({
      code: 1,
    });
  });
});

describe("reports on standard input", () => {
  const message = `${WILDCARD}. Source: shop/templates/role.yaml.`;
  const input = rendered(["shop/templates/role.yaml", wildcard]);
  const report = async (format: string, ...argv: string[]) => {
    const { code, err, out } = await lint(input, { ".gitops-lint.yaml": "" }, "--format", format, ...argv);
    expect({ code, err: err.replace(/^1 finding in .*$/, "") }).toEqual({ code: 1, err: "" });
    return out;
  };

  it("name the template in the message, and the place in the stream", async () => {
    expect(JSON.parse(await report("json"))).toMatchObject([
      { filePath: "<stdin>", messages: [{ message, line: 8, column: 55, endLine: 8, endColumn: 58 }] },
    ]);
    expect(await report("github")).toBe(
      `::error file=<stdin>,line=8,endLine=8,col=55,endColumn=58,title=gitops/no-wildcard-verbs::${message}`,
    );
    expect(JSON.parse(await report("gitlab"))).toMatchObject([
      { description: message, location: { path: "<stdin>", lines: { begin: 8, end: 8 } } },
    ]);
    expect(JSON.parse(await report("sarif"))).toMatchObject({
      runs: [
        {
          results: [
            {
              message: { text: message },
              locations: [
                {
                  physicalLocation: {
                    artifactLocation: { uri: "%3Cstdin%3E" },
                    region: { startLine: 8, startColumn: 55, endLine: 8, endColumn: 58 },
                  },
                  logicalLocations: [{ fullyQualifiedName: "Role shop/x" }],
                },
              ],
            },
          ],
        },
      ],
    });
    expect(await report("junit")).toContain(`${message.replaceAll("'", "&apos;")}</failure>`);
  });

  it("name it in Markdown, and link to no file that is not there", async () => {
    vi.stubEnv("GITHUB_SERVER_URL", "https://example.com");
    vi.stubEnv("GITHUB_REPOSITORY", "a/b");
    vi.stubEnv("GITHUB_SHA", "abc");
    const markdown = await report("markdown");
    vi.unstubAllEnvs();
    expect(markdown).toContain("### &#60;stdin&#62;");
    expect(markdown).toMatch(/^\| 8:55 \| error \| .* Source: shop\/templates\/role\.yaml\. \|/m);
  });

  it("show the path of a name, absolute for programs, below the checkout for systems", async () => {
    const name = ["--stdin-filename", "chart/templates/all.yaml"];
    expect(JSON.parse(await report("json", ...name))).toMatchObject([
      { filePath: "ROOT/chart/templates/all.yaml", messages: [{ message }] },
    ]);
    expect(JSON.parse(await report("gitlab", ...name))).toMatchObject([
      { description: message, location: { path: "chart/templates/all.yaml" } },
    ]);
  });

  it("take no more of such a comment than a name, and only from above an object", async () => {
    const sources = [
      `# Source: ${"x".repeat(1000)}\n`,
      "# Source: \u001B[31m::error::a\n",
      "# a comment\n\n# Source: b/templates/c.yaml\r\n",
      "apiVersion: v1\n# Source: no\n",
      "# Source:\n",
      `${"#\n".repeat(30)}# Source: too/low\n`,
    ];
    const text = sources.map((source) => `---\n${source}${wildcard}`).join("");
    const { out } = await lint(text, {}, "--preset", "none", "--rule", "no-wildcard-verbs: error");
    const files = out.split("\n").filter((line) => line.startsWith("<"));
    expect(files).toEqual([
      `<stdin> (${"x".repeat(300)})`,
      "<stdin> (\uFFFD[31m::error::a)",
      "<stdin> (b/templates/c.yaml)",
      "<stdin>",
    ]);
  });
});

describe("what is refused with standard input", () => {
  it.each([
    [["--staged"], "'--staged' cannot be used with standard input. It has no earlier state to compare with."],
    [
      ["--changed-since", "main"],
      "'--changed-since' cannot be used with standard input. It has no earlier state to compare with.",
    ],
    [["--fix"], "'--fix' cannot be used with standard input. Use '--fix-dry-run', which prints the change."],
    [
      ["--suppress-all"],
      "'--suppress-all' cannot be used with standard input. What is accepted is counted by file.",
    ],
    [
      ["--suppress-rule", "no-wildcard-verbs"],
      "'--suppress-rule' cannot be used with standard input. What is accepted is counted by file.",
    ],
    [
      ["--prune-suppressions"],
      "'--prune-suppressions' cannot be used with standard input. What is accepted is counted by file.",
    ],
    [
      ["--print-builds"],
      "'--print-builds' cannot be used with standard input. It is about the files of a repository.",
    ],
    [
      ["--unknowns"],
      "'--unknowns' cannot be used with standard input. It is about the files of a repository.",
    ],
    [
      ["a.yaml"],
      "'-' is linted alone, beside all that is in the repository. Leave out 'a.yaml', or lint it in a run of its own.",
    ],
    [["--stdin-filename", "roles"], "'--stdin-filename' needs the name of a file; 'roles' is a directory."],
  ])("%j", async (argv, sentence) => {
    const files = { ".gitops-lint.yaml": "", "a.yaml": role, "roles/b.yaml": role };
    expect(await lint(wildcard, files, ...argv)).toEqual({
      code: 2,
      out: "",
      err: `gitops-lint: ${sentence}`,
    });
  });

  it("is a name for what is not read", async () => {
    const root = repository({});
    expect(await runWith(wildcard, root, "--stdin-filename", "a.yaml", root)).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: '--stdin-filename' names what comes from standard input, which is not read. Add '-' as the path.",
    });
  });
});
