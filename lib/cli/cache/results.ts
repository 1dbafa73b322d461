import { isDeepStrictEqual } from "node:util";
import type { ResultStore } from "../../repository/repository.js";
import type { Store } from "./store.js";

interface Content {
  version: string;
  results: Record<string, unknown>;
}

/** The share of new results that is not worth writing all for. */
const FEW = 0.02;

/**
 * What follows from a few texts, by names or with digests that say from which. It lies in a file of its own, which is
 * read only where something has changed.
 */
export class PersistedResults implements ResultStore {
  readonly #store: Store;
  readonly #version: string;
  readonly #asked = new Map<string, unknown>();
  #before: Content["results"] | undefined;
  #new = 0;

  constructor(store: Store, version: string) {
    this.#store = store;
    this.#version = version;
  }

  get(key: string): unknown {
    if (this.#asked.has(key)) return this.#asked.get(key);
    const before = this.#read();
    const known = Object.hasOwn(before, key) ? before[key] : undefined;
    if (known !== undefined) this.#asked.set(key, known);
    return known;
  }

  set(key: string, result: unknown): void {
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(result)), result)) return;
    this.#asked.set(key, result);
    this.#new++;
  }

  /**
   * Writes them where there are enough new ones: to find a few out again takes less time than to write all.
   * @param all whether those count that nobody has asked for, since not everything was looked at
   * @throws an error of the system where that is not possible
   */
  keep(all: boolean): void {
    if (this.#new <= Object.keys(this.#read()).length * FEW) return;
    const results = { ...(all && this.#read()), ...Object.fromEntries(this.#asked) };
    this.#store.write({ version: this.#version, results } satisfies Content);
  }

  #read(): Content["results"] {
    if (!this.#before) {
      const found = this.#store.read() as Content | undefined;
      this.#before = found?.version === this.#version ? found.results : {};
    }
    return this.#before;
  }
}
