import type { Command, Option } from "commander";
import { UsageError } from "./command-line.js";

/** What is printed instead of findings, by its option, and what changes it; `paths` stands for those. */
const INSTEAD: Readonly<Record<string, readonly string[]>> = {
  printBuilds: ["root", "paths"],
  listRules: [],
  controls: ["format", "outputFile"],
  explain: [],
};

/**
 * Refuses what changes nothing: whoever writes it expects that it does. What only makes a run faster or slower may be
 * anywhere among findings, for scripts and hooks put it before what others add.
 * @param command one that has read its arguments
 * @throws {UsageError} that names what is idle, and beside what
 */
export function refuseIdle(command: Command): void {
  const given = command.options.filter((option) => isGiven(command, option));
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
      "'--cache-location' keeps nothing by itself. Add '--cache', or '--no-cache' if nothing is to be kept.",
    );
  }
}

function isGiven(command: Command, option: Option): boolean {
  const name = option.attributeName();
  if (command.getOptionValueSource(name) !== "cli") return false;
  // Of '--cache' and '--no-cache' the one that was written last.
  const isPair = command.options.some(
    (other) => other.attributeName() === name && other.negate !== option.negate,
  );
  return !isPair || (command.getOptionValue(name) === false) === option.negate;
}

function refuse({ long }: Option, idle: string): never {
  throw new UsageError(`'${long}' prints the same without '${idle}'. Leave one of the two out.`);
}
