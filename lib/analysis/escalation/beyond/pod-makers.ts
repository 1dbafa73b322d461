import type { KindName } from "../../../kubernetes/objects.js";
import { core, isForAnyName } from "../rbac/allowed.js";
import { WORKLOAD_QUESTIONS } from "../rbac/workload-questions.js";
import type { Held, Rights } from "../rights.js";
import { groupBy } from "../../../util/group-by.js";
import { memoizePairs } from "../../../util/memoize.js";
import type { World } from "../world.js";
import { runs } from "./workflows.js";

/** What Kubernetes' own controllers make pods of. */
const WORKLOADS = WORKLOAD_QUESTIONS.filter(({ resource }) => !resource.isCustom);

const CREATES = [
  { question: core("create", "pods"), kind: "Pod" as const },
  ...WORKLOADS.map(({ create, resource }) => ({ question: create, kind: resource.kind })),
];

/** Somewhere that somebody has pods of its own template. */
export interface PodPlace {
  namespace: string;
  held: Held;
  /** How, as in "creates a pod in namespace 'shop'" or "creates a Job in namespace 'shop' with a pod". */
  words: string;
  /** The pod by itself: "a pod in namespace 'shop'", or "a pod of Deployment 'shop/web'". */
  pod: string;
}

/** Where somebody makes pods: new ones, by what holds in a namespace and then by what holds in all, or others of a workload. */
export function* podPlaces(world: World, rights: Rights): Iterable<PodPlace> {
  for (const { question, kind } of CREATES) {
    for (const held of rights.allowing(question)) {
      if (!isForAnyName(held)) continue;
      for (const namespace of held.namespace === undefined ? world.namespaces : [held.namespace])
        yield { namespace, held, ...createdWords(kind, namespace) };
    }
  }
  for (const { kind, namespace, rights: needed, unsure } of runs(world, rights)) {
    const [held, ...others] = needed;
    if (!held || others.length > 0 || unsure !== undefined) continue;
    for (const one of namespace === undefined ? world.namespaces : [namespace])
      yield { namespace: one, held, ...createdWords(kind, one) };
  }
  for (const { resource, changes } of WORKLOADS) {
    for (const question of changes) {
      for (const held of rights.allowing(question)) yield* changed(world, resource.kind, held);
    }
  }
}

function createdWords(kind: string, namespace: string): Pick<PodPlace, "words" | "pod"> {
  const where = `in namespace '${namespace}'`;
  if (kind === "Pod") return { words: `creates a pod ${where}`, pod: `a pod ${where}` };
  return { words: `creates a ${kind} ${where} with a pod`, pod: `a pod of a ${kind} ${where}` };
}

function* changed(world: World, kind: KindName, held: Held): Iterable<PodPlace> {
  const all = namesOf(world, kind);
  const wanted = held.rule.resourceNames ?? [];
  for (const namespace of held.namespace === undefined ? all.keys() : [held.namespace]) {
    const [first] = all.get(namespace) ?? [];
    const name = wanted.length === 0 ? first : wanted.find((one) => all.get(namespace)?.has(one));
    if (name === undefined) continue;
    const workload = `${kind} '${namespace}/${name}'`;
    yield { namespace, held, words: `changes ${workload} to a pod`, pod: `a pod of ${workload}` };
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
