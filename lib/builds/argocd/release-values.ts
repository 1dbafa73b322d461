import type { Path } from "../../manifests/locate.js";
import type { Repository } from "../../repository/repository.js";
import { field, isMap, items } from "../../util/plain-values.js";
import { type Place, placeOf } from "../build.js";
import type { Fields } from "../controllers/render.js";
import { TEMPLATE } from "../helm/plain-values.js";
import { RefusedValues } from "../helm/refused-values.js";
import type { ReleaseValues } from "../helm/release.js";
import { type ReadValue, textValue, typedValue } from "../helm/set-values.js";
import { textAt, valuesAt, valuesIn } from "../helm/value-files.js";
import { ValueLayers } from "../helm/value-layers.js";
import type { Application } from "./application-sets.js";
import { expandEnvironment } from "./build-environment.js";
import { filesMatching, type FilePlaces, isPattern, namedFile } from "./value-files.js";

/** The source of an Application whose chart is rendered. */
export interface ChartSource {
  application: Application;
  helm: Fields;
  /** Where `helm` is in the spec. */
  at: Path;
  files: FilePlaces;
}

/**
 * The values that a source gives its chart, the weakest first: argo-cd reposerver/repository/repository.go, helmTemplate;
 * util/helm/cmd.go, template.
 * @throws RefusedValues
 */
export function sourceValues(repository: Repository, source: ChartSource): readonly ReleaseValues[] {
  const { application, helm } = source;
  const layers = new ValueLayers(application.by.kind === "ApplicationSet" ? TEMPLATE : undefined);
  for (const { path, unknown, place } of valueFiles(repository, source)) {
    const read = path === undefined ? undefined : valuesAt(repository, path);
    if (path === undefined) layers.addUnknown(unknown ?? "", place);
    else if (read) layers.addRead(read, `'${path}'`, { file: path, document: 0, path: [] }, place);
    else throw new RefusedValues(`takes values from '${path}', which is not there`, place);
  }
  addOwn(layers, repository, source);
  const parameters = items(helm.parameters).flatMap((value, index) => {
    return isMap(value) ? [{ value, place: placeAt(source, "parameters", index) }] : [];
  });
  for (const isText of [false, true])
    for (const { value, place } of parameters) {
      if ((value.forceString === true) === isText) setParameter(layers, source, value, place);
    }
  items(helm.fileParameters).forEach((value, index) => {
    setFile(layers, repository, source, value, placeAt(source, "fileParameters", index));
  });
  return layers.layers;
}

function placeAt({ application: { by, at }, at: inSpec }: ChartSource, ...path: Path): Place {
  return placeOf(by, [...at, ...inSpec, ...path]);
}

/** A file of values, or why it is not known which one. */
interface ValueFile {
  path?: string;
  unknown?: string;
  place: Place;
}

/** The files of values, each once; one that is named itself comes where it is named: getResolvedValueFiles. */
function valueFiles(repository: Repository, source: ChartSource): readonly ValueFile[] {
  const { helm, files } = source;
  const ignoresMissing = helm.ignoreMissingValueFiles === true;
  const named = items(helm.valueFiles).map((text, index) => {
    return { file: namedFile(repository, text, files), place: placeAt(source, "valueFiles", index) };
  });
  const explicit = named.flatMap(({ file }) => ("path" in file && !isPattern(file.path) ? [file.path] : []));
  const isExplicit = new Set(explicit);
  const seen = new Set<string>();
  const found = named.flatMap(({ file, place }): ValueFile[] => {
    if ("refused" in file) throw new RefusedValues(file.refused, place);
    if ("unknown" in file) return [{ unknown: file.unknown, place }];
    const { path } = file;
    if (!isPattern(path)) {
      const isLeftOut = ignoresMissing && textAt(repository, path) === undefined;
      return isLeftOut ? [] : [{ path, place }];
    }
    const matching = filesMatching(repository, path);
    if (!matching) return [{ unknown: `it is not known what '${path}' matches`, place }];
    if (matching.length === 0 && !ignoresMissing)
      throw new RefusedValues(`takes values from '${path}', which matches no file`, place);
    return matching.filter((one) => !isExplicit.has(one)).map((one) => ({ path: one, place }));
  });
  return found.filter(({ path }) => path === undefined || (!seen.has(path) && seen.add(path)));
}

/** `values`, or `valuesObject` in its place: ValuesYAML. */
function addOwn(layers: ValueLayers, repository: Repository, source: ChartSource): void {
  const { values, valuesObject } = source.helm;
  if (isMap(valuesObject)) return layers.add(valuesObject, placeAt(source, "valuesObject"));
  if (valuesObject !== undefined && valuesObject !== null)
    return layers.addUnknown("all of its values are filled in later", placeAt(source, "valuesObject"));
  if (typeof values !== "string" || values === "") return;
  const place = placeAt(source, "values");
  layers.addRead(valuesIn(repository, values), "its own 'values'", place, place);
}

function setParameter(layers: ValueLayers, source: ChartSource, parameter: Fields, place: Place): void {
  const { name, value = "", forceString } = parameter;
  const { environment } = source.files;
  if (typeof name !== "string" || typeof value !== "string")
    return layers.addUnknown("a parameter of it is filled in later", place);
  const read: ReadValue = forceString === true ? textValue : typedValue;
  layers.set(
    name,
    escaped(expandEnvironment(value, environment)),
    { ...place, path: [...place.path, "value"] },
    read,
  );
}

function setFile(
  layers: ValueLayers,
  repository: Repository,
  source: ChartSource,
  parameter: unknown,
  place: Place,
): void {
  const name = field(parameter, "name");
  const file = namedFile(repository, field(parameter, "path"), source.files);
  if ("refused" in file) throw new RefusedValues(file.refused, place);
  if (typeof name !== "string") return layers.addUnknown("a parameter of it is filled in later", place);
  if ("unknown" in file) return layers.setUnknown(name, place);
  const text = textAt(repository, file.path);
  if (text === undefined)
    throw new RefusedValues(`takes a value from '${file.path}', which is not there`, place);
  layers.set(name, "x", { file: file.path, document: 0, path: [] }, () => text);
}

/** A value whose commas mean themselves, unless it is a list: util/helm/helm.go, cleanSetParameters. */
function escaped(value: string): string {
  return value.startsWith("{") && value.endsWith("}") ? value : value.replace(/(?<!\\),/g, "\\,");
}
