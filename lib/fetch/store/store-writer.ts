import { randomUUID } from "node:crypto";
import { renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeDirectory } from "../../repository/disk/make-directory.js";
import { digestOf } from "../../repository/sources/disk-store.js";
import type { ResolvedSource } from "../../repository/sources/locked.js";
import { answerPlace, contentPlace, isPathInTree, treeList } from "../../repository/sources/store-layout.js";
import type { StoredFile } from "../../repository/sources/stored.js";
import { type Answer, FetchError } from "../answer.js";

/** Puts what was fetched into a store. Several processes may do so at once. */
export class StoreWriter {
  /** @param directory an absolute path; it is made, for the user alone, when there is something to put there */
  constructor(readonly directory: string) {}

  /**
   * Puts the content of an answer there.
   * @returns its digest, as the lock names it
   * @throws {FetchError} if it cannot be written, or has paths that no tree has
   */
  put(answer: Answer): string {
    return this.#writing(() => {
      if (answer.content !== "tree") return this.#content(answer.bytes);
      const files = new Map<string, StoredFile>();
      for (const [path, bytes] of answer.files) {
        if (!isPathInTree(path)) throw new FetchError(`${JSON.stringify(path)} is no path of a file.`);
        files.set(path, { digest: this.#content(bytes), size: bytes.length });
      }
      // Last, so that a tree that is there has all its files.
      return this.#content(treeList(files));
    });
  }

  /**
   * Remembers that something is the answer to its request.
   * @throws {FetchError} if it cannot be written
   */
  remember(source: ResolvedSource): void {
    this.#writing(() => this.#place(answerPlace(this.directory, source), ""));
  }

  /** Says that a content was used, so that `--prune` keeps it. */
  touch(digest: string): void {
    const place = contentPlace(this.directory, digest);
    const now = new Date();
    try {
      if (place !== undefined) utimesSync(place, now, now);
    } catch {
      // A store that cannot be written can still be read.
    }
  }

  #content(bytes: Buffer): string {
    const digest = digestOf(bytes);
    this.#place(contentPlace(this.directory, digest), bytes);
    return digest;
  }

  /**
   * Writes to another file first, which then takes its place: nobody ever reads half of it. What is there already is
   * written again, since it may be damaged.
   */
  #place(file: string | undefined, content: Buffer | string): void {
    if (file === undefined) throw new Error("a digest is needed");
    makeDirectory(dirname(file), 0o700);
    const temporary = `${file}.${process.pid}.${randomUUID()}.tmp`;
    try {
      writeFileSync(temporary, content, { mode: 0o600, flag: "wx" });
      renameSync(temporary, file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  #writing<Result>(write: () => Result): Result {
    try {
      return write();
    } catch (error) {
      if (error instanceof FetchError) throw error;
      throw new FetchError(
        `The store in '${this.directory}' cannot be written: ${(error as Error).message}.`,
      );
    }
  }
}
