import { rules } from "../../../rules/index.js";
import type { NamedCommand } from "../definitions/named-command.js";
import { listedCommandsOf } from "../definitions/program.js";
import type { Shell } from "../definitions/shell.js";
import type { Output } from "../output.js";
import { bashScript } from "./bash.js";
import { fishScript } from "./fish.js";
import { completedCommands } from "./model.js";
import { zshScript } from "./zsh.js";

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Prints the script with which a shell completes command lines. */
export function printCompletion({ processedArgs, parent }: NamedCommand, output: Output): number {
  const [shell] = processedArgs as [Shell];
  const commands = completedCommands(parent ? listedCommandsOf(parent) : []);
  output.out(SCRIPTS[shell](commands, Object.keys(rules)), "page");
  return 0;
}
