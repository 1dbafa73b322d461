import type { Applied } from "../../../analysis/analysis.js";
import { areApart } from "../../../builds/controllers/clusters.js";
import { NAME_LABEL } from "../../../kubernetes/labels/label-selector.js";
import { field, valueAt } from "../../../util/plain-values.js";
import type { Cursor } from "../../cursor/cursor.js";
import { type Referent, referentAt } from "../../cursor/referent.js";
import { directoriesAppliedAt } from "../../links/appliers.js";
import { fileMeant, filesNamedIn, manifestsIn } from "../../links/files.js";
import { appliedAround, isWithin, linksAt } from "../../links/links-at.js";
import { namesAt, namespaceObjects } from "../../links/namespaces.js";
import { nameOf, patchedAt } from "../../links/patches.js";
import type { Target } from "./places.js";

/** So many manifests of a directory are shown. */
const MOST_FILES = 100;

/** Where that is written which is meant at a cursor. */
export function definitionsAt(cursor: Cursor): readonly Target[] {
  const files = filesAt(cursor);
  if (files.length > 0) return files;
  const links = linksAt(cursor);
  if (links.length > 0) return links.flatMap(({ targets }) => targets.map(nameOf));
  const namespaces = namespacesAt(cursor, referentAt(cursor));
  if (namespaces) return declarationsOf(cursor, namespaces);
  if (cursor.written && cursor.applied.length > 0) return isName(cursor) ? cursor.applied.map(named) : [];
  return isName(cursor) || cursor.at.includes("target") ? patchedAt(cursor).map(named) : [];
}

function named({ object }: Applied): Target {
  return nameOf(object);
}

/** Whether a cursor is on the name of an object, or on its kind. */
export function isName({ inObject: [first, second] }: Cursor): boolean {
  return (first === "metadata" && second === "name") || first === "kind";
}

/** The files that the text at a cursor names; for a directory, what it applies. */
function filesAt(cursor: Cursor): readonly Target[] {
  const { model, path, at, written, isOnKey } = cursor;
  const { repository } = model;
  if (isOnKey) return [];
  const directories = written
    ? directoriesAppliedAt(cursor)
    : filesNamedIn(repository, path)
        .filter((one) => one.at.length === at.length && isWithin(at, one.at))
        .map((one) => one.path);
  return directories.flatMap((directory): Target[] => {
    const file = fileMeant(repository, directory);
    if (file !== undefined) return [{ file }];
    return manifestsIn(repository, directory, MOST_FILES).map((one) => ({ file: one }));
  });
}

/** Where an object of a controller names the namespace of what it applies. */
const NAMESPACES = /^spec\.(?:template\.spec\.)?(?:targetNamespace|storageNamespace|destination\.namespace)$/;

/** The namespaces that the text at a cursor names, in each build; undefined if it is about none. */
export function namespacesAt(cursor: Cursor, referent: Referent | undefined): readonly string[] | undefined {
  const { written, at, inObject, isOnKey } = cursor;
  const around = appliedAround(cursor);
  if (written?.kind === "Namespace" && isName(cursor))
    return namesAt(around, ({ object }) => object.object.metadata?.name);
  if (isOnKey) return undefined;
  const [first, second] = inObject;
  if (first === "metadata" && second === "namespace") {
    const names = namesAt(around, ({ object }) => object.object.metadata?.namespace);
    return names.length > 0 || referent?.type !== "namespace" ? names : [referent.name];
  }
  if (written && NAMESPACES.test(inObject.join("."))) {
    const name = valueAt(written.object, inObject);
    return typeof name === "string" ? [name] : undefined;
  }
  if (at.at(-1) === NAME_LABEL && at.includes("namespaceSelector"))
    return namesAt(around, ({ object: { object } }) => valueAt(object, inObject));
  if (referent?.type !== "namespace") return undefined;
  if (first !== "subjects") return [referent.name];
  // The subject as each build has it: one named `default` may be in another namespace there.
  return namesAt(around, ({ object: { object } }) =>
    field(valueAt(object, [first, at.at(-2) ?? 0]), "namespace"),
  );
}

/** The Namespace objects with some names: those of the cluster of what is at the cursor, if any are. */
function declarationsOf(cursor: Cursor, names: readonly string[]): readonly Target[] {
  const all = names.flatMap((name) => namespaceObjects(cursor.model.analysis, name));
  const around = appliedAround(cursor);
  const near = all.filter(({ build }) => around.some((one) => !areApart(one.build, build)));
  return (near.length > 0 ? near : all).map(named);
}
