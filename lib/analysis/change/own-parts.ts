import { appliedOfKinds } from "../../builds/applied.js";
import { isKnown, type KindName, NETWORK_POLICY_KINDS } from "../../kubernetes/objects.js";
import { isNamespaced } from "../../kubernetes/kinds.js";
import { memoize } from "../../util/memoize.js";
import { policyKey } from "../network/copies.js";
import type { Network } from "../network/network.js";
import type { NetworkPolicyApplied } from "../network/policies.js";
import { namespaceKey } from "../network/workloads.js";

const POLICIES: ReadonlySet<KindName> = new Set(NETWORK_POLICY_KINDS);

/**
 * What a network has from builds that are for its cluster, or for none that is known: without what is for a cluster that is
 * named in another way, by a URL instead of a name, and so may be the same. A change of that is one of the other cluster.
 */
export class OwnParts {
  readonly #namespaces = new Set<string>();
  readonly #policies = new Set<string>();

  constructor({ builds, cluster }: Network) {
    for (const build of builds) {
      if (build.cluster !== undefined && build.cluster !== cluster) continue;
      for (const { kind, object } of build.objects) {
        const name = kind === "Namespace" ? object.metadata?.name : object.metadata?.namespace;
        if (isKnown(name)) this.#namespaces.add(name);
      }
      for (const applied of appliedOfKinds(build, POLICIES)) {
        const { object } = applied;
        const namespace = isNamespaced(object.kind) ? namespaceKey(object.object, build) : undefined;
        this.#policies.add(policyKey({ applied, namespace }));
      }
    }
  }

  hasNamespace(name: string): boolean {
    return this.#namespaces.has(name);
  }

  hasPolicy(policy: NetworkPolicyApplied): boolean {
    return this.#policies.has(policyKey(policy));
  }
}

export const ownPartsOf = memoize((network: Network) => new OwnParts(network));
