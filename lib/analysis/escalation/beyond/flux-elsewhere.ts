import { quoteList } from "../../../util/phrases.js";
import type { SubjectNode } from "../escalation.js";
import type { Rights } from "../rights.js";
import type { World } from "../world.js";
import { type Applier, APPLIERS, leadsElsewhere } from "./flux-appliers.js";
import { isWrittenAnywhere, namespacesOfWriting, namesWhere } from "./written-objects.js";

/**
 * What some subjects may write and Flux applies to other clusters, in sentences: what can be done there is not followed,
 * and gives nobody anything here.
 */
export function appliedElsewhere(world: World, subjects: readonly SubjectNode[]): string[] {
  return APPLIERS.flatMap(({ kind, called, writing }) => {
    const remote = remoteIn(world, kind);
    if (remote.length === 0) return [];
    const namespaces = new Set(remote.map(({ namespace }) => namespace));
    const mayWrite = (rights: Rights) =>
      isWrittenAnywhere(rights, writing) ||
      [...namespacesOfWriting(rights, writing)].some((namespace) => namespaces.has(namespace));
    if (!subjects.some((subject) => mayWrite(world.rightsOf(subject)))) return [];
    const names = quoteList(remote.map(({ namespace, name }) => `${namespace}/${name}`));
    return [
      remote.length === 1
        ? `${called} ${names} leads to another cluster by its 'kubeConfig': what can be done there is not followed.`
        : `${called}s ${names} lead to other clusters by their 'kubeConfig': what can be done there is not followed.`,
    ];
  });
}

function remoteIn(world: World, kind: Applier["kind"]): { namespace: string; name: string }[] {
  const names = namesWhere(world, kind, ({ object }) => leadsElsewhere(object.object));
  return [...names].flatMap(([namespace, all]) => [...all].map((name) => ({ namespace, name })));
}
