import { hash } from "node:crypto";
import { accessSync, lstatSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { cacheDirectory } from "../../util/cache-directory.js";
import { answerPlace, contentPlace, parseTree } from "./store-layout.js";
import type { SourceStore, StoredFile } from "./stored.js";

/** More, in bytes, is in no file that was put there. */
const LARGEST = 512 * 2 ** 20;

/**
 * Where the store is: in the place that GITOPS_LINT_STORE names, else in the platform's cache directory. Undefined if
 * there is no absolute path of it.
 */
export function storeDirectory(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { GITOPS_LINT_STORE: named = "" } = env;
  if (named !== "") return isAbsolute(named) ? named : undefined;
  const directory = cacheDirectory(process.platform, env);
  return directory && join(directory, "sources");
}

/** A store on disk, which this only reads. */
export class DiskStore implements SourceStore {
  readonly #trees = new Map<string, ReadonlyMap<string, StoredFile> | undefined>();
  readonly #damaged = new Set<string>();

  /** @param directory an absolute path; it need not be there */
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

  isAnswer(key: string, digest: string): boolean {
    const place = answerPlace(this.directory, key, digest);
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
