import type { KindName } from "../../../kubernetes/objects.js";
import { memoizePairs } from "../../../util/memoize.js";
import type { EscalationNode } from "../escalation.js";
import type { Held, Rights } from "../rights.js";
import type { Edge } from "../technique.js";
import type { World } from "../world.js";
import { type Applier, APPLIERS, leadsElsewhere } from "./flux-appliers.js";
import { fluxOf } from "./flux-installation.js";
import {
  isWriter,
  isWrittenAnywhere,
  mayWrite,
  namesWhere,
  namespacesOfWriting,
  objectsIn,
} from "./written-objects.js";

const NEEDS_SOURCE = { needs: "only with a source of manifests that it may use", isSure: false as const };
const NEEDS_FLUX = { needs: "only where Flux runs with its own rights", isSure: false as const };

/** Where somebody may write what Flux applies. */
export interface Writer {
  applier: Applier;
  /** Undefined for every namespace. */
  namespace: string | undefined;
  /** What it changes, as `namespace/name`, where all that it may change leads to another cluster. */
  remote?: string;
  rights: readonly Held[];
  sure: Pick<Edge, "needs" | "isSure">;
}

/** Where somebody may write what Flux applies to the cluster that it is in. */
export function* writers(world: World, from: EscalationNode): Iterable<Writer> {
  const rights = world.rightsOf(from);
  if (!APPLIERS.some(({ writing }) => isWriter(rights, writing)) || !fluxOf(world).isHere) return;
  for (const applier of APPLIERS) {
    const everywhere = mayWrite(world, rights, applier.writing, { kind: applier.kind, namespace: undefined });
    if (everywhere) {
      yield { applier, namespace: undefined, ...withSource(world, rights, applier, undefined, everywhere) };
      continue;
    }
    const namespaces = namespacesOfWriting(rights, applier.writing);
    // Whoever may change what is there, but create nothing.
    if (isWrittenAnywhere(rights, applier.writing))
      for (const namespace of objectsIn(world, applier.kind).keys()) namespaces.add(namespace);
    for (const namespace of namespaces) {
      const found = writtenIn(world, rights, applier, namespace);
      if (!found) continue;
      const { held, ...remote } = found;
      yield { applier, namespace, ...remote, ...withSource(world, rights, applier, namespace, held) };
    }
  }
}

/** The right to write something in a namespace: what is applied to another cluster only if there is nothing else. */
function writtenIn(
  world: World,
  rights: Rights,
  { kind, writing }: Applier,
  namespace: string,
): { held: Held; remote?: string } | undefined {
  const local = localNames(world, kind).get(namespace) ?? NO_NAMES;
  const held = mayWrite(world, rights, writing, { kind, namespace, names: local });
  if (held) return { held };
  const changed = mayWrite(world, rights, writing, { kind, namespace });
  const all = objectsIn(world, kind).get(namespace) ?? [];
  const names = all.map(({ object }) => object.object.metadata?.name ?? "");
  const wanted = changed?.rule.resourceNames ?? [];
  const name = names.find((one) => wanted.length === 0 || wanted.includes(one));
  return changed && { held: changed, ...(name !== undefined && { remote: `${namespace}/${name}` }) };
}

const NO_NAMES: ReadonlySet<string> = new Set();

/** The names of what is applied to the cluster that it is in, by namespace. */
const localNames = memoizePairs((world: World, kind: Applier["kind"]) => {
  return namesWhere(world, kind, ({ object }) => !leadsElsewhere(object.object));
});

/** The rights with that to a source, unless there is one that can be named. */
function withSource(
  world: World,
  rights: Rights,
  { kind, controller, sources }: Applier,
  namespace: string | undefined,
  held: Held,
): Pick<Writer, "rights" | "sure"> {
  const flux = fluxOf(world);
  const doubt = flux.controllers.has(controller) ? {} : NEEDS_FLUX;
  const usable = flux.isWithinNamespaces && namespace !== undefined ? [namespace] : flux.namespaces;
  const isThere = usable.some((one) => SOURCED[kind].some((other) => objectsIn(world, other).has(one)));
  if (isThere) return { rights: [held], sure: doubt };
  for (const source of sources) {
    const created = rights.may(source.create, { namespace });
    if (created) return { rights: [held, created], sure: doubt };
  }
  return { rights: [held], sure: NEEDS_SOURCE };
}

/** The kinds that show that there is a source: one, or what already has one. */
const SOURCED: Readonly<Record<Applier["kind"], readonly KindName[]>> = {
  FluxKustomization: ["GitRepository", "FluxKustomization"],
  HelmRelease: ["GitRepository", "HelmRelease"],
};
