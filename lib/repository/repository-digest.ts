import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { FileFacts } from "./facts.js";
import type { Repository } from "./repository.js";
import type { Settings } from "./configuration/settings.js";
import { KUSTOMIZATION_FILES } from "./paths.js";
import { digest } from "../util/digest.js";

const digests = new WeakMap<FileFacts, string>();

/** The facts of a file as JSON, or undefined if JSON cannot represent them. */
export function factsAsJson(facts: FileFacts): string | undefined {
  const json = JSON.stringify(facts);
  return isDeepStrictEqual(JSON.parse(json), facts) ? json : undefined;
}

/**
 * A digest of the facts of a file: a change that affects no fact leaves it as it is.
 * @param content the digest of its text, used instead if JSON cannot represent the facts
 */
export function factsDigest(facts: FileFacts, content: string): string {
  let found = digests.get(facts);
  if (found === undefined) {
    const json = factsAsJson(facts);
    digests.set(facts, (found = json === undefined ? content : digest(json)));
  }
  return found;
}

/** Takes over a digest that an earlier run has computed. */
export function rememberFactsDigest(facts: FileFacts, computed: string): void {
  digests.set(facts, computed);
}

/**
 * A digest of everything a repository says, so that equal digests mean equal findings, except for what it is asked
 * later: the values of files and the disk. Every property of the class goes into it, including any added later, except
 * the root and where fetched things are kept: a moved checkout is the same repository.
 */
export function repositoryDigest(repository: Repository, settings: Settings): string {
  const { root, files, contents, ...others } = repository;
  const facts = [...files].map(([path, one]) => [path, factsDigest(one, contents.get(path) ?? "")]);
  // What was fetched has a digest of its own, wherever it is kept.
  const said = Object.entries(others).filter(([name]) => name !== "storeAt" && name !== "lock");
  const plain = { ...settings, root: settings.root === root ? undefined : settings.root };
  return digest(JSON.stringify([facts, said.sort(byName), plain], mapsAsLists));
}

/**
 * The repository's digest together with all that can be asked later: for callers that cannot know what was asked, and
 * so must watch every file that something names, and every path that leads nowhere.
 */
export function watchedDigest(repository: Repository, settings: Settings): string {
  const { files, contents, namedPaths } = repository;
  const named = [...files.keys()].filter((path) => namedPaths.names(path));
  const paths = [...namedPaths.paths].filter((path) => !files.has(path));
  const absent = paths.flatMap((path) => [
    path,
    ...KUSTOMIZATION_FILES.map((name) => posix.join(path, name)),
  ]);
  return digest(
    JSON.stringify([
      repositoryDigest(repository, settings),
      named.map((path) => [path, contents.get(path)]),
      absent.map((path) => [path, repository.onDisk(path)]),
    ]),
  );
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

function mapsAsLists(_: string, value: unknown): unknown {
  return value instanceof Map || value instanceof Set ? [...(value as Iterable<unknown>)] : value;
}
