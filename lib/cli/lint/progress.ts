/** What the command does one after the other, and what a terminal shows of it. */
const STEPS = {
  walk: "Looking for manifests",
  facts: "Reading files",
  builds: "Resolving what is applied together",
  rules: "Judging what is applied",
  lint: "Linting files",
} as const;
export type Step = keyof typeof STEPS;

/** Nothing is shown in the first second, and then a tenth of a second goes by between two texts. */
const QUIET = 1000;
const PAUSE = 100;

/** Keeps the time of each step, and shows on a terminal what takes long. */
export class Progress {
  readonly #times = new Map<Step, number>();
  #step: { name: Step; since: number } | undefined;
  readonly #began: number;
  #shown: number | undefined;

  /**
   * @param show puts a text in the place of the one before; the empty text for none
   * @param now a clock, in milliseconds
   */
  constructor(
    readonly show: (text: string) => void = () => undefined,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#began = now();
  }

  /** What each step took, in milliseconds; what several roots need is added up. */
  get times(): [Step, number][] {
    const steps = Object.keys(STEPS) as Step[];
    return steps.flatMap((step) => {
      const time = this.#times.get(step);
      return time === undefined ? [] : [[step, time]];
    });
  }

  /** Begins a step, or goes on with it, and ends the one before. */
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

  /** Ends the last step and takes away what is shown. */
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

/** Shows texts on one line of a terminal; nothing where nobody looks, as in a file, a pipe or a pipeline. */
export function terminal(
  stream: { isTTY?: boolean; write(text: string): unknown },
  { CI }: Readonly<Record<string, string | undefined>>,
): ((text: string) => void) | undefined {
  if (!stream.isTTY || (CI !== undefined && CI !== "" && CI !== "false")) return undefined;
  return (text) => void stream.write(`\r\u001B[K${text}`);
}
