import { type Command, CommanderError, InvalidArgumentError } from "commander";

/** Something the command line asks for that cannot be done, as one sentence. */
export class UsageError extends Error {}

/** `--help` or `--version`: the text to print, and nothing else to do. */
export class PrintAndExit extends Error {}

/**
 * Lets a command parse its arguments.
 * @param argv the arguments after its name
 * @throws {UsageError} for what cannot be understood
 * @throws {PrintAndExit} for `--help` and `--version`
 */
export function readArguments(command: Command, argv: readonly string[]): void {
  let printed = "";
  command
    .helpOption("--help", "print this help")
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => void (printed += text), writeErr: () => undefined });
  try {
    command.parse([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) throw new PrintAndExit(printed.trimEnd());
    const sentence = error.message.replace(/^error: /, "").replace(/\n\(/, " (");
    throw new UsageError(`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`);
  }
}

/** Refuses an empty path: it would be the current directory, which nobody has named. */
export function parsePath(text: string): string {
  if (text === "") throw new InvalidArgumentError("It is empty, as when a variable is not set.");
  return text;
}
