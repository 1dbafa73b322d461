import { main } from "../../lib/cli/main.js";
import { forget } from "../../lib/plugin/session.js";

/** What the command prints, and how it ends. */
export interface Ran {
  code: number;
  out: string;
  err: string;
}

/**
 * Runs the command in-process.
 * @throws where it ends otherwise than it may: with a defect, with a stack trace, with JSON that is none
 */
export async function ran(argv: readonly string[]): Promise<Ran> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await main(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  forget();
  const result = { code, out: out.join("\n"), err: err.join("\n") };
  const fail = (what: string): never => {
    throw new Error(`${what}: ${JSON.stringify({ argv, ...result }).slice(0, 2000)}`);
  };
  if (![0, 1, 2].includes(code)) fail("no exit code");
  if (/which is a defect|failed here|\n\s+at .*:\d+|\[object Object\]/.test(result.err + result.out))
    fail("a defect");
  if (code === 2 && result.err === "") fail("not a word");
  if (/[^\P{Cc}\n\t]/u.test(result.err)) fail("control characters");
  // A mistake in a configuration begins with its place.
  const begins = /^(?:gitops-lint: )?(?:[\p{Lu}'"`.\d]|[^\s:]*\.gitops-lint\.ya?ml:)/u;
  if (err.some((one) => !begins.test(one) && !/^\s|^[a-z-]+\s+\d/.test(one))) fail("no sentence");
  const isJson = argv.some((word, index) => word === "json" && argv[index - 1] === "--format");
  if (isJson && code !== 2 && result.out !== "" && !/^Usage|^\d/.test(result.out)) {
    try {
      JSON.parse(result.out);
    } catch {
      fail("no JSON");
    }
  }
  return result;
}
