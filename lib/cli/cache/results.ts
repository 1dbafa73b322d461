import { isDeepStrictEqual } from "node:util";
import type { ResultStore } from "../../repository/repository.js";
import type { Store } from "./store.js";

interface Content {
  version: string;
  results: Record<string, unknown>;
}

/** The share of new results up to which writing all is not worth it. */
const FEW = 0.02;

/**
 * Results that follow from a few texts, by names or with digests of these texts. They are in a file of their
 * own, which is read only if something has changed.
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
    const earlier = Object.hasOwn(before, key) ? before[key] : undefined;
    if (earlier !== undefined) this.#asked.set(key, earlier);
    return earlier;
  }

  set(key: string, result: unknown): void {
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(result)), result)) return;
    this.#asked.set(key, result);
    this.#new++;
  }

  /**
   * Writes them if there are enough new ones: finding out a few again takes less time than writing all.
   * @param all whether to keep those that nobody has asked for, since not everything was looked at
   * @throws a system error if that is not possible
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
