import { Text, type Span } from "../../helm/values/text.js";
import {
  bool,
  type Dict,
  dict,
  float,
  int,
  list,
  NIL,
  unknown,
  type Value,
} from "../../helm/values/value.js";
import type { ValuesLayer } from "../../helm/chart/layers.js";
import { UNKNOWN } from "../../kubernetes/objects.js";
import type { Path } from "../../manifests/locate.js";
import { ManifestFile } from "../../manifests/manifest-file.js";
import type { Repository } from "../../repository/repository.js";
import { isMap } from "../../util/plain-values.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import type { ReleaseValues } from "./release.js";

/** Values that are given to a release, as its templates see them: each with the place where it is written. */
export function layerOf(repository: Repository, values: ReleaseValues): ValuesLayer {
  const { value, place, why } = values;
  if (!isMap(value)) return readLayer(repository, values);
  const layers = layersIn(repository)(value);
  const key = JSON.stringify([place, why]);
  let layer = layers.get(key);
  if (!layer) layers.set(key, (layer = readLayer(repository, values)));
  return layer;
}

/** The layers that were read, by their values: many releases can be given the same file. Nothing in them is changed. */
const layersIn = memoize<Repository, (values: object) => Map<string, ValuesLayer>>(() =>
  memoize(() => new Map()),
);

function readLayer(repository: Repository, { value, place, why = "" }: ReleaseValues): ValuesLayer {
  const file = place && fileAt(repository, place.file);
  const at = (path: Path): Span | undefined => {
    if (!place || !file) return undefined;
    const { start, end } = file.locate(place.document, [...place.path, ...path]);
    return { file: place.file, start, end };
  };
  const read = (one: unknown, path: Path): Value => {
    if (typeof one === "string") return textOf(one, at(path), { why, id: JSON.stringify([place, path]) });
    if (typeof one === "boolean") return bool(one, at(path));
    if (typeof one === "number") return float(one, at(path));
    if (typeof one === "bigint") return int(one, "int64");
    if (Array.isArray(one))
      return { ...list(one.map((item, index) => read(item, [...path, index]))), from: at(path) };
    if (isMap(one)) return readMap(one, path);
    return NIL;
  };
  const readMap = (map: Record<string, unknown>, path: Path): Dict => {
    const entries = Object.entries(map).map(([key, item]) => [key, read(item, [...path, key])] as const);
    return { ...dict(entries), from: at(path) };
  };
  if (isMap(value)) return readMap(value, []);
  return unknown(JSON.stringify([place, why]), why);
}

/** A text, of which parts may not be known. */
function textOf(text: string, value: Span | undefined, { why, id }: { why: string; id: string }): Value {
  if (text === UNKNOWN) return unknown(id, why);
  if (!text.includes(UNKNOWN)) return Text.plain(text, value);
  const known = text.split(UNKNOWN).map((part) => Text.plain(part));
  return Text.join(known.flatMap((part, index) => (index === 0 ? [part] : [Text.unknown(why), part])));
}

const fileAt = memoizePairs((repository: Repository, path: string): ManifestFile | undefined => {
  const text = repository.textAt(path);
  return text === undefined ? undefined : new ManifestFile(text);
});
