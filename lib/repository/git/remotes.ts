import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { memoize } from "../../util/memoize.js";
import { trimSlashes } from "../paths.js";

/** Where a checkout comes from, according to git's own files; all empty if unknown. */
export interface Checkout {
  /** The URLs of its remotes, as written. */
  remotes: readonly string[];
  /** The branches that it may be on: the one that is checked out and the remote's default branch. */
  branches: readonly string[];
}

/** A larger file, in bytes, is not git's configuration. */
const MAX_SIZE = 1_000_000;

/**
 * Reads where a checkout comes from. Git itself is never started: it would run programs that the repository
 * names. In a worktree or a submodule, `.git` is a file that points elsewhere; nothing is read there.
 */
export function readCheckout(root: string): Checkout {
  if (!isDirectory(join(root, ".git"))) return { remotes: [], branches: [] };
  const remotes = remotesIn(read(join(root, ".git", "config")));
  // On a feature branch, only the default branch tells which other branches are not meant.
  const main = /^ref: refs\/remotes\/origin\/(.+)$/m.exec(read(join(root, ".git/refs/remotes/origin/HEAD")));
  const current = /^ref: refs\/heads\/(.+)$/m.exec(read(join(root, ".git", "HEAD")));
  const branches =
    main?.[1] === undefined ? [] : [main[1], ...(current?.[1] === undefined ? [] : [current[1]])];
  return { remotes, branches };
}

/** The URLs of the sections `[remote "NAME"]`. */
export function remotesIn(config: string): string[] {
  const urls: string[] = [];
  let inRemote = false;
  for (const line of config.split(/\r?\n/)) {
    const text = line.trim();
    if (text.startsWith("[")) {
      inRemote = text.startsWith("[remote ");
      continue;
    }
    const equals = text.indexOf("=");
    if (!inRemote || equals < 0 || text.slice(0, equals).trim().toLowerCase() !== "url") continue;
    const url = text.slice(equals + 1).trim();
    urls.push(url.startsWith('"') && url.endsWith('"') ? url.slice(1, -1) : url);
  }
  return urls;
}

/** Whether a directory exists, without following links. */
function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The text of a regular file, without following links; empty if there is none. */
function read(file: string): string {
  try {
    const stat = lstatSync(file);
    return stat.isFile() && stat.size <= MAX_SIZE ? readFileSync(file, "utf8") : "";
  } catch {
    return "";
  }
}

/**
 * The host and path of a repository, the same for each way to write its URL: `https://HOST/PATH.git`,
 * `ssh://git@HOST:22/PATH`, `git@HOST:PATH`. Undefined if it is not a URL but, say, a path on disk.
 */
export function repositoryName(url: string): string | undefined {
  const text = url.trim();
  const scheme = text.indexOf("://");
  if (text.startsWith("file:")) return undefined;
  const rest = scheme < 0 ? text : text.slice(scheme + 3);
  const end = rest.indexOf(scheme < 0 ? ":" : "/");
  if (end <= 0 || rest.slice(0, end).includes("\\")) return undefined;
  const authority = rest.slice(0, end);
  // URLs of the same repository may differ in user and port.
  const host = authority.slice(authority.lastIndexOf("@") + 1).replace(/:\d*$/, "");
  if (host.length < 2 || host.includes("/")) return undefined;
  const path = trimSlashes(rest.slice(end + 1)).replace(/\.git$/, "");
  return path === "" ? undefined : `${host.toLowerCase()}/${path}`;
}

/** Whether a URL certainly leads to another repository. */
export function isElsewhere({ remotes }: Checkout, url: unknown): boolean {
  const own = namesOf(remotes);
  const name = typeof url === "string" ? repositoryName(url) : undefined;
  return own.size > 0 && name !== undefined && !own.has(name);
}

const namesOf = memoize((remotes: readonly string[]): ReadonlySet<string> => {
  return new Set(remotes.map(repositoryName).filter((name) => name !== undefined));
});
