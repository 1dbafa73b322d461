/** The steps of a run, and what a terminal shows during each. */
const STEPS = {
  walk: "Looking for manifests",
  facts: "Reading files",
  builds: "Resolving what is applied together",
  rules: "Judging what is applied",
  lint: "Linting files",
} as const;
export type Step = keyof typeof STEPS;

/** Nothing is shown in the first second; after that, texts are at least a tenth of a second apart. */
const QUIET = 1000;
const PAUSE = 100;

/** Measures the time of each step, and shows on a terminal what takes long. */
export class Progress {
  readonly #times = new Map<Step, number>();
  #step: { name: Step; since: number } | undefined;
  readonly #began: number;
  #shown: number | undefined;

  /**
   * @param show replaces the text that is shown; an empty text removes it
   * @param now a clock, in milliseconds
   */
  constructor(
    readonly show: (text: string) => void = () => undefined,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#began = now();
  }

  /** The time of each step in milliseconds, added up over all roots. */
  get times(): [Step, number][] {
    const steps = Object.keys(STEPS) as Step[];
    return steps.flatMap((step) => {
      const time = this.#times.get(step);
      return time === undefined ? [] : [[step, time]];
    });
  }

  /** Starts or continues a step, and ends the one before. */
  start(name: Step, count?: number, total?: number): void {
    const now = this.now();
    if (this.#step?.name !== name) {
      this.#end(now);
      this.#step = { name, since: now };
    }
    if (now - this.#began < QUIET || now - (this.#shown ?? 0) < PAUSE) return;
    this.#shown = now;
    const numbers = total === undefined ? "" : count === 0 ? `: ${total}` : `: ${count} of ${total}`;
    this.show(`${STEPS[name]}${numbers} …`);
  }

  /** Ends the last step and removes what is shown. */
  stop(): void {
    this.#end(this.now());
    this.#step = undefined;
    if (this.#shown !== undefined) this.show("");
  }

  #end(now: number): void {
    if (!this.#step) return;
    const { name, since } = this.#step;
    this.#times.set(name, (this.#times.get(name) ?? 0) + now - since);
  }
}

/** Shows texts on one line of a terminal; undefined if nobody is looking, as in a file, a pipe or a pipeline. */
export function terminal(
  stream: { isTTY?: boolean; write(text: string): unknown },
  { CI }: Readonly<Record<string, string | undefined>>,
): ((text: string) => void) | undefined {
  if (!stream.isTTY || (CI !== undefined && CI !== "" && CI !== "false")) return undefined;
  return (text) => void stream.write(`\r\u001B[K${text}`);
}
