import { join, relative, sep } from "node:path";
import { isChartFile } from "../repository/charts.js";
import { isChartTemplate } from "../manifests/chart-template.js";
import { isDeepStrictEqual } from "node:util";
import type { FindingsOfFiles } from "../rule-kit/run-rule.js";
import type { ManifestFile } from "../manifests/manifest-file.js";
import { readConfigFile } from "../repository/configuration/config-file.js";
import { type FileFacts, factsOf } from "../repository/facts.js";
import { LiveRepository } from "../repository/watch/live-repository.js";
import { isCommandLineRun } from "./process.js";
import { readRepository } from "../repository/read-repository.js";
import { type Repository } from "../repository/repository.js";
import type { Settings } from "../repository/configuration/settings.js";
import { Analysis } from "../analysis/analysis.js";

/** A repository as it was last read. */
interface Reading {
  repository: Repository;
  /** The settings in its configuration file. */
  settings: Settings;
  /** What rules have reported on its files already. */
  findings?: FindingsOfFiles | undefined;
}

/** What follows from a reading, for one set of settings that a configuration of ESLint gives. */
interface Resolved {
  repository: Repository;
  settings: Settings;
  analysis: Analysis;
  /** What followed from the text that was last linted, if that differs from what is saved. */
  unsaved?: { path: string; text: string; facts: FileFacts | undefined; analysis: Analysis };
}

/** Repositories whose snapshot is fixed for the whole process. */
const frozen = new Map<string, Reading>();
const live = new Map<string, LiveRepository>();
const resolved = new Map<string, Resolved>();

/**
 * What a repository applies together. Between runs of the command nothing is kept; an editor's process lives
 * on, so there the files are looked at again, by time of change and size, including deleted and new ones.
 * @param path the linted file; its text counts as it is in `manifests`, saved or not
 * @param known the facts of that text, if the repository has it
 */
export function analysisAt(
  root: string,
  given: Settings,
  path: string,
  manifests: ManifestFile,
  known?: FileFacts,
): Analysis {
  const now = current(root, given);
  live.get(root)?.lookAhead(() => void current(root, given).analysis.all);
  const { repository, analysis } = now;
  const saved = repository.files.get(path);
  const isInChart = repository.chartFiles.has(path);
  // A file that the walk does not find is ignored on purpose: it belongs to nothing.
  if (!saved && !isInChart) return Analysis.ofOneFile(path, factsOf(path, manifests), analysis.settings);
  if (repository.hasText(path, manifests.text)) return analysis;
  // A template has no facts: only what is rendered from it matters.
  const facts = saved && (known ?? factsOf(path, manifests));
  // Resolved first, so that the saved files are not resolved again with each keystroke, and it is known what was asked.
  void analysis.all;
  // The text of a file of which somebody has read more says more than its facts.
  const isRead = isInChart || repository.asked.has(path);
  if (!isRead && isDeepStrictEqual(facts, saved)) return analysis;
  const shown = now.unsaved?.path === path ? now.unsaved : undefined;
  if (shown?.text === manifests.text) return shown.analysis;
  const isNamed = isRead || shown?.analysis.repository.namedPaths.names(path);
  if (shown && !isNamed && isDeepStrictEqual(shown.facts, facts)) return shown.analysis;
  const unsaved = new Analysis(
    repository.withFile(path, facts, manifests),
    analysis.settings,
    repository,
    analysis.base,
  );
  now.unsaved = { path, text: manifests.text, facts, analysis: unsaved };
  return unsaved;
}

/** A repository with the settings that hold in it. */
export function settledAt(root: string, given: Settings): Pick<Resolved, "repository" | "settings"> {
  return current(root, given);
}

function current(root: string, given: Settings): Resolved {
  const reading = readingOf(root);
  // What ESLint's own configuration says wins over the repository's, which alone has contracts.
  const settings = { ...reading.settings, ...given };
  const { contracts } = reading.settings;
  if (contracts) settings.contracts = contracts;
  else delete settings.contracts;
  const key = JSON.stringify([root, given]);
  const before = resolved.get(key);
  const { repository } = reading;
  if (before && before.repository === repository && isDeepStrictEqual(before.settings, settings))
    return before;
  const entry = {
    repository,
    settings,
    analysis: new Analysis(repository, settings, before?.analysis.resolvedState),
  };
  resolved.set(key, entry);
  return entry;
}

/** A repository as it is now, or was a moment ago. */
export function readingOf(root: string): Reading {
  const reading = frozen.get(root);
  if (reading) return reading;
  if (isCommandLineRun()) {
    const settings = readConfigFile(root)?.settings ?? {};
    freeze(readRepository(root), settings);
    return readingOf(root);
  }
  let repository = live.get(root);
  if (repository) repository.refresh();
  else live.set(root, (repository = new LiveRepository(root)));
  return repository;
}

/** The repository that is frozen at a root, if one is. */
export function frozenAt(root: string): Reading | undefined {
  return frozen.get(root);
}

/**
 * Lets one reading of a repository hold for the whole process: every file of a run is judged in the same
 * state, and nothing is read twice.
 * @param settings what its configuration file says
 * @param known what follows from it, as far as that is known already
 */
export function freeze(
  repository: Repository,
  settings: Settings,
  { analysis, findings }: { analysis?: Analysis; findings?: FindingsOfFiles } = {},
): void {
  const { root } = repository;
  frozen.set(root, { repository, settings, findings });
  if (analysis)
    resolved.set(JSON.stringify([root, analysis.settings]), {
      repository,
      settings: analysis.settings,
      analysis,
    });
}

/** Forgets every repository, as between tests. */
export function forget(): void {
  for (const repository of live.values()) repository.close();
  live.clear();
  frozen.clear();
  resolved.clear();
}

/**
 * Whether a file is a template of a chart, and so not YAML yet. A frozen repository knows best: a kustomization may name
 * a file in `templates`.
 * @param file its absolute path
 */
export function isTemplate(file: string): boolean {
  for (const [root, { repository }] of frozen) {
    if (!file.startsWith(join(root, sep))) continue;
    const pathOf = (absolute: string) => relative(root, absolute).split(sep).join("/");
    if (repository.files.has(pathOf(file))) return false;
    // What the command judges need not be on the disk.
    if (repository.chartFiles.has(pathOf(file)))
      return isChartTemplate(file, (chart) => repository.chartFiles.has(pathOf(chart)));
  }
  // The presets name these because of charts: elsewhere, they are templates of whatever else.
  return TEMPLATE_NAME.test(file) || isChartTemplate(file, isChartFile);
}

const TEMPLATE_NAME = /[\\/]templates[\\/].*\.(?:tpl|txt)$/;
