import { digest } from "../../util/digest.js";
import { type Lock, LOCK_FILE, type LockedSource } from "./locked.js";
import { keyOf, type SourceRequest } from "./request.js";
import type { SourceStore } from "./stored.js";

/** Below the lock, which is a file: nothing on disk has such a path. */
const MOUNTS = `${LOCK_FILE}/`;

/** Something that was fetched. */
export interface Fetched<Repository> {
  /** Its root: the paths of all its files are below this one. */
  directory: string;
  source: LockedSource;
  /** The files that a directory in it needs to be built, as a repository of its own; the empty string for all. */
  part: (path: string) => Repository;
}

/** What is asked of the repository of something that was fetched. */
interface Holder {
  files: ReadonlyMap<string, unknown>;
  chartFiles: ReadonlyMap<string, unknown>;
}

/**
 * Reads a part of a source as a repository.
 * @param directory below which its paths lie
 * @param only the directory in it that is wanted, with what that reaches; undefined for all of it
 */
type Load<Repository> = (source: LockedSource, directory: string, only: string | undefined) => Repository;

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
export class FetchedSources<Repository extends Holder> {
  readonly #lock: Lock;
  readonly #store: SourceStore;
  readonly #byName = new Map<string, Mount<Repository>>();
  readonly #byKey = new Map<string, Mount<Repository>>();
  #digest: string | undefined;

  constructor(lock: Lock, store: SourceStore, load: Load<Repository>) {
    this.#lock = lock;
    this.#store = store;
    for (const [key, source] of lock) {
      // A lock may claim anything: only what this machine was answered counts.
      if (!store.isAnswer(source)) continue;
      const mount = new Mount(source, store, load);
      this.#byName.set(mount.name, mount);
      this.#byKey.set(key, mount);
    }
  }

  /** What was fetched for a request, or why there is nothing, as a clause. */
  fetched(request: SourceRequest): Fetched<Repository> | string {
    const key = keyOf(request);
    const mount = this.#byKey.get(key);
    if (mount?.isThere) return mount;
    if (mount) return "it is damaged where it is kept: 'gitops-lint fetch' brings it again";
    return this.#lock.has(key)
      ? `what ${LOCK_FILE} names was not fetched here: 'gitops-lint fetch' brings it`
      : "'gitops-lint fetch' brings it";
  }

  /** What a path lies in; undefined if it is not of anything that was fetched. */
  sourceAt(path: string): LockedSource | undefined {
    return this.#mountAt(path)?.source;
  }

  /** The repository that has a path; undefined if it is not one of anything that was fetched. */
  holding(path: string): Repository | undefined {
    const mount = this.#mountAt(path);
    return mount?.isThere ? mount.holding(path) : undefined;
  }

  /** Whether the store has of the lock what it had when that was read: somebody may have fetched meanwhile. */
  get isCurrent(): boolean {
    return [...this.#lock].every(([key, source]) => this.#store.isAnswer(source) === this.#byKey.has(key));
  }

  /** A digest of what the lock names and of what of it is there. */
  get digest(): string {
    return (this.#digest ??= digest(
      JSON.stringify(
        [...this.#lock].map(([key, source]) => [key, { ...source, neededBy: [] }, this.#byKey.has(key)]),
      ),
    ));
  }

  #mountAt(path: string): Mount<Repository> | undefined {
    if (!isFetched(path)) return undefined;
    const end = path.indexOf("/", MOUNTS.length);
    return this.#byName.get(path.slice(MOUNTS.length, end < 0 ? undefined : end));
  }
}

/** Where something that was fetched lies. */
class Mount<Repository extends Holder> implements Fetched<Repository> {
  readonly name: string;
  readonly directory: string;
  readonly #parts = new Map<string | undefined, Repository>();
  #isThere: boolean | undefined;

  constructor(
    readonly source: LockedSource,
    private readonly store: SourceStore,
    private readonly load: Load<Repository>,
  ) {
    this.name = nameOf(source);
    this.directory = `${MOUNTS}${this.name}`;
  }

  /** Whether the store has it, undamaged. */
  get isThere(): boolean {
    const { content, digest: of } = this.source;
    const find = () => (content === "tree" ? this.store.tree(of) : this.store.content(of));
    return (this.#isThere ??= find() !== undefined);
  }

  readonly part = (path: string): Repository => {
    // A chart and a file are read whole.
    const only = this.source.content === "tree" && path !== "" ? path : undefined;
    let part = this.#parts.get(only);
    if (!part) this.#parts.set(only, (part = this.load(this.source, this.directory, only)));
    return part;
  };

  holding(path: string): Repository | undefined {
    for (const part of this.#parts.values())
      if (part.files.has(path) || part.chartFiles.has(path)) return part;
    const inside = path.slice(this.directory.length + 1);
    if (this.source.content === "tree" && !this.store.tree(this.source.digest)?.has(inside)) return undefined;
    return this.part(inside.slice(0, Math.max(inside.lastIndexOf("/"), 0)));
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
