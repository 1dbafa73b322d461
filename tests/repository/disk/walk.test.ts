import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiskTree } from "../../../lib/repository/disk/file-tree.js";
import { reason, walk } from "../../../lib/repository/disk/walk.js";
import { link, put, temporary } from "../temporary.js";

const isWindows = process.platform === "win32";
const isAdministrator = process.getuid?.() === 0;

function paths(root: string): string[] {
  return walk(new DiskTree(root)).files.map(({ path }) => path);
}

describe("which files are found", () => {
  it("are those that can hold manifests, in a fixed order", () => {
    const names = [
      "b.yaml",
      "a.yml",
      "a/z.yaml",
      "c.json",
      "Kustomization",
      "B.yaml",
      "a/Kustomization",
      ".x/y.yaml",
    ];
    const others = [
      "a.yaml.txt",
      "yaml",
      "a.YAML",
      "kustomization",
      "xKustomization",
      "README.md",
      "a.yamll",
    ];
    const root = temporary(Object.fromEntries([...names, ...others].map((name) => [name, ""])));
    expect(paths(root)).toEqual([
      ...[".x/y.yaml", "B.yaml", "Kustomization", "a/Kustomization", "a/z.yaml", "a.yml", "b.yaml", "c.json"],
    ]);
  });

  it("leave out what is never a part of a repository", () => {
    const root = temporary({
      ".git/a.yaml": "",
      "node_modules/a.yaml": "",
      "x/node_modules/a.yaml": "",
      ".terraform/a.yaml": "",
      ".venv/a.yaml": "",
      ".github/a.yaml": "",
      "vendor/a.yaml": "",
    });
    expect(paths(root)).toEqual([".github/a.yaml", "vendor/a.yaml"]);
  });

  it("have their size, times and number", () => {
    const root = temporary({ "a.yaml": "äb" });
    const { mtimeMs: mtime, ctimeMs: ctime, ino } = statSync(join(root, "a.yaml"));
    expect(walk(new DiskTree(root)).files).toEqual([{ path: "a.yaml", mtime, ctime, ino, size: 3 }]);
  });

  it("may lie in directories that are named as manifests", () => {
    const root = temporary({ "a.yaml/b.yaml": "", "Kustomization/c.yml": "" });
    expect(paths(root)).toEqual(["Kustomization/c.yml", "a.yaml/b.yaml"]);
  });

  it.skipIf(isWindows)("may have any name", () => {
    const names = [
      "\n.yaml",
      " .yaml",
      "\\.yaml",
      ":.yaml",
      "*.yaml",
      "[a].yaml",
      "..yaml",
      "a\\..\\b.yaml",
      "é.yaml",
    ];
    const root = temporary(Object.fromEntries(names.map((name) => [`d\\:\n/${name}`, "a: b"])));
    put(root, ".gitignore", "x\n!y\n");
    expect(paths(root)).toEqual(names.map((name) => `d\\:\n/${name}`).sort());
  });

  it.skipIf(isWindows)("may not be named with a line end after the name of a kustomization", () => {
    expect(paths(temporary({ "Kustomization\n": "", "a.yaml\n": "" }))).toEqual([]);
  });
});

describe("what .gitignore names", () => {
  it.each<[name: string, rules: Record<string, string>, files: string[], found: string[]]>([
    ["a file", { "": "a.yaml" }, ["a.yaml", "b.yaml", "c/a.yaml"], ["b.yaml"]],
    ["a file at the top", { "": "/a.yaml" }, ["a.yaml", "c/a.yaml"], ["c/a.yaml"]],
    ["a directory", { "": "out/" }, ["out/a.yaml", "c/out/a.yaml", "c/a.yaml"], ["c/a.yaml"]],
    ["only directories", { "": "out.yaml/" }, ["out.yaml"], ["out.yaml"]],
    ["a path", { "": "a/b" }, ["a/b/c.yaml", "b/c.yaml", "x/a/b/c.yaml"], ["b/c.yaml", "x/a/b/c.yaml"]],
    [
      "by a pattern",
      { "": "*.json\na?.yaml\n[xy].yaml" },
      ["a.json", "ab.yaml", "x.yaml", "z.yaml"],
      ["z.yaml"],
    ],
    ["by stars", { "": "a/**/d.yaml" }, ["a/d.yaml", "a/b/d.yaml", "a/b/c/d.yaml", "d.yaml"], ["d.yaml"]],
    [
      "but not what is negated",
      { "": "*.yaml\n!b.yaml" },
      ["a.yaml", "b.yaml", "c/b.yaml"],
      ["b.yaml", "c/b.yaml"],
    ],
    ["what is negated too late", { "": "!b.yaml\n*.yaml" }, ["a.yaml", "b.yaml"], []],
    ["below an ignored directory, negated or not", { "": "out/\n!out/a.yaml" }, ["out/a.yaml"], []],
    [
      "with comments and blank lines",
      { "": "# a.yaml\n\n  \r\nb.yaml\r\n" },
      ["a.yaml", "b.yaml"],
      ["a.yaml"],
    ],
    ["with an escape", { "": "\\#a.yaml\n\\!b.yaml" }, ["#a.yaml", "!b.yaml", "a.yaml"], ["a.yaml"]],
    [
      "in a directory",
      { c: "a.yaml" },
      ["a.yaml", "c/a.yaml", "c/d/a.yaml", "d/a.yaml"],
      ["a.yaml", "d/a.yaml"],
    ],
    ["in a directory, from there", { c: "/a.yaml" }, ["c/a.yaml", "c/d/a.yaml"], ["c/d/a.yaml"]],
    [
      "in a directory that takes one back",
      { "": "*.yaml", c: "!a.yaml" },
      ["a.yaml", "c/a.yaml", "c/b.yaml"],
      ["c/a.yaml"],
    ],
    ["in a directory that is ignored", { "": "c/", c: "!*" }, ["c/a.yaml", "b.yaml"], ["b.yaml"]],
    ["in the case it is written", { "": "Out/\nA.yaml" }, ["out/b.yaml", "a.yaml"], ["a.yaml", "out/b.yaml"]],
  ])("is left out: %s", (_, rules, files, found) => {
    const root = temporary(Object.fromEntries(files.map((name) => [name, ""])));
    for (const [directory, text] of Object.entries(rules)) put(root, join(directory, ".gitignore"), text);
    expect(paths(root)).toEqual(found);
    // Git itself says the same.
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", root, "-c", "core.ignorecase=false", ...args]);
    git("init", "--quiet");
    const known = git("ls-files", "--others", "--exclude-standard", "-z").toString().split("\0");
    expect(known.filter((name) => name !== "" && !name.endsWith(".gitignore")).sort()).toEqual(
      [...found].sort(),
    );
  });

  it.each<[name: string, pattern: string]>([
    ["one that is too long for a regular expression", "a".repeat(1_000_000)],
    ["one with slashes only", "/".repeat(100_000)],
    ["one with escapes only", "\\*".repeat(100_000)],
    ["one with many stars", `${"*a".repeat(1000)}b`],
    ["one with many double stars", `${"**/a/".repeat(1000)}b`],
    ["one with many brackets", "[".repeat(10_000)],
    ["one with an open bracket", "[a-"],
    ["one with a reversed range", "[z-a]"],
    ["one that ends in an escape", "\\"],
    ["one that is nothing but a negation", "!"],
    ["one with NUL", "\0"],
    ["one with a lone surrogate", "\ud800"],
    ["one that leads out", "../../*"],
  ])("may be hostile: %s", (_, pattern) => {
    const name = `${"a/".repeat(30)}${"a".repeat(200)}.yaml`;
    const root = temporary({ ".gitignore": `${pattern}\nb.yaml\n`, "b.yaml": "", [name]: "" });
    expect(paths(root)).toEqual([name]);
  });

  it.each([".gitignore", ".sourceignore"])("is at most 1 MB: %s", (name) => {
    const root = temporary({ "a.yaml": "", [`b/${name}`]: "*\n".repeat(2 ** 19 + 1), "b/c.yaml": "" });
    const { files, sourceIgnores, unreadable } = walk(new DiskTree(root));
    expect(files.map(({ path }) => path)).toEqual(["a.yaml", "b/c.yaml"]);
    expect([...sourceIgnores.values()].join("")).toBe("");
    expect(unreadable).toEqual([
      {
        path: `b/${name}`,
        message:
          "it is larger than 1 MB, too large for a list of patterns, so it counts as not there; delete what is no pattern",
      },
    ]);
    put(root, `b/${name}`, "*\n".repeat(2 ** 19));
    expect(walk(new DiskTree(root)).unreadable).toEqual([]);
  });

  it.each([
    ["behind too many", `*\n${"a\n".repeat(2000)}!b.yaml\n`],
    ["that is too wild", "*\n!*[b]?y*m*l*?\n"],
    ["that is too long", `*\n!${"b".repeat(1000)}\n`],
  ])("counts as not there if it takes something out that cannot be followed: one %s", (_, text) => {
    const root = temporary({ ".gitignore": text, "b.yaml": "" });
    const { files, unreadable } = walk(new DiskTree(root));
    expect(files.map(({ path }) => path)).toEqual(["b.yaml"]);
    expect(unreadable).toEqual([
      {
        path: ".gitignore",
        message:
          "not all of its patterns with '!' can be followed, as it has more than 2,000 or very long or wild ones, so it counts as not there; write fewer and simpler ones",
      },
    ]);
  });

  it("is read to the end, however many line ends it has", () => {
    const text = `${"\n".repeat(300_000)}${"\r\n".repeat(300_000)}b.yaml\r\n#a.yaml\n`;
    expect(paths(temporary({ ".gitignore": text, "a.yaml": "", "b.yaml": "" }))).toEqual(["a.yaml"]);
  });

  it("may be anything", () => {
    const piece = fc.constantFrom(
      ...[
        "a",
        "b",
        "*",
        "**",
        "?",
        "[",
        "]",
        "!",
        "-",
        "^",
        "\\",
        "/",
        "#",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        ".",
        "..",
        "$",
      ],
      ...["(", ")", "{", "}", "|", "+", "[[:alpha:]]", "\0", "\u2028", "\ud800", "yaml", "[!", ":", ","],
    );
    const root = temporary({ "a.yaml": "", "a/b.yaml": "" });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        put(root, ".gitignore", pieces.join(""));
        const { files, unreadable } = walk(new DiskTree(root));
        // Where it cannot be followed, that is said, and nothing is left out.
        if (unreadable.length > 0) {
          expect(unreadable.map(({ path }) => path)).toEqual([".gitignore"]);
          expect(files.map(({ path }) => path).sort()).toEqual(["a.yaml", "a/b.yaml"]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("may be very long", () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `d${index}/*.x\n`);
    const files = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a/b/${index}.yaml`, ""]));
    expect(paths(temporary({ ...files, ".gitignore": lines.join("") }))).toHaveLength(100);
  });
});

describe.skipIf(isWindows)("links", () => {
  it("to files are followed inside of the root", () => {
    const outside = temporary({ "secret.yaml": "" });
    const root = temporary({ "a.yaml": "abc", "d/e.yaml": "" });
    link(root, "d/link.yaml", "../a.yaml");
    link(root, "d/again.yaml", "link.yaml");
    link(root, "d/out.yaml", join(outside, "secret.yaml"));
    link(root, "d/up.yaml", "../../secret.yaml");
    link(root, "d/nowhere.yaml", "nobody.yaml");
    link(root, "d/loop.yaml", "loop.yaml");
    link(root, "d/device.yaml", "/dev/zero");
    link(root, "d/directory.yaml", "../d");
    const walked = walk(new DiskTree(root));
    expect(walked.files.map(({ path, size }) => [path, size])).toEqual([
      ["a.yaml", 3],
      ["d/again.yaml", 3],
      ["d/e.yaml", 0],
      ["d/link.yaml", 3],
    ]);
    expect(walked.unreadable).toEqual([]);
  });

  it("to a directory whose name starts as the root's are not inside", () => {
    const base = temporary({ "root/a.yaml": "", "root-2/b.yaml": "" });
    link(join(base, "root"), "b.yaml", join(base, "root-2", "b.yaml"));
    expect(paths(join(base, "root"))).toEqual(["a.yaml"]);
  });

  it("to directories are not followed", () => {
    const root = temporary({ "a/b.yaml": "" });
    link(root, "c", "a");
    link(root, "a/loop", "..");
    expect(paths(root)).toEqual(["a/b.yaml"]);
  });

  it("may lead to the root itself", () => {
    const base = temporary({ "real/a.yaml": "" });
    link(base, "root", "real");
    link(base, "real/b.yaml", "a.yaml");
    expect(paths(join(base, "root"))).toEqual(["a.yaml", "b.yaml"]);
  });

  it("are no .gitignore, as in git: they can lead to what never ends", () => {
    const root = temporary({ "a.yaml": "", patterns: "*.yaml" });
    link(root, ".gitignore", "/dev/zero");
    link(root, "d/.gitignore", "../patterns");
    put(root, "d/b.yaml");
    expect(paths(root)).toEqual(["a.yaml", "d/b.yaml"]);
  });
});

describe("what cannot be read", () => {
  it.skipIf(isWindows || isAdministrator)(
    "is named, with the reason (an administrator reads everything)",
    () => {
      const root = temporary({ "a/b.yaml": "", "c.yaml": "" });
      chmodSync(join(root, "a"), 0o000);
      const walked = walk(new DiskTree(root));
      chmodSync(join(root, "a"), 0o700);
      expect(walked.unreadable).toEqual([{ path: "a", message: "permission denied" }]);
      expect(walked.files.map(({ path }) => path)).toEqual(["c.yaml"]);
    },
  );

  it("can be the root", () => {
    const root = temporary({ "a.yaml": "" });
    expect(walk(new DiskTree(join(root, "a.yaml")))).toMatchObject({
      files: [],
      nestedRoots: [],
      unreadable: [{ path: ".", message: "not a directory" }],
    });
  });

  it("is what lies too deep", () => {
    const deep = "a/".repeat(64);
    const root = temporary({ [`${deep}b.yaml`]: "", [`${deep}a/b.yaml`]: "", [`${deep}a/a/b.yaml`]: "" });
    const walked = walk(new DiskTree(root));
    expect(walked.files.map(({ path }) => path)).toEqual([`${deep}b.yaml`]);
    expect(walked.unreadable).toEqual([{ path: `${deep}a`, message: "it is more than 64 directories deep" }]);
  });

  it.each([
    ["EACCES", "permission denied"],
    ["EPERM", "permission denied"],
    ["ENOENT", "no such file or directory"],
    ["ELOOP", "too many symbolic links"],
    ["EISDIR", "is a directory"],
    ["ERR_STRING_TOO_LONG", "it is too large"],
    ["EIO", "i/o error"],
  ])("for %s: %s", (code, words) => {
    expect(reason(Object.assign(new Error("i/o error"), { code }))).toBe(words);
  });

  it("for anything else: its words", () => {
    expect(reason(new Error("whatever"))).toBe("whatever");
  });
});

describe("nested roots", () => {
  it("are directories with a configuration file of their own", () => {
    const root = temporary({
      ".gitops-lint.yaml": "",
      "a.yaml": "",
      "b/.gitops-lint.yaml": "",
      "b/c.yaml": "",
      "b/d/.gitops-lint.yaml": "",
      "e/f/.gitops-lint.yml": "",
      "e/f/g.yaml": "",
      "e/h.yaml": "",
      "ignored/.gitops-lint.yaml": "",
      ".gitignore": "ignored/",
    });
    const walked = walk(new DiskTree(root));
    expect(walked.files.map(({ path }) => path)).toEqual(["a.yaml", "e/h.yaml"]);
    expect(walked.nestedRoots).toEqual(["b", "e/f"]);
  });

  it("may be empty", () => {
    const root = temporary();
    mkdirSync(join(root, "a"));
    expect(walk(new DiskTree(root))).toMatchObject({ files: [], nestedRoots: [], unreadable: [] });
  });
});
