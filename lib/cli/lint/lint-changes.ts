import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Linter } from "eslint";
import type { Arguments } from "../args.js";
import { UsageError } from "../command-line.js";
import { filesIn, isOwn, lintFiles, lookedAt, nestedIn, resultOf, scopeOf } from "./lint-repository.js";
import { showsRepository } from "../report/shows-repository.js";
import type { Task } from "./task.js";
import { lintableFiles } from "../../repository/chart-files.js";
import { matchFindings } from "./match-findings.js";
import { namedContractsNotes, namedContractsResult } from "./named-contracts.js";
import { newHiddenParts } from "./new-hidden-parts.js";
import { newlyApplied, steeredAnew } from "./newly-applied.js";
import { leftOut } from "./vendored.js";
import { standing } from "./standing.js";
import type { Progress } from "./progress.js";
import { silenceOf } from "./silence.js";
import { readStates, type State, type States } from "./states.js";
import { unchangedFiles } from "./unchanged-files.js";
import type { Outcome, RootResult } from "./outcome.js";

/**
 * Lints what has changed in one repository, and what the change breaks elsewhere: the findings in files that have
 * changed, and those in others that were not there before. All of it is read, as it is now and as it was.
 * @param reported the files and directories to report on, absolute; they may be gone
 */
export async function lintChanges(
  root: string,
  reported: readonly string[],
  args: Arguments,
  work?: Progress,
): Promise<RootResult> {
  const { now, before, same, base, staged, trust } = compare(root, reported, args);
  const { name } = base;
  const inScope = scopeOf(root, reported);
  const paths = lintableFiles(now.repository).filter(isOwn(now.repository));
  const pathsBefore = lintableFiles(before.repository);
  for (const scope of reported) {
    if (existsSync(scope) || [...paths, ...pathsBefore].some(scopeOf(root, [scope]))) continue;
    throw new UsageError(
      `There is no file or directory '${relative(process.cwd(), scope)}', neither now nor in ${name}.`,
    );
  }

  const files = paths.filter(inScope);
  const { outcomes, crashes } = await lintFiles(files, { ...now, work });
  // To whoever applies only now what is in a file, it is new.
  const isNew = trust ? newlyApplied(now.analysis, before.analysis) : () => false;
  const found = resultsIn(outcomes).filter(({ path, result }) => {
    const pathBefore = same.get(path);
    return pathBefore !== undefined && result.messages.length > 0 && !isNew(path, pathBefore);
  });
  const steered = trust && steeredAnew(now.analysis, (path) => same.has(path));
  const known =
    found.length === 0
      ? new Set<Linter.LintMessage>()
      : await knownOf(found, before, same, pathsBefore, steered);
  const standing = trust && new Set([...known, ...(await standingOf(outcomes, now, before, same))]);
  const isWhole = reported.includes(root);
  const contracts = isWhole ? namedContractsResult(now, args) : undefined;
  const contractsBefore = contracts && namedContractsResult(before, args);
  const wordsBefore = new Set(contractsBefore?.messages.map(({ message, line }) => `${line} ${message}`));
  for (const message of contracts?.messages ?? [])
    if (wordsBefore.has(`${message.line} ${message.message}`)) known.add(message);
  const stayed = new Set(same.values());
  const changed = [
    ...files.filter((path) => !same.has(path)),
    // Files with new content are among those already.
    ...pathsBefore.filter((path) => inScope(path) && !stayed.has(path) && !now.repository.has(path)),
  ];
  return {
    root,
    config: now.config,
    linted: files.filter((path) => outcomes.get(path) !== "ignored"),
    results: [
      ...(contracts ? [contracts] : []),
      ...files.flatMap((path) => resultOf(root, path, outcomes.get(path))),
    ],
    before: known,
    ...(standing && { standing }),
    notes: [
      ...(isWhole ? namedContractsNotes(now.analysis, args) : []),
      ...(trust
        ? [
            ...trust.notes(now.repository, now.settings, args),
            ...newHiddenParts(now.analysis, before.analysis),
          ]
        : []),
    ],
    base,
    ...(showsRepository(args) && { analysis: now.analysis }),
    ...(staged && { staged }),
    crashes,
    leavesOut: leftOut(now.repository, now.settings, args, trust),
    looked: {
      ...lookedAt(now.repository, inScope, outcomes, silenceOf(now.analysis)),
      nested: nestedIn(now.repository, reported),
      compared: { name, changed: changed.length, known: known.size },
    },
  };
}

type Found = { path: string; result: Exclude<Outcome, string> };

function resultsIn(outcomes: ReadonlyMap<string, Outcome>): Found[] {
  return [...outcomes].flatMap(([path, result]) => (typeof result === "object" ? [{ path, result }] : []));
}

/** Which findings in files that have not changed were there before. */
async function knownOf(
  found: readonly Found[],
  before: Comparison["before"],
  same: Comparison["same"],
  pathsBefore: readonly string[],
  steered: ReadonlySet<string> = new Set(),
): Promise<Set<Linter.LintMessage>> {
  const { root } = before.repository;
  // A finding about a namespace can have been in any file where namespaces are reported.
  const wanted = new Set([...found.map(({ path }) => same.get(path)), ...before.analysis.namespaceFiles]);
  const { outcomes } = await lintFiles(
    pathsBefore.filter((path) => wanted.has(path)),
    before,
  );
  const pathOf = (file: string) => relative(root, file).split(sep).join("/");
  return matchFindings(
    found.map(({ result }) => result),
    resultsIn(outcomes).map(({ result }) => result),
    {
      pathBefore: (file) => join(root, same.get(pathOf(file)) ?? ""),
      isSteered: (file) => steered.has(pathOf(file)),
    },
  );
}

/** The findings in files that have changed, but not where they are, of a change that is not trusted. */
async function standingOf(
  outcomes: ReadonlyMap<string, Outcome>,
  now: Task,
  before: Comparison["before"],
  same: Comparison["same"],
): Promise<Linter.LintMessage[]> {
  const { repository } = before;
  const changed = resultsIn(outcomes).filter(({ path, result }) => {
    return result.messages.length > 0 && !same.has(path) && repository.has(path);
  });
  if (changed.length === 0) return [];
  const { outcomes: then } = await lintFiles(
    changed.map(({ path }) => path),
    { ...before, trust: { heeds: () => false } },
  );
  return changed.flatMap(({ path, result }) => {
    const outcome = then.get(path);
    if (typeof outcome !== "object") return [];
    return standing(
      { text: now.repository.text(path), result },
      { text: repository.text(path), result: outcome },
    );
  });
}

interface Comparison extends Pick<States, "base" | "staged" | "trust"> {
  now: Task & State;
  before: Task & State;
  /** The files with unchanged content, and where they were. */
  same: ReadonlyMap<string, string>;
}

function compare(root: string, reported: readonly string[], given: Arguments): Comparison {
  const states = readStates(root, given, { explicit: filesIn(root, reported) });
  const { now, before, base, staged, trust } = states;
  // The states are compared within one thread.
  const args: Arguments = { ...given, concurrency: "off" };
  return {
    now: { ...now, args, isOffDisk: staged !== undefined, trust },
    before: { ...before, args, isOffDisk: true, trust },
    // What is in a file that moves may be applied only where it is now.
    same: unchangedFiles(now.repository, before.repository, { evenMoved: trust === undefined }),
    base,
    staged,
    trust,
  };
}
