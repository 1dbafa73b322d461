import type { Place } from "../../builds/build.js";
import { LineIndex } from "../../manifests/comments.js";
import { ManifestFile } from "../../manifests/manifest-file.js";
import type { Repository } from "../../repository/repository.js";

/** The positions of places in a repository, as editors count them; each file is read once. */
export class Lines {
  readonly #files = new Map<string, { manifests: ManifestFile; index: LineIndex }>();

  constructor(readonly repository: Repository) {}

  /** The line of a place, from 1. */
  of(place: Place): number {
    return this.at(place).line;
  }

  /** The line and the column of a place, from 1. */
  at(place: Place): { line: number; column: number } {
    const { manifests, index } = this.#file(place.file);
    const { line, column } = index.at(manifests.locate(place.document, place.path).start);
    return { line, column: column + 1 };
  }

  /** The document of a file that a line is in, by its index. */
  documentAt(file: string, line: number): number {
    const { manifests } = this.#file(file);
    return manifests.documentAt(startOf(manifests.text, line));
  }

  #file(path: string): { manifests: ManifestFile; index: LineIndex } {
    let cached = this.#files.get(path);
    if (!cached) {
      const text = this.repository.text(path);
      cached = { manifests: new ManifestFile(text), index: new LineIndex(text) };
      this.#files.set(path, cached);
    }
    return cached;
  }
}

/** The offset at which a line of a text starts. */
function startOf(text: string, line: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed++) {
    const end = text.indexOf("\n", at);
    if (end < 0) return text.length;
    at = end + 1;
  }
  return at;
}
