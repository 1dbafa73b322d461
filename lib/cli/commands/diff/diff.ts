import { resolve } from "node:path";
import { type AccessChange, hasNoChange, isDangerous } from "../../../analysis/change/access-change.js";
import { accessChange } from "../../../analysis/change/compare-access.js";
import { type NamedCommit, defaultBase } from "../../../repository/git/default-base.js";
import { printable, quoteList } from "../../../util/phrases.js";
import { ChangeCache } from "../../cache/change-cache.js";
import { cacheLocation } from "../../cache/directory.js";
import { type Arguments, lintArguments } from "../../args.js";
import type { FAIL_ON } from "../../definitions/diff.js";
import type { NamedCommand } from "../../definitions/named-command.js";
import { readStates, type States } from "../../lint/states.js";
import type { Output } from "../../output.js";
import { markUnfinished } from "../../report/report-failure.js";
import { refusePageOn } from "../../report/page-at-terminal.js";
import { screenOf } from "../../report/screen.js";
import { existing, rootFor } from "../../roots.js";
import { refuseWaysOut } from "../../ways-out.js";
import { clusterAsked } from "../question-arguments.js";
import { inCluster } from "./cluster.js";
import { type ChangedContracts, changedContracts } from "./contracts.js";
import { printChange } from "./print.js";

interface Options {
  cluster?: string;
  failOn: (typeof FAIL_ON)[number];
}

/**
 * Answers `diff`: what changes in access between two states of a repository.
 * @param command one that has read its arguments
 * @returns the exit code: 1 if what `--fail-on` names is there, 2 if it is not but something could not be read
 * @throws {UsageError} for what cannot be asked
 * @throws {GitError} if git cannot tell how the repository was
 */
export async function printAccessChange(command: NamedCommand, output: Output): Promise<number> {
  const { cluster, failOn } = command.opts<Options>();
  const given = lintArguments(command, { paths: [] });
  refusePageOn(screenOf(process.stdout, process.env), given);
  const from = given.root === undefined ? resolve(".") : existing(given.root);
  refuseWaysOut(given, [from]);
  // Whatever fails from here on, nobody takes the report of an earlier run for that of this one.
  await markUnfinished(given.formats);
  const base = baseFor(command.args[0], given, from);
  const args: Arguments = { ...given, ...(base && { changedSince: base.commit }) };
  const root = rootFor(from, args);
  refuseWaysOut(args, [root]);
  const cache = args.cache && !args.untrusted ? new ChangeCache(cacheLocation(args), root) : undefined;
  const states = readStates(root, args, { shown: base?.shown, earlier: cache });
  const analyses = [states.before.analysis, states.now.analysis] as const;
  const only = clusterAsked(analyses, cluster);
  const known = cache?.change(states);
  const all = known ?? accessChange(...analyses);
  const contracts = changedContracts(root, states);
  const within = only === undefined ? all : inCluster(all, only);
  const change = { ...within, unknown: [...contracts.unknown, ...within.unknown] };
  printChange({ change, contracts: contracts.changes, states }, args, output);
  const problem = cache?.keep(states, known ? undefined : all);
  if (problem !== undefined) output.err(`gitops-lint: ${printable(problem)}.`);
  return exitCode(failOn, change, contracts, states, output);
}

/** The commit that is meant; undefined for the last one, which follows from what is staged. */
function baseFor(written: string | undefined, { staged }: Arguments, from: string): NamedCommit | undefined {
  if (written !== undefined) return { commit: written, shown: written };
  return staged ? undefined : defaultBase(from);
}

function exitCode(
  failOn: Options["failOn"],
  change: AccessChange,
  { changes }: ChangedContracts,
  { now, before }: States,
  output: Output,
): number {
  if (failOn === "none") return 0;
  const isThere = failOn === "dangerous" ? isDangerous(change) : !hasNoChange(change) || changes.length > 0;
  if (isThere) return 1;
  const unreadable = [...now.repository.unreadable, ...before.repository.unreadable].map(({ path }) => path);
  if (unreadable.length === 0) return 0;
  output.err(
    `gitops-lint: Nothing of what '--fail-on ${failOn}' names was found, but ${quoteList([...new Set(unreadable)])} could not be read.`,
  );
  return 2;
}
