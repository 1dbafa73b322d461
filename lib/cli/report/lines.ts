import type { Place } from "../../builds/build.js";
import type { BuildSet } from "../../builds/build-set.js";
import { isOnlyInChart, textWithArchives } from "../../builds/helm/chart-texts.js";
import { LineIndex } from "../../manifests/comments.js";
import { printable } from "../../util/phrases.js";
import { ManifestFile } from "../../manifests/manifest-file.js";

/** The positions of places in a repository, as editors count them; each file is read once. */
export class Lines {
  readonly #files = new Map<string, { manifests: ManifestFile; index: LineIndex }>();

  constructor(readonly builds: BuildSet) {}

  /** The line of a place, from 1. */
  of(place: Place): number {
    return this.at(place).line;
  }

  /** What a place is called: `FILE:LINE`, or for what was fetched, what that is. */
  words(place: Place): string {
    const source = this.builds.repository.sourceAt(place.file);
    return source ? `from ${printable(source.name)}` : `${place.file}:${this.of(place)}`;
  }

  /** The line and the column of a place, from 1. */
  at(place: Place): { line: number; column: number } {
    const { manifests, index } = this.#file(place.file);
    const { document, path } = place;
    const { start } = this.#inTemplate(place) ?? manifests.locate(document, path);
    const { line, column } = index.at(start);
    return { line, column: column + 1 };
  }

  /**
   * Whether a place is in the document at a line of a file. Which of its lines a template renders an object with is up to
   * what is in them, so that all of it is meant.
   */
  isAt({ file, document }: Place, { file: asked, line }: { file: string; line: number }): boolean {
    if (file !== asked) return false;
    if (this.#isTemplate(file)) return true;
    const { manifests } = this.#file(file);
    return document === manifests.documentAt(startOf(manifests.text, line));
  }

  /** Where a chart has what it renders; its beginning where that is in another file. */
  #inTemplate({ file, document, path }: Place): { start: number } | undefined {
    if (!this.#isTemplate(file)) return undefined;
    const template = this.builds.chartTemplate(file);
    // The beginning of an object that begins elsewhere is where the first of it stands here.
    return template?.locate(document, path) ?? template?.locate(document, []) ?? { start: 0 };
  }

  #isTemplate(file: string): boolean {
    return isOnlyInChart(this.builds.repository, file);
  }

  #file(path: string): { manifests: ManifestFile; index: LineIndex } {
    let cached = this.#files.get(path);
    if (!cached) {
      const { repository } = this.builds;
      const text = this.#isTemplate(path)
        ? (textWithArchives(repository, path) ?? "")
        : repository.text(path);
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
