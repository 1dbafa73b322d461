import { keyOf } from "../builds/applied.js";
import type { AppliedObject, Place } from "../builds/build.js";
import type { AnyObject } from "../kubernetes/objects.js";
import { ManifestFile } from "../manifests/manifest-file.js";
import type { Repository } from "../repository/repository.js";
import { memoizePairs } from "../util/memoize.js";
import { textOf } from "./searched-texts.js";

/** The metadata that an applied object is written with, before anything changes it. */
export function writtenMetadata(
  repository: Repository,
  object: Pick<AppliedObject, "file" | "document" | "at">,
): AnyObject["metadata"] {
  return metadataIn(repository, object.file).get(keyOf(object));
}

const metadataIn = memoizePairs((repository: Repository, file: string) => {
  const objects = repository.files.get(file)?.objects ?? [];
  return new Map(objects.map(({ document, at, object }) => [keyOf({ file, document, at }), object.metadata]));
});

/** The line at which something is written, from 1. */
export function lineIn(repository: Repository, { file, document, path }: Place): number {
  const manifests = parsed(repository, file);
  const { start } = manifests.locate(document, path);
  return manifests.text.slice(0, start).split("\n").length;
}

/** All that is written at a place, also what no rule reads; undefined if it does not parse. */
export function valueIn(repository: Repository, { file, document, path }: Place): unknown {
  return path.reduce<unknown>(
    (value, step) => (isHolder(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    parsed(repository, file).values()[document],
  );
}

function isHolder(value: unknown): value is Record<string | number, unknown> {
  return typeof value === "object" && value !== null;
}

const parsed = memoizePairs((repository: Repository, file: string) => {
  return new ManifestFile(textOf(repository, file));
});
