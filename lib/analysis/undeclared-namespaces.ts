import type { Applied } from "../builds/applied.js";
import { type Build, type Place, placeOf, writtenAt } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { isNamespaced, KIND_NAMES } from "../kubernetes/kinds.js";
import { couldBeOneOf, isKnown, type KindName } from "../kubernetes/objects.js";
import { isDnsLabel } from "../kubernetes/rbac/subjects.js";
import { directoryOf } from "../repository/paths.js";
import { groupBy } from "../util/group-by.js";
import { comparePlaces } from "./place-order.js";
import { memoize } from "../util/memoize.js";
import { nearest } from "../util/nearest.js";
import { declaredNamespaces, type DeclaredNamespaces } from "./declared-namespaces.js";
import { writtenMetadata } from "./as-written.js";
import { hidingPart } from "./hidden-parts.js";
import { makersOf } from "./namespaces.js";

/** A namespace that something is put into and that nothing makes. */
export interface UndeclaredNamespace {
  name: string;
  /** The first place that names it. */
  place: Place;
  applied: Applied;
  /** The file of a Namespace object that no kustomization lists. */
  unlisted?: string;
  /** A namespace that is made and has nearly that name. */
  nearest?: string;
}

/** What controllers are told. They run already, so their namespaces are there. */
const FOR_CONTROLLERS: ReadonlySet<KindName> = new Set([
  "FluxKustomization",
  "GitRepository",
  "HelmRelease",
  "HelmChart",
  "HelmChartConfig",
  "Application",
  "ApplicationSet",
  "AppProject",
  "Subscription",
  "Misspelt",
]);

const USING = KIND_NAMES.filter((kind) => isNamespaced(kind) && !FOR_CONTROLLERS.has(kind));
/** With more names than this, the nearest is not looked for. */
const MAX_CANDIDATES = 1000;

/**
 * The namespaces that objects are in and that nothing makes. None in a repository that leaves out more of them than it
 * makes: then somebody makes them by other means.
 */
export const undeclaredNamespaces: (builds: BuildSet) => readonly UndeclaredNamespace[] = memoize(
  (builds: BuildSet) => {
    const declared = declaredNamespaces(builds);
    const uses = builds.ofKind(...USING).filter(({ build, object: { object } }) => {
      // Whoever installs a chart may have made the namespaces that its defaults name.
      if (build.isDefault) return false;
      const name = object.metadata?.namespace;
      return isKnown(name) && isDnsLabel(name) && !declared.has(name) && !isFragment(builds, build);
    });
    const byName = groupBy(uses, ({ object: { object } }) => object.metadata?.namespace ?? "");
    if (byName.size > declared.names.size) return [];
    const mayBeUnfilled = couldBeOneOf(declared.unfilled);
    return [...byName].flatMap(([name, all]) => {
      const isUnknown =
        mayBeUnfilled(name) ||
        withoutRepeats(all).some((use) =>
          hidingPart(builds, use, { kind: "Namespace", name, namespace: undefined }),
        );
      return isUnknown ? [] : [described(builds, declared, name, all)];
    });
  },
);

/**
 * Whether a build is a directory of plain files for a namespace that is there already: neither it nor a directory above
 * it makes any.
 */
function isFragment(builds: BuildSet, { type, directory }: Build): boolean {
  if (type !== "plain") return false;
  const makers = plainMakers(builds);
  for (let above = directory; ; above = directoryOf(above)) {
    if (makers.has(above)) return false;
    if (above === "") return true;
  }
}

/** The directories of plain files that make namespaces. */
const plainMakers = memoize((builds: BuildSet) => {
  const plain = builds.all.filter(({ type }) => type === "plain");
  const making = plain.filter(({ objects }) => objects.some(({ kind }) => kind === "Namespace"));
  return new Set(making.map(({ directory }) => directory));
});

/** One use for each build and file, which is all that hidden parts are compared with. */
function withoutRepeats(uses: readonly Applied[]): Applied[] {
  const byBuild = groupBy(uses, ({ build }) => build);
  return [...byBuild.values()].flatMap((all) => {
    return [...new Map(all.map((use) => [use.object.file, use])).values()];
  });
}

function described(
  builds: BuildSet,
  { names, unlisted }: DeclaredNamespaces,
  name: string,
  uses: readonly Applied[],
): UndeclaredNamespace {
  const placed = uses.map((applied) => ({ applied, place: namedAt(builds, applied, name) }));
  const { applied, place } = placed.reduce((first, one) =>
    comparePlaces(one.place, first.place) < 0 ? one : first,
  );
  const file = unlisted.get(name);
  const near = names.size > MAX_CANDIDATES ? undefined : nearest(name, names);
  return {
    name,
    place,
    applied,
    ...(file !== undefined && { unlisted: file }),
    ...(near !== undefined && { nearest: near }),
  };
}

/** Where the namespace of an object is named, if a rule looks there; else in the object. */
function namedAt(builds: BuildSet, { build, object }: Applied, name: string): Place {
  const path = ["metadata", "namespace"];
  const { path: own, ...written } = writtenAt(object);
  const inObject = { ...written, path: [...own, ...path] };
  if (object.changes?.some((change) => change.path.join() === path.join())) {
    const place = placeOf(object, path);
    const { objects = [], kustomization } = builds.repository.files.get(place.file) ?? {};
    const isHeld = objects.some(({ document }) => document === place.document);
    return isHeld || kustomization !== undefined ? place : inObject;
  }
  if (writtenMetadata(builds, object)?.namespace === name) return inObject;
  return makersOf(builds, build).get(name) ?? inObject;
}
