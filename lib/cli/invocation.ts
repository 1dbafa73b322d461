import { statSync } from "node:fs";
import { FORMATS, type Names } from "./args.js";
import { Mistake } from "./command-line.js";
import type { NamedCommand } from "./definitions/named-command.js";
import { commandsOf, Program } from "./definitions/program.js";
import { foreignOption } from "./foreign-words.js";

/** One call of the program: what was typed, and the command that this names. */
export class Invocation {
  readonly #program: Program;
  readonly #argv: readonly string[];
  /** The command whose name was typed first, if one was. */
  readonly #named: NamedCommand | undefined;
  #command: NamedCommand | undefined;

  constructor(argv: readonly string[], names: Names, homepage: string) {
    this.#program = new Program(names, homepage);
    const [first = ""] = argv;
    // The dashes say that a path follows, and a question may be asked without its name.
    const implied = first === "--" ? ["lint"] : first === "--explain-connection" ? ["connections"] : [];
    this.#argv = [...implied, ...argv];
    this.#named = implied.length > 0 ? undefined : this.#commandCalled(first);
  }

  /**
   * Reads the command line.
   * @returns the command, with its arguments
   * @throws {Mistake} for what cannot be understood
   * @throws {PrintAndExit} for `--help` and `--version`
   */
  read(): NamedCommand {
    const expected = this.#named ?? this.#commandCalled("lint");
    if (expected) this.#refuseOtherDashes(expected);
    for (const command of commandsOf(this.#program)) command.action(() => void (this.#command = command));
    this.#program.parse([...this.#argv], { from: "user" });
    if (!this.#command) throw new Mistake("No command was named.");
    const { args } = this.#command;
    // Options may have come before the name.
    if (!this.#named && args[0] === "lint" && !pathKind("lint")) this.#command.args = args.slice(1);
    return this.#command;
  }

  /** Whether it asks for findings, as far as can be told before all of it is understood. */
  get isLinting(): boolean {
    return (this.#named?.name() ?? "lint") === "lint";
  }

  /** Where the help on what was typed is, as a sentence. */
  get help(): string {
    const command = this.#named?.name() === "help" ? undefined : this.#named;
    return `See ${command?.typed ?? this.#program.name()} --help.`;
  }

  /** What to say where the name of the command could also have been meant for a path. */
  get note(): string | undefined {
    const name = this.#named?.name();
    if (name === undefined || (this.#command && this.#command.args.length > 0)) return undefined;
    const kind = pathKind(name);
    return kind && `'${name}' is a command; write './${name}' for the ${kind} of that name.`;
  }

  #commandCalled(name: string): NamedCommand | undefined {
    return commandsOf(this.#program).find((command) => command.name() === name);
  }

  /** Refuses `-output json` and `-o json`, which would write the report to a file `utput` or `json`. */
  #refuseOtherDashes(command: NamedCommand): void {
    const end = this.#argv.indexOf("--");
    const words = end < 0 ? this.#argv : this.#argv.slice(0, end);
    for (const [index, word] of words.entries()) {
      // Elsewhere the help, here a glob of all that the disk has.
      if (word === "/?") throw new Mistake("'/?' is neither a path nor an option.");
      const [name = ""] = word.split("=");
      if (/^-[a-z][a-z-]{2,}$/.test(name)) {
        const long = `-${name}`;
        const answer = foreignOption(long, command.name(), command.optionNames);
        if (command.optionNames.includes(long) || answer !== undefined)
          throw new Mistake(
            `There is no option '${name}'. ${answer ? answer.replace(/^.*?'\. /, "") : `Did you mean '${long}'?`}`,
          );
      }
      const format = FORMATS.find(
        (one) => word === `-o${one}` || (word === "-o" && words[index + 1] === one),
      );
      if (format !== undefined && command.optionNames.includes("-o"))
        throw new Mistake(
          `'-o ${format}' would write the report to a file '${format}'. Did you mean '-f ${format}'?`,
        );
    }
  }
}

function pathKind(path: string): "file" | "directory" | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats && (stats.isDirectory() ? "directory" : "file");
}
