import type { KindName } from "../../../kubernetes/objects.js";
import { core, isForAnyName } from "../rbac/allowed.js";
import { WORKLOAD_QUESTIONS } from "../rbac/workload-questions.js";
import type { Held, Rights } from "../rights.js";
import { groupBy } from "../../../util/group-by.js";
import { memoizePairs } from "../../../util/memoize.js";
import type { World } from "../world.js";

/** What Kubernetes' own controllers make pods of. */
const WORKLOADS = WORKLOAD_QUESTIONS.filter(({ resource }) => !resource.isCustom);

const CREATES = [core("create", "pods"), ...WORKLOADS.map(({ create }) => create)];

/** Somewhere that somebody has pods of its own template. */
export interface PodPlace {
  namespace: string;
  held: Held;
  /** How, as in "creates a pod in namespace 'shop'". */
  words: string;
}

/** Where somebody makes pods: new ones, by what holds in a namespace and then by what holds in all, or others of a workload. */
export function* podPlaces(world: World, rights: Rights): Iterable<PodPlace> {
  for (const question of CREATES) {
    for (const held of rights.allowing(question)) {
      if (!isForAnyName(held)) continue;
      for (const namespace of held.namespace === undefined ? world.namespaces : [held.namespace])
        yield { namespace, held, words: `creates a pod in namespace '${namespace}'` };
    }
  }
  for (const { resource, changes } of WORKLOADS) {
    for (const question of changes) {
      for (const held of rights.allowing(question)) yield* changed(world, resource.kind, held);
    }
  }
}

function* changed(world: World, kind: KindName, held: Held): Iterable<PodPlace> {
  const all = namesOf(world, kind);
  const wanted = held.rule.resourceNames ?? [];
  for (const namespace of held.namespace === undefined ? all.keys() : [held.namespace]) {
    const [first] = all.get(namespace) ?? [];
    const name = wanted.length === 0 ? first : wanted.find((one) => all.get(namespace)?.has(one));
    if (name !== undefined)
      yield { namespace, held, words: `changes ${kind} '${namespace}/${name}' to a pod` };
  }
}

/** The names of the workloads of a kind in each namespace. */
const namesOf = memoizePairs((world: World, kind: KindName): ReadonlyMap<string, ReadonlySet<string>> => {
  const all = groupBy(
    world.pods.filter((pods) => pods.kind === kind),
    ({ namespace }) => namespace,
  );
  return new Map([...all].map(([namespace, pods]) => [namespace, new Set(pods.map(({ name }) => name))]));
});
