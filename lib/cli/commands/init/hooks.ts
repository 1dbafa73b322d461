import { version } from "../../package.js";

/** What runs programs before each commit. */
interface Hook {
  /** Where the lines go. */
  where: string;
  lines: string;
}

const REPOSITORY = `- repo: https://github.com/eslint-plugin-gitops/eslint-plugin-gitops
  rev: v${version}
  hooks:
    - id: gitops-lint
      args: [--staged]`;
const COMMAND = "npx --no-install gitops-lint --staged";

/**
 * What to write so that each commit is linted, in the way that a repository has already, else for pre-commit.
 * @param isThere whether there is a file or a directory at a path below the root
 */
export function hookOf(isThere: (path: string) => boolean): Hook {
  const found = [".pre-commit-config.yaml", ".pre-commit-config.yml"].find(isThere);
  if (found !== undefined) return { where: `below 'repos:' in ${found}`, lines: REPOSITORY };
  if (isThere(".husky")) return { where: "in .husky/pre-commit", lines: COMMAND };
  const lefthook = ["lefthook.yml", "lefthook.yaml", ".lefthook.yml"].find(isThere);
  if (lefthook !== undefined)
    return {
      where: `in ${lefthook}`,
      lines: `pre-commit:\n  commands:\n    gitops-lint:\n      run: ${COMMAND}`,
    };
  return {
    where: "in .pre-commit-config.yaml, for pre-commit",
    lines: `repos:\n${REPOSITORY.replace(/^/gm, "  ")}`,
  };
}
