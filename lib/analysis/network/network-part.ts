import { type Applied, appliedOfKinds, isRefusedIn } from "../../builds/applied.js";
import type { Build } from "../../builds/build.js";
import { connectionsOf } from "../../kubernetes/connections/policy-kinds.js";
import { isNamespaced, WORKLOADS } from "../../kubernetes/kinds.js";
import { type KindName, NETWORK_POLICY_KINDS } from "../../kubernetes/objects.js";
import { kubernetesVersionOf } from "../../repository/configuration/settings.js";
import { groupBy } from "../../util/group-by.js";
import { memoizePairs } from "../../util/memoize.js";
import { policyKey, podsKey } from "./copies.js";
import type { NetworkPolicyApplied } from "./policies.js";
import { namespaceKey, type Pods, podsOf } from "./workloads.js";

const NAMESPACE: ReadonlySet<KindName> = new Set(["Namespace"] satisfies KindName[]);
const POLICIES: ReadonlySet<KindName> = new Set(NETWORK_POLICY_KINDS);
/** The kinds of objects that may make policies. */
const GENERATORS: ReadonlySet<KindName> = new Set(["KyvernoPolicy"] satisfies KindName[]);

/** Pods that a workload makes, and the namespace that they are in. */
export interface MadePods {
  pods: Pods;
  namespace: string;
  /** The same for what is alike in all that matters. */
  key: string;
}

/** What a build applies to a cluster's network. */
export interface NetworkPart {
  namespaces: readonly Applied[];
  /** The namespaces that workloads are in, be it that these make no pods. */
  used: ReadonlySet<string>;
  made: readonly MadePods[];
  byNamespace: ReadonlyMap<string, readonly MadePods[]>;
  policies: readonly { policy: NetworkPolicyApplied; key: string }[];
  generating: readonly Applied[];
}

/** What a build applies to a cluster's network, whatever others do: it is the same until the build changes. */
export const networkPartOf: (build: Build, kubernetesVersion: string | undefined) => NetworkPart =
  memoizePairs((build, kubernetesVersion) => {
    const version = kubernetesVersionOf({ kubernetesVersion });
    const ofKinds = (kinds: ReadonlySet<KindName>) =>
      appliedOfKinds(build, kinds).filter(({ object }) => !isRefusedIn(build, object, version));
    const workloads = ofKinds(WORKLOADS).map((applied) => ({
      namespace: namespaceKey(applied.object.object, build),
      pods: podsOf(applied),
    }));
    const made = workloads.flatMap(({ namespace, pods }): MadePods[] =>
      pods ? [{ pods, namespace, key: podsKey(pods, namespace) }] : [],
    );
    return {
      namespaces: ofKinds(NAMESPACE),
      used: new Set(workloads.map(({ namespace }) => namespace)),
      made,
      byNamespace: groupBy(made, ({ namespace }) => namespace),
      policies: ofKinds(POLICIES).map((applied) => {
        const { kind, object } = applied.object;
        const namespace = isNamespaced(kind) ? namespaceKey(object, build) : undefined;
        const policy = { applied, namespace, directed: connectionsOf(applied.object, namespace) };
        return { policy, key: policyKey(policy) };
      }),
      generating: ofKinds(GENERATORS),
    };
  });
