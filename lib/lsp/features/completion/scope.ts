import { makersOf } from "../../../analysis/namespaces.js";
import type { Applied } from "../../../analysis/analysis.js";
import type { Build } from "../../../builds/build.js";
import type { Spot, UnfinishedObject } from "../../cursor/incomplete.js";
import { isKnown } from "../../../kubernetes/objects.js";

/** What an object that is being written is applied as. */
export interface Scope {
  /** Undefined if nothing applies it. */
  build: Build | undefined;
  /** Undefined if it is chosen when it is applied, and for what is in none. */
  namespace: string | undefined;
}

/** What is known of the object around a spot: how each build applies it, or would if it could be read. */
export function scopesOf(spot: Spot, around: UnfinishedObject): readonly Scope[] {
  const { model, path, document, valueAt } = spot;
  const applied: readonly Applied[] = model.analysis.applied(path, document, around.at);
  if (applied.length > 0)
    return applied.map(({ build, object }) => ({ build, namespace: object.object.metadata?.namespace }));
  const written = valueAt([...around.at, "metadata", "namespace"]);
  const namespace = typeof written === "string" && isKnown(written) ? written : undefined;
  const builds = model.analysis.all.filter(({ files }) => files.has(path));
  if (builds.length === 0) return [{ build: undefined, namespace }];
  return builds.map((build) => {
    const [made, ...others] = makersOf(model.analysis, build).keys();
    return { build, namespace: others.length === 0 && made !== undefined ? made : namespace };
  });
}
