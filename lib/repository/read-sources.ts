import { decode } from "../manifests/decode.js";
import type { FileTree } from "./disk/file-tree.js";
import { reason } from "./disk/walk.js";
import type { Repository } from "./repository.js";
import { DiskStore, storeDirectory } from "./sources/disk-store.js";
import { FetchedSources } from "./sources/fetched.js";
import { parseLock } from "./sources/lock-file.js";
import { type Lock, LOCK_FILE, type LockedSource } from "./sources/locked.js";
import { SourceTree, sourceTree } from "./sources/source-tree.js";
import type { SourceStore } from "./sources/stored.js";

/** What a repository has of what it names that lies elsewhere. */
export interface ReadSources {
  fetched?: FetchedSources<Repository> | undefined;
  lock: Lock;
  /** The directory in which what was fetched is kept. */
  storeAt: string;
  /** Why the lock cannot be read. */
  problem?: string;
}

const NO_SOURCES: ReadSources = { lock: new Map(), storeAt: "" };

/** Where to look for it. */
interface Places {
  within?: FetchedSources<Repository>;
  fetchedStore?: SourceStore | undefined;
}

interface Opening {
  /** An earlier state of the repository, whose sources are taken over if they are the same. */
  before: Repository | undefined;
  open: (lock: Lock, store: SourceStore) => FetchedSources<Repository>;
}

/** What the lock at the root names, and what of it was fetched: nothing without a lock. */
export function readSources(
  root: string,
  tree: FileTree,
  { within, fetchedStore }: Places,
  { before, open }: Opening,
): ReadSources {
  if (within) return { ...NO_SOURCES, fetched: within };
  if (tree.kindAt(LOCK_FILE) !== "file") return NO_SOURCES;
  const storeAt = storeDirectory(root) ?? "";
  try {
    const lock = parseLock(decode(tree.bytes(LOCK_FILE)).text);
    const fetched = open(lock, fetchedStore ?? storeIn(storeAt));
    const isSame = before?.fetchedDigest === fetched.digest;
    return { lock, storeAt, fetched: isSame ? before.fetchedSources : fetched };
  } catch (error) {
    return { ...NO_SOURCES, problem: reason(error) };
  }
}

/** The store in a directory; one without anything if there is no directory for it. */
export function storeIn(directory: string): SourceStore {
  if (directory !== "") return new DiskStore(directory);
  return { content: () => undefined, tree: () => undefined, isAnswer: () => false };
}

/**
 * What a lock names, as far as a store has it.
 * @param read reads files as a repository that shares the sources
 */
export function openSources<Part extends Repository>(
  lock: Lock,
  store: SourceStore,
  read: (tree: FileTree, sources: FetchedSources<Part>) => Part,
): FetchedSources<Part> {
  const sources: FetchedSources<Part> = new FetchedSources<Part>(lock, store, (source, directory, only) =>
    read(treeOf(store, source, directory, only), sources),
  );
  return sources;
}

/** The files of a source; none if it cannot be read. */
function treeOf(
  store: SourceStore,
  source: LockedSource,
  directory: string,
  only: string | undefined,
): FileTree {
  try {
    const tree = sourceTree(store, source, directory, only === undefined ? undefined : [only]);
    if (tree) return tree;
  } catch {
    // An archive that Helm would not read has nothing that is applied.
  }
  return new SourceTree(new Map(), directory);
}
