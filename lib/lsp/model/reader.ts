import type { LiveModel } from "./live-model.js";

/** How long, in milliseconds, reading may block anything else. */
const SLICE = 15;

/** How long, in milliseconds, after it was read what is known of a repository is kept for the next time. */
const KEEP_AFTER = 5000;

/** Reads repositories in the background, one after the other, so that the server can answer meanwhile. */
export class Reader {
  readonly #waiting: LiveModel[] = [];
  readonly #onError: (error: unknown) => void;
  #reading: Promise<void> | undefined;
  /** Resolves when reading may begin. */
  start: Promise<void> = Promise.resolve();

  /** @param onError called with what made a repository unreadable */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Reads a repository, unless that has been done or is under way. */
  begin(live: LiveModel): void {
    if (live.isRead || this.#waiting.includes(live)) return;
    this.#waiting.push(live);
    this.#reading ??= this.#read();
  }

  /** Resolves when nothing is being read any more. */
  async done(): Promise<void> {
    while (this.#reading) await this.#reading;
  }

  async #read(): Promise<void> {
    await this.start;
    for (let live = this.#waiting[0]; live; live = this.#waiting[0]) {
      await this.#readAll(live);
      this.#waiting.shift();
    }
    this.#reading = undefined;
  }

  async #readAll(live: LiveModel): Promise<void> {
    try {
      const steps = live.read();
      for (;;) {
        // Whatever has come in meanwhile is done first.
        await new Promise<void>((go) => setImmediate(go));
        const until = performance.now() + SLICE;
        while (performance.now() < until) if (steps.next().done) return this.#keepLater(live);
      }
    } catch (error) {
      this.#onError(error);
    }
  }

  /** There is time for it then: whoever has just opened a file waits for what is found in it. */
  #keepLater(live: LiveModel): void {
    setTimeout(() => {
      try {
        live.keep();
      } catch (error) {
        this.#onError(error);
      }
    }, KEEP_AFTER).unref();
  }
}
