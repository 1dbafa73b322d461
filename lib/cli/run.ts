import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { ESLint, Linter } from "eslint";
import { rules } from "../../rules/index.js";
import { Builds } from "../builds/builds.js";
import { rootOf } from "../builds/linted-file.js";
import { groupBy } from "../builds/group-by.js";
import { freeze } from "../builds/session.js";
import { type Crash, takeCrashes } from "../define-rule.js";
import { ConfigError, type ConfigFile, readConfigFile } from "../repository/config-file.js";
import { readRepository } from "../repository/repository.js";
import { type Arguments, UsageError } from "./args.js";
import type { Output } from "./main.js";
import { printBuilds } from "./print-builds.js";
import { summary, type Looked } from "./summary.js";

/** Lints what the command line asks for, prints it, and returns the exit code. */
export async function run(args: Arguments, output: Output): Promise<number> {
  const started = performance.now();
  const results: ESLint.LintResult[] = [];
  const looked: Looked[] = [];
  const crashes: Crash[] = [];
  const paths = (args.paths.length === 0 ? ["."] : args.paths).map((path) => existing(path));
  const todo = [...groupBy(paths, (path) => rootFor(path, args))];
  if (args.printBuilds) {
    for (const [root, scopes] of todo) output.out(buildsBelow(root, scopes));
    return 0;
  }
  for (const [root, reported] of todo) {
    const lint = await lintRoot(root, reported, args);
    results.push(...lint.results);
    crashes.push(...lint.crashes);
    looked.push(lint.looked);
    // A directory with a configuration of its own is a repository of its own, with its own findings.
    if (args.root === undefined)
      todo.push(...lint.nestedRoots.map((nested): [string, string[]] => [nested, [nested]]));
  }
  if (args.fix) await (await loadESLint()).ESLint.outputFixes(results);

  const shown = args.quiet ? results.map(errorsOnly) : results;
  const formatted = await format(args.format, shown);
  if (formatted !== "") output.out(formatted);
  if (args.format === "stylish") output.out(summary(looked, results, performance.now() - started));
  for (const { path, message } of looked.flatMap(({ unreadable }) => unreadable)) {
    output.err(`gitops-lint: ${path} could not be read: ${message}.`);
  }
  for (const { rule, file, error } of crashes) {
    output.err(
      `gitops-lint: rule ${rule} failed on ${file}, which is a defect of the rule: ${String(error)}.`,
    );
  }
  const errors = results.reduce((sum, { errorCount }) => sum + errorCount, 0);
  const warnings = results.reduce((sum, { warningCount }) => sum + warningCount, 0);
  const tooMany = args.maxWarnings >= 0 && warnings > args.maxWarnings;
  if (tooMany) output.err(`gitops-lint: ${warnings} warnings are more than the ${args.maxWarnings} allowed.`);
  if (crashes.length > 0 || looked.some(({ unreadable }) => unreadable.length > 0)) return 2;
  return errors > 0 || tooMany ? 1 : 0;
}

function buildsBelow(root: string, scopes: readonly string[]): string {
  const settings = readConfigFile(root, Object.keys(rules))?.settings ?? {};
  const builds = new Builds(readRepository(root), { ...settings, root });
  return printBuilds(
    builds,
    scopes.map((scope) => relative(root, scope).split(sep).join("/")),
  );
}

interface RootResult {
  results: ESLint.LintResult[];
  looked: Looked;
  crashes: Crash[];
  nestedRoots: string[];
}

async function lintRoot(root: string, reported: readonly string[], args: Arguments): Promise<RootResult> {
  const config = readConfigFile(root, Object.keys(rules));
  const settings = { ...config?.settings, root };
  const repository = readRepository(root);
  const builds = new Builds(repository, settings);
  const inScope = (path: string): boolean => {
    const file = join(root, path);
    return reported.some((scope) => file === scope || scope === root || file.startsWith(scope + sep));
  };
  const files = [...repository.files.keys()].filter(inScope);
  const looked: Looked = {
    files: files.length,
    objects: files.reduce((sum, file) => sum + (repository.files.get(file)?.objects.length ?? 0), 0),
    chartTemplates: repository.chartTemplates.filter(inScope),
    templated: files.filter((file) => (repository.files.get(file)?.templates ?? 0) > 0),
    unreadable: repository.unreadable.filter(({ path }) => inScope(path)),
  };
  const nestedRoots = repository.nestedRoots.filter(inScope).map((path) => join(root, path));
  const { toLint, eslintConfig } = await selectFiles(builds, files, root, config, args);
  if (toLint.length === 0) return { results: [], looked, crashes: [], nestedRoots };

  freeze(repository, settings, builds);
  const { ESLint } = await loadESLint();
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: eslintConfig,
    allowInlineConfig: args.inlineConfig,
    fix: args.fix,
    errorOnUnmatchedPattern: false,
    warnIgnored: false,
  });
  const results = await lintFiles(
    eslint,
    toLint.map((file) => join(root, file)),
    config,
  );
  return { results: results.map(onlyOurs), looked, crashes: takeCrashes(), nestedRoots };
}

/** The files that some enabled rule has something to say about; the others never reach ESLint. */
async function selectFiles(
  builds: Builds,
  files: readonly string[],
  root: string,
  config: ConfigFile | undefined,
  args: Arguments,
): Promise<{ toLint: string[]; eslintConfig: Linter.Config[] }> {
  await loadESLint();
  const { enabledRules, flatConfig } = await import("../flat-config.js");
  const eslintConfig = flatConfig(root, config, args);
  const enabled = enabledRules(eslintConfig).flatMap((name) => rules[name] ?? []);
  const kinds = new Set(enabled.flatMap((rule) => rule.kinds ?? []));
  const bearers = new Set(enabled.some(({ on }) => on === "namespace") ? builds.namespaceFiles : []);
  const needsBroken = enabled.some(({ on }) => on === "file");
  const toLint = files.filter((path) => {
    const facts = builds.repository.files.get(path);
    const isRead = facts?.objects.some(({ kind }) => kinds.has(kind)) ?? false;
    return isRead || bearers.has(path) || (needsBroken && (facts?.broken ?? 0) > 0);
  });
  return { toLint, eslintConfig };
}

/** A path as given on the command line, made absolute. */
function existing(path: string): string {
  const absolute = resolve(path);
  if (!existsSync(absolute)) throw new UsageError(`There is no file or directory '${path}'.`);
  const stats = statSync(absolute);
  if (!stats.isFile() && !stats.isDirectory())
    throw new UsageError(`'${path}' is neither a file nor a directory.`);
  return absolute;
}

function rootFor(path: string, { root: given }: Arguments): string {
  if (given === undefined) return rootOf(statSync(path).isDirectory() ? path : dirname(path));
  const root = existing(given);
  if (!statSync(root).isDirectory()) throw new UsageError(`The root '${given}' is not a directory.`);
  if (path !== root && !path.startsWith(root + sep)) {
    throw new UsageError(`'${relative(process.cwd(), path)}' is outside of the root '${given}'.`);
  }
  return root;
}

async function loadESLint(): Promise<typeof import("eslint")> {
  try {
    return await import("eslint");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(
      "ESLint is not installed beside eslint-plugin-gitops; add it with 'npm install eslint'.",
    );
  }
}

/** Options that a rule does not take are ESLint's to find; the sentence is ours. */
async function lintFiles(
  eslint: ESLint,
  files: string[],
  config: ConfigFile | undefined,
): Promise<ESLint.LintResult[]> {
  try {
    return await eslint.lintFiles(files);
  } catch (error) {
    const match = /Key "gitops\/([\w-]+)":\s*(.*)/s.exec((error as Error).message);
    if (!match) throw error;
    const [, rule = "", words = ""] = match;
    const line = config?.ruleLines.get(rule);
    const where = line === undefined ? "--rule" : `.gitops-lint.yaml:${line}`;
    throw new ConfigError(
      `${where}: The options of '${rule}' are not possible: ${words.replace(/\s+/g, " ").trim()}`,
    );
  }
}

/** Without what ESLint says of comments that speak of rules of other plugins, which are not here. */
function onlyOurs(result: ESLint.LintResult): ESLint.LintResult {
  return withMessages(
    result,
    result.messages.filter(({ ruleId, message, fatal }) => {
      return (
        fatal === true || (ruleId === null ? message.includes("'gitops/") : ruleId.startsWith("gitops/"))
      );
    }),
  );
}

function errorsOnly(result: ESLint.LintResult): ESLint.LintResult {
  return withMessages(
    result,
    result.messages.filter(({ severity }) => severity === 2),
  );
}

function withMessages(result: ESLint.LintResult, messages: Linter.LintMessage[]): ESLint.LintResult {
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

async function format(name: Arguments["format"], results: ESLint.LintResult[]): Promise<string> {
  if (name === "json") return JSON.stringify(results);
  if (results.every(({ messages }) => messages.length === 0)) return "";
  const { ESLint } = await loadESLint();
  const formatter = await new ESLint({ overrideConfigFile: true }).loadFormatter(name);
  return (await formatter.format(results)).trim();
}
