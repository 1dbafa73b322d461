import { isAtOrBelow } from "../../repository/paths.js";
import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { ESLint, Linter } from "eslint";
import { Analysis } from "../../analysis/analysis.js";
import { groupBy } from "../../util/group-by.js";
import { plural, printable } from "../../util/phrases.js";
import { ConfigError } from "../../repository/configuration/config-file.js";
import { readRepository } from "../../repository/read-repository.js";
import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";
import { outputFixes } from "../lint/eslint.js";
import { lintRepository, scopeOf, withMessages } from "../lint/lint-repository.js";
import { isGlob, readGlob, refuseIdleGlobs } from "../globs.js";
import type { Output } from "../output.js";
import { guarded } from "../report/clean.js";
import { reportOf } from "../report/text-or-json.js";
import { writeReport } from "../report/write-file.js";
import { refusePageOn } from "../report/page-at-terminal.js";
import { screenOf } from "../report/screen.js";
import { reportRun } from "../report/write-reports.js";
import { command, targetOf } from "../report/repeated.js";
import { printDiff } from "../report/print-diff.js";
import { statsOf } from "../report/stats.js";
import { summary } from "../report/summary.js";
import { underItsName } from "../report/standard-input.js";
import { versionNotes } from "../report/version-notes.js";
import { suppressAll } from "../suppressions/apply.js";
import { goneSentence } from "../suppressions/gone.js";
import { terminal, Progress } from "../lint/progress.js";
import { countAll, notListedNotes } from "../lint/not-listed.js";
import type { RootResult } from "../lint/outcome.js";
import { asStream, isStream, readStream, type Stream } from "../lint/stream.js";
import { rootConfig } from "../lint/root-config.js";
import { Trust } from "../lint/trust.js";
import { withSharedContracts } from "../lint/shared-contracts.js";
import { refuseUnlinted } from "../lint/unlinted-stream.js";
import { unlistedOf, vendoredNotes } from "../lint/vendored.js";
import { refuseNestedPaths } from "../nested-paths.js";
import { isDirectory, isIn } from "../places.js";
import { existing, rootFor } from "../roots.js";
import { refuseWaysOut } from "../ways-out.js";

/** Lints what the command line asks for, prints it, and returns the exit code. */
export async function run(given: Arguments, output: Output): Promise<number> {
  const started = performance.now();
  const isGiven = isStream(given);
  const asked = isGiven ? asStream(given) : given;
  const args = { ...asked, fix: asked.fix || asked.fixDryRun };
  const stream = isGiven ? await readStream(args, output, (path) => rootFor(path, args)) : undefined;
  const comparing = args.staged || args.changedSince !== undefined;
  // When comparing, deleted files can be named as well.
  if (args.explainSilence !== undefined) {
    output.out(await silenceAt(args.explainSilence, args));
    return 0;
  }
  const todo = rootsOf(args, stream, comparing);
  refuseWaysOut(
    args,
    todo.map(([root]) => root),
  );
  if (args.printBuilds) {
    for (const [root, scopes] of todo) output.out(await buildsBelow(root, scopes, args));
    return 0;
  }
  if (args.unknowns) return await printUnknowns(todo, args, output);

  if (!stream) refuseNestedPaths(todo, args);
  refusePageOn(screenOf(process.stdout, process.env), args);
  if (args.formats.some(({ file }) => file !== undefined)) {
    const { markUnfinished } = await import("../report/report-failure.js");
    await markUnfinished(args.formats);
  }
  const work = new Progress(terminal(process.stderr, process.env));
  const nestedToo = args.root === undefined;
  const linted = await lintRoots(todo, args, { nestedToo, comparing, work, stream }).finally(() =>
    work.stop(),
  );
  if (stream) refuseUnlinted(stream, linted);
  const done = withSharedContracts(linted, args).map(underItsName);
  if (!comparing && !stream) refuseIdleGlobs(args.paths, done);
  if (args.fixDryRun) printDiff(done, output);
  else if (args.fix) await outputFixes(done.flatMap((result) => result.results));
  const suppressed = suppressAll(done, args);
  const before = new Set(done.flatMap((result) => [...(result.before ?? [])]));
  const results = suppressed.results.map((result) => without(result, before));
  if (args.stats) output.err(statsOf(work, results));
  const looked = done.map((result) => result.looked);
  const trustNotes = [...done.flatMap(({ notes = [] }) => notes), ...suppressed.notes];
  const lookedAt = () => {
    const milliseconds = performance.now() - started;
    const notes = [
      ...trustNotes,
      ...versionNotes(done.map(({ config }) => config?.settings ?? {})),
      ...vendoredNotes(args),
      ...notListedNotes(results),
    ];
    return summary(looked, results, {
      milliseconds,
      nestedToo,
      notes,
      isQuiet: args.quiet,
      unlisted: unlistedOf(args, results),
      // They are about files.
      unknowns: stream ? undefined : command("unknowns", ...targetOf(args)),
    });
  };
  // As in ESLint, entries of a file that is deleted fail nothing.
  const isUnpruned = args.failOnUnprunedSuppressions && suppressed.gone.some((one) => !one.isFileGone);
  const gone = suppressed.gone.length > 0 ? goneSentence(suppressed.gone) : undefined;
  await reportRun(args, output, {
    done,
    results: args.quiet ? results.map(errorsOnly) : results,
    notes: trustNotes,
    failures: isUnpruned && gone !== undefined ? [{ message: gone }] : [],
    lookedAt,
  });
  const found = exitCode(args, output, done, results);
  const code = found === 1 && args.exitZero ? 0 : found;
  if (suppressed.isUnstaged && (code === 1 || gone !== undefined)) {
    output.err(
      "gitops-lint: The staged suppressions differ from those on the disk. Stage the file with 'git add', since --staged judges what is staged.",
    );
  }
  if (gone !== undefined) output.err(`gitops-lint: ${gone}`);
  return isUnpruned ? 2 : code;
}

/** The roots of what is to be linted, and what is to be reported on in each. */
function rootsOf(
  args: Arguments,
  stream: Stream | undefined,
  comparing: boolean,
): [root: string, reported: string[]][] {
  if (stream) return [[stream.root, [join(stream.root, stream.path)]]];
  const paths = (args.paths.length === 0 ? [args.root ?? "."] : args.paths).map((path) => {
    if (isGlob(path) && !args.printBuilds) return readGlob(path);
    return comparing ? resolve(path) : existing(path);
  });
  return [...groupBy(paths, (path) => rootFor(path, args))];
}

/**
 * Lints every root, and below it each directory with a configuration of its own, which is a repository of its
 * own.
 */
async function lintRoots(
  roots: readonly [root: string, reported: string[]][],
  args: Arguments,
  {
    nestedToo,
    comparing,
    work,
    stream,
  }: { nestedToo: boolean; comparing: boolean; work: Progress; stream: Stream | undefined },
): Promise<RootResult[]> {
  const todo = [...roots];
  const done: RootResult[] = [];
  for (const [index, [root, reported]] of todo.entries()) {
    // A repository below a root has a configuration of its own.
    const own = index < roots.length ? args : { ...args, config: undefined };
    const lint = comparing ? (await import("../lint/lint-changes.js")).lintChanges : lintRepository;
    const result = await lint(root, reported, own, work, stream).catch((error: unknown) => {
      throw error instanceof ConfigError ? error.in(root, nameOf(root, roots)) : error;
    });
    done.push(result);
    if (!nestedToo) continue;
    const { nested, namedInNested } = result.looked;
    const globs = reported.filter(isGlob);
    const isNamed = scopeOf(
      root,
      reported.filter((path) => !globs.includes(path)),
    );
    for (const path of nested) {
      if (!isNamed(path)) {
        todo.push([join(root, path), globs]);
        continue;
      }
      // Whatever they are called, and although nothing in the nested root may name them.
      const named = namedInNested.filter((file) => isAtOrBelow(file, path));
      todo.push([join(root, path), [path, ...named].map((one) => join(root, one))]);
    }
  }
  return done;
}

/** How a root is called: by the way to it from here, or from the root that it was found in; not at all if it is one of these. */
function nameOf(root: string, roots: readonly [root: string, reported: string[]][]): string {
  const around = [process.cwd(), ...roots.map(([given]) => given)].find((one) => isIn(root, one));
  return around === undefined ? "" : relative(around, root).split(sep).join("/");
}

/** Leaves out findings that were there before the change. */
function without(result: ESLint.LintResult, before: ReadonlySet<Linter.LintMessage>): ESLint.LintResult {
  if (before.size === 0) return result;
  return withMessages(
    result,
    result.messages.filter((message) => !before.has(message)),
  );
}

function errorsOnly(result: ESLint.LintResult): ESLint.LintResult {
  const isError = ({ severity }: { severity: number }): boolean => severity === 2;
  return {
    ...withMessages(result, result.messages.filter(isError)),
    suppressedMessages: result.suppressedMessages.filter(isError),
  };
}

/** Prints what could not be done, and returns the exit code. */
function exitCode(args: Arguments, output: Output, done: RootResult[], results: ESLint.LintResult[]): number {
  const unreadable = done.flatMap(({ looked }) => looked.unreadable);
  const crashes = done.flatMap((result) => result.crashes);
  for (const { problem } of done)
    if (problem !== undefined) output.err(`gitops-lint: ${printable(problem)}.`);
  for (const { path, message } of unreadable)
    output.err(`gitops-lint: ${printable(path)} could not be read: ${printable(message)}.`);
  for (const { rule, file, words } of crashes) {
    output.err(
      `gitops-lint: rule ${printable(rule)} failed on ${printable(file)}, which is a defect of the rule: ${printable(words)}.`,
    );
  }
  const errors = results.reduce((sum, { errorCount }) => sum + errorCount, 0);
  const warnings = results.reduce((sum, { messages }) => {
    return sum + countAll(messages.filter(({ severity }) => severity === 1));
  }, 0);
  const tooMany = args.maxWarnings >= 0 && warnings > args.maxWarnings;
  if (tooMany) {
    const are = warnings === 1 ? "is" : "are";
    output.err(
      `gitops-lint: ${plural(warnings, "warning")} ${are} more than the ${args.maxWarnings} allowed.`,
    );
  }
  if (crashes.length > 0 || unreadable.length > 0) return 2;
  return errors > 0 || tooMany ? 1 : 0;
}

function analysisOf(root: string, args: Arguments): Analysis {
  const trust = args.untrusted ? new Trust(root) : undefined;
  const settings = { ...rootConfig(root, args, trust)?.settings, root };
  return new Analysis(readRepository(root, undefined, undefined, trust), settings);
}

async function printUnknowns(
  todo: readonly [root: string, scopes: string[]][],
  args: Arguments,
  output: Output,
): Promise<number> {
  const { unknownsAsJson, unknownsAsText } = await import("./unknowns.js");
  const { name, file } = reportOf(args, "--unknowns");
  const [[root, scopes] = ["", []], ...others] = todo;
  if (others.length > 0) throw new UsageError("--unknowns is about one repository; give paths of one.");
  const print = name === "json" ? unknownsAsJson : unknownsAsText;
  const text = print(analysisOf(root, args), scopeOf(root, scopes));
  if (file === undefined) output.out(text, name === "json" ? "json" : "text");
  else {
    writeReport(file, `${guarded(text, name === "json" ? "json" : "text")}\n`);
  }
  return 0;
}

/** What `--explain-silence` says of a file, or of one of its lines. */
async function silenceAt(given: string, args: Arguments): Promise<string> {
  const { explainSilence } = await import("./explain-silence.js");
  const [, file = given, line] = /^(.*):(\d+)$/.exec(given) ?? [];
  const path = existing(existsSync(resolve(given)) ? given : file);
  if (isDirectory(path)) throw new UsageError(`'${given}' is a directory; name a file in it.`);
  const root = rootFor(path, args);
  refuseWaysOut(args, [root]);
  const below = relative(root, path).split(sep).join("/");
  return explainSilence(analysisOf(root, args), below, line === undefined ? undefined : Number(line));
}

async function buildsBelow(root: string, scopes: readonly string[], args: Arguments): Promise<string> {
  const { printBuilds } = await import("./print-builds.js");
  const builds = analysisOf(root, args);
  const below = scopes.map((scope) => relative(root, scope).split(sep).join("/"));
  return printBuilds(builds, below);
}
