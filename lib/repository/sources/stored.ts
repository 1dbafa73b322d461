import type { ResolvedSource } from "./locked.js";

/**
 * What was fetched, by digest (`sha256:` and hexadecimal digits). Every read compares the content with its digest: what
 * differs counts as missing.
 */
export interface SourceStore {
  /** The content with a digest: an archive, a file; undefined if it is not there. */
  content(digest: string): Buffer | undefined;
  /** The files of a tree, by path with `/`, each with its digest and its size in bytes; undefined if it is not there. */
  tree(digest: string): ReadonlyMap<string, StoredFile> | undefined;
  /** Whether this store has got just that as the answer to its request: a lock may claim anything. */
  isAnswer(source: ResolvedSource): boolean;
  /** Whether something was there for a digest when it was last asked for, but not what has it. */
  isDamaged?(digest: string): boolean;
}

export interface StoredFile {
  digest: string;
  size: number;
}

/** A file of something that was fetched. */
export interface SourceFile {
  size: number;
  /** The digest of its content, if it is known without reading it. */
  id?: string;
  /** @throws if the store has lost it */
  bytes(): Buffer;
}
