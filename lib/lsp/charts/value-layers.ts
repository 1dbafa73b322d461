import type { Analysis } from "../../analysis/analysis.js";
import type { Place } from "../../builds/build.js";
import { valuesAt } from "../../builds/helm/value-files.js";
import type { Release } from "../../builds/helm/release.js";
import { type Installer, installersIn } from "../../builds/releases.js";
import { directoryOf } from "../../repository/paths.js";
import { memoize } from "../../util/memoize.js";
import { valueAt } from "../../util/plain-values.js";
import { type ChartTree, type Names, valuesFileOf } from "./placed-charts.js";

/** Values that are written in one place, for the outermost chart or one in it. */
export interface ValueLayer {
  value: unknown;
  /** Why some of it is not known, as a clause; undefined if all of it is. */
  why?: string | undefined;
  /** Undefined for what is only computed. */
  place?: Place | undefined;
  /** Where they are among those of the outermost chart. */
  offset: Names;
}

/** A release of a chart of the repository, and what installs it. */
export interface InstalledChart {
  installer: Installer;
  release: Release;
}

/** All releases of charts of the repository whose values Helm takes, each once, however many builds apply it. */
export const installedCharts: (analysis: Analysis) => readonly InstalledChart[] = memoize(
  (analysis: Analysis) => {
    const found = new Map<string, InstalledChart>();
    for (const installer of installersIn(analysis.repository, analysis.all)) {
      const { file, document, at } = installer.by;
      for (const installed of installer.releases()) {
        if (!("release" in installed)) continue;
        const { directory, name, namespace, values, chartValues } = installed.release;
        const about = [file, document, at, directory, name, namespace, values, chartValues];
        const key = JSON.stringify(about, (_, value: unknown) =>
          typeof value === "bigint" ? `${value}n` : value,
        );
        if (!found.has(key)) found.set(key, { installer, release: installed.release });
      }
    }
    return [...found.values()];
  },
);

/** The releases of a chart. */
export function releasesOf(analysis: Analysis, { directory }: ChartTree): readonly InstalledChart[] {
  return installedCharts(analysis).filter(({ release }) => release.directory === directory);
}

/** What a chart, and those in it, say themselves: the outer ones are stronger, and come first. */
export function ownLayers({ repository }: Analysis, { charts }: ChartTree): ValueLayer[] {
  return charts.flatMap(({ chart, offsets }): ValueLayer[] => {
    const file = valuesFileOf(chart);
    const read = valuesAt(repository, file);
    if (!read || !("values" in read)) return [];
    return offsets.map((offset) => ({
      ...{ value: read.values, offset },
      place: { file, document: 0, path: [] },
    }));
  });
}

/**
 * What a file beside the values of a chart says that is called after them, such as `values-production.yaml`: whoever
 * installs the chart gives it these, even where that is not seen.
 */
export function layersBeside({ repository }: Analysis, { charts }: ChartTree, path: string): ValueLayer[] {
  if (!CALLED_AFTER_VALUES.test(path)) return [];
  const read = valuesAt(repository, path);
  if (!read || !("values" in read)) return [];
  return charts
    .filter(({ chart }) => directoryOf(chart.file) === directoryOf(path))
    .flatMap(({ offsets }) =>
      offsets.map((offset) => ({
        ...{ value: read.values, offset },
        place: { file: path, document: 0, path: [] },
      })),
    );
}

const CALLED_AFTER_VALUES = /(?:^|\/)values[-_.][^/]+\.ya?ml$/;

/** What a release says over that, the strongest first. */
export function releaseLayers({ values, chartValues = [] }: Release): ValueLayer[] {
  return [...chartValues, ...values]
    .map(({ value, why, place }) => ({ value, why, place, offset: [] }))
    .reverse();
}

/** What a layer says at some names: `undefined` if nothing. */
export function saidIn({ value, offset }: ValueLayer, names: Names): unknown {
  const isBelow = offset.every((name, index) => name === names[index]);
  return isBelow ? valueAt(value, names.slice(offset.length)) : undefined;
}

/** Where it says so; undefined if that is nowhere. */
export function placeIn({ place, offset }: ValueLayer, names: Names): Place | undefined {
  return place && { ...place, path: [...place.path, ...names.slice(offset.length)] };
}
