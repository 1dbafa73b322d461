import type { KindName } from "../../../kubernetes/objects.js";
import { isKnown } from "../../../kubernetes/objects.js";
import type { Question } from "../../../kubernetes/rbac/authorizer.js";
import { groupBy } from "../../../util/group-by.js";
import { memoizePairs } from "../../../util/memoize.js";
import type { Applied } from "../../analysis.js";
import { about, changesOf } from "../rbac/allowed.js";
import type { Held, Rights } from "../rights.js";
import type { World } from "../world.js";

/** The questions for who may write the objects of a resource: create them, or change those that are there. */
export interface Writing {
  create: Question;
  changes: readonly Question[];
}

export function writingOf(group: string, resource: string): Writing {
  return { create: about(group, "create", resource), changes: changesOf(group, resource) };
}

/** The objects of a kind that a cluster has, by their namespaces. */
export const objectsIn: (world: World, kind: KindName) => ReadonlyMap<string, readonly Applied[]> =
  memoizePairs((world: World, kind: KindName) => {
    const all = world.analysis.ofKind(kind).filter(({ build }) => world.isIn(build)) as Applied[];
    const placed = all.filter(({ object }) => isKnown(object.object.metadata?.namespace));
    return groupBy(placed, ({ object }) => object.object.metadata?.namespace ?? "");
  });

/** The names of the objects of a kind in each namespace of a cluster. */
const namesIn = memoizePairs((world: World, kind: KindName) => namesWhere(world, kind, () => true));

/** The names of those objects of a kind that a test holds for, in each namespace of a cluster. */
export function namesWhere(
  world: World,
  kind: KindName,
  test: (applied: Applied) => boolean,
): ReadonlyMap<string, ReadonlySet<string>> {
  const named = [...objectsIn(world, kind)].map(([namespace, objects]) => {
    const names = objects.filter(test).map(({ object }) => object.object.metadata?.name ?? "");
    return [namespace, new Set(names)] as const;
  });
  return new Map(named);
}

/**
 * The right to write an object in a namespace: a new one, or one of those that the repository has there, or of some of
 * them. Without a namespace, a new one in every namespace.
 */
export function mayWrite(
  world: World,
  rights: Rights,
  { create, changes }: Writing,
  {
    kind,
    namespace,
    names = namespace === undefined ? undefined : namesIn(world, kind).get(namespace),
  }: { kind: KindName; namespace: string | undefined; names?: ReadonlySet<string> | undefined },
): Held | undefined {
  const created = rights.may(create, { namespace });
  if (created || !names || names.size === 0) return created;
  const held = changes.flatMap((change) => rights.allowing(change));
  return held.find(({ namespace: holds, rule: { resourceNames = [] } }) => {
    if (holds !== undefined && holds !== namespace) return false;
    return resourceNames.length === 0 || resourceNames.some((name) => names.has(name));
  });
}

/** Whether somebody may write objects of a resource at all: most may not, and for them nothing else need be known. */
export function isWriter(rights: Rights, { create, changes }: Writing): boolean {
  return [create, ...changes].some((question) => rights.allowing(question).length > 0);
}

/** The namespaces in which somebody may write objects of a resource by what holds in a namespace alone. */
export function namespacesOfWriting(rights: Rights, { create, changes }: Writing): Set<string> {
  const found = new Set<string>();
  for (const question of [create, ...changes])
    for (const { namespace } of rights.allowing(question)) if (namespace !== undefined) found.add(namespace);
  return found;
}

/** Whether somebody may write objects of a resource in every namespace, if only some that are there. */
export function isWrittenAnywhere(rights: Rights, { create, changes }: Writing): boolean {
  return [create, ...changes].some((question) => rights.allowingInCluster(question).length > 0);
}
