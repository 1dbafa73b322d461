import { isDeepStrictEqual } from "node:util";
import { type Applied, keyOf } from "../builds/applied.js";
import { type AppliedObject, type Build, type Place, writtenAt } from "../builds/build.js";
import type { BuildSet } from "../builds/build-set.js";
import { isNamespaced } from "../kubernetes/kinds.js";
import { isKnown } from "../kubernetes/objects.js";
import { groupBy } from "../util/group-by.js";
import { memoize } from "../util/memoize.js";
import { lineIn, valueIn, writtenMetadata } from "./as-written.js";

/** An object that what is applied together has already. */
export interface DuplicateObject {
  /** The name of the later one. */
  place: Place;
  applied: Applied;
  first: AppliedObject;
  /** The line of the first one's name. */
  line: number;
  /** How both come into the cluster. */
  by: "kubectl" | "argocd" | "kustomize";
  /** Whether both say the same. */
  isCopy: boolean;
}

/** The objects that are twice in a build, each once, with the first of their name. */
export const duplicateObjects: (builds: BuildSet) => readonly DuplicateObject[] = memoize(
  (builds: BuildSet) => {
    const found = builds.all.flatMap((build) => duplicatesIn(builds, build));
    return [...groupBy(found, ({ applied }) => keyOf(applied.object)).values()].flatMap(([one]) => one ?? []);
  },
);

function duplicatesIn(builds: BuildSet, build: Build): DuplicateObject[] {
  const pairs = samePairs(build);
  if (pairs.length === 0) return [];
  const by = toolOf(build);
  const meant = pairs.filter(({ first, second }) => {
    // Of two written alike, kustomize refuses the second where it is listed.
    if (by === "kustomize") return writtenIdentity(builds, first) !== writtenIdentity(builds, second);
    // Nobody says that a directory of plain files is applied as a whole. Real ones hold two forms of the same thing.
    return by === "argocd" || first.file === second.file;
  });
  return meant.flatMap(({ first, second }): DuplicateObject[] => {
    const [one, other] = [first, second].map((object) => valueIn(builds, writtenAt(object)));
    const isCopy = by !== "kustomize" && isDeepStrictEqual(one, other);
    if (isCopy && first.file !== second.file) return [];
    const [place, firstPlace] = [nameIn(second), nameIn(first)];
    const line = lineIn(builds, firstPlace);
    return [{ place, applied: { build, object: second }, first, line, by, isCopy }];
  });
}

/** The objects of a build that are the same one in a cluster, each with the first of its name. */
const samePairs = memoize((build: Build): { first: AppliedObject; second: AppliedObject }[] => {
  // What kustomize refuses is a finding in the kustomization.
  if ((build.errors ?? []).length > 0) return [];
  return [...groupBy(build.objects, identityOf)].flatMap(([identity, [first, ...others]]) => {
    if (identity === undefined || !first) return [];
    return others.filter((other) => keyOf(first) !== keyOf(other)).map((second) => ({ first, second }));
  });
});

/**
 * What makes an object the same as another one; undefined if that is not known. Objects in different versions of an API
 * are the same in a cluster, but lie side by side where one of them is chosen.
 */
function identityOf({ kind, object: { apiVersion, kind: own, metadata = {} } }: AppliedObject) {
  const { name, namespace = "" } = metadata;
  if (kind === "Misspelt" || !isKnown(name) || (namespace !== "" && !isKnown(namespace))) return undefined;
  return [apiVersion, own, isNamespaced(kind) ? namespace : "", name].join("\n");
}

function writtenIdentity(builds: BuildSet, object: AppliedObject): string {
  const { name, namespace } = writtenMetadata(builds, object) ?? {};
  return `${namespace ?? ""}\n${name ?? ""}`;
}

/** Flux makes a kustomization of what has none. */
function toolOf({ type, files }: Build): DuplicateObject["by"] {
  if (type === "plain") return "kubectl";
  return type === "argocd" && ![...files.values()].includes("kustomization") ? "argocd" : "kustomize";
}

function nameIn(object: AppliedObject): Place {
  const place = writtenAt(object);
  return { ...place, path: [...place.path, "metadata", "name"] };
}
