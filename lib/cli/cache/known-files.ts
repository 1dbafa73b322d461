import { isSettled } from "../../repository/disk/file-tree.js";
import type { FoundFile } from "../../repository/disk/walk.js";
import type { Repository } from "../../repository/repository.js";
import { ownValue } from "./own-value.js";

/** The digest of the text of a file, and the metadata that it had then, by path. */
export type FileRecords = Record<string, [content: string, ctime: number, ino: number, size: number]>;

/** The files of one place on a disk: while the system says that nothing has happened to one, its content is known. */
export class KnownFiles {
  readonly #before: FileRecords;
  /** The files as they were before any of them was read. */
  readonly #found = new Map<string, FoundFile>();
  readonly #started = Date.now();

  /** @param before what was known of them; nothing if it was in another place */
  constructor(before: FileRecords) {
    this.#before = before;
  }

  /** The digest of a text that has certainly not changed since it was last read. */
  contentOf(found: FoundFile): string | undefined {
    const { path, ctime, ino, size } = found;
    this.#found.set(path, found);
    const [content, ...was] = ownValue(this.#before, path) ?? [];
    return was[0] === ctime && was[1] === ino && was[2] === size ? content : undefined;
  }

  /** The metadata of the files whose last change was well before this run. */
  settled({ contents, chartFiles }: Repository): FileRecords {
    const isOld = (time: number) => time > 0 && time < this.#started && isSettled(time, this.#started);
    return Object.fromEntries(
      [...chartFiles, ...contents].flatMap(([path, content]): [string, FileRecords[string]][] => {
        const { ctime = 0, ino = 0, size = 0 } = this.#found.get(path) ?? {};
        return isOld(ctime) ? [[path, [content, ctime, ino, size]]] : [];
      }),
    );
  }
}
