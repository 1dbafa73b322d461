import type { Command, Option } from "commander";
import { UsageError } from "./command-line.js";

/** The options that print something instead of findings, and what changes it; `paths` stands for the paths. */
const INSTEAD: Readonly<Record<string, readonly string[]>> = {
  printBuilds: ["root", "config", "paths", "untrusted"],
  unknowns: ["root", "config", "paths", "untrusted", "format", "outputFile"],
  explainSilence: ["root", "config", "untrusted"],
  listRules: ["format", "outputFile"],
  controls: ["format", "outputFile"],
  explain: [],
};

/** What people put into an alias, for whatever is printed. */
const ANYWHERE: ReadonlySet<string> = new Set(["color"]);

/**
 * Refuses options without an effect, since the user expects one. When findings are printed, options that only
 * affect speed are accepted, since scripts and hooks put them before what others add.
 * @param command one that has read its arguments
 * @throws {UsageError} that names the option without an effect, and the one that prevents it
 */
export function refuseIdle(command: Command): void {
  const given = command.options.filter((option) => {
    return isGiven(command, option) && !ANYWHERE.has(option.attributeName());
  });
  for (const instead of given) {
    const counting = INSTEAD[instead.attributeName()];
    if (!counting) continue;
    const idle = given.find((option) => option !== instead && !counting.includes(option.attributeName()));
    if (idle) refuse(instead, idle.long ?? "");
    if (!counting.includes("paths") && command.args.length > 0) refuse(instead, String(command.args[0]));
  }
  if (
    command.getOptionValue("cacheLocation") !== undefined &&
    command.getOptionValue("cache") === undefined
  ) {
    throw new UsageError(
      "'--cache-location' has no effect by itself. Add '--cache', or '--no-cache' to keep nothing.",
    );
  }
}

function isGiven(command: Command, option: Option): boolean {
  const name = option.attributeName();
  if (command.getOptionValueSource(name) !== "cli") return false;
  // The last one of '--cache' and '--no-cache' counts.
  const isPair = command.options.some(
    (other) => other.attributeName() === name && other.negate !== option.negate,
  );
  return !isPair || (command.getOptionValue(name) === false) === option.negate;
}

function refuse({ long }: Option, idle: string): never {
  throw new UsageError(`'${long}' prints the same without '${idle}'. Leave one of the two out.`);
}
