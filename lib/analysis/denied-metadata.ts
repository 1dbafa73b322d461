import { deniesMetadata } from "../kubernetes/network-policy/addresses/public-blocks.js";
import { isNamespaced } from "../kubernetes/kinds.js";
import { memoize } from "../util/memoize.js";
import type { Analysis } from "./analysis.js";
import { NETWORK_POLICY_KINDS } from "../kubernetes/objects.js";

/** Whether some policy of the repository may keep pods of a namespace from the cloud's metadata service. */
export function mayDenyMetadata(analysis: Analysis, namespace: string | undefined): boolean {
  const places = denying(analysis);
  return places.has(EVERYWHERE) || places.has(namespace ?? "");
}

const EVERYWHERE = Symbol("every namespace");

/** The namespaces that have such a policy; pods that a policy of the whole cluster selects may be in any. */
const denying = memoize((analysis: Analysis): ReadonlySet<string | symbol> => {
  const policies = analysis.ofKind(...NETWORK_POLICY_KINDS).filter(({ object }) => deniesMetadata(object));
  return new Set(
    policies.map(({ object: { kind, object } }) =>
      isNamespaced(kind) ? (object.metadata?.namespace ?? "") : EVERYWHERE,
    ),
  );
});
