import type { Analysis } from "../../analysis/analysis.js";
import type { Place } from "../../builds/build.js";
import { chartReads } from "../../helm/render/chart-reads.js";
import type { ValueRead } from "../../helm/template/value-reads.js";
import type { Path } from "../../manifests/locate.js";
import { isKustomizationFile } from "../../repository/paths.js";
import type { Model } from "../model/model.js";
import type { ModelFile } from "../model/model-file.js";
import { type ChartTree, chartTreeAround, chartTreeIn, type Names, outerNames } from "./placed-charts.js";
import {
  installedCharts,
  layersBeside,
  ownLayers,
  placeIn,
  releaseLayers,
  saidIn,
  type ValueLayer,
} from "./value-layers.js";

/** A value of a chart that is named at a cursor. */
export interface NamedValue {
  tree: ChartTree;
  /** The names that lead to it among the values of the outermost chart, as many as there may be. */
  all: readonly Names[];
  /** What the template calls it; undefined if it is named in values. */
  read?: {
    names: Names;
    start: number;
    end: number;
    /** Whether the cursor is on one of the names, and not on what is before them. */
    isOnName: boolean;
    isOfOutermost: boolean;
  };
}

/** The value of a chart that is named at an offset of a file: read in a template, or set in values. */
export function valueNamedAt(model: Model, path: string, offset: number): NamedValue | undefined {
  const { analysis, repository } = model;
  if (repository.chartFiles.size === 0) return undefined;
  const file = model.file(path);
  return (
    valueReadAt(model, path, offset) ??
    (file && setAt(analysis, { path, file, offset, tree: treeAround(model, path) }))
  );
}

/** The value of a chart that a template reads at an offset. */
export function valueReadAt(model: Model, path: string, offset: number): NamedValue | undefined {
  const tree = treeAround(model, path);
  return tree && readAt(tree, path, offset);
}

/** The chart that a file belongs to. */
function treeAround({ repository }: Model, path: string): ChartTree | undefined {
  return repository.chartFiles.has(path) ? chartTreeAround(repository, path) : undefined;
}

function readAt(tree: ChartTree, path: string, offset: number): NamedValue | undefined {
  for (const [index, { files }] of chartReads(tree.chart).charts.entries()) {
    const found = files.get(path)?.find(({ start, end }) => start <= offset && offset <= end);
    const chart = tree.charts[index];
    if (!found || !chart) continue;
    const read = upTo(found, offset);
    return {
      tree,
      all: outerNames(chart, read.names),
      read: { ...read, isOfOutermost: chart.chart === tree.chart },
    };
  }
  return undefined;
}

/** What is read up to the name at an offset: on `image` of `.Values.image.tag`, that is `.Values.image`. */
function upTo({ names, start, end }: ValueRead, offset: number) {
  let at = end - names.join(".").length;
  if (offset < at) return { names, start, end, isOnName: false };
  const ends = names.map((name, index) => (at += name.length + (index === 0 ? 0 : 1)));
  const last = ends.findIndex((one) => offset <= one);
  return { names: names.slice(0, last + 1), start, end: ends[last] ?? end, isOnName: true };
}

interface Where {
  path: string;
  file: ModelFile;
  offset: number;
  /** The chart that the file is in; undefined if it is in none. */
  tree: ChartTree | undefined;
}

/** The value that a file of values, or an object that installs a chart, sets at an offset. */
function setAt(analysis: Analysis, { path, file, offset, tree }: Where): NamedValue | undefined {
  const own = tree
    ? [
        ...ownLayers(analysis, tree).filter(({ place }) => place?.file === path),
        ...layersBeside(analysis, tree, path),
      ]
    : [];
  if (own.length === 0 && !mayGiveValues(path, file)) return undefined;
  const at = keyAt(file, offset);
  if (!at) return undefined;
  const found = own.flatMap((layer) => namesIn(layer, path, at));
  if (tree && found.length > 0) return { tree, all: found };
  for (const { release } of installedCharts(analysis)) {
    const all = releaseLayers(release).flatMap((layer) => namesIn(layer, path, at));
    const installed = all.length > 0 ? chartTreeIn(analysis.repository, release.directory) : undefined;
    if (installed) return { tree: installed, all };
  }
  return undefined;
}

/** Whether releases may be given values here: which these are is not asked for the sake of any other manifest. */
function mayGiveValues(path: string, { manifests: { objects } }: ModelFile): boolean {
  return objects.length === 0 ? !isKustomizationFile(path) : objects.some(({ kind }) => INSTALLERS.has(kind));
}

const INSTALLERS: ReadonlySet<string> = new Set(["HelmRelease", "Application", "ApplicationSet"]);

interface At {
  document: number;
  path: Path;
}

/** The path to the key or scalar at an offset; of what is in a list, that to the list. */
function keyAt({ manifests }: ModelFile, offset: number): At | undefined {
  const found = manifests.pathAt(offset);
  if (!found) return undefined;
  const { document, path } = found;
  const value = manifests.locate(document, path);
  const key = manifests.locate(document, path, "key");
  const isThere = [key, ...(value.scalar ? [value] : [])].some(
    ({ start, end }) => start <= offset && offset <= end,
  );
  return isThere ? found : undefined;
}

function namesIn(layer: ValueLayer, file: string, { document, path }: At): Names[] {
  const { place, offset } = layer;
  if (place?.file !== file || place.document !== document) return [];
  if (!place.path.every((step, index) => step === path[index])) return [];
  const inside = path.slice(place.path.length);
  const item = inside.findIndex((step) => typeof step === "number");
  const names = (item < 0 ? inside : inside.slice(0, item)).map(String);
  const outer = [...offset, ...names];
  return names.length > 0 && saidIn(layer, outer) !== undefined ? [outer] : [];
}

/** Where the templates of a chart, and of those in it, read a value, all of what it is in, or a part of it. */
export function readsOf({ tree, all }: NamedValue): (ValueRead & { file: string })[] {
  return chartReads(tree.chart).charts.flatMap(({ files }, index) => {
    const chart = tree.charts[index];
    if (!chart) return [];
    return [...files].flatMap(([file, reads]) =>
      reads
        .filter(({ names }) =>
          outerNames(chart, names).some((one) =>
            all.some((other) => isPrefix(one, other) || isPrefix(other, one)),
          ),
        )
        .map((read) => ({ ...read, file })),
    );
  });
}

function isPrefix(one: Names, other: Names): boolean {
  return one.every((name, index) => name === other[index]);
}

/** Where layers say what a value is. */
export function placesIn(layers: readonly ValueLayer[], { all }: NamedValue): Place[] {
  return layers.flatMap((layer) =>
    all.flatMap((names) => (saidIn(layer, names) === undefined ? [] : (placeIn(layer, names) ?? []))),
  );
}
