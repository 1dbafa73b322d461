import { isDeepStrictEqual } from "node:util";
import type { ManifestFile } from "../language/manifest-file.js";
import { readConfigFile } from "../repository/config-file.js";
import { factsOf } from "../repository/facts.js";
import { isCommandLineRun } from "../repository/process.js";
import { readRepository, type Repository, type RepositoryCache } from "../repository/repository.js";
import type { Settings } from "../repository/settings.js";
import { Builds } from "./builds.js";

/** How long, in milliseconds, what was read of a repository counts before its files are looked at again. */
const TIME_TO_LIVE = 500;

/** A repository as it was last read. */
interface Reading {
  repository: Repository;
  /** What its configuration file says of it. */
  settings: Settings;
  cache: RepositoryCache;
  /** When the files were last looked at, in milliseconds; infinity for a run that sees one moment only. */
  checked: number;
}

/** What follows from a reading, for one of the settings that a configuration of ESLint gives. */
interface Resolved {
  repository: Repository;
  settings: Settings;
  builds: Builds;
}

const readings = new Map<string, Reading>();
const resolved = new Map<string, Resolved>();

/**
 * What a repository applies together. Between runs of the command nothing is kept; an editor's process
 * lives on, so there the files are looked at again, by time of change and size, deleted and new ones too.
 * @param path the linted file; its text counts as it is in `manifests`, saved or not
 */
export function buildsAt(root: string, given: Settings, path: string, manifests: ManifestFile): Builds {
  const { repository, builds } = current(root, given);
  const saved = repository.files.get(path);
  // A file that the walk does not find is ignored on purpose: it belongs to nothing.
  if (!saved) return Builds.ofOneFile(path, factsOf(path, manifests), builds.settings);
  const facts = factsOf(path, manifests);
  return isDeepStrictEqual(facts, saved)
    ? builds
    : new Builds(repository.withFile(path, facts, manifests), builds.settings, repository, builds.base);
}

function current(root: string, given: Settings): Resolved {
  const reading = readingOf(root);
  // What ESLint's own configuration says wins over the repository's.
  const settings = { ...reading.settings, ...given };
  const key = JSON.stringify([root, given]);
  const before = resolved.get(key);
  const { repository } = reading;
  if (before && before.repository === repository && isDeepStrictEqual(before.settings, settings))
    return before;
  const entry = { repository, settings, builds: new Builds(repository, settings, before?.repository) };
  resolved.set(key, entry);
  return entry;
}

/** A repository as it is now, or was a moment ago. */
export function readingOf(root: string): Reading {
  const now = performance.now();
  const before = readings.get(root);
  if (before && now - before.checked <= TIME_TO_LIVE) return before;
  const cache: RepositoryCache = before?.cache ?? new Map<string, never>();
  const read = readRepository(root, cache);
  const repository = before && isSameRepository(before.repository, read) ? before.repository : read;
  const checked = isCommandLineRun() ? Number.POSITIVE_INFINITY : now;
  const reading = { repository, settings: readConfigFile(root)?.settings ?? {}, cache, checked };
  readings.set(root, reading);
  return reading;
}

function isSameRepository(a: Repository, b: Repository): boolean {
  return (
    a.files.size === b.files.size &&
    [...a.files].every(([path, facts]) => b.files.get(path) === facts) &&
    isDeepStrictEqual([a.checkout, a.sourceIgnores], [b.checkout, b.sourceIgnores]) &&
    [...a.diskAnswers].every(([path, answer]) => b.onDisk(path) === answer)
  );
}

/** The repository that is frozen at a root, if one is. */
export function frozenAt(root: string): Repository | undefined {
  const reading = readings.get(root);
  return reading?.checked === Number.POSITIVE_INFINITY ? reading.repository : undefined;
}

/**
 * Lets one reading of a repository hold for the whole process: every file of a run is judged by the same
 * moment, and nothing is read twice.
 * @param settings what its configuration file says
 * @param builds what follows from it, where that is known already
 */
export function freeze(repository: Repository, settings: Settings, builds?: Builds): void {
  const { root } = repository;
  readings.set(root, { repository, settings, cache: new Map(), checked: Number.POSITIVE_INFINITY });
  if (builds)
    resolved.set(JSON.stringify([root, builds.settings]), { repository, settings: builds.settings, builds });
}

/** Forgets every repository, as between tests. */
export function forget(): void {
  readings.clear();
  resolved.clear();
}
