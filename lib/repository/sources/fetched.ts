import { digest } from "../../util/digest.js";
import { memoizeParts } from "../../util/memoize.js";
import { type Lock, LOCK_FILE, type LockedSource } from "./locked.js";
import { keyOf, type SourceRequest } from "./request.js";
import type { SourceStore } from "./stored.js";

/** Below the lock, which is a file: nothing on disk has such a path. */
const MOUNTS = `${LOCK_FILE}/`;

/** Something that was fetched, as a repository of its own. */
export interface Fetched<Repository> {
  repository: Repository;
  /** Its root: all paths in the repository are below this one. */
  directory: string;
  source: LockedSource;
}

/** Whether a path is one of something that was fetched, so that no file of the repository is there. */
export function isFetched(path: string): boolean {
  return path.startsWith(MOUNTS);
}

/** The path of something that was fetched in it, by its path in the repository. */
export function pathInSource(path: string): string {
  return path.slice(MOUNTS.length).replace(/^[^/]*\/?/, "");
}

/**
 * What the lock of a repository names and the store has, each read once it is needed. The repositories of what was
 * fetched share it, so that what they name in turn is found as well.
 */
export class FetchedSources<Repository> {
  readonly #lock: Lock;
  readonly #store: SourceStore;
  readonly #load: (source: LockedSource, directory: string) => Repository | undefined;
  readonly #byName: ReadonlyMap<string, LockedSource>;
  #digest: string | undefined;
  #loaded = memoizeParts((name: string) => this.#read(name));

  /** @param load reads a source as a repository whose paths lie below a directory; undefined if the store lacks it */
  constructor(
    lock: Lock,
    store: SourceStore,
    load: (source: LockedSource, directory: string) => Repository | undefined,
  ) {
    this.#lock = lock;
    this.#store = store;
    this.#load = load;
    const byName = new Map<string, LockedSource>();
    for (const source of lock.values()) if (this.#isAnswer(source)) byName.set(nameOf(source), source);
    this.#byName = byName;
  }

  /** What was fetched for a request, or why there is nothing, as words that follow what is asked for. */
  fetched(request: SourceRequest): Fetched<Repository> | string {
    const source = this.#lock.get(keyOf(request));
    if (!source) return `${LOCK_FILE} does not have it`;
    if (!this.#isAnswer(source))
      return `what ${LOCK_FILE} names for it was not fetched here: 'gitops-lint fetch' brings it`;
    return this.#loaded(nameOf(source)) ?? `it is damaged where it was kept: 'gitops-lint fetch' brings it`;
  }

  /** What a path lies in; undefined if it is not of anything that was fetched. */
  at(path: string): Fetched<Repository> | undefined {
    if (!isFetched(path)) return undefined;
    const end = path.indexOf("/", MOUNTS.length);
    return this.#loaded(path.slice(MOUNTS.length, end < 0 ? undefined : end));
  }

  /** A digest of what the lock names and of what of it is there. */
  get digest(): string {
    return (this.#digest ??= digest(
      JSON.stringify([...this.#lock].map(([key, source]) => [key, source, this.#isAnswer(source)])),
    ));
  }

  /** A lock may claim anything: only what this machine was answered counts. */
  #isAnswer({ request, digest: content }: LockedSource): boolean {
    return this.#store.isAnswer(keyOf(request), content);
  }

  #read(name: string): Fetched<Repository> | undefined {
    const source = this.#byName.get(name);
    const directory = `${MOUNTS}${name}`;
    const repository = source && this.#load(source, directory);
    return source && repository && { repository, directory, source };
  }
}

/** A name for a directory that says what is in it, and is another for other content. */
function nameOf({ name, digest: content, request }: LockedSource): string {
  const words = name
    .replace(/[^\w.]+/g, "-")
    .replace(/^[-.]+|-+$/g, "")
    .slice(0, 60);
  return `${words}-${digest(JSON.stringify([content, keyOf(request)])).slice(0, 12)}`;
}
