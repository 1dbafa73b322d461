import { join } from "node:path";
import { Analysis } from "../../../analysis/analysis.js";
import { decode } from "../../../manifests/decode.js";
import { readConfigFile } from "../../../repository/configuration/config-file.js";
import { DiskTree, type FileTree } from "../../../repository/disk/file-tree.js";
import { OverlaidTree } from "../../../repository/disk/overlaid-tree.js";
import { readRepository, type RepositoryCache } from "../../../repository/read-repository.js";
import { MAX_LOCK, MOST_ENTRIES, parseLock, printLock } from "../../../repository/sources/lock-file.js";
import { LOCK_FILE, type LockedSource } from "../../../repository/sources/locked.js";
import type { SourceStore } from "../../../repository/sources/stored.js";
import { UsageError } from "../../command-line.js";
import { replaceFile } from "../../report/write-file.js";
import { type Wanted, wantedOf } from "./wanted.js";

/** A repository on disk with a lock that changes while its sources are fetched. */
export class LockedRepository {
  readonly #cache: RepositoryCache = new Map();
  readonly #disk: FileTree;
  readonly #lock: Map<string, LockedSource>;
  readonly #text: string | undefined;
  /** What the lock on disk says. */
  readonly before: ReadonlyMap<string, LockedSource>;
  #analysis: Analysis | undefined;

  /** @throws {ConfigError} for a mistake in the lock */
  constructor(
    readonly root: string,
    readonly store: SourceStore,
  ) {
    this.#disk = new DiskTree(root);
    this.#text = this.#read();
    this.before = this.#text === undefined ? new Map() : parseLock(this.#text);
    this.#lock = new Map(this.before);
  }

  /** What is locked now. */
  get lock(): ReadonlyMap<string, LockedSource> {
    return this.#lock;
  }

  set(key: string, source: LockedSource): void {
    this.#lock.set(key, source);
    this.#analysis = undefined;
  }

  /** The repository as it is judged with what is locked now. */
  get analysis(): Analysis {
    if (this.#analysis) return this.#analysis;
    const { root } = this;
    const lock = Buffer.from(printLock(this.#lock.values()));
    const tree = this.#lock.size === 0 ? this.#disk : new OverlaidTree(this.#disk, LOCK_FILE, lock);
    const repository = readRepository(root, this.#cache, undefined, { tree, fetchedStore: this.store });
    this.#analysis = new Analysis(repository, { ...readConfigFile(root)?.settings, root });
    return this.#analysis;
  }

  wanted(): Wanted[] {
    return wantedOf(this.analysis);
  }

  /**
   * Writes the lock, if it says something else now.
   * @param what.wanted what is needed; what is not goes
   * @param what.keepsOthers whether what is not needed stays all the same
   * @returns whether it was written
   * @throws {UsageError} if it cannot be written
   */
  write({ wanted, keepsOthers }: { wanted: readonly Wanted[]; keepsOthers: boolean }): boolean {
    const keys = new Set(wanted.map(({ key }) => key));
    if (!keepsOthers) for (const key of [...this.#lock.keys()]) if (!keys.has(key)) this.#lock.delete(key);
    const text = printLock(this.#lock.values());
    if (text === this.#text || (this.#text === undefined && this.#lock.size === 0)) return false;
    if (this.#lock.size > MOST_ENTRIES)
      throw new UsageError(`${LOCK_FILE} would have more than ${MOST_ENTRIES} sources.`);
    if (text.length > MAX_LOCK) throw new UsageError(`${LOCK_FILE} would be larger than 5 MB.`);
    try {
      replaceFile(join(this.root, LOCK_FILE), text);
    } catch (error) {
      throw new UsageError(`${LOCK_FILE} cannot be written: ${(error as Error).message}.`);
    }
    return true;
  }

  #read(): string | undefined {
    const kind = this.#disk.kindAt(LOCK_FILE);
    if (kind === "nothing") return undefined;
    if (kind !== "file") throw new UsageError(`${LOCK_FILE} is not a file of the repository. Delete it.`);
    const [entry] = this.#disk.list("").filter(({ name }) => name === LOCK_FILE);
    const { size = Infinity } = (entry && this.#disk.stat(LOCK_FILE, entry)) ?? {};
    if (size > MAX_LOCK)
      throw new UsageError(`${LOCK_FILE} is larger than 5 MB. Delete it, and fetch again.`);
    return decode(this.#disk.bytes(LOCK_FILE)).text;
  }
}
