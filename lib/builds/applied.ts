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
  /** By where it is written, as `keyOf` says it. */
  byPlace: ReadonlyMap<string, readonly Applied[]>;
  /** The files in which something of it is written. */
  files: ReadonlySet<string>;
}

const known = new WeakMap<Build, AppliedIn>();

/** What a build applies, looked for once however often other builds change. */
export function appliedIn(build: Build): AppliedIn {
  let applied = known.get(build);
  if (!applied) {
    const all = build.objects.map((object): Applied => ({ build, object }));
    const byPlace = groupBy(all, ({ object }) => keyOf(object));
    const files = new Set(all.map(({ object }) => object.file));
    known.set(build, (applied = { all, byPlace, files }));
  }
  return applied;
}

const knownPatched = new WeakMap<Build, ReadonlyMap<string, readonly Applied[]>>();

/** What each patch has changed in a build, by its file and document. */
export function patchedIn(build: Build): ReadonlyMap<string, readonly Applied[]> {
  let patched = knownPatched.get(build);
  if (!patched) {
    const pairs = appliedIn(build).all.flatMap((applied) => {
      const patches = (applied.object.changes ?? []).map(({ by }) => `${by.file}\n${by.document}`);
      return [...new Set(patches)].map((patch) => ({ patch, applied }));
    });
    const byPatch = [...groupBy(pairs, ({ patch }) => patch)];
    patched = new Map(byPatch.map(([patch, found]) => [patch, found.map(({ applied }) => applied)]));
    knownPatched.set(build, patched);
  }
  return patched;
}

/** The same, where all that stems from one written object stands together. */
export function togetherByObject(all: readonly Applied[]): Applied[] {
  return [...groupBy(all, ({ object }) => keyOf(object)).values()].flat();
}

/** Where an object is written, as a text. */
export function keyOf({ file, document, at }: Pick<AppliedObject, "file" | "document" | "at">): string {
  return [file, document, ...at].join("\n");
}
