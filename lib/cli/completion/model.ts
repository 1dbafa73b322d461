import type { Argument, Option } from "commander";
import type { NamedCommand } from "../definitions/named-command.js";

/** What can stand in a place of a command line: one of some words, or something that the shell knows. */
export type Values = readonly string[] | "file" | "directory" | "rule" | "command" | "anything";

/** An option as shells complete it. */
export interface CompletedOption {
  /** Without dashes. */
  long: string | undefined;
  short: string | undefined;
  description: string;
  /** What follows it; undefined for a flag. */
  value: Values | undefined;
  isRepeated: boolean;
}

/** A command as shells complete it. */
export interface CompletedCommand {
  name: string;
  summary: string;
  options: CompletedOption[];
  /** What its arguments can be, one after the other; the last one again and again if `isVariadic`. */
  arguments: Values[];
  isVariadic: boolean;
}

/** What the names in angle and square brackets stand for. */
const PLACEHOLDERS: ReadonlyMap<string, Values> = new Map<string, Values>([
  ["directory", "directory"],
  ["file", "file"],
  ["file[:line]", "file"],
  ["path", "file"],
  ["paths", "file"],
  ["rule", "rule"],
  ["setting", "rule"],
  ["command", "command"],
]);

/** What there is to complete of commands. */
export function completedCommands(commands: readonly NamedCommand[]): CompletedCommand[] {
  return commands.map((command) => {
    const help = command.createHelp();
    return {
      name: command.name(),
      summary: firstSentence(command.description()),
      options: help.visibleOptions(command).map(completedOption),
      arguments: command.registeredArguments.map(valuesOfArgument),
      isVariadic: command.registeredArguments.at(-1)?.variadic ?? false,
    };
  });
}

function completedOption(option: Option): CompletedOption {
  return {
    long: option.long?.replace(/^--/, ""),
    short: option.short?.replace(/^-/, ""),
    description: option.description,
    value: option.required || option.optional ? valuesOfOption(option) : undefined,
    isRepeated: /may be repeated/.test(option.description),
  };
}

function valuesOfOption({ argChoices, flags }: Option): Values {
  const [, placeholder = ""] = /[<[](.*)[>\]]$/.exec(flags) ?? [];
  return argChoices ?? PLACEHOLDERS.get(placeholder) ?? "anything";
}

function valuesOfArgument(argument: Argument): Values {
  return argument.argChoices ?? PLACEHOLDERS.get(argument.name()) ?? "anything";
}

function firstSentence(text: string): string {
  return text.replace(/\.$/, "");
}
