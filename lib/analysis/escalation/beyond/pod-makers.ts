import type { KindName } from "../../../kubernetes/objects.js";
import type { Question } from "../../../kubernetes/rbac/authorizer.js";
import { WORKLOAD_RESOURCES } from "../../../kubernetes/escalation/workload-resources.js";
import { about, core } from "../rbac/allowed.js";
import type { Held, Rights } from "../rights.js";
import { groupBy } from "../../../util/group-by.js";
import { memoizePairs } from "../../../util/memoize.js";
import type { World } from "../world.js";

/** The rights to create pods, or what Kubernetes' own controllers make pods of. */
const CREATES: readonly Question[] = [
  core("create", "pods"),
  ...WORKLOAD_RESOURCES.filter(({ isCustom }) => !isCustom).map(({ apiGroup, resource }) => {
    return about(apiGroup, "create", resource);
  }),
];

/** The rights to change the template of pods that are there. */
const CHANGES = WORKLOAD_RESOURCES.filter(({ isChangeable, isCustom }) => isChangeable && !isCustom).map(
  ({ kind, apiGroup, resource }) => ({
    kind,
    questions: ["update", "patch"].map((verb) => about(apiGroup, verb, resource)),
  }),
);

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
      if (held.rule.resourceNames?.length) continue;
      for (const namespace of held.namespace === undefined ? world.namespaces : [held.namespace])
        yield { namespace, held, words: `creates a pod in namespace '${namespace}'` };
    }
  }
  for (const { kind, questions } of CHANGES) {
    for (const question of questions) {
      for (const held of rights.allowing(question)) yield* changed(world, kind, held);
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
