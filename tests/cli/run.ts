import { main } from "../../lib/cli/main.js";

/** What the command does: its exit code, and what it prints to which stream. */
export interface Ran {
  code: number;
  out: string;
  err: string;
}

/** Runs the command in-process; a root is written as ROOT, times as 0.0. */
export async function run(root: string, ...argv: string[]): Promise<Ran> {
  const lines = { out: [] as string[], err: [] as string[] };
  const code = await main(argv, { out: (text) => lines.out.push(text), err: (text) => lines.err.push(text) });
  const clean = (text: string[]) =>
    text
      .join("\n")
      .replaceAll(root, "ROOT")
      .replace(/\d+\.\d s\)/g, "0.0 s)");
  return { code, out: clean(lines.out), err: clean(lines.err) };
}
