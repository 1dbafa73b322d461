import type { Repository } from "../repository/repository.js";
import { memoizePairs, memoizeParts } from "../util/memoize.js";

/**
 * The texts that are searched at some places: files, directories that end with `/`, or the empty string for the root.
 */
export function searchedTexts(repository: Repository, places: readonly string[]): readonly string[] {
  return places.length === 0 ? [] : textsAt(repository, places);
}

/** Every name that is looked for asks all hidden parts for their texts. */
const textsAt = memoizePairs(({ texts }: Repository, places: readonly string[]): readonly string[] => {
  const files = new Set(places);
  const directories = places.filter((place) => /^$|\/$/.test(place));
  if (directories.length === 0) return [...files].filter((path) => texts.has(path));
  return [...texts.keys()].filter((path) => {
    return files.has(path) || directories.some((directory) => path.startsWith(directory));
  });
});

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

/**
 * Whether one of some files is below a directory of a path in which parts are filled in later: each of these stands for any
 * text within a part of the path.
 */
export function areBelow(paths: readonly string[], files: readonly string[]): boolean {
  return files.length > 0 && paths.some((path) => files.some(filledPath(path)));
}

/** In longer paths, finding what is filled in takes too long. No directory has as long a path. */
const LONGEST_PATH = 4096;

const filledPath = memoizeParts((path: string): ((file: string) => boolean) => {
  if (path.length > LONGEST_PATH) return () => true;
  const parts = path.split(/\$\{[^}]*\}|\{\{[^}]*\}\}|\$\([^)]*\)/);
  const wanted = parts
    .join("\0")
    .split("/")
    .map((segment) => segment.split("\0"));
  return (file) => {
    const segments = file.split("/");
    return (
      wanted.length <= segments.length && wanted.every((texts, at) => isMadeOf(segments[at] ?? "", texts))
    );
  };
});

/** Whether a text begins with the first of some texts, ends with the last, and has the others between them in their order. */
function isMadeOf(text: string, [first = "", ...others]: readonly string[]): boolean {
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const other of others) {
    const found = text.indexOf(other, at);
    if (found < 0) return false;
    at = found + other.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
