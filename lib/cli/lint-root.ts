import { join, sep } from "node:path";
import type { ESLint, Linter } from "eslint";
import { rules } from "../../rules/index.js";
import { Builds } from "../builds/builds.js";
import { freeze } from "../builds/session.js";
import { type Crash, type GitopsRule, kustomizationAt, takeCrashes } from "../define-rule.js";
import { ConfigError, type ConfigFile, readConfigFile } from "../repository/config-file.js";
import { readRepository, readText, type Repository } from "../repository/repository.js";
import type { Settings } from "../repository/settings.js";
import { type Arguments, UsageError } from "./args.js";
import type { Looked } from "./summary.js";

/** What linting one repository gave. */
export interface RootResult {
  results: ESLint.LintResult[];
  looked: Looked;
  crashes: Crash[];
}

/** A repository at one moment, and how it wants to be linted. */
export interface State {
  root: string;
  config: ConfigFile | undefined;
  settings: Settings;
  builds: Builds;
  /** Whether ESLint finds the texts that count on the disk. */
  isOnDisk: boolean;
}

/**
 * Lints one repository: reads all of it, once, and hands ESLint the files that an enabled rule has something
 * to say about. ESLint never sees a configuration of the repository, which would be a program.
 * @param reported the files and directories to report on, absolute
 */
export async function lintRoot(
  root: string,
  reported: readonly string[],
  args: Arguments,
): Promise<RootResult> {
  const config = readConfigFile(root, Object.keys(rules));
  const settings = { ...config?.settings, root };
  const builds = new Builds(readRepository(root), settings);
  return lintState({ root, config, settings, builds, isOnDisk: true }, scopeOf(root, reported), args);
}

/** Whether a path below a root is one of those that are reported on, or below one. */
export function scopeOf(root: string, reported: readonly string[]): (path: string) => boolean {
  return (path) => {
    const file = join(root, path);
    return reported.some((scope) => scope === root || file === scope || file.startsWith(scope + sep));
  };
}

/** Lints those files of a state of a repository that are in scope. */
export async function lintState(
  { root, config, settings, builds, isOnDisk }: State,
  inScope: (path: string) => boolean,
  args: Arguments,
): Promise<RootResult> {
  const { repository } = builds;
  const files = [...repository.files.keys()].filter(inScope);

  const { ESLint } = await loadESLint();
  const { enabledRules, flatConfig } = await import("../flat-config.js");
  const configs = flatConfig(root, config, args);
  const eslint = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: configs,
    allowInlineConfig: args.inlineConfig,
    fix: args.fix,
    errorOnUnmatchedPattern: false,
    warnIgnored: false,
  });
  await checkOptions(configs, config);
  const toLint = worthLinting(builds, files, enabledRules(configs));
  const left: string[] = [];
  if (config?.ignores.length) {
    for (const file of toLint) if (await eslint.isPathIgnored(join(root, file))) left.push(file);
  }

  freeze(repository, settings, builds);
  const results: ESLint.LintResult[] = [];
  if (!isOnDisk) {
    for (const file of toLint) {
      results.push(...(await eslint.lintText(textOf(repository, file), { filePath: join(root, file) })));
    }
  } else if (toLint.length > 0) {
    results.push(...(await eslint.lintFiles(toLint.map((file) => join(root, file)))));
  }
  return {
    results: results.map(onlyOurs),
    crashes: takeCrashes(),
    looked: {
      files: files.length,
      objects: files.reduce((sum, file) => sum + (repository.files.get(file)?.objects.length ?? 0), 0),
      ignored: left,
      chartTemplates: repository.chartTemplates.filter(inScope),
      templated: files.filter((file) => (repository.files.get(file)?.templates ?? 0) > 0),
      nested: repository.nestedRoots.filter(inScope),
      unreadable: repository.unreadable.filter(({ path }) => inScope(path)),
    },
  };
}

function textOf({ tree }: Repository, file: string): string {
  return tree ? readText(tree, file) : "";
}

/** The files that some enabled rule has something to say about; the others never reach ESLint. */
function worthLinting(builds: Builds, files: readonly string[], enabled: readonly string[]): string[] {
  const on = enabled.flatMap((name) => rules[name] ?? []);
  const kinds = new Set(on.flatMap((rule) => rule.kinds ?? []));
  const bearers = new Set(on.some((rule) => rule.on === "namespace") ? builds.namespaceFiles : []);
  const needsBroken = on.some((rule) => rule.on === "file");
  const aboutKustomizations = on.flatMap((rule) => rule.mayReport ?? []);
  return files.filter((path) => {
    const facts = builds.repository.files.get(path);
    const isRead = facts?.objects.some(({ kind }) => kinds.has(kind)) ?? false;
    const kustomization = kustomizationAt(path, builds);
    const isWrong =
      kustomization && aboutKustomizations.some((mayReport) => answers(mayReport, kustomization, builds));
    return isRead || isWrong || bearers.has(path) || (needsBroken && (facts?.broken ?? 0) > 0);
  });
}

/** What a rule says, or yes where it fails: that is told when the file is linted. */
function answers(
  mayReport: NonNullable<GitopsRule["mayReport"]>,
  ...args: Parameters<typeof mayReport>
): boolean {
  try {
    return mayReport(...args);
  } catch {
    return true;
  }
}

/** Loads ESLint, which users install beside the plugin. */
export async function loadESLint(): Promise<typeof import("eslint")> {
  try {
    return await import("eslint");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new UsageError(
      "ESLint is not installed beside eslint-plugin-gitops; add it with 'npm install eslint'.",
    );
  }
}

/** Finds options that a rule does not take, also where no file is linted with them. */
async function checkOptions(configs: readonly Linter.Config[], file: ConfigFile | undefined): Promise<void> {
  const { ESLint } = await loadESLint();
  const plugins = configs.find((config) => config.plugins)?.plugins;
  for (const { rules: settings } of configs) {
    if (!settings || !Object.values(settings).some(Array.isArray)) continue;
    const layer = { plugins, rules: settings };
    try {
      await new ESLint({ overrideConfigFile: true, overrideConfig: layer }).calculateConfigForFile(
        "manifest.js",
      );
    } catch (error) {
      // Which options are possible is ESLint's to find; the sentence is ours.
      const match = /Key "gitops\/([\w-]+)":\s*(.*)/s.exec((error as Error).message);
      if (!match) throw error;
      const [, rule = "", words = ""] = match;
      const line = file?.ruleLines.get(rule);
      const where = line === undefined ? "--rule" : `.gitops-lint.yaml:${line}`;
      throw new ConfigError(
        `${where}: The options of '${rule}' are not possible: ${words.replace(/\s+/g, " ").trim()}`,
      );
    }
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

/** A result with some of its messages only, and counts that agree. */
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
