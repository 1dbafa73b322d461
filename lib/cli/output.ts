import { type Encoding, guarded } from "./report/clean.js";

/** What comes from standard input, which may be a terminal. */
export type Input = AsyncIterable<Uint8Array> & { readonly isTTY?: boolean };

/** Where texts go in the end, and where they come from. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
  /** Standard input, if that of the process is not meant. */
  readonly in?: Input;
}

/** Where the command prints. Nothing gets to a stream without the guard of its encoding, so nobody can forget it. */
export class Output {
  readonly #streams: Streams;

  constructor(streams: Streams) {
    this.#streams = streams;
  }

  out(text: string, encoding: Encoding = "text"): void {
    this.#streams.out(guarded(text, encoding));
  }

  err(text: string, encoding: Encoding = "text"): void {
    this.#streams.err(guarded(text, encoding));
  }

  /** Standard input. It is opened only if somebody asks for it. */
  get in(): Input {
    return this.#streams.in ?? process.stdin;
  }
}
