import { hash } from "node:crypto";
import { accessSync, existsSync, lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import { cacheDirectory } from "../../util/cache-directory.js";
import type { ResolvedSource } from "./locked.js";
import { answerPlace, contentPlace, parseTree, PARTS } from "./store-layout.js";
import type { SourceStore, StoredFile } from "./stored.js";

/** More, in bytes, is in no file that was put there. */
const LARGEST = 512 * 2 ** 20;

/**
 * Where the store is: in the place that GITOPS_LINT_STORE names, else in the platform's cache directory. Undefined if
 * there is no absolute path of it, or others could fill it: it is below the root, where a repository could bring its own,
 * or shared.
 * @param root of the repository that is linted, absolute
 */
export function storeDirectory(root: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const directory = storeNamed(env);
  if (directory === undefined || couldFill(root, directory)) return undefined;
  return whyShared(directory) === undefined ? directory : undefined;
}

/** Where the store is meant to be; undefined if there is no absolute path of it. */
export function storeNamed(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { GITOPS_LINT_STORE: named = "" } = env;
  const cache = named === "" ? cacheDirectory(process.platform, env) : undefined;
  const directory = named === "" ? cache && join(cache, "sources") : named;
  return directory !== undefined && isAbsolute(directory) ? directory : undefined;
}

/**
 * Why others could put answers into a directory that nobody has given, as a clause; undefined for one of the user's own, or
 * none. For the administrator it may belong to anybody, as in containers.
 */
export function whyShared(directory: string, uid = process.getuid?.()): string | undefined {
  if (uid === undefined) return undefined;
  try {
    const { mode, uid: owner } = statSync(directory);
    if (mode & 0o002) return "everybody can write to it";
    return [uid, 0].includes(owner) || uid === 0 ? undefined : "it belongs to another user";
  } catch {
    // It is made when there is something to put there.
    return undefined;
  }
}

/** Whether a repository could bring answers to a store: the store is in it, or it is where the store keeps them. */
export function couldFill(root: string, directory: string): boolean {
  return isBelow(directory, root) || PARTS.some((part) => isBelow(root, join(directory, part)));
}

/** Whether a path is in a directory, by its name or by the place that links lead to. It need not be there. */
function isBelow(path: string, directory: string): boolean {
  const isIn = (one: string, other: string) => one === other || one.startsWith(join(other, sep));
  return isIn(resolve(path), resolve(directory)) || isIn(placeOf(resolve(path)), placeOf(resolve(directory)));
}

/** A path without links, as far as there is something. */
function placeOf(path: string): string {
  let at = path;
  while (!existsSync(at) && dirname(at) !== at) at = dirname(at);
  try {
    return join(realpathSync(at), path.slice(at.length));
  } catch {
    return path;
  }
}

/** A store on disk, which this only reads. */
export class DiskStore implements SourceStore {
  readonly #trees = new Map<string, ReadonlyMap<string, StoredFile> | undefined>();
  readonly #damaged = new Set<string>();

  /** @param directory an absolute path; it need not be there. Empty for a store that has nothing */
  constructor(readonly directory: string) {}

  content(digest: string): Buffer | undefined {
    const place = contentPlace(this.directory, digest);
    if (place === undefined) return undefined;
    let bytes: Buffer;
    try {
      const stats = lstatSync(place);
      if (!stats.isFile() || stats.size > LARGEST) throw new Error("not a file of the store");
      bytes = readFileSync(place);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") this.#damaged.add(digest);
      return undefined;
    }
    if (digestOf(bytes) === digest) return bytes;
    this.#damaged.add(digest);
    return undefined;
  }

  tree(digest: string): ReadonlyMap<string, StoredFile> | undefined {
    if (this.#trees.has(digest)) return this.#trees.get(digest);
    const bytes = this.content(digest);
    const tree = bytes && parseTree(bytes);
    // What is not there may be fetched meanwhile.
    if (tree) this.#trees.set(digest, tree);
    return tree;
  }

  isAnswer(source: ResolvedSource): boolean {
    const place = answerPlace(this.directory, source);
    if (place === undefined) return false;
    try {
      accessSync(place);
      return true;
    } catch {
      return false;
    }
  }

  isDamaged(digest: string): boolean {
    return this.#damaged.has(digest);
  }
}

/** A digest as the lock writes it. */
export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${hash("sha256", bytes)}`;
}
