import { Option } from "commander";
import type { Analysis } from "../../../analysis/analysis.js";
import { printable, quoteList } from "../../../util/phrases.js";
import { parsePath } from "../../command-line.js";
import type { Output } from "../../output.js";

/** The option that names the repository. */
export function rootOption(): Option {
  return new Option(
    "--root <directory>",
    "what is read (default: the nearest .gitops-lint.yaml or .git)",
  ).argParser(parsePath);
}

/** The option for how answers are printed, of which the first is the default. */
export function formatOption(formats: readonly string[]): Option {
  return new Option("--format <name>", "how answers are printed").choices(formats).default(formats[0]);
}

/** The exit code of an answer: 0 if it is one, 1 if not, 2 if it may be in a file that could not be read. */
export function exitCodeOf(isFound: boolean, { repository }: Analysis, output: Output, none: string): number {
  if (isFound) return 0;
  const unreadable = repository.unreadable.map(({ path }) => path);
  if (unreadable.length === 0) return 1;
  output.err(`gitops-lint: ${printable(`${none}, but ${quoteList(unreadable)} could not be read.`)}`);
  return 2;
}
