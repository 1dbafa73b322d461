import { didYouMean } from "../../util/did-you-mean.js";
import { type Arguments, lintArguments } from "../args.js";
import { Mistake, PrintAndExit } from "../command-line.js";
import type { NamedCommand } from "../definitions/named-command.js";
import { commandsOf, listedCommandsOf } from "../definitions/program.js";
import type { Output } from "../output.js";

/** What a command does once it has read its arguments. Whatever it needs is loaded only then. */
type Run = (command: NamedCommand, output: Output) => number | Promise<number>;

const RUNS: Readonly<Record<string, Run>> = {
  lint: (command, output) => asLint(command, output),
  init: async (command, output) => (await import("./init/init.js")).initialize(command, output),
  rules: (command, output) => asLint(command, output, { listRules: true }),
  controls: (command, output) => asLint(command, output, { controls: true }),
  builds: (command, output) => asLint(command, output, { printBuilds: true }),
  unknowns: (command, output) => asLint(command, output, { unknowns: true }),
  explain: (command, output) => asLint(command, output, { explain: command.args[0] ?? "", paths: [] }),
  "explain-silence": (command, output) =>
    asLint(command, output, { explainSilence: command.args[0] ?? "", paths: [] }),
  "who-can": async (command, output) => (await import("./who-can.js")).printWhoCan(command, output),
  "what-can": async (command, output) => (await import("./who-can.js")).printWhatCan(command, output),
  "access-path": async (command, output) =>
    (await import("./access-path.js")).printAccessPath(command, output),
  paths: async (command, output) => (await import("./paths/paths.js")).printPaths(command, output),
  diff: async (command, output) => (await import("./diff/diff.js")).printAccessChange(command, output),
  isolation: async (command, output) =>
    (await import("./connections/isolation.js")).printIsolation(command, output),
  connections: async (command, output) =>
    (await import("./connections/connections.js")).printConnections(command, output),
  render: async (command, output) => (await import("./render/render.js")).printRendered(command, output),
  fetch: async (command, output) => (await import("./fetch/fetch.js")).runFetch(command, output),
  lsp: async () => (await import("./lsp/lsp.js")).runServer(),
  completion: async (command, output) =>
    (await import("../completion/completion.js")).printCompletion(command, output),
  help: (command) => help(command),
  version: ({ parent }) => {
    throw new PrintAndExit(parent?.version() ?? "");
  },
};

/** Runs a command of the program. */
export function runNamed(command: NamedCommand, output: Output): number | Promise<number> {
  return (RUNS[command.name()] as Run)(command, output);
}

/** Runs `lint`, or a command that is one of its options. */
async function asLint(command: NamedCommand, output: Output, more: Partial<Arguments> = {}): Promise<number> {
  const args = lintArguments(command, more);
  const { perform } = await import("./perform.js");
  return perform(args, output);
}

function help({ args: [name], parent }: NamedCommand): never {
  const commands = parent ? commandsOf(parent) : [];
  const found = name === undefined ? parent : commands.find((one) => one.name() === name);
  if (found) throw new PrintAndExit(found.helpInformation().trimEnd());
  const names = parent ? listedCommandsOf(parent).map((one) => one.name()) : [];
  throw new Mistake(`There is no command '${name ?? ""}'.${didYouMean(name ?? "", names)}`);
}
