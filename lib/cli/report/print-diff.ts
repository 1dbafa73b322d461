import { readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import type { ESLint } from "eslint";
import { printable } from "../../util/phrases.js";
import type { RootResult } from "../lint/outcome.js";
import { STDIN } from "../lint/stream.js";
import type { Output } from "../output.js";
import { guarded } from "./clean.js";
import { baseOf } from "./formats/base-path.js";
import { SecretLines } from "./secret-lines.js";
import { type Streams, streamsIn } from "./standard-input.js";
import { unifiedDiff } from "./unified-diff.js";

/**
 * Prints what `--fix` would write, as a diff that `git apply` accepts. A change beside something that must not be printed
 * is left out, which is said: a diff with other lines than the file would not fit.
 */
export function printDiff(done: readonly RootResult[], output: Output): void {
  const base = baseOf(done.map(({ root }) => root));
  const streams = streamsIn(done);
  const diffs = done.flatMap(({ results }) => results).flatMap((result) => diffOf(result, base, streams));
  const [printed, left] = [diffs.filter((one) => one.isHarmless), diffs.filter((one) => !one.isHarmless)];
  if (printed.length > 0) output.out(printed.map(({ text }) => text).join("\n"), "diff");
  for (const { path } of left)
    output.err(
      `gitops-lint: The change of '${printable(path)}' is not in the diff: what is around it holds a credential, or characters or words that a terminal or a CI system would obey. '--fix' makes the change.`,
    );
}

interface Diff {
  path: string;
  text: string;
  isHarmless: boolean;
}

function diffOf({ filePath, output }: ESLint.LintResult, base: string, streams: Streams): Diff[] {
  if (output === undefined) return [];
  const given = streams.get(filePath);
  const path = filePath === STDIN ? STDIN : relative(base, filePath).split(sep).join("/");
  const before = given ?? readFileSync(filePath, "utf8");
  const secrets = new SecretLines(before);
  const { text, shown } = unifiedDiff(path, before, output, secrets.documents);
  if (text === "") return [];
  const isHarmless = guarded(text, "diff") === text && !secrets.areIn(shown);
  return [{ path, text, isHarmless }];
}
