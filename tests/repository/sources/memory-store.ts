import { readRepository } from "../../../lib/repository/read-repository.js";
import type { Repository } from "../../../lib/repository/repository.js";
import { digestOf } from "../../../lib/repository/sources/disk-store.js";
import { printLock } from "../../../lib/repository/sources/lock-file.js";
import { LOCK_FILE, type LockedSource, type ResolvedSource } from "../../../lib/repository/sources/locked.js";
import type { SourceRequest } from "../../../lib/repository/sources/request.js";
import { SourceTree } from "../../../lib/repository/sources/source-tree.js";
import { answerPlace, treeList } from "../../../lib/repository/sources/store-layout.js";
import type { SourceStore, StoredFile } from "../../../lib/repository/sources/stored.js";
import { chartArchive } from "../../helm/chart/archives.js";

/** Something that a test has fetched: the files of a chart or of a tree, or one file. */
export interface TestSource {
  request: SourceRequest;
  name: string;
  version?: string;
  chart?: Readonly<Record<string, string>>;
  tree?: Readonly<Record<string, string>>;
  file?: string;
}

/** A store in memory, and the lock of what is in it. */
export class MemoryStore implements SourceStore {
  readonly #contents = new Map<string, Buffer>();
  readonly #trees = new Map<string, ReadonlyMap<string, StoredFile>>();
  readonly #answers = new Set<string | undefined>();
  readonly lock: LockedSource[] = [];

  constructor(...sources: readonly TestSource[]) {
    for (const one of sources) this.add(one);
  }

  /** @returns the digest */
  add({ request, name, version, chart, tree, file = "" }: TestSource): string {
    const kind = chart ? "chart" : tree ? "tree" : "file";
    const digest = tree
      ? this.#tree(tree)
      : this.#put(chart ? chartArchive("chart", chart) : Buffer.from(file));
    const source: ResolvedSource = {
      ...{ request, name, digest, content: kind },
      ...(version !== undefined && { version }),
      ...(request.type === "git" && { commit: "0123456789abcdef0123456789abcdef01234567" }),
    };
    this.#answers.add(answerPlace("/", source));
    this.lock.push({ ...source, neededBy: [] });
    return digest;
  }

  content(digest: string): Buffer | undefined {
    return this.#contents.get(digest);
  }

  tree(digest: string): ReadonlyMap<string, StoredFile> | undefined {
    return this.#trees.get(digest);
  }

  isAnswer(source: ResolvedSource): boolean {
    return this.#answers.has(answerPlace("/", source));
  }

  /** Loses what has a digest, as a disk does. */
  lose(digest: string): void {
    this.#contents.delete(digest);
    this.#trees.delete(digest);
  }

  #put(bytes: Buffer): string {
    const digest = digestOf(bytes);
    this.#contents.set(digest, bytes);
    return digest;
  }

  #tree(texts: Readonly<Record<string, string>>): string {
    const files = new Map(
      Object.entries(texts).map(([path, text]): [string, StoredFile] => {
        const bytes = Buffer.from(text);
        return [path, { digest: this.#put(bytes), size: bytes.length }];
      }),
    );
    const digest = this.#put(treeList(files));
    this.#trees.set(digest, files);
    return digest;
  }
}

/** A repository out of texts by path, with the lock of a store, and what is in that. */
export function repositoryWith(texts: Record<string, string>, store: MemoryStore): Repository {
  const all = { [LOCK_FILE]: printLock(store.lock), ...texts };
  const files = new Map(
    Object.entries(all).map(([path, text]) => {
      const bytes = Buffer.from(text);
      return [path, { size: bytes.length, bytes: () => bytes }];
    }),
  );
  return readRepository("/repository", undefined, undefined, {
    tree: new SourceTree(files, ""),
    fetchedStore: store,
  });
}
