import { memoize } from "../util/memoize.js";
import type { Repository } from "../repository/repository.js";
import { kustomizationIn } from "./kustomize/kustomization.js";
import { below, directoryOf, KUSTOMIZATION_FILES } from "../repository/paths.js";

/** The directories of a repository, and what is directly in each. */
export class Directories {
  readonly #repository: Repository;
  readonly #files = new Map<string, string[]>([["", []]]);
  readonly #directories = new Map<string, string[]>([["", []]]);
  /** Those with manifests in them, at any depth. */
  readonly #holding = new Set<string>();

  constructor(repository: Repository) {
    this.#repository = repository;
    for (const [path, facts] of repository.files) {
      const directory = directoryOf(path);
      this.#add(directory);
      this.#files.get(directory)?.push(path);
      if (facts.objects.length === 0 && facts.kustomization === undefined) continue;
      for (let current = directory; !this.#holding.has(current); current = directoryOf(current)) {
        this.#holding.add(current);
      }
    }
  }

  /** Every directory with a file that can hold manifests in it or below. */
  get all(): readonly string[] {
    return [...this.#directories.keys()];
  }

  /** Whether there are manifests in a directory or below. */
  holdsManifests(directory: string): boolean {
    return this.#holding.has(directory);
  }

  /** Whether there are manifests in a directory itself. */
  holdsManifestsItself(directory: string): boolean {
    return this.filesIn(directory).some((path) => {
      const facts = this.#repository.files.get(path);
      return facts !== undefined && (facts.objects.length > 0 || facts.kustomization !== undefined);
    });
  }

  /** The paths of the files in a directory. */
  filesIn(directory: string): readonly string[] {
    return this.#files.get(directory) ?? [];
  }

  /** The paths of the files in a directory and below. */
  filesBelow(directory: string): string[] {
    return this.#walk(directory, (path) => this.filesIn(path));
  }

  /**
   * What is applied from a directory without a kustomization: every .yaml and .yml file below, and each
   * directory with a kustomization as one unit, as paths relative to the directory: fluxcd/pkg
   * kustomize/kustomize_generator.go, scanManifests.
   */
  units(directory: string, isExcluded: (path: string) => boolean): string[] {
    const skipped = directory === "" ? 0 : directory.length + 1;
    const found = this.#walk(directory, (path, skip) => {
      if (path !== directory && kustomizationIn(this.#repository, path)) {
        skip();
        return isExcluded(kustomizationPath(this.#repository, path)) ? [] : [path];
      }
      return this.filesIn(path).filter((file) => /\.ya?ml$/.test(file) && !isExcluded(file));
    });
    return found.map((path) => path.slice(skipped));
  }

  /** Visits a directory and all below it, parents first. */
  #walk(directory: string, visit: (path: string, skip: () => void) => readonly string[]): string[] {
    const found: string[] = [];
    const waiting = [directory];
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      let skipped = false;
      for (const file of visit(path, () => (skipped = true))) found.push(file);
      if (skipped) continue;
      for (const next of [...(this.#directories.get(path) ?? [])].reverse()) waiting.push(next);
    }
    return found;
  }

  #add(directory: string): void {
    const added: string[] = [];
    for (let path = directory; !this.#directories.has(path); path = directoryOf(path)) {
      this.#directories.set(path, []);
      this.#files.set(path, []);
      added.push(path);
    }
    for (const path of added) this.#directories.get(directoryOf(path))?.push(path);
  }
}

/** The directories of a repository. */
export const directoriesOf: (repository: Repository) => Directories = memoize(
  (repository) => new Directories(repository),
);

/** The path that the kustomization of a directory has, or would have. */
export function kustomizationPath(repository: Repository, directory: string): string {
  return kustomizationIn(repository, directory)?.path ?? below(directory, KUSTOMIZATION_FILES[0]);
}
