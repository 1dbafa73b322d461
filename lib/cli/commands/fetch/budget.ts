import { FetchError } from "../../../fetch/answer.js";
import { MOST_ENTRIES } from "../../../repository/sources/lock-file.js";

/** What a run may take in all. */
export interface RunLimits {
  /** How many sources are asked for. */
  sources: number;
  /** What is put into the store, in bytes. */
  bytes: number;
  /** After so many milliseconds nothing more is asked for. */
  time: number;
}

const RUN_LIMITS: RunLimits = { sources: MOST_ENTRIES, bytes: 4 * 2 ** 30, time: 60 * 60_000 };

/**
 * What a run may still take. Each source has limits of its own, but a repository can name as many as it likes, and so can
 * what it has fetched.
 */
export class Budget {
  readonly #limits: RunLimits;
  readonly #now: () => number;
  readonly #start: number;
  #sources = 0;
  #bytes = 0;

  constructor(limits: RunLimits = RUN_LIMITS, now: () => number = Date.now) {
    this.#limits = limits;
    this.#now = now;
    this.#start = now();
  }

  /**
   * Counts a source that is about to be asked for.
   * @throws {FetchError} if nothing more is
   */
  admit(): void {
    const { sources, bytes, time } = this.#limits;
    if (this.#sources === sources) throw tooMuch(`asks for ${sources.toLocaleString("en")} sources`);
    if (this.#bytes > bytes) throw tooMuch(`fetches ${Math.floor(bytes / 2 ** 30)} GB`);
    if (this.#now() - this.#start > time) throw tooMuch(`takes ${Math.floor(time / 60_000)} minutes`);
    this.#sources++;
  }

  /** Counts what was fetched, in bytes. */
  spend(bytes: number): void {
    this.#bytes += bytes;
  }
}

function tooMuch(most: string): FetchError {
  return new FetchError(
    `It is not asked for, since a run ${most} at most. Look at what the repository names, and run 'gitops-lint fetch' again for the rest, or with --only.`,
  );
}
