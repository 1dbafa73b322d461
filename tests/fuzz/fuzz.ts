import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, test } from "vitest";

/** How long each property is tried, in seconds; only a few cases without it. */
const seconds = Number(process.env.GITOPS_FUZZ_SECONDS ?? 0);
/** The same cases in every run of `npm test`, so that no change fails by chance. */
const seed = Number(process.env.GITOPS_FUZZ_SEED ?? 1);
const path = process.env.GITOPS_FUZZ_PATH;

/** Whether this is a run that may take as long as one likes, and run other programs. */
export const isLong = seconds > 0;

/** What must hold of whatever is made up. */
export interface Property<Input> {
  /** Must be JSON, so that a find can be kept. */
  input: fc.Arbitrary<Input>;
  /** How many cases `npm test` tries. */
  runs: number;
  /** Throws where it does not hold. */
  check: (input: Input) => unknown;
}

/** A find of an earlier run, as the file in `finds/` has it. */
export interface Find {
  property: string;
  /** What went wrong, and what must hold instead. */
  holds: string;
  input: unknown;
}

export const FINDS = join(import.meta.dirname, "finds");

/** The finds that are kept, by the names of their files. */
export function finds(): [file: string, find: Find][] {
  const files = readdirSync(FINDS).filter((file) => file.endsWith(".json"));
  return files.map((file) => [file, JSON.parse(readFileSync(join(FINDS, file), "utf8")) as Find]);
}

/**
 * Tries a property on all that was found earlier, and on what is made up.
 * @param name what `npm run fuzz NAME` and the files of finds call it
 */
export function fuzz<Input>(name: string, { input, runs, check }: Property<Input>): void {
  const kept = finds().filter(([, { property }]) => property === name);
  describe(name, () => {
    test.each(kept.map(([, find]) => find))("$holds", async (find) => {
      await check(find.input as Input);
    });
    test("whatever is made up", { timeout: (seconds + 600) * 1000 }, async () => {
      const details = await fc.check(
        fc.asyncProperty(input, async (one) => {
          await check(one);
        }),
        {
          seed,
          ...(path !== undefined && { path }),
          ...(isLong
            ? { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: seconds * 1000 }
            : { numRuns: runs }),
        },
      );
      if (isLong) console.log(`${name}: ${details.numRuns} cases`);
      // Where not even one case was done in time, nothing has failed.
      if (details.failed && details.counterexample)
        throw new Error(report(name, details), { cause: details.errorInstance });
    });
  });
}

function report<Input>(
  name: string,
  {
    counterexample,
    counterexamplePath,
    seed: used,
    error,
    errorInstance,
  }: fc.RunDetails<[Input]> & { error?: unknown },
): string {
  const words = errorInstance instanceof Error ? errorInstance.message : String(errorInstance ?? error);
  const find = { property: name, holds: "WHAT MUST HOLD", input: counterexample?.[0] };
  return [
    words,
    "",
    `Again: npm run fuzz -- ${name} --seed ${used} --path ${counterexamplePath}`,
    `To keep it, put this into tests/fuzz/finds/${name}-SOMETHING.json and say what must hold:`,
    JSON.stringify(find, undefined, 2),
  ].join("\n");
}
