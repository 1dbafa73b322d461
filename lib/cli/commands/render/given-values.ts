import { readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { readValues } from "../../../builds/helm/plain-values.js";
import { RefusedValues } from "../../../builds/helm/refused-values.js";
import type { ReleaseValues } from "../../../builds/helm/release.js";
import { ValueLayers } from "../../../builds/helm/value-layers.js";
import { decode } from "../../../manifests/decode.js";
import type { Repository } from "../../../repository/repository.js";
import { Mistake, UsageError } from "../../command-line.js";

/** The values that the command line gives, the weakest first. */
export interface GivenValues {
  values: readonly string[];
  set: readonly string[];
}

/**
 * The values of a release with those that the command line gives over them, as Helm takes them: files, then single ones.
 * @throws {UsageError} for what Helm refuses
 */
export function withGiven(
  { root }: Repository,
  own: readonly ReleaseValues[],
  { values: files, set }: GivenValues,
): readonly ReleaseValues[] {
  if (files.length + set.length === 0) return own;
  const layers = new ValueLayers();
  for (const file of files) {
    const read = readValues(textOf(file));
    if (!("values" in read))
      throw new UsageError(`The file of values '${file}' ${"refused" in read ? read.refused : read.unread}.`);
    layers.add(read.values, {
      file: relative(root, resolve(file)).split(sep).join("/"),
      document: 0,
      path: [],
    });
  }
  for (const one of set) setOne(layers, one);
  return [...own, ...layers.layers];
}

function textOf(file: string): string {
  try {
    return decode(readFileSync(file)).text;
  } catch {
    throw new UsageError(`The file of values '${file}' cannot be read.`);
  }
}

/** Values that are set on the command line are in no file. */
const NOWHERE = { file: "", document: 0, path: [] };

function setOne(layers: ValueLayers, written: string): void {
  const at = written.indexOf("=");
  if (at < 1) throw new Mistake(`'--set ${written}' must look like 'key=value'.`);
  try {
    layers.set(written.slice(0, at), written.slice(at + 1), NOWHERE);
  } catch (error) {
    if (!(error instanceof RefusedValues)) throw error;
    throw new UsageError(`The command line ${error.message}.`);
  }
}
