import { type Encoding, guarded } from "./report/clean.js";

/** Where texts go in the end. */
export interface Streams {
  out(text: string): void;
  err(text: string): void;
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

  err(text: string): void {
    this.#streams.err(guarded(text, "text"));
  }
}
