import { type Branches, branchesOf } from "../../helm/render/branches.js";
import type { Span } from "../../helm/values/text.js";
import { LineIndex } from "../../manifests/comments.js";
import type { Path } from "../../manifests/locate.js";
import type { Repository } from "../../repository/repository.js";
import { push } from "../../util/group-by.js";
import { memoizeParts } from "../../util/memoize.js";
import type { Build } from "../build.js";
import { textWithArchives } from "./chart-texts.js";
import type { ChartTemplate, RenderedObject, TemplateTarget } from "./chart-template.js";
import type { RenderedDocument } from "./rendered-document.js";

/** The files of charts of which something is rendered, by their paths. */
export function chartTemplatesOf(
  builds: readonly Build[],
  repository: Repository,
): ReadonlyMap<string, ChartTemplate> {
  const byFile = new Map<string, RenderedDocument[]>();
  const seen = new Set<RenderedDocument>();
  const byDefault = new Map<number, string>();
  for (const { rendered = [], isDefault = false, testValues = "its defaults" } of builds) {
    for (const document of rendered) {
      // Overlays share what a base renders.
      if (seen.has(document)) continue;
      seen.add(document);
      if (isDefault) byDefault.set(document.document, testValues);
      for (const file of document.files) push(byFile, file, document);
    }
  }
  const lines = memoizeParts((file: string) => new LineIndex(textWithArchives(repository, file) ?? ""));
  const at = ({ file, start }: Span) => `${file}:${lines(file).at(start).line}`;
  const branches = memoizeParts((file: string) => branchesOf(file, textWithArchives(repository, file) ?? ""));
  const words = { at, byDefault, branches };
  return new Map([...byFile].map(([file, documents]) => [file, new RenderedFile(file, documents, words)]));
}

interface Words {
  /** What a place is called: `charts/app/values.yaml:12`. */
  at: (span: Span) => string;
  /** The documents of charts that nothing installs, and with which values they are rendered. */
  byDefault: ReadonlyMap<number, string>;
  branches: (file: string) => Branches | undefined;
}

class RenderedFile implements ChartTemplate {
  readonly objects: readonly RenderedObject[];
  readonly #file: string;
  readonly #documents: ReadonlyMap<number, RenderedDocument>;
  readonly #words: Words;

  constructor(file: string, documents: readonly RenderedDocument[], words: Words) {
    this.#words = words;
    this.#file = file;
    this.objects = documents.flatMap(({ objects }) => objects);
    this.#documents = new Map(documents.map((one) => [one.document, one]));
  }

  get branches(): Branches | undefined {
    return this.#words.branches(this.#file);
  }

  locate(document: number, path: Path, prefer?: "key" | "item"): TemplateTarget | undefined {
    const rendered = this.#documents.get(document);
    const found = rendered?.locate(path, prefer);
    if (found?.file !== this.#file) return undefined;
    const { value, through } = found;
    const { at, byDefault } = this.#words;
    const values = byDefault.get(document);
    const note = [
      ...(value && value.file !== this.#file ? [`The value is in ${at(value)}.`] : []),
      ...(through ? [`${at(through)} includes it.`] : []),
      ...(rendered?.isDeletion ? ["It is applied when the release is deleted."] : []),
      ...(values === undefined ? [] : [`This is as installed with ${values}.`]),
    ];
    return { ...found, note: note.join(" ") };
  }
}
