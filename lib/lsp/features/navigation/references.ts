import type { Applied } from "../../../analysis/analysis.js";
import { keyOf } from "../../../builds/applied.js";
import type { AppliedObject, Place } from "../../../builds/build.js";
import { isAggregating } from "../../../kubernetes/rbac/aggregation.js";
import type { ClusterRole } from "../../../kubernetes/objects.js";
import { directoryOf, isKustomizationFile } from "../../../repository/paths.js";
import { groupBy } from "../../../util/group-by.js";
import { memoize } from "../../../util/memoize.js";
import type { Analysis } from "../../../analysis/analysis.js";
import type { Cursor } from "../../cursor/cursor.js";
import { referentAt } from "../../cursor/referent.js";
import { linksLike, linksTo } from "../../links/all-links.js";
import { appliersOf, directoriesAppliedAt } from "../../links/appliers.js";
import { fileMeant, filesNamedIn, namingsOf } from "../../links/files.js";
import type { Link } from "../../links/link.js";
import { isWithin, linksAt } from "../../links/links-at.js";
import { namespaceObjects, namespaceUses } from "../../links/namespaces.js";
import { nameOf, patchedAt, patchesOf } from "../../links/patches.js";
import { isName, namespacesAt } from "./definition.js";
import type { Target } from "./places.js";

/** Where something is used, and where it is declared. */
export interface References {
  declarations: readonly Target[];
  uses: readonly Target[];
}

/** Where that is used which is meant at a cursor. */
export function referencesAt(cursor: Cursor): References {
  const { model, path, at, applied } = cursor;
  const { repository, analysis } = model;
  const directories = cursor.isOnKey ? [] : directoriesAppliedAt(cursor);
  if (directories.length > 0) return toFiles(cursor, directories);
  const files = cursor.isOnKey
    ? []
    : filesNamedIn(repository, path).filter((one) => one.at.length === at.length && isWithin(at, one.at));
  if (files.length > 0)
    return toFiles(
      cursor,
      files.map((one) => one.path),
    );
  const links = linksAt(cursor);
  if (links.length > 0) return toLinked(analysis, links);
  const namespaces = namespacesAt(cursor, referentAt(cursor));
  if (namespaces) {
    return {
      declarations: namespaces
        .flatMap((name) => namespaceObjects(analysis, name))
        .map(({ object }) => nameOf(object)),
      uses: namespaces.flatMap((name) => namespaceUses(analysis, name)),
    };
  }
  const objects = applied.length > 0 ? applied : patchedAt(cursor);
  if (isName(cursor) && objects.length > 0) return toObjects(analysis, objects);
  return isHeader(cursor) || isName(cursor) ? toFiles(cursor, [path]) : NOTHING;
}

/** Where all that is named which some names stand for. */
export function toLinked(analysis: Analysis, links: readonly Link[]): References {
  const objects = links.flatMap(({ targets }) => targets);
  const uses = links.flatMap((link) => linksLike(analysis, link)).map(({ place }) => place);
  return { declarations: objects.map(nameOf), uses: [...uses, ...aggregatorsOf(analysis, objects)] };
}

const NOTHING: References = { declarations: [], uses: [] };

function toFiles({ model: { repository, analysis } }: Cursor, paths: readonly string[]): References {
  const files = paths.flatMap((path) => fileMeant(repository, path) ?? []);
  const directories = [...paths, ...files.filter(isKustomizationFile).map(directoryOf)];
  const uses = [
    ...files.flatMap((file) => namingsOf(repository, file)),
    ...[...new Set(directories)].flatMap((directory) => appliersOf(analysis, directory)),
  ];
  return { declarations: files.map((file) => ({ file })), uses };
}

function toObjects(analysis: Analysis, applied: readonly Applied[]): References {
  const objects = applied.map(({ object }) => object);
  const uses: Place[] = objects.flatMap((object) => linksTo(analysis, object).map(({ place }) => place));
  return {
    declarations: objects.map(nameOf),
    uses: [...uses, ...aggregatorsOf(analysis, objects), ...patchesOf(analysis, applied)],
  };
}

/** Whether a cursor is on what says what a file is: there, the file itself is meant. */
function isHeader({ inObject }: Cursor): boolean {
  return inObject.length === 1 && (inObject[0] === "apiVersion" || inObject[0] === "kind");
}

/** Where ClusterRoles say that they take in roles. */
function aggregatorsOf(analysis: Analysis, roles: readonly AppliedObject[]): readonly Place[] {
  const keys = new Set(roles.filter(({ kind }) => kind === "ClusterRole").map((role) => keyOf(role)));
  return keys.size === 0 ? [] : [...keys].flatMap((key) => aggregators(analysis).get(key) ?? []);
}

const aggregators = memoize((analysis: Analysis): ReadonlyMap<string, readonly Place[]> => {
  const aggregating = analysis
    .ofKind("ClusterRole")
    .filter(({ object }) => isAggregating(object.object as ClusterRole));
  const pairs = aggregating.flatMap(({ object: role }) => {
    const { file, document, at } = role as AppliedObject;
    const place = { file, document, path: [...at, "aggregationRule"] };
    const members = analysis.grants.members(role as AppliedObject<"ClusterRole">);
    return members.map((member) => ({ key: keyOf(member as AppliedObject), place }));
  });
  const grouped = groupBy(pairs, ({ key }) => key);
  return new Map([...grouped].map(([key, all]) => [key, all.map(({ place }) => place)]));
});
