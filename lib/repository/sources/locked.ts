import type { SourceRequest } from "./request.js";

/** What the lock is called, at the root of the repository. */
export const LOCK_FILE = ".gitops-lint.lock";

/** One entry of the lock: what a request has led to. */
export interface LockedSource {
  request: SourceRequest;
  /** What it is called in findings and answers: `chart cert-manager 1.18.2`, `github.com/org/repo at v1.2.0`. */
  name: string;
  /** The version of a chart, or the tag that a range has picked. */
  version?: string;
  /** The full id of a commit. */
  commit?: string;
  /**
   * `sha256:` and hexadecimal digits: of the archive of a chart, of a file, or, for what has many files, of the list of
   * them in the store.
   */
  digest: string;
  /** What it is: one archive of a chart, the files of a directory, or a file of manifests. */
  content: "chart" | "tree" | "file";
  /** The objects that name it: `apps/web.yaml HelmRelease 'web'`; for people. */
  neededBy: readonly string[];
}

/** What a request has led to, whoever needs it. */
export type ResolvedSource = Omit<LockedSource, "neededBy">;

/** What the lock says, by `keyOf` of the requests. */
export type Lock = ReadonlyMap<string, LockedSource>;
