import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { rules } from "../../../rules/index.js";
import { decode } from "../../manifests/decode.js";
import type { ConfigFile } from "../../repository/configuration/config-file.js";
import type { Settings } from "../../repository/configuration/settings.js";
import { DiskTree, type FileTree } from "../../repository/disk/file-tree.js";
import { templatesIn } from "../../repository/chart-files.js";
import { SteeredTree } from "../../repository/disk/steering.js";
import { type Base, trackedBelow } from "../../repository/git/base.js";
import type { Repository } from "../../repository/repository.js";
import { originOf } from "../../repository/vendored.js";
import { plural } from "../../util/phrases.js";
import { hasDirectives } from "../../plugin/template-directives.js";
import type { Arguments } from "../args.js";
import { configIn } from "./config-in.js";

/**
 * What counts with `--untrusted`: of all that a repository can say about how it is linted, what a commit says that the
 * user has named, and nothing where none is named.
 */
export class Trust {
  /** The files that are judged. */
  readonly tree: SteeredTree;
  readonly #named: Pick<Base, "tree" | "name"> | undefined;

  /**
   * @param root an absolute path
   * @param named the commit that is trusted, if one is
   * @param tree the files that are judged, if not those on the disk
   * @throws {GitError} if git cannot tell which files it tracks
   */
  constructor(root: string, named?: Pick<Base, "tree" | "name">, tree?: FileTree) {
    this.#named = named;
    const isOnDisk = tree === undefined && named !== undefined;
    this.tree = new SteeredTree(
      tree ?? new DiskTree(root),
      named?.tree,
      isOnDisk ? trackedBelow(root) : () => true,
    );
  }

  /** What the configuration of the root says, as far as it counts. */
  get config(): ConfigFile | undefined {
    return this.#named && configIn(this.#named.tree, Object.keys(rules));
  }

  /** Notes that a file, which says how to lint, is another here than where it is trusted. */
  compare(file: string, trusted: Buffer | undefined): void {
    const path = resolve(file);
    const here = statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined;
    const isSame = here && trusted && sameLines(decode(here).text) === sameLines(decode(trusted).text);
    if (!isSame) this.tree.refused.add(file);
  }

  /** The files of another commit of the repository, read in the same way. */
  alike(tree: FileTree): FileTree {
    return new SteeredTree(tree, this.#named?.tree, () => true);
  }

  /** Whether a file is in the trusted commit as it is here: then its comments count, and it may be generated or vendored. */
  heeds(repository: Repository, path: string): boolean {
    const tree = this.#named?.tree;
    if (tree?.kindAt(path) !== "file") return false;
    return sameLines(repository.text(path)) === sameLines(decode(tree.bytes(path)).text);
  }

  /** What the summary says of what was not followed. */
  notes(repository: Repository, settings: Settings, { inlineConfig }: Arguments): string[] {
    const { files } = repository;
    const changed = [...files].filter(([path, { directives, generated }]) => {
      const isMarked = directives === true || generated === true;
      const isVendored = originOf({ path, files, settings, saysGenerated: false }) !== undefined;
      return (isMarked || isVendored) && !this.heeds(repository, path);
    });
    const unread = [...files].filter(([path, { templates, brokenOthers = [] }]) => {
      return templates + brokenOthers.length > 0 && !this.heeds(repository, path);
    });
    const where = (isMeant: (one: (typeof changed)[number]) => boolean) => {
      return changed.filter(isMeant).map(([path]) => path);
    };
    const commented = () => [
      ...where(([, { directives }]) => directives === true),
      ...templatesIn(repository).filter(
        (path) => hasDirectives(repository, path) && !this.heeds(repository, path),
      ),
    ];
    return [
      this.#named
        ? `What says how to lint counted only as it is in ${this.#named.name}, since the change is not trusted.`
        : "Nothing in the repository that says how to lint it counted: it is not trusted, and '--changed-since' names no commit that is.",
      ...listed(
        [...this.tree.refused].sort(),
        "file",
        "not followed as it is here",
        "not followed as they are here",
      ),
      // Other parsers may take what ours refuses, and what looks like a template.
      ...listed(
        unread.map(([path]) => path),
        "file",
        "with documents that cannot be read here, and so are not judged",
      ),
      ...(inlineConfig ? listed(commented(), "file", "with comments for ESLint that did not count") : []),
      ...listed(
        where(([, { generated }]) => generated === true),
        "file",
        "whose comment that it is generated did not count",
      ),
      ...listed(
        where(([path]) => originOf({ path, files, settings, saysGenerated: false }) !== undefined),
        "vendored file",
        "in which all findings are listed",
      ),
    ];
  }
}

/** Git can store other line ends than it writes to the disk. */
function sameLines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function listed(paths: readonly string[], noun: string, one: string, several = one): string[] {
  const [first] = paths;
  if (first === undefined) return [];
  const names = paths.length === 1 ? first : `${first} and ${paths.length - 1} more`;
  return [`${plural(paths.length, noun)} ${paths.length === 1 ? one : several}: ${names}.`];
}
