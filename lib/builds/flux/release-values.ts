import { UNKNOWN } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { type AppliedObject, type Place, placeOf } from "../build.js";
import { FLUX_VARIABLE } from "../helm/plain-values.js";
import { RefusedValues } from "../helm/refused-values.js";
import type { ReleaseValues } from "../helm/release.js";
import { textValue, typedValue } from "../helm/set-values.js";
import { valuesAt, valuesIn } from "../helm/value-files.js";
import { ValueLayers } from "../helm/value-layers.js";
import { configMapIn, type Within } from "./config-maps.js";
import type { ReleaseChart } from "./release-chart.js";

/**
 * The values that stand in for those of the chart; undefined if nothing does: fluxcd/source-controller
 * internal/helm/chart/builder.go, mergeFileValues.
 * @throws RefusedValues
 */
export function chartValuesOf(
  repository: Repository,
  { valuesFiles, ignoresMissing, isLeftOut }: ReleaseChart,
): readonly ReleaseValues[] | undefined {
  if (valuesFiles.length === 0) return undefined;
  const layers = new ValueLayers();
  for (const { path, place } of valuesFiles) {
    const read = path === undefined || isLeftOut?.(path) ? undefined : valuesAt(repository, path);
    if (path === undefined) layers.addUnknown("it is not known which file of values is meant", place);
    else if (read) layers.addRead(read, `'${path}'`, { file: path, document: 0, path: [] }, place);
    else if (!ignoresMissing)
      throw new RefusedValues(`takes values from '${path}', which is not there`, place);
  }
  return layers.layers;
}

/**
 * The values that a HelmRelease gives, the weakest first: fluxcd/pkg chartutil/values.go, ChartValuesFromReferences.
 * @throws RefusedValues
 */
export function releaseValues(
  repository: Repository,
  release: AppliedObject,
  within: Within,
): readonly ReleaseValues[] {
  const { spec, metadata } = release.object;
  const layers = new ValueLayers(FLUX_VARIABLE);
  items(field(spec, "valuesFrom")).forEach((value, index) => {
    const place = placeOf(release, ["spec", "valuesFrom", index]);
    const reference = { value, place, namespace: metadata?.namespace };
    addReference(layers, repository, within, reference);
  });
  const values = field(spec, "values");
  if (isMap(values)) layers.add(values, placeOf(release, ["spec", "values"]));
  else if (values !== undefined && values !== null)
    layers.addUnknown("all of its values are filled in later");
  return layers.layers;
}

/** An entry of `valuesFrom`. */
interface Reference {
  value: unknown;
  place: Place;
  namespace: string | undefined;
}

function addReference(
  layers: ValueLayers,
  repository: Repository,
  within: Within,
  { value, place, namespace }: Reference,
): void {
  const [kind, name, target = ""] = ["kind", "name", "targetPath"].map((key) => field(value, key));
  if (typeof kind !== "string" || typeof name !== "string" || typeof target !== "string")
    return layers.addUnknown("it is not known where values are taken from", place);
  // A name that was followed has a hash, of which nothing is known.
  const what = `${kind} '${name.split(UNKNOWN, 1)[0]?.replace(/-$/, "") ?? ""}'`;
  const key = keyOf(value);
  const found = kind === "ConfigMap" ? configMapIn(repository, within, name, namespace) : undefined;
  if (found && !found.data.has(key)) {
    if (field(value, "optional") === true) return;
    throw new RefusedValues(`takes values from the key '${key}' of ${what}, which does not have it`, place);
  }
  const text = found?.data.get(key);
  if (!found || text === undefined) {
    if (target === "") layers.addUnknown(`what is in ${what} is not known`, place);
    else layers.setUnknown(target, place);
    return;
  }
  const at = found.placeOf(key);
  if (target === "") return layers.addRead(valuesIn(repository, text), what, at, place);
  if (field(value, "literal") === true) return layers.set(target, "x", at, () => text);
  // In quotes, it is a string whatever it says: fluxcd/pkg chartutil/values.go, ReplacePathValue.
  const isQuoted = /^(["']).*\1$/s.test(text);
  if (isQuoted) layers.set(target, text.replace(/^["']+|["']+$/g, ""), at, textValue);
  else layers.set(target, text, at, typedValue);
}

function keyOf(reference: unknown): string {
  const key = field(reference, "valuesKey");
  return typeof key === "string" && key !== "" ? key : "values.yaml";
}
