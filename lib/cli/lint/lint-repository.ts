import { statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import type { ESLint, Linter } from "eslint";
import { Analysis } from "../../analysis/analysis.js";
import { freeze } from "../../plugin/session.js";
import { type Crash, crashIn } from "../../plugin/crash.js";
import type { RuleDefinition } from "../../rule-kit/define-rule.js";
import type { RuleFindings } from "../../rule-kit/run-rule.js";
import { TOO_MANY_COMMENTS } from "../../manifests/comments.js";
import { type FileFacts, NO_FACTS } from "../../repository/facts.js";
import { isInOneOf } from "../../repository/paths.js";
import { DiskTree } from "../../repository/disk/file-tree.js";
import { OverlaidTree } from "../../repository/disk/overlaid-tree.js";
import { lintableFiles } from "../../repository/chart-files.js";
import { readRepository } from "../../repository/read-repository.js";
import { isConfigFile } from "../../repository/configuration/config-file.js";
import { isThere, type Repository } from "../../repository/repository.js";
import type { Arguments } from "../args.js";
import { isSuppressions } from "../suppressions/file.js";
import { globMatcher, isGlob, reachedByGlobs } from "../globs.js";
import { carryFindings, checkESLint, eslintFor, rulesAnywhere } from "./eslint.js";
import { openCache } from "../cache/cached-lint.js";
import { canLintDirectly, lintedDirectly } from "./direct.js";
import { concernsAny, prefilter } from "./prefilter.js";
import { optionsOf, plainSettings } from "./plain-settings.js";
import { anyFile, enabledRules, isUniform, optionsIn, type RuleOptions } from "./enabled-rules.js";
import type { Looked } from "../report/looked.js";
import { showsRepository } from "../report/shows-repository.js";
import { leftOut } from "./vendored.js";
import { Trust } from "./trust.js";
import type { Progress } from "./progress.js";
import { namedContractsNotes, namedContractsResult } from "./named-contracts.js";
import { rootConfig } from "./root-config.js";
import { type Silence, silenceIn, silenceOf } from "./silence.js";
import type { EarlierFindings, Linted, Outcome, RootResult } from "./outcome.js";
import type { Stream } from "./stream.js";
import type { Task } from "./task.js";

/**
 * Lints one repository: reads all of it, once, and gives ESLint the files that an enabled rule has something
 * to say about. ESLint never sees a configuration of the repository, which would be a program.
 * @param reported the files and directories to report on, absolute
 * @param work shows progress
 * @param stream what comes from standard input, if that is reported on
 */
export async function lintRepository(
  root: string,
  reported: readonly string[],
  args: Arguments,
  work: Progress,
  stream?: Stream,
): Promise<RootResult> {
  work.start("walk");
  const trust = args.untrusted ? new Trust(root) : undefined;
  const config = rootConfig(root, args, trust);
  const settings = { ...config?.settings, root };
  // Threads and what is kept between runs know only the files as they are.
  const cache = trust || stream ? undefined : openCache(root, config, args);
  const tree = trust?.tree ?? new DiskTree(root);
  const repository = readRepository(root, undefined, cache, {
    tree: stream ? new OverlaidTree(tree, stream.path, stream.content) : tree,
    explicit: stream ? [stream.path] : filesIn(root, reported),
    rendered: stream?.path,
    onFile: (count, total) => work.start("facts", count, total),
  });
  const inScope = stream ? (path: string) => path === stream.path : scopeOf(root, reported);
  const files = lintableFiles(repository).filter(inScope).filter(isOwn(repository));
  const cached = cache?.outcomes(repository, settings) ?? new Map<string, Outcome>();
  const uncached = files.filter((path) => !cached.has(path));
  const isCached = uncached.length === 0 && files.length > 0;
  const earlier = cache?.earlier;
  const analysis = new Analysis(repository, settings);
  const linted = isCached
    ? NOTHING
    : await lintFiles(uncached, {
        ...{ repository, settings, config, args, work, analysis, earlier, trust },
        isOffDisk: stream !== undefined,
      });
  const outcomes = new Map([...cached, ...linted.outcomes]);
  // While nothing has changed, neither has what could not be judged.
  const silence = (cached.size > 0 ? cache?.silence : undefined) ?? silenceOf(analysis);
  const problem = cache?.keep(repository, settings, outcomes, { ...linted, silence });
  const { crashes } = linted;
  const isWhole = !stream && reported.includes(root);
  const named = isWhole ? namedContractsResult({ analysis, config }, args) : undefined;
  return {
    root,
    config,
    linted: files.filter((path) => outcomes.get(path) !== "ignored"),
    ...(problem !== undefined && { problem }),
    results: [
      ...(named ? [named] : []),
      ...files.flatMap((path) => resultOf(root, path, outcomes.get(path))),
    ],
    crashes,
    ...(stream && { stream }),
    // The rest of the repository is no part of what is reported on.
    ...(!stream && showsRepository(args) && { analysis }),
    leavesOut: leftOut(repository, settings, args, trust),
    notes: [
      ...(isWhole ? namedContractsNotes(analysis, args) : []),
      ...(trust?.notes(repository, settings, args) ?? []),
    ],
    looked: {
      ...lookedAt(repository, inScope, outcomes, silence),
      nested: stream ? [] : nestedIn(repository, reported),
    },
  };
}

/** Whether a path below a root is one of those that are reported on, or below one, or one that a glob of these matches. */
export function scopeOf(root: string, reported: readonly string[]): (path: string) => boolean {
  if (reported.includes(root)) return () => true;
  // Hooks name thousands of files, so the directories above a path are looked up among them.
  const scopes = new Set(reported);
  const globs = reported.filter(isGlob).map((glob) => globMatcher(root, glob));
  return (path) => {
    if (globs.some((matches) => matches(path))) return true;
    let at = join(root, path);
    while (!scopes.has(at) && at !== dirname(at)) at = dirname(at);
    return scopes.has(at);
  };
}

/** The roots below a repository in which something is to be reported on. */
export function nestedIn({ root, nestedRoots }: Repository, reported: readonly string[]): string[] {
  const reached = new Set(reachedByGlobs(root, nestedRoots, reported.filter(isGlob)));
  const inScope = scopeOf(root, reported);
  return nestedRoots.filter((path) => reached.has(path) || inScope(path));
}

/** The files among some paths, relative to the root: they are linted whatever they are called. */
export function filesIn(root: string, paths: readonly string[]): string[] {
  const files = paths.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
  return files.map((path) => relative(root, path).split(sep).join("/"));
}

/** Whether a file is linted with a repository: one in a nested root, which is only named from here, is not. */
export function isOwn({ nestedRoots }: Repository): (path: string) => boolean {
  const isNested = isInOneOf(nestedRoots);
  return (path) => !isNested(path);
}

/** How many objects of a file are read. What sets up a cluster counts like any other, and only once. */
function countRead({ objects, configurations = [] }: FileFacts = NO_FACTS): number {
  const places = [...objects, ...configurations].map(({ document, at }) => JSON.stringify([document, at]));
  return configurations.length === 0 ? objects.length : new Set(places).size;
}

/** What was looked at in a repository. */
export function lookedAt(
  repository: Repository,
  inScope: (path: string) => boolean,
  outcomes: ReadonlyMap<string, Outcome>,
  whole: Silence,
): Looked {
  const silence = silenceIn(whole, inScope);
  const { rendered, unrendered } = silence;
  const all = [...repository.files.keys()].filter(inScope);
  const isOurs = isOwn(repository);
  const files = all.filter(isOurs);
  return {
    files: files.filter((path) => !isSuppressions(path)).length + rendered.length,
    objects:
      files.reduce((sum, file) => sum + countRead(repository.files.get(file)), 0) +
      rendered.reduce((sum, [, count]) => sum + count, 0),
    silence,
    ignored: files.filter((path) => outcomes.get(path) === "ignored"),
    chartTemplates: unrendered,
    templated: files.filter((file) => (repository.files.get(file)?.templates ?? 0) > 0),
    brokenOthers: files.flatMap((file) => {
      return (repository.files.get(file)?.brokenOthers ?? []).map((line) => `${file}:${line}`);
    }),
    nested: repository.nestedRoots.filter(inScope),
    namedInNested: all.filter((path) => !isOurs(path)),
    outside: repository.outside,
    unreadable: repository.unreadable.filter(({ path }) => inScope(path)),
  };
}

const NOTHING: Linted = { outcomes: new Map<string, Outcome>(), findings: new Map(), crashes: [] };

/** The outcomes of files. ESLint, which takes a while, lints only those that rules have something to say about. */
export async function lintFiles(files: readonly string[], task: Task): Promise<Linted> {
  const { repository, settings, config, work, earlier, trust } = task;
  // Its threads know only the files as they are.
  const args: Arguments = trust || task.isOffDisk ? { ...task.args, concurrency: "off" } : task.args;
  const { analysis = new Analysis(repository, settings) } = task;
  checkESLint();
  const lintTask = { content: { ...repository }, config, args };
  let engine: Promise<ESLint> | undefined;
  const eslint = () => (engine ??= eslintFor(lintTask));
  const plain = plainSettings(config, args);
  let options = plain ? optionsOf(plain) : earlier?.options;
  // Making the engine refuses invalid options, even if no file is linted with them.
  if (!options) {
    const ready = await eslint();
    if (isUniform(config)) options = await optionsIn(ready, anyFile(repository.root));
  }
  work?.start("builds");
  void analysis.all;
  work?.start("rules");
  const { outcomes, digests, toLint, findings } = await prefilterFiles(files, analysis, {
    optionsOf: async (path) => options ?? (await optionsIn(await eslint(), join(repository.root, path))),
    findRulesAnywhere: () => rulesAnywhere(lintTask),
    earlier,
  });
  if (toLint.length === 0) return { outcomes, findings: digests, crashes: [], options };
  freeze(repository, settings, { analysis, findings });
  if ((args.concurrency ?? "off") !== "off") await carryFindings(findings);
  work?.start("lint", 0, toLint.length);
  const crashes: Crash[] = [];
  const lint = async (paths: readonly string[], given: Arguments, engine: () => Promise<ESLint>) => {
    const [direct, others] = partition(
      paths,
      (path) => plain !== undefined && canLintDirectly(path, repository, given),
    );
    const results = plain ? direct.map((path) => lintedDirectly(path, plain, { ...task, args: given })) : [];
    const byESLint =
      others.length > 0 ? await lintWithESLint(await engine(), repository, others, task.isOffDisk) : [];
    const linted = outcomesOf(repository.root, paths, [...results, ...byESLint]);
    for (const [path, outcome] of linted.outcomes) outcomes.set(path, outcome);
    for (const crash of linted.crashes) crashes.push(crash);
  };
  const [heeded, others] = partition(toLint, (path) => trust?.heeds(repository, path) ?? true);
  await lint(heeded, args, eslint);
  const strict: Arguments = { ...args, inlineConfig: false, vendored: "all" };
  await lint(others, strict, () => eslintFor({ ...lintTask, args: strict }));
  return { outcomes, findings: digests, crashes, options };
}

/** What is known of files without ESLint, and which of them it has to lint. */
interface PrefilteredFiles {
  outcomes: Map<string, Outcome>;
  /** Digests of what the rules report, by path. */
  digests: Map<string, string>;
  toLint: string[];
  /** What the rules report on the files to lint, by path. */
  findings: Map<string, ReadonlyMap<string, RuleFindings>>;
}

async function prefilterFiles(
  files: readonly string[],
  analysis: Analysis,
  {
    optionsOf,
    findRulesAnywhere,
    earlier,
  }: {
    optionsOf: (path: string) => Promise<RuleOptions | undefined>;
    findRulesAnywhere: () => Promise<RuleDefinition[]>;
    earlier: EarlierFindings | undefined;
  },
): Promise<PrefilteredFiles> {
  let anywhere: RuleDefinition[] | undefined;
  const outcomes = new Map<string, Outcome>();
  const digests = new Map<string, string>();
  const toLint: string[] = [];
  const findings = new Map<string, ReadonlyMap<string, RuleFindings>>();
  for (const path of files) {
    const options = await optionsOf(path);
    if (!options) {
      anywhere ??= await findRulesAnywhere();
      outcomes.set(path, concernsAny(anywhere, path, analysis) ? "ignored" : "nothing");
      continue;
    }
    const found = prefilter(path, analysis, enabledRules(options));
    const outcome =
      found.digest === undefined ? "clean" : earlier?.outcome(path, found.digest, analysis.repository);
    if (found.digest !== undefined) digests.set(path, found.digest);
    if (!found.concerns) outcomes.set(path, "nothing");
    else if (outcome !== undefined && !found.isUnsure) outcomes.set(path, outcome);
    else {
      toLint.push(path);
      if (!found.isUnsure) findings.set(path, found.findings);
    }
  }
  return { outcomes, digests, toLint, findings };
}

async function lintWithESLint(
  eslint: ESLint,
  repository: Repository,
  paths: readonly string[],
  isOffDisk = false,
): Promise<ESLint.LintResult[]> {
  if (isOffDisk) return await lintTexts(eslint, repository, paths);
  // A configuration that is trusted may be gone here.
  const [gone, there] = partition(
    paths,
    (path) => isConfigFile(path) && !isThere(join(repository.root, path)),
  );
  const results =
    there.length > 0 ? await eslint.lintFiles(there.map((path) => join(repository.root, path))) : [];
  return gone.length > 0 ? [...results, ...(await lintTexts(eslint, repository, gone))] : results;
}

function partition<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  const first = all.filter(test);
  const isFirst = new Set(first);
  return [first, all.filter((one) => !isFirst.has(one))];
}

function outcomesOf(
  root: string,
  paths: readonly string[],
  results: readonly ESLint.LintResult[],
): Pick<Linted, "outcomes" | "crashes"> {
  const outcomes = new Map<string, Outcome>(paths.map((path) => [path, "nothing"]));
  const crashes: Crash[] = [];
  for (const result of results) {
    const file = relative(root, result.filePath).split(sep).join("/");
    outcomes.set(file, onlyOurs(result));
    for (const message of [...result.messages, ...result.suppressedMessages]) {
      const crash = crashIn(message);
      if (crash) crashes.push({ ...crash, file });
    }
  }
  return { outcomes, crashes };
}

/** The result of a file, as ESLint gives it; none if there was nothing to lint. */
export function resultOf(root: string, path: string, outcome: Outcome | undefined): ESLint.LintResult[] {
  if (typeof outcome === "object") return [outcome];
  if (outcome !== "clean") return [];
  const none = {
    errorCount: 0,
    fatalErrorCount: 0,
    warningCount: 0,
    fixableErrorCount: 0,
    fixableWarningCount: 0,
  };
  const filePath = join(root, path);
  return [{ filePath, messages: [], suppressedMessages: [], ...none, usedDeprecatedRules: [] }];
}

async function lintTexts(
  eslint: ESLint,
  repository: Repository,
  files: readonly string[],
): Promise<ESLint.LintResult[]> {
  const results: ESLint.LintResult[] = [];
  for (const file of files) {
    const filePath = join(repository.root, file);
    for (const result of await eslint.lintText(repository.text(file), { filePath })) results.push(result);
  }
  return results;
}

/** Leaves out what ESLint says about comments for rules of other plugins, which are not loaded here. */
function onlyOurs(result: ESLint.LintResult): ESLint.LintResult {
  const isOurs = ({ ruleId, message, fatal }: Linter.LintMessage) =>
    fatal === true ||
    (ruleId === null
      ? message.includes("'gitops/") || message === TOO_MANY_COMMENTS
      : ruleId.startsWith("gitops/"));
  return {
    ...withMessages(result, result.messages.filter(isOurs)),
    suppressedMessages: result.suppressedMessages.filter(isOurs),
  };
}

/** A result with only some of its messages, and matching counts. */
export function withMessages(result: ESLint.LintResult, messages: Linter.LintMessage[]): ESLint.LintResult {
  const errors = messages.filter(({ severity }) => severity === 2);
  const warnings = messages.filter(({ severity }) => severity === 1);
  return {
    ...result,
    messages,
    errorCount: errors.length,
    fatalErrorCount: messages.filter(({ fatal }) => fatal).length,
    warningCount: warnings.length,
    fixableErrorCount: errors.filter(({ fix }) => fix).length,
    fixableWarningCount: warnings.filter(({ fix }) => fix).length,
  };
}
