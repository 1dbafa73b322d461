import { existsSync } from "node:fs";
import { Command, CommanderError, type Option } from "commander";
import { didYouMean } from "../../util/did-you-mean.js";
import { Mistake, PrintAndExit } from "../command-line.js";
import { foreignOption } from "../foreign-words.js";

/**
 * A command of gitops-lint. What its help says is also what the man page says and the shells complete; what it cannot
 * understand is a `Mistake` with the nearest of what it does understand.
 */
export class NamedCommand extends Command {
  /** What the help explains below the options, if anything. */
  notes: readonly string[] = [];
  /** Command lines to begin with. */
  examples: readonly string[] = [];
  /** What the exit codes mean, as "0 ..., 1 ..., 2 ...". */
  exitCodes = "0 printed, 2 the run failed";

  constructor(name: string) {
    super(name);
    this.helpOption("-h, --help", "print this help")
      .helpCommand(false)
      .showSuggestionAfterError(false)
      .configureHelp({ optionDescription })
      .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
      .exitOverride((error) => {
        if (error.code === "commander.version") throw new PrintAndExit(error.message);
        if (error.exitCode === 0) throw new PrintAndExit(this.helpInformation().trimEnd());
        throw new Mistake(this.#sentence(error));
      });
  }

  note(lines: readonly string[]): this {
    this.notes = lines;
    return this;
  }

  example(...lines: readonly string[]): this {
    this.examples = lines;
    return this;
  }

  exits(codes: string): this {
    this.exitCodes = codes;
    return this;
  }

  /** The name as it is typed, with that of the program. */
  get typed(): string {
    return this.parent ? `${this.parent.name()} ${this.name()}` : this.name();
  }

  override helpInformation(...context: Parameters<Command["helpInformation"]>): string {
    const notes = this.notes.length > 0 ? [...this.notes, ""] : [];
    const title = this.examples.length > 1 ? "Examples:" : "Example:";
    const examples = this.examples.length > 0 ? [title, ...this.examples.map((one) => `  ${one}`), ""] : [];
    const closing = [...notes, ...examples, `Exit codes: ${this.exitCodes}.`];
    return `${super.helpInformation(...context)}\n${closing.join("\n")}\n`;
  }

  /** The options by which somebody can call for something, long and short. */
  get optionNames(): string[] {
    const names = ({ long, short }: Pick<Option, "long" | "short">) =>
      [long, short].flatMap((one) => one ?? []);
    return [...this.options.filter(({ hidden }) => !hidden).flatMap(names), "--help", "-h"];
  }

  #sentence({ code, message }: CommanderError): string {
    const words = message.replace(/^error: /, "");
    const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
    const whole = /[.?!]$/.test(sentence) ? sentence : `${sentence}.`;
    if (code !== "commander.unknownOption") return whole;
    const [, written = ""] = /'(.*)'$/s.exec(words) ?? [];
    const option = written.startsWith("--") ? written.replace(/=.*/s, "") : written;
    if (option !== written && this.optionNames.includes(option)) return `Option '${option}' takes no value.`;
    if (existsSync(written))
      return `Unknown option '${written}'. Write './${written}' for the path of that name.`;
    return (
      foreignOption(option, this.name(), this.optionNames) ??
      `Unknown option '${option}'.${didYouMean(option, this.optionNames)}`
    );
  }
}

/** What the help says of an option: of a flag, nothing but what it does. */
function optionDescription(option: Option): string {
  const { description, argChoices, defaultValueDescription } = option;
  const value: unknown = option.defaultValue;
  const isPlain = typeof value === "string" || typeof value === "number";
  const standard = defaultValueDescription ?? (isPlain ? `${value}` : undefined);
  const more = [
    ...(argChoices ? [argChoices.join(", ")] : []),
    ...(standard === undefined ? [] : [`default: ${standard}`]),
  ];
  return more.length > 0 ? `${description} (${more.join("; ")})` : description;
}
