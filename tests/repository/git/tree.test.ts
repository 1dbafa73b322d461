import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { filesBefore } from "../../../lib/repository/git/base.js";
import { GitError } from "../../../lib/repository/git/git.js";
import { committed, ENVIRONMENT, git } from "../git.js";
import { link } from "../temporary.js";

/** Writes a tree, from lines as `git ls-tree` prints them. */
function tree(root: string, lines: string[]): string {
  const options = { cwd: root, env: ENVIRONMENT, input: lines.join(""), encoding: "utf8" } as const;
  return execFileSync("git", ["mktree"], options).trim();
}

describe("the files of a commit", () => {
  it("are not listed where directories repeat each other into billions of files", () => {
    const root = committed({ "a.yaml": "a: 1\n" });
    let id = git(root, "rev-parse", "HEAD^{tree}");
    for (let level = 0; level < 10; level++) {
      const ten = Array.from({ length: 10 }, (_, index) => `040000 tree ${id}\td${index}\n`);
      id = tree(root, ten);
    }
    const bomb = git(root, "commit-tree", id, "-p", "HEAD", "-m", "bomb");
    git(root, "reset", "--quiet", "--soft", bomb);
    expect(() => filesBefore(root, bomb)).toThrow(
      new GitError(
        `Git lists more than 64 MB of names of files in ${bomb}, too many to compare. Name a directory with '--root', or lint without comparing.`,
      ),
    );
    expect(filesBefore(root, "HEAD~1").tree.kindAt("a.yaml")).toBe("file");
  });

  it.skipIf(process.platform === "win32")("are behind links as long as the way is not endless", () => {
    const root = committed({ "a.yaml": "a: 1\n" });
    link(root, "long", "./".repeat(2000));
    git(root, "add", "--all");
    git(root, "commit", "--quiet", "--message=links");
    const { tree: files } = filesBefore(root, "HEAD");
    expect(files.kindAt("long/a.yaml")).toBe("file");
    expect(files.kindAt("long/../a.yaml")).toBe("outside");
    expect(files.kindAt("long/long/a.yaml")).toBe("file");
    expect(files.kindAt("long/long/long/a.yaml")).toBe("outside");
  });
});
