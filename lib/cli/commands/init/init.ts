import { lstatSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { rules } from "../../../../rules/index.js";
import { Analysis } from "../../../analysis/analysis.js";
import { rootOf } from "../../../plugin/linted-file.js";
import { CONFIG_FILES, readConfigFile } from "../../../repository/configuration/config-file.js";
import { repositoryName } from "../../../repository/git/remotes.js";
import { readRepository } from "../../../repository/read-repository.js";
import { plural } from "../../../util/phrases.js";
import { type Arguments, parseArguments } from "../../args.js";
import { UsageError } from "../../command-line.js";
import type { NamedCommand } from "../../definitions/named-command.js";
import { Output } from "../../output.js";
import { version } from "../../package.js";
import { fileFor } from "../../suppressions/file.js";
import { run } from "../lint.js";
import { configText, describe } from "./config-text.js";
import { hookOf } from "./hooks.js";
import { hostsOf } from "./hosts.js";
import { lookAround } from "./look.js";

interface Options {
  accept?: true;
  preset: string;
}

/** Asks something that is answered with yes or no; undefined where nobody can answer. */
export type Ask = ((question: string) => Promise<boolean>) | undefined;

/**
 * `gitops-lint init`: writes a configuration for a repository, accepts what is found in it if that is wanted, and
 * prints what to write so that each commit and each pull request is linted. It writes over nothing.
 * @returns the exit code
 * @throws {UsageError} if there is no such directory, or the file cannot be written
 */
export async function initialize(
  command: NamedCommand,
  output: Output,
  ask: Ask = onTerminal(),
): Promise<number> {
  const root = rootFrom(command.args);
  const options = command.opts<Options>();
  const config = CONFIG_FILES.find((name) => exists(join(root, name)));
  // A mistake in it ends the run before anything is written.
  const settings = readConfigFile(root, Object.keys(rules))?.settings;
  const repository = readRepository(root);
  const around = lookAround(new Analysis(repository, { ...settings, root }));
  output.out(`${root}: ${describe(around)}.`);
  if (config === undefined) {
    write(join(root, CONFIG_FILES[0]), configText(around, options.preset));
    output.out(`${CONFIG_FILES[0]} is new. It says what can be set; read it, and commit it.`);
  } else {
    output.out(`${config} is there and stays as it is.`);
  }
  const code = await accept(root, options, output, ask);

  const isThere = (path: string) => exists(join(root, path));
  const { where, lines } = hookOf(isThere);
  output.out(`\nTo lint before each commit, write ${where}:\n\n${indented(lines)}`);
  const remotes = repository.checkout.remotes.map(repositoryName).filter((name) => name !== undefined);
  for (const host of hostsOf(isThere, remotes))
    output.out(`\nTo lint in ${host.name}, write ${host.where}:\n\n${indented(host.lines)}`);
  return code;
}

function rootFrom([directory]: readonly string[]): string {
  const root = directory === undefined ? rootOf(resolve(".")) : resolve(directory);
  if (!(lstatSync(root, { throwIfNoEntry: false })?.isDirectory() ?? false))
    throw new UsageError(`There is no directory '${directory ?? root}'.`);
  return root;
}

/** Whether something has that name, be it a link that leads nowhere. */
function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    throw new UsageError(`The configuration cannot be written to '${path}': ${(error as Error).message}.`);
  }
}

/** Says what is found, and accepts it if that is wanted and nothing has been accepted before; returns the exit code. */
async function accept(root: string, options: Options, output: Output, ask: Ask): Promise<number> {
  const args = parseArguments([root, "--format", "json"], version, Object.keys(rules));
  const { count, code } = await findings(args);
  if (code === 2) {
    output.err("gitops-lint: Not all of it can be linted, so nothing is accepted; 'gitops-lint' says why.");
    return 2;
  }
  output.out(await whatIsFound(count, args, { ...options, root, ask }));
  return 0;
}

async function whatIsFound(
  count: number,
  args: Arguments,
  { root, accept: isAccepted, ask }: Options & { root: string; ask: Ask },
): Promise<string> {
  if (count === 0) return "Nothing is found in it.";
  const many = plural(count, "finding");
  if (exists(fileFor(root, args)))
    return `eslint-suppressions.json is there and stays as it is; it does not accept ${many}.`;
  const isWanted =
    isAccepted ?? (await ask?.(`Accept ${many}, so that only what is new is reported?`)) ?? false;
  if (!isWanted)
    return `There ${count === 1 ? "is" : "are"} ${many}: 'gitops-lint' shows ${count === 1 ? "it" : "them"}, and 'gitops-lint --suppress-all' accepts ${count === 1 ? "it" : "them"}, so that only what is new is reported.`;
  const { count: left } = await findings({ ...args, suppressAll: true });
  return `eslint-suppressions.json and eslint-suppressions.gitops.json are new, and accept ${plural(count - left, "finding")}. Commit both; 'gitops-lint --prune-suppressions' takes out what was mended.`;
}

/** How many findings a run reports, and its exit code. */
async function findings(args: Arguments): Promise<{ count: number; code: number }> {
  const printed: string[] = [];
  const code = await run(args, new Output({ out: (text) => void printed.push(text), err: () => undefined }));
  const results = JSON.parse(printed.join("")) as { messages: unknown[] }[];
  return { count: results.reduce((sum, { messages }) => sum + messages.length, 0), code };
}

function indented(lines: string): string {
  return lines.replace(/^(?=.)/gm, "  ");
}

/** A question on a terminal, where there is one to answer it. */
function onTerminal(): Ask {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) return undefined;
  return async (question) => {
    const prompt = createInterface({ input: stdin, output: stdout });
    const answer = await prompt.question(`${question} [y/N] `).finally(() => prompt.close());
    return /^y(?:es)?$/i.test(answer.trim());
  };
}
