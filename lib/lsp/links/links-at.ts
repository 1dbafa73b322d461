import type { Applied } from "../../analysis/analysis.js";
import type { Path } from "../../manifests/locate.js";
import type { Cursor } from "../cursor/cursor.js";
import type { Model } from "../model/model.js";
import { type Link } from "./link.js";
import { linksOf } from "./links-of.js";

/** The applied objects of which something is written in the document at a cursor: those of a patch are what it changes. */
export function appliedAround({ model, path, document, applied }: Cursor): readonly Applied[] {
  return applied.length > 0 ? applied : model.analysis.patchedBy(path, document);
}

/** The names at a cursor that stand for something else: as many as there are builds, which can differ. */
export function linksAt(cursor: Cursor): readonly Link[] {
  const { model, path, document, at, isOnKey } = cursor;
  // What a namespace is, is another question.
  if (at.at(-1) === "namespace" && !isOnKey) return [];
  return appliedAround(cursor)
    .flatMap((applied) => linksOf(model.analysis, applied))
    .filter(({ place, depth }) => {
      const area = depth === 2 ? place.path.slice(0, -1) : place.path;
      return place.file === path && place.document === document && isWithin(at, area);
    });
}

/** The same in a file of a chart, in what is rendered from there. */
export function linksInTemplate({ analysis }: Model, path: string, offset: number): readonly Link[] {
  const template = analysis.chartTemplate(path);
  if (!template) return [];
  const applied = template.objects.flatMap(({ file, document, at }) => analysis.applied(file, document, at));
  return applied
    .flatMap((one) => linksOf(analysis, one))
    .filter(({ place }) => {
      const target = place.file === path ? template.locate(place.document, place.path) : undefined;
      return target !== undefined && target.start <= offset && offset <= target.end;
    });
}

/** Whether a path leads to what another one leads to, or into it. */
export function isWithin(inner: Path, outer: Path): boolean {
  return outer.length <= inner.length && outer.every((step, index) => String(step) === String(inner[index]));
}
