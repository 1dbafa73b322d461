import { Readable } from "node:stream";
import { main } from "../../lib/cli/main.js";
import type { Streams } from "../../lib/cli/output.js";

/** What the command does: its exit code, and what it prints to which stream. */
export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** Runs the command in-process; a root is written as ROOT, times as 0.0. */
export async function run(root: string, ...argv: string[]): Promise<Ran> {
  return runWith("", root, ...argv);
}

/** The same with something on standard input. */
export async function runWith(
  input: string | Uint8Array | Streams["in"],
  root: string,
  ...argv: string[]
): Promise<Ran> {
  const lines = { out: [] as string[], err: [] as string[] };
  const code = await main(argv, {
    out: (text) => lines.out.push(text),
    err: (text) => lines.err.push(text),
    in: typeof input === "string" || input instanceof Uint8Array ? piped(input) : input,
  });
  const clean = (text: string[]) =>
    text
      .join("\n")
      .replaceAll(root, "ROOT")
      .replace(/\d+\.\d s\)/g, "0.0 s)");
  return { code, out: clean(lines.out), err: clean(lines.err) };
}

/** A pipe that hands over a few bytes at a time. */
export function piped(content: string | Uint8Array): NonNullable<Streams["in"]> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const parts = Array.from({ length: Math.ceil(bytes.length / PART) }, (_, index) =>
    bytes.subarray(index * PART, (index + 1) * PART),
  );
  return Readable.from(parts);
}

const PART = 65_536;
