import type { Applied } from "../../../analysis/analysis.js";
import type { ManifestObject } from "../../../manifests/unpack.js";
import type { Path } from "../../../manifests/locate.js";
import type { Asked } from "./offer.js";

/** An object that is written in a manifest, and as builds apply it. */
export interface WrittenObject {
  document: number;
  /** The path in the object to the offset that was asked about. */
  path: Path;
  written: ManifestObject;
  applied: readonly Applied[];
}

/** The object around an offset; undefined if there is none that something can be written beside. */
export function objectAround({ model, path, file }: Asked, offset: number): WrittenObject | undefined {
  // Nothing can be put beside an object in JSON, or in what a chart renders.
  if (/\.jsonl?$/.test(path) || !model.repository.files.has(path)) return undefined;
  const found = file.manifests.pathAt(offset);
  const written = found && file.objectAt(found.document, found.path);
  if (!written) return undefined;
  const { document } = found;
  const applied = model.analysis.applied(path, document, written.at);
  return { document, written, applied, path: found.path.slice(written.at.length) };
}
