import type { Place } from "../../../builds/build.js";
import type { BuildSet } from "../../../builds/build-set.js";
import { textWithArchives } from "../../../builds/helm/chart-texts.js";
import type { RenderedDocument } from "../../../builds/helm/rendered-document.js";
import type { Span } from "../../../helm/values/text.js";
import { LineIndex } from "../../../manifests/comments.js";
import { isFetched, pathInSource } from "../../../repository/sources/fetched.js";
import { memoizeParts } from "../../../util/memoize.js";
import { Lines } from "../../report/lines.js";

/** What places are called: `charts/app/values.yaml:12`. */
export class Places {
  readonly #lines: Lines;
  readonly #indexOf: (file: string) => LineIndex;

  constructor(builds: BuildSet) {
    const { repository } = builds;
    this.#lines = new Lines(builds);
    this.#indexOf = memoizeParts((file: string) => new LineIndex(textWithArchives(repository, file) ?? ""));
  }

  of(place: Place): string {
    return this.#lines.words(place);
  }

  ofSpan({ file, start }: Span): string {
    const line = this.#indexOf(file).at(start).line;
    // The chart that is rendered is said already, and which of its files it is makes a difference here.
    return `${isFetched(file) ? pathInSource(file) : file}:${line}`;
  }

  /** Where a template begins with a document; undefined if all of it comes from elsewhere. */
  beginning(document: RenderedDocument): string | undefined {
    const found = document.writtenAt(0, 1);
    return found && this.ofSpan(found);
  }

  /** Where a part of a document comes from, unless it is written in the template itself. */
  elsewhere(document: RenderedDocument, [start, end]: readonly [number, number], isQuoted: boolean) {
    const found = document.writtenAt(start, Math.max(start + 1, end));
    if (!found) return undefined;
    if (found.value) return this.ofSpan(found.value);
    // Quotes that a function writes around a value are no part of it.
    const inside = isQuoted && end - start > 2 ? document.writtenAt(start + 1, end - 1) : undefined;
    if (inside?.value) return this.ofSpan(inside.value);
    return found.file === document.file ? undefined : this.ofSpan(found);
  }
}
