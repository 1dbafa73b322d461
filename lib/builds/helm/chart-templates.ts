import type { Path } from "../../manifests/locate.js";
import { push } from "../../util/group-by.js";
import type { Build } from "../build.js";
import type { ChartTemplate, RenderedObject, TemplateTarget } from "./chart-template.js";
import type { RenderedDocument } from "./rendered-document.js";

/** The files of charts of which something is rendered, by their paths. */
export function chartTemplatesOf(builds: readonly Build[]): ReadonlyMap<string, ChartTemplate> {
  const byFile = new Map<string, RenderedDocument[]>();
  const seen = new Set<RenderedDocument>();
  for (const { rendered = [] } of builds) {
    for (const document of rendered) {
      // Overlays share what a base renders.
      if (seen.has(document)) continue;
      seen.add(document);
      for (const file of document.files) push(byFile, file, document);
    }
  }
  return new Map([...byFile].map(([file, documents]) => [file, new RenderedFile(file, documents)]));
}

class RenderedFile implements ChartTemplate {
  readonly objects: readonly RenderedObject[];
  readonly #file: string;
  readonly #documents: ReadonlyMap<number, RenderedDocument>;

  constructor(file: string, documents: readonly RenderedDocument[]) {
    this.#file = file;
    this.objects = documents.flatMap(({ objects }) => objects);
    this.#documents = new Map(documents.map((one) => [one.document, one]));
  }

  locate(document: number, path: Path, prefer?: "key" | "item"): TemplateTarget | undefined {
    const found = this.#documents.get(document)?.locate(path, prefer);
    return found?.file === this.#file ? found : undefined;
  }
}
