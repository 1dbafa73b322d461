const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Signal = (typeof SIGNALS)[number];

/** What of a process tells that it is to end. */
export interface Interrupted {
  on(signal: Signal, listener: (signal: Signal) => void): unknown;
  off(signal: Signal, listener: (signal: Signal) => void): unknown;
  kill(pid: number, signal: Signal): unknown;
  pid: number;
}

/**
 * What has to be done before the process ends because it is told to. Git has a process group of its own, which Ctrl-C does
 * not reach: without its limits, it would go on to write for as long as a server sends.
 */
export class Interruption {
  readonly #process: Interrupted;
  readonly #actions = new Set<() => void>();

  constructor(process: Interrupted) {
    this.#process = process;
  }

  /**
   * Has something done if the process is told to end, the last one first.
   * @returns takes it back
   */
  first(action: () => void): () => void {
    if (this.#actions.size === 0) for (const signal of SIGNALS) this.#process.on(signal, this.#end);
    this.#actions.add(action);
    return () => {
      this.#actions.delete(action);
      if (this.#actions.size === 0) this.#stopListening();
    };
  }

  readonly #end = (signal: Signal): void => {
    for (const action of [...this.#actions].reverse()) action();
    this.#actions.clear();
    this.#stopListening();
    // Now it ends as it would have without all this.
    this.#process.kill(this.#process.pid, signal);
  };

  #stopListening(): void {
    for (const signal of SIGNALS) this.#process.off(signal, this.#end);
  }
}

export const interruption = new Interruption(process);
