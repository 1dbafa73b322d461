import { realpathSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { Git, GitError } from "./git.js";

/** What git hands down to its hooks, and what makes it look at another repository than the one it is started in. */
const VARIABLES = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] as const;

/**
 * Refuses what would make git read another repository than the one of a working tree: a hook of that other one may have
 * started the command. A hook of this one says the same as git would find by itself, but perhaps another index in its
 * directory, which holds just what is to be committed.
 * @throws {GitError} for a variable that leads elsewhere
 */
export function refuseForeign(
  { top }: Git,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): void {
  const given = VARIABLES.filter((name) => environment[name] !== undefined);
  if (given.length === 0) return;
  const plain = { ...environment };
  for (const name of VARIABLES) plain[name] = undefined;
  const own = placeOf(
    new Git(top, { environment: plain }).read(["rev-parse", "--absolute-git-dir"]).toString().trim(),
  );
  for (const name of given) {
    const value = environment[name] ?? "";
    // Git goes to the working tree first.
    const path = placeOf(resolve(top, value));
    const isOwn =
      name === "GIT_DIR"
        ? path === own
        : name === "GIT_WORK_TREE"
          ? path === placeOf(top)
          : path.startsWith(join(own, sep));
    if (isOwn) continue;
    throw new GitError(
      `${name} is '${value}', which does not belong to the repository in '${top}', as when a hook of another one starts gitops-lint. Start it with 'env -u ${name}', so that git finds the repository.`,
    );
  }
}

/** A path without links; as it is if there is nothing, such as an index of nothing. */
function placeOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
