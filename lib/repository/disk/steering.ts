import { CONFIG_FILES, isConfigFile } from "../configuration/config-file.js";
import { maySayContracts } from "../configuration/contracts.js";
import { below } from "../paths.js";
import { type FileTree, MAX_SIDE_SIZE, type PathKind, type Steering, type TreeEntry } from "./file-tree.js";

/** The files of a repository, read as another state of it says. */
export class SteeredTree implements FileTree, Steering {
  /** The files that say something else than the trusted ones, so far as their directories were read. */
  readonly refused = new Set<string>();
  readonly #ignores = new Map<string, string | undefined>();

  /**
   * @param tree the files that are read
   * @param trusted the state whose files count; undefined if none is trusted
   * @param tracks whether git tracks a path, or something below it
   */
  constructor(
    readonly tree: FileTree,
    readonly trusted: FileTree | undefined,
    private readonly tracks: (path: string) => boolean,
  ) {}

  get steering(): Steering {
    return this;
  }

  ignoresIn(directory: string): string | undefined {
    if (!this.#ignores.has(directory)) this.#ignores.set(directory, this.#ignoresIn(directory));
    return this.#ignores.get(directory);
  }

  isRoot(directory: string): boolean {
    for (const name of CONFIG_FILES) this.#compare(below(directory, name));
    const names = entriesIn(this.trusted, directory).map(({ name }) => name);
    return CONFIG_FILES.some((name) => names.includes(name));
  }

  isTracked(path: string): boolean {
    return this.tracks(path.replace(/\/$/, ""));
  }

  list(directory: string): TreeEntry[] {
    const entries = this.tree.list(directory);
    const lost = directory === "" ? this.#lostConfig : undefined;
    const trusted = entriesIn(lost === undefined ? undefined : this.trusted, "").filter(
      ({ name }) => name === lost,
    );
    return [...entries, ...trusted];
  }

  stat(path: string, entry: TreeEntry): ReturnType<FileTree["stat"]> {
    return this.#treeOf(path).stat(path, entry);
  }

  bytes(path: string): Buffer {
    return this.#treeOf(path).bytes(path);
  }

  expect(paths: readonly string[]): void {
    this.tree.expect?.(paths);
  }

  measure(paths: readonly string[]): ReadonlyMap<string, number> | undefined {
    return this.tree.measure?.(paths);
  }

  realDirectory(path: string): string {
    return this.tree.realDirectory(path);
  }

  kindAt(path: string): PathKind {
    return this.#treeOf(path).kindAt(path);
  }

  isSubmodule(path: string): boolean {
    return this.tree.isSubmodule(path);
  }

  /** The configuration that is trusted and gone here: its contracts hold all the same, and are reported in it. */
  get #lostConfig(): string | undefined {
    this.#lost ??= {
      name: CONFIG_FILES.find((name) => {
        return this.tree.kindAt(name) === "nothing" && maySayContracts(textIn(this.trusted, name) ?? "");
      }),
    };
    return this.#lost.name;
  }
  #lost: { name: string | undefined } | undefined;

  #treeOf(path: string): FileTree {
    return isConfigFile(path) && path === this.#lostConfig ? (this.trusted ?? this.tree) : this.tree;
  }

  #ignoresIn(directory: string): string | undefined {
    const text = this.#compare(below(directory, ".gitignore"));
    // Like git, this follows no link.
    const isFile = entriesIn(this.trusted, directory).some(
      (one) => one.name === ".gitignore" && one.isFile(),
    );
    return isFile ? text : undefined;
  }

  /** The trusted text of a file. Notes whether it differs from the one that is read; line ends make no difference. */
  #compare(path: string): string | undefined {
    const text = textIn(this.trusted, path);
    if (textIn(this.tree, path) !== text) this.refused.add(path);
    return text;
  }
}

function entriesIn(tree: FileTree | undefined, directory: string): TreeEntry[] {
  try {
    return tree?.list(directory) ?? [];
  } catch {
    return [];
  }
}

function textIn(tree: FileTree | undefined, path: string): string | undefined {
  try {
    if (tree?.kindAt(path) !== "file") return undefined;
    const bytes = tree.bytes(path);
    return bytes.length > MAX_SIDE_SIZE ? "" : bytes.toString("utf8").replaceAll("\r\n", "\n");
  } catch {
    return "";
  }
}
