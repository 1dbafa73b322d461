import type { KubernetesVersion } from "../kubernetes/api/kubernetes-version.js";
import { isRefused } from "../kubernetes/refusal.js";
import { memoize } from "../util/memoize.js";
import type { AppliedObject, AppliedObjectOf, Build } from "./build.js";
import type { KindName } from "../kubernetes/objects.js";
import { groupBy } from "../util/group-by.js";

interface AnyApplied {
  build: Build;
  object: AppliedObject;
}

interface AppliedOf<Kind extends KindName> {
  build: Build;
  object: AppliedObjectOf<Kind>;
}

/** An object in one of the builds that apply it. */
export type Applied<Kind extends KindName = KindName> = KindName extends Kind ? AnyApplied : AppliedOf<Kind>;

/** What a build applies. */
export interface AppliedIn {
  all: readonly Applied[];
  byKind: ReadonlyMap<KindName, readonly Applied[]>;
  /** By the files in which they are written. */
  byFile: ReadonlyMap<string, readonly Applied[]>;
}

/** What a build applies. */
export const appliedIn: (build: Build) => AppliedIn = memoize((build) => {
  const all = build.objects.map((object): Applied => ({ build, object }));
  const byKind = groupBy(all, ({ object }) => object.kind);
  const byFile = groupBy(all, ({ object }) => object.file);
  return { all, byKind, byFile };
});

/** The places of what a build applies: the keys are those of `keyOf`. */
export const placesIn: (build: Build) => ReadonlySet<string> = memoize(
  ({ objects }) => new Set(objects.map(keyOf)),
);

/** The objects of some kinds in a build, in its order. */
export function appliedOfKinds(build: Build, kinds: ReadonlySet<KindName>): readonly Applied[] {
  const { all, byKind } = appliedIn(build);
  const [first, ...others] = [...byKind.keys()].filter((kind) => kinds.has(kind));
  if (others.length > 0) return all.filter(({ object }) => kinds.has(object.kind));
  return (first && byKind.get(first)) ?? [];
}

/** The objects that each patch has changed in a build, by the patch's file and document. */
export const patchedIn: (build: Build) => ReadonlyMap<string, readonly Applied[]> = memoize((build) => {
  const pairs = appliedIn(build).all.flatMap((applied) => {
    const patches = (applied.object.changes ?? []).map(({ by }) => `${by.file}\n${by.document}`);
    return [...new Set(patches)].map((patch) => ({ patch, applied }));
  });
  const byPatch = [...groupBy(pairs, ({ patch }) => patch)];
  return new Map(byPatch.map(([patch, found]) => [patch, found.map(({ applied }) => applied)]));
});

/**
 * Whether what a build applies never gets into a cluster, so that it proves nothing.
 * @param version the clusters' version, if it is known
 */
export function isRefusedIn(build: Build, object: AppliedObject, version?: KubernetesVersion): boolean {
  return isRefused(object, { isKustomized: build.type !== "plain" && build.type !== "helm", version });
}

/** The same objects, reordered so that those from one written object follow each other. */
export function togetherByObject(all: readonly Applied[]): Applied[] {
  return [...groupBy(all, ({ object }) => keyOf(object)).values()].flat();
}

/** Where an object is written, as a key. */
export function keyOf({ file, document, at }: Pick<AppliedObject, "file" | "document" | "at">): string {
  return at.length === 0 ? `${file}\n${document}` : [file, document, ...at].join("\n");
}
