import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { digest } from "../../util/digest.js";
import { makeDirectory } from "../../repository/disk/make-directory.js";

/** The age in milliseconds at which leftovers of a run that was killed while writing are removed. */
const OLD = 60 * 60 * 1000;

/**
 * One JSON value in a file of a directory. It is written to another file first, which then takes its place,
 * so that nobody ever sees half of it. A damaged file counts as missing.
 */
export class Store {
  readonly #directory: string;
  readonly #kin: string;
  readonly #place: string;
  readonly #ending: string;

  /**
   * @param kin what the repository and its clones have in common: theirs is used if there is none for the
   *   place yet
   * @param place what distinguishes this place from all others
   * @param ending what distinguishes the values of one place from each other
   */
  constructor(
    directory: string,
    kin: string,
    place: string,
    ending: ".json" | ".results" | ".change" | ".server",
  ) {
    this.#directory = directory;
    this.#ending = ending;
    this.#kin = `${kin}-`;
    this.#place = `-${place}${this.#ending}`;
  }

  read(): unknown {
    for (const name of [...this.#ownFiles(), ...this.#kinFiles()]) {
      try {
        const bytes = readFileSync(join(this.#directory, name));
        const end = bytes.indexOf("\n");
        const body = bytes.subarray(end + 1);
        if (bytes.toString("latin1", 0, end) === digest(body)) return JSON.parse(body.toString("utf8"));
      } catch {
        // Not there, or not readable: the same as empty.
      }
    }
    return undefined;
  }

  /** @throws a system error if it cannot be written */
  write(value: unknown): void {
    const body = Buffer.from(JSON.stringify(value));
    const file = join(this.#directory, `${this.#kin}${this.#place.slice(1)}`);
    const temporary = `${file}.${process.pid}.${Date.now().toString(36)}.tmp`;
    makeDirectory(this.#directory, 0o700);
    this.#tidy();
    try {
      const bytes = Buffer.concat([Buffer.from(`${digest(body)}\n`), body]);
      writeFileSync(temporary, bytes, { mode: 0o600, flag: "wx" });
      renameSync(temporary, file);
      // The others are from before the kin of this place changed.
      for (const name of this.#ownFiles()) {
        if (join(this.#directory, name) !== file) rmSync(join(this.#directory, name), { force: true });
      }
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  #ownFiles(): string[] {
    return this.#files((name) => name.endsWith(this.#place)).map(({ name }) => name);
  }

  /** Only the newest one: it is the most similar, and reading takes time. */
  #kinFiles(): string[] {
    return this.#files((name) => name.startsWith(this.#kin) && name.endsWith(this.#ending))
      .slice(0, 1)
      .map(({ name }) => name);
  }

  #tidy(): void {
    for (const { name, modified } of this.#files((file) => file.endsWith(".tmp"))) {
      if (Date.now() - modified > OLD) rmSync(join(this.#directory, name), { force: true });
    }
  }

  /** The newest one first. */
  #files(isMeant: (name: string) => boolean): { name: string; modified: number }[] {
    try {
      return readdirSync(this.#directory)
        .filter(isMeant)
        .map((name) => ({ name, modified: statSync(join(this.#directory, name)).mtimeMs }))
        .sort((a, b) => b.modified - a.modified);
    } catch {
      return [];
    }
  }
}
