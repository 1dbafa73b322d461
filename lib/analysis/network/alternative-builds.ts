import { appliedIn } from "../../builds/applied.js";
import type { Build } from "../../builds/build.js";
import { WORKLOADS } from "../../kubernetes/kinds.js";
import { isKnown, type KindName } from "../../kubernetes/objects.js";
import { ROUTE_KINDS } from "../../kubernetes/services/backends.js";
import { memoize, memoizePairs } from "../../util/memoize.js";
import { namespaceKey } from "./workloads.js";

/** What makes an application, and is not shared by several. */
const OWN: ReadonlySet<KindName> = new Set<KindName>([...WORKLOADS, "Service", ...ROUTE_KINDS]);

/**
 * Whether two builds apply the same workload, Service or route, so that they are two ways to apply one application, such as
 * one for each environment: nobody applies both to one cluster.
 */
export const areAlternatives: (one: Build, other: Build) => boolean = memoizePairs((one, other) => {
  if (one === other) return false;
  const [few, many] = [identitiesIn(one), identitiesIn(other)].sort((a, b) => a.size - b.size);
  return [...(few ?? [])].some((identity) => many?.has(identity));
});

const identitiesIn = memoize((build: Build): ReadonlySet<string> => {
  const found = appliedIn(build).all.flatMap(({ object: { kind, object } }) => {
    const { name } = object.metadata ?? {};
    return OWN.has(kind) && isKnown(name) ? [`${kind} ${namespaceKey(object, build)} ${name}`] : [];
  });
  return new Set(found);
});
