import type { Applied } from "../builds/applied.js";
import type { BuildSet } from "../builds/build-set.js";
import {
  DEFAULT_ACCOUNT,
  getsToken,
  isIdentityElsewhere,
  isInjected,
  type PodIdentity,
  podIdentityOf,
} from "../kubernetes/identities/pod-identity.js";
import { isKnown } from "../kubernetes/objects.js";
import { memoizePairs } from "../util/memoize.js";
import { mayHaveRoles } from "./account-bindings.js";
import { podAccountObjects } from "./lookup/pod-account-lookup.js";
import { isStaticPod } from "./static-pods.js";

/** What is known of the token that the pods of an applied workload get. */
export interface PodToken {
  identity: PodIdentity;
  /** Whether their ServiceAccount is one that every namespace has by itself. */
  isDefault: boolean;
  /** Whether the repository has that ServiceAccount as an object. */
  isDeclared: boolean;
  /** Whether they have no use for the token that shows: nothing gives the ServiceAccount a role or trusts it elsewhere. */
  isUseless: boolean;
}

/**
 * The token that the pods of an applied workload get.
 * @returns undefined if they get none, or if that is not known: something may set it where the repository does not show
 */
export const tokenOf: (builds: BuildSet, workload: Applied) => PodToken | undefined = memoizePairs(
  (builds: BuildSet, workload: Applied) => {
    // Whoever applies the base from elsewhere may add what is not there.
    if (workload.build.isUnreached || isStaticPod(builds, workload)) return undefined;
    const identity = podIdentityOf(workload.object);
    const { namespace } = workload.object.object.metadata ?? {};
    if (!identity || !isKnown(identity.name) || (namespace !== undefined && !isKnown(namespace)))
      return undefined;
    const objects = podAccountObjects(builds, workload).map(({ object }) => object);
    const [first] = objects;
    const gets = objects.length === 0 ? [undefined] : objects;
    if (gets.some((account) => getsToken(identity, account) !== true)) return undefined;
    const isDefault = identity.name === DEFAULT_ACCOUNT;
    return {
      identity,
      isDefault,
      isDeclared: first !== undefined,
      isUseless:
        // Whoever makes an account elsewhere can give it a role there.
        (isDefault || first !== undefined) &&
        !objects.some(({ metadata }) => isIdentityElsewhere(metadata)) &&
        !isInjected(identity.template) &&
        !mayHaveRoles(builds, workload, { name: identity.name, namespace }),
    };
  },
);
