import { type Git, GitError } from "./git.js";

/** How many bytes of content are requested at once. */
const BATCH = 64 * 2 ** 20;
/** The most, in bytes, that is kept in memory. */
const MAX_TOTAL = 512 * 2 ** 20;

/** The contents of files in git, by their ids: the same content has the same id in every commit. */
export class GitBlobs {
  readonly #git: Git;
  readonly #contents = new Map<string, Buffer>();
  readonly #sizes = new Map<string, number>();
  /** The sizes of contents that nobody has asked for yet. */
  readonly #measured = new Map<string, number>();
  readonly #known: ReadonlyMap<string, number>;
  #total = 0;

  /** @param known the sizes, in bytes, of contents about which all is known that follows from them: they are read only on request */
  constructor(git: Git, known: ReadonlyMap<string, number> = new Map()) {
    this.#git = git;
    this.#known = known;
  }

  /**
   * Reads the contents that are not known yet.
   * @param largest the size, in bytes, above which a content is not read
   * @throws {GitError} if git does not have one of them, or together they are too large to keep
   */
  load(ids: Iterable<string>, largest: number): void {
    const asked = [...new Set(ids)].filter((id) => !this.#sizes.has(id) && !this.#known.has(id));
    if (asked.length === 0) return;
    this.measure(asked);
    for (const id of asked) this.#sizes.set(id, this.size(id));
    for (const batch of this.#batches(asked.filter((id) => this.size(id) <= largest))) this.#read(batch);
  }

  /**
   * Finds out how large contents are, without reading them.
   * @throws {GitError} if git does not have one of them
   */
  measure(ids: Iterable<string>): void {
    const isNew = (id: string) => ![this.#sizes, this.#known, this.#measured].some((sizes) => sizes.has(id));
    const asked = [...new Set(ids)].filter(isNew);
    if (asked.length === 0) return;
    for (const line of this.#git.read(["cat-file", "--batch-check"], lines(asked)).toString().split("\n")) {
      const [id = "", type, size] = line.split(" ");
      if (type === "blob") this.#measured.set(id, Number(size));
    }
    if (asked.some((id) => !this.#measured.has(id))) {
      throw new GitError("Git has lost the content of a file; 'git fsck' shows which.");
    }
  }

  /** Reads those contents together that were not read since all is known that follows from them. */
  readKnown(ids: Iterable<string>): void {
    const wanted = [...new Set(ids)].filter((id) => this.#known.has(id) && !this.#contents.has(id));
    for (const batch of this.#batches(wanted)) this.#read(batch);
  }

  /** The size of a content in bytes. */
  size(id: string): number {
    return this.#sizes.get(id) ?? this.#known.get(id) ?? this.#measured.get(id) ?? 0;
  }

  bytes(id: string): Buffer {
    this.readKnown([id]);
    const content = this.#contents.get(id);
    if (!content)
      throw new GitError(
        "A file in git is larger than 32 MB, too large for a manifest or configuration file.",
      );
    return content;
  }

  *#batches(ids: readonly string[]): Iterable<string[]> {
    let batch: string[] = [];
    let size = 0;
    for (const id of ids) {
      this.#total += this.size(id);
      if (this.#total > MAX_TOTAL)
        throw new GitError("The manifests in git are larger than 512 MB in total.");
      batch.push(id);
      size += this.size(id);
      if (size < BATCH) continue;
      yield batch;
      batch = [];
      size = 0;
    }
    if (batch.length > 0) yield batch;
  }

  /** In the output, each content follows a line with its size, and ends with an extra line break. */
  #read(ids: string[]): void {
    const output = this.#git.read(["cat-file", "--batch"], lines(ids));
    let at = 0;
    for (const id of ids) {
      const start = output.indexOf("\n", at) + 1;
      const end = start + this.size(id);
      this.#contents.set(id, output.subarray(start, end));
      at = end + 1;
    }
  }
}

function lines(ids: readonly string[]): string {
  return ids.map((id) => `${id}\n`).join("");
}
