import type { ObjectFacts } from "../repository/facts.js";
import type { Repository } from "../repository/repository.js";
import { memoizePairs } from "../util/memoize.js";

/**
 * The texts that are searched at some places: files, directories that end with `/`, or the empty string for the root.
 */
export function searchedTexts({ texts }: Repository, places: readonly string[]): string[] {
  if (places.length === 0) return [];
  return [...texts.keys()].filter((path) =>
    places.some((place) => path === place || (/^$|\/$/.test(place) && path.startsWith(place))),
  );
}

/** A text, or the empty one if it cannot be read. */
export function textOf(repository: Repository, path: string): string {
  try {
    return repository.text(path);
  } catch {
    return "";
  }
}

/** Whether any of the texts at some places has a name in it; what Git LFS has elsewhere can have any. */
export function mentions(repository: Repository, places: readonly string[], name: string): boolean {
  return searchedTexts(repository, places).some((path) => {
    const names = namesInText(repository, path);
    return names.has(name) || names.has("git-lfs.github.com");
  });
}

const namesInText = memoizePairs((repository: Repository, path: string) => namesIn(textOf(repository, path)));

/** The names in a text, and whatever else looks like one. */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/[A-Za-z0-9](?:[A-Za-z0-9.:_-]*[A-Za-z0-9])?/g));
}

/** Whether any of the texts at some places calls something by a name: `name: reader`, `name = "reader"`. */
export function givesName(repository: Repository, places: readonly string[], name: string): boolean {
  return searchedTexts(repository, places).some((path) => namesGivenIn(repository, path).has(name));
}

const namesGivenIn = memoizePairs((repository: Repository, path: string): ReadonlySet<string> => {
  const given = textOf(repository, path).matchAll(
    /\bname["']?[ \t]*[:=][ \t]*["']?([A-Za-z0-9][A-Za-z0-9.:_-]*)/gi,
  );
  return new Set([...given].map(([, name = ""]) => name));
});

/** Whether such an object is written below a directory of a path in which parts are filled in later. */
export function isBelow(
  { files }: Repository,
  paths: readonly string[],
  isWanted: (object: ObjectFacts) => boolean,
): boolean {
  const patterns = paths.map(patternOf);
  for (const [file, { objects }] of files) {
    if (!patterns.some((pattern) => pattern.test(file))) continue;
    if (objects.some(isWanted)) return true;
  }
  return false;
}

/** What a path with templates in it can be: each of these stands for any text within a part of the path. */
function patternOf(path: string): RegExp {
  const parts = path.split(/\$\{[^}]*\}|\{\{[^}]*\}\}|\$\([^)]*\)/);
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join("[^/]*")}(?:/|$)`);
}
