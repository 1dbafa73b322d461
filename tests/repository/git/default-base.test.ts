import { describe, expect, it } from "vitest";
import { filesBefore } from "../../../lib/repository/git/base.js";
import { defaultBase } from "../../../lib/repository/git/default-base.js";
import { committed, git } from "../git.js";
import { temporary } from "../temporary.js";

/** A repository with a branch of the remote, which is the default there if that is known. */
function cloned(isKnown: boolean) {
  const root = committed({ "a.yaml": "" });
  git(root, "update-ref", "refs/remotes/origin/trunk", "HEAD");
  if (isKnown) git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk");
  return root;
}

const GITHUB = { GITHUB_BASE_REF: "trunk" };
const GITLAB = { CI_MERGE_REQUEST_DIFF_BASE_SHA: "abc123" };

describe("the base if none is named", () => {
  it("is the default branch of the remote, whatever a CI says", () => {
    expect(defaultBase(cloned(true), { ...GITHUB, ...GITLAB })).toEqual({
      commit: "refs/remotes/origin/trunk",
      shown: "origin/trunk",
    });
  });

  it("is what GitHub's CI names, then what GitLab's does", () => {
    const root = cloned(false);
    expect(defaultBase(root, { ...GITHUB, ...GITLAB })).toEqual({
      commit: "refs/remotes/origin/trunk",
      shown: "origin/trunk",
    });
    expect(defaultBase(root, { GITHUB_BASE_REF: "", ...GITLAB })).toEqual({
      commit: "abc123",
      shown: "abc123",
    });
  });

  it("is no branch that the remote has no more", () => {
    const root = cloned(true);
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone");
    expect(defaultBase(root, GITHUB).shown).toBe("origin/trunk");
  });

  it("is that of the remote though a tag has its name", () => {
    const root = cloned(true);
    git(root, "commit", "--quiet", "--allow-empty", "--message=second");
    git(root, "tag", "origin/trunk");
    const { commit, shown } = defaultBase(root, {});
    const { name } = filesBefore(root, commit, { shown });
    expect(name).toBe(`origin/trunk (${git(root, "rev-parse", "HEAD~1").slice(0, 12)})`);
  });

  it("must be named if nothing names one", () => {
    expect(() => defaultBase(cloned(false), {})).toThrow(
      "Nothing says what to compare with: there is no default branch 'origin/HEAD' here. Name a commit, as in 'gitops-lint diff main'.",
    );
  });

  it("needs a repository", () => {
    const root = temporary();
    expect(() => defaultBase(root, GITHUB)).toThrow(
      `'${root}' is not in a git repository, so there is no record of what has changed.`,
    );
  });
});
