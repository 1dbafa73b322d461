import { keyOf } from "../builds/applied.js";
import type { AppliedObject, Place } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { isOnlyInChart, textWithArchives } from "../builds/helm/chart-texts.js";
import type { AnyObject } from "../kubernetes/objects.js";
import { ManifestFile } from "../manifests/manifest-file.js";
import type { Repository } from "../repository/repository.js";
import { memoizePairs } from "../util/memoize.js";
import { textOf } from "./searched-texts.js";

/** The metadata that an applied object is written with, or that a chart renders, before anything changes it. */
export function writtenMetadata(
  builds: BuildSet,
  object: Pick<AppliedObject, "file" | "document" | "at">,
): AnyObject["metadata"] {
  return writtenObject(builds, object)?.metadata;
}

/** The same for the whole object. */
export function writtenObject(
  builds: BuildSet,
  object: Pick<AppliedObject, "file" | "document" | "at">,
): AnyObject | undefined {
  return objectsIn(builds, object.file).get(keyOf(object));
}

const objectsIn = memoizePairs((builds: BuildSet, file: string) => {
  const written = builds.repository.files.get(file)?.objects ?? builds.chartTemplate(file)?.objects ?? [];
  return new Map(written.map(({ document, at, object }) => [keyOf({ file, document, at }), object]));
});

/** The line at which something is written, from 1. */
export function lineIn(builds: BuildSet, { file, document, path }: Place): number {
  const { repository } = builds;
  if (!isOnlyInChart(repository, file)) {
    const manifests = parsed(repository, file);
    return lineOf(manifests.text, manifests.locate(document, path).start);
  }
  const template = builds.chartTemplate(file);
  const target = template?.locate(document, path) ?? template?.locate(document, []);
  return lineOf(textWithArchives(repository, file) ?? "", target?.start ?? 0);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

/** All that is written at a place, also what no rule reads; undefined if it does not parse. */
export function valueIn(builds: BuildSet, { file, document, path }: Place): unknown {
  const { repository } = builds;
  // What a chart renders is known only as far as rules read it.
  const whole = isOnlyInChart(repository, file)
    ? objectsIn(builds, file).get(keyOf({ file, document, at: [] }))
    : parsed(repository, file).values()[document];
  return path.reduce<unknown>(
    (value, step) => (isHolder(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    whole,
  );
}

function isHolder(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

const parsed = memoizePairs((repository: Repository, file: string) => {
  return new ManifestFile(textOf(repository, file));
});
