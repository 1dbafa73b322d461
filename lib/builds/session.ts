import { isDeepStrictEqual } from "node:util";
import type { ManifestFile } from "../language/manifest-file.js";
import { readConfigFile } from "../repository/config-file.js";
import { factsOf } from "../repository/facts.js";
import { readRepository, type Repository, type RepositoryCache } from "../repository/repository.js";
import type { Settings } from "../repository/settings.js";
import { Builds } from "./builds.js";

/** How long, in milliseconds, what was read of a repository counts before its files are looked at again. */
const TIME_TO_LIVE = 500;

interface Known {
  repository: Repository;
  /** The settings as the configuration of ESLint gives them, and as they are with those of the repository. */
  given: Settings;
  settings: Settings;
  builds: Builds;
  cache: RepositoryCache;
  /** When the files were last looked at, in milliseconds; infinity for a run that sees one moment only. */
  checked: number;
}

const known = new Map<string, Known>();

/**
 * What a repository applies together. Between runs of the command nothing is kept; an editor's process
 * lives on, so there the files are looked at again, by time of change and size, deleted and new ones too.
 * @param path the linted file; its text counts as it is in `manifests`, saved or not
 */
export function buildsAt(root: string, settings: Settings, path: string, manifests: ManifestFile): Builds {
  const { repository, builds } = current(root, settings);
  const saved = repository.files.get(path);
  // A file that the walk does not find is ignored on purpose: it belongs to nothing.
  if (!saved) return Builds.ofOneFile(path, factsOf(path, manifests), settings);
  const facts = factsOf(path, manifests);
  return isDeepStrictEqual(facts, saved)
    ? builds
    : new Builds(repository.withFile(path, facts, manifests), settings, repository, builds.base);
}

function current(root: string, given: Settings): Known {
  const now = performance.now();
  const before = known.get(root);
  if (before && now - before.checked <= TIME_TO_LIVE && isDeepStrictEqual(before.given, given)) return before;
  const cache: RepositoryCache = before?.cache ?? new Map<string, never>();
  const repository = readRepository(root, cache);
  // What ESLint's own configuration says wins over the repository's.
  const settings = { ...readConfigFile(root)?.settings, ...given };
  const isSame =
    before && isDeepStrictEqual(before.settings, settings) && isSameRepository(before.repository, repository);
  const entry = isSame
    ? { ...before, given, checked: now }
    : {
        repository,
        given,
        settings,
        builds: new Builds(repository, settings, before?.repository),
        cache,
        checked: now,
      };
  known.set(root, entry);
  return entry;
}

function isSameRepository(a: Repository, b: Repository): boolean {
  return (
    a.files.size === b.files.size &&
    [...a.files].every(([path, facts]) => b.files.get(path) === facts) &&
    isDeepStrictEqual([a.checkout, a.sourceIgnores], [b.checkout, b.sourceIgnores])
  );
}

let moments = 0;

/** A number that changes when another moment is frozen, so that nothing that was made of the last one is kept. */
export function moment(): number {
  return moments;
}

/** The repository that is frozen at a root, if one is. */
export function frozenAt(root: string): Repository | undefined {
  const entry = known.get(root);
  return entry?.checked === Number.POSITIVE_INFINITY ? entry.repository : undefined;
}

/**
 * Lets one reading of a repository hold for the whole process: every file of a run is judged by the same
 * moment, and nothing is read twice.
 */
export function freeze(repository: Repository, settings: Settings, builds: Builds): void {
  moments++;
  known.set(repository.root, {
    repository,
    given: settings,
    settings,
    builds,
    cache: new Map(),
    checked: Number.POSITIVE_INFINITY,
  });
}

/** Forgets every repository, as between tests. */
export function forget(): void {
  known.clear();
}
