import { memoizePairs, memoizeParts } from "../../util/memoize.js";
import { posix } from "node:path";
import type { Ignore } from "ignore";
import { isKnown } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import { repositoryName } from "../../repository/git/remotes.js";
import { trimSlashes } from "../../repository/paths.js";
import { ignoreRules } from "../../repository/disk/walk.js";
import { directoriesOf } from "../directories.js";
import { isChart } from "../helm/value-files.js";

/** Whether something that is applied comes from this repository; often that cannot be known. */
export type Origin = "here" | "elsewhere" | "unknown";

/**
 * Whether a URL leads to this repository, and a revision to the state that is checked out.
 * @param revision a branch, tag or commit; a tag or commit is assumed to be the state that is checked out
 */
export function originOf({ checkout }: Repository, url: unknown, revision: unknown): Origin {
  const remotes = checkout.remotes.map(repositoryName).filter((name) => name !== undefined);
  if (typeof url !== "string" || !isKnown(url) || remotes.length === 0) return "unknown";
  const name = repositoryName(url);
  if (name === undefined || !remotes.includes(name)) return "elsewhere";
  return isOtherBranch(checkout.branches, revision) ? "elsewhere" : "here";
}

/** How tags, commits and version ranges begin. */
const NO_BRANCH = /^(?:HEAD$|\*|[v^~<>=]*\d|[0-9a-f]{40}$)/;

function isOtherBranch(branches: readonly string[], revision: unknown): boolean {
  if (typeof revision !== "string" || !isKnown(revision) || branches.length === 0) return false;
  const branch = revision.replace(/^refs\/heads\//, "");
  return !branches.includes(branch) && !branch.startsWith("refs/") && !NO_BRANCH.test(branch);
}

/** The directory that a path names, never outside the repository; empty for the root. */
export function directoryAt(path: string): string {
  return trimSlashes(posix.normalize(`/${path}`));
}

/**
 * The directory of this repository that a path names, if it can be a root: it holds manifests or a chart, and if the
 * path may be of another repository, it is not the whole of this one.
 */
export function rootAt(repository: Repository, origin: Origin, path: string): string | undefined {
  const directory = directoryAt(path);
  if (origin === "elsewhere" || (origin === "unknown" && directory === "")) return undefined;
  const isRoot = directoriesOf(repository).holdsManifests(directory) || isChart(repository, directory);
  return isRoot ? directory : undefined;
}

/**
 * What Flux leaves out of a source: what `.sourceignore` files name, then what `spec.ignore` of the
 * GitRepository does; the last pattern that matches decides: fluxcd/pkg sourceignore/sourceignore.go,
 * LoadIgnorePatterns. Undefined if there are no patterns.
 * @param root where the source begins
 */
export function exclusions(repository: Repository, specIgnore: unknown, root = ""): Exclusion | undefined {
  const own = typeof specIgnore === "string" ? specIgnore : "";
  if (own === "" && repository.sourceIgnores.size === 0) return undefined;
  return exclusionOf(repository, root)(own);
}

type Exclusion = (path: string) => boolean;

const exclusionOf = memoizePairs(({ sourceIgnores }: Repository, root: string) =>
  memoizeParts((specIgnore: string): Exclusion => {
    const inOrder = [...sourceIgnores].sort(([a], [b]) => (a < b ? -1 : 1));
    const all = [...inOrder, [root, specIgnore] as const].map(([directory, text]) => {
      return { directory, rules: ignoreRules(text).rules };
    });
    return (path) => {
      let excluded = false;
      for (const { directory, rules } of all) {
        if (directory !== "" && !path.startsWith(`${directory}/`)) continue;
        excluded = decide(rules, directory === "" ? path : path.slice(directory.length + 1)) ?? excluded;
      }
      return excluded;
    };
  }),
);

function decide(rules: Ignore, path: string): boolean | undefined {
  const { ignored, unignored } = rules.test(path);
  return ignored ? true : unignored ? false : undefined;
}
