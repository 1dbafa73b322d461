import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressesOf } from "../../../lib/kubernetes/connections/address-set.js";
import type { DirectedPolicy } from "../../../lib/kubernetes/connections/directed-policy.js";
import type { Endpoint, PodSet } from "../../../lib/kubernetes/connections/endpoint.js";
import { connectionsOf } from "../../../lib/kubernetes/connections/policy-kinds.js";
import { hasPort } from "../../../lib/kubernetes/connections/port-set.js";
import { ALLOWED, both, type Verdict, verdict } from "../../../lib/kubernetes/connections/verdict.js";
import type { AnyObject, KindName } from "../../../lib/kubernetes/objects.js";
import {
  type Direction,
  type End,
  isAllowed,
  type NaiveAdminPeer,
  type NaiveAdminPolicy,
  type NaiveAdminPort,
  type NaiveAdminRule,
  type NaivePeer,
  type NaivePolicy,
  type NaivePort,
  type Pod,
  type Protocol,
  type Selector,
  type World,
} from "./naive-model.js";

/*
 * The model of connections against a naive one, on small random worlds. GITOPS_WORLDS sets how many: 100,000 take some
 * minutes.
 */

const WORLDS = Number(process.env.GITOPS_WORLDS ?? 500);

const NAMESPACES = ["a", "b", "c"];
const KEYS = ["app", "tier"];
const VALUES = ["x", "y"];
const PROTOCOLS: readonly Protocol[] = ["TCP", "UDP", "SCTP"];
const NUMBERS = [53, 80, 81, 8080];
const NAMES = ["web", "dns"];
const ADDRESSES = ["1.2.3.4", "1.2.200.1", "8.8.8.8", "10.1.2.3"];
const BLOCKS = ["1.2.0.0/16", "1.2.3.4/32", "8.0.0.0/5", "10.0.0.0/8", "0.0.0.0/0"];
/** None of these holds addresses of pods, which the networks of an admin policy speak of as well. */
const ADMIN_BLOCKS = ["1.2.0.0/16", "8.0.0.0/7"];
const PARTS: Readonly<Record<string, readonly string[]>> = {
  "1.2.0.0/16": ["1.2.3.0/24", "1.2.200.0/25"],
  "8.0.0.0/5": ["8.8.8.8/32", "10.0.0.0/9"],
};

const labels = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { maxKeys: 2 });
const expression = fc.oneof(
  fc.record({
    key: fc.constantFrom(...KEYS),
    operator: fc.constantFrom("In", "NotIn"),
    values: fc.uniqueArray(fc.constantFrom(...VALUES), { minLength: 1 }),
  }),
  fc.record({ key: fc.constantFrom(...KEYS), operator: fc.constantFrom("Exists", "DoesNotExist") }),
);
const selector: fc.Arbitrary<Selector> = fc.oneof(
  fc.constant({}),
  fc.record({ matchLabels: labels }),
  fc.record({ matchExpressions: fc.array(expression, { minLength: 1, maxLength: 2 }) }),
);
const byName: fc.Arbitrary<Selector> = fc
  .constantFrom(...NAMESPACES)
  .map((name) => ({ matchLabels: { "kubernetes.io/metadata.name": name } }));
const namespaceSelector = fc.oneof(selector, byName);

const pod: fc.Arbitrary<Pod> = fc.record({
  namespace: fc.constantFrom(...NAMESPACES),
  labels,
  ports: fc.array(
    fc.record({
      name: fc.constantFrom(...NAMES),
      containerPort: fc.constantFrom(...NUMBERS),
      protocol: fc.constantFrom(...PROTOCOLS),
    }),
    { maxLength: 2 },
  ),
});

const port: fc.Arbitrary<NaivePort> = fc.record(
  {
    protocol: fc.constantFrom(...PROTOCOLS),
    port: fc.oneof(fc.constantFrom(...NUMBERS), fc.constantFrom(...NAMES)),
  },
  { requiredKeys: [] },
);
const range: fc.Arbitrary<NaivePort> = fc
  .tuple(fc.constantFrom(...PROTOCOLS), fc.constantFrom(...NUMBERS), fc.constantFrom(...NUMBERS))
  .map(([protocol, one, other]) => ({ protocol, port: Math.min(one, other), endPort: Math.max(one, other) }));
const ports = fc.array(fc.oneof(port, range), { maxLength: 2 });

const block: fc.Arbitrary<NaivePeer> = fc.constantFrom(...BLOCKS).chain((cidr) => {
  const parts = PARTS[cidr] ?? [];
  return fc.subarray([...parts]).map((except) => ({ ipBlock: { cidr, except } }));
});
const peer: fc.Arbitrary<NaivePeer> = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector: selector, namespaceSelector }),
  block,
);
const peers = fc.array(peer, { maxLength: 2 });
const policy: fc.Arbitrary<NaivePolicy> = fc.record(
  {
    namespace: fc.constantFrom(...NAMESPACES),
    podSelector: selector,
    policyTypes: fc.subarray<Direction>(["Ingress", "Egress"]),
    ingress: fc.array(fc.record({ from: peers, ports }, { requiredKeys: [] }), { maxLength: 2 }),
    egress: fc.array(fc.record({ to: peers, ports }, { requiredKeys: [] }), { maxLength: 2 }),
  },
  { requiredKeys: ["namespace", "podSelector"] },
);

const adminPeer: fc.Arbitrary<NaiveAdminPeer> = fc.oneof(
  fc.record({ namespaces: namespaceSelector }),
  fc.record({ pods: fc.record({ namespaceSelector, podSelector: selector }) }),
);
const adminEgressPeer: fc.Arbitrary<NaiveAdminPeer> = fc.oneof(
  adminPeer,
  fc.record({ networks: fc.uniqueArray(fc.constantFrom(...ADMIN_BLOCKS), { minLength: 1 }) }),
);
const adminPort: fc.Arbitrary<NaiveAdminPort> = fc.oneof(
  fc.record({
    portNumber: fc.record({ protocol: fc.constantFrom(...PROTOCOLS), port: fc.constantFrom(...NUMBERS) }),
  }),
  fc.constantFrom(...PROTOCOLS).map((protocol) => ({ portRange: { protocol, start: 80, end: 90 } })),
  fc.record({ namedPort: fc.constantFrom(...NAMES) }),
);
const adminRule = (
  field: "from" | "to",
  one: fc.Arbitrary<NaiveAdminPeer>,
  isBaseline: boolean,
): fc.Arbitrary<NaiveAdminRule> =>
  fc.record<NaiveAdminRule>(
    {
      action: fc.constantFrom(
        ...(isBaseline ? (["Allow", "Deny"] as const) : (["Allow", "Deny", "Pass"] as const)),
      ),
      [field]: fc.array(one, { minLength: 1, maxLength: 2 }),
      ports: fc.array(adminPort, { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: ["action", field] },
  );
const adminPolicy = (isBaseline: boolean): fc.Arbitrary<NaiveAdminPolicy> =>
  fc.record({
    priority: fc.constant(0),
    subject: adminPeer,
    ingress: fc.array(adminRule("from", adminPeer, isBaseline), { maxLength: 3 }),
    egress: fc.array(adminRule("to", adminEgressPeer, isBaseline), { maxLength: 3 }),
  });

const world: fc.Arbitrary<World> = fc.record({
  namespaces: fc.record(Object.fromEntries(NAMESPACES.map((name) => [name, labels]))),
  pods: fc.array(pod, { minLength: 2, maxLength: 4 }),
  addresses: fc.constant(ADDRESSES),
  networkPolicies: fc.array(policy, { maxLength: 4 }),
  // Of the same priority, which comes first is not said.
  adminPolicies: fc
    .array(adminPolicy(false), { maxLength: 2 })
    .map((all) => all.map((one, index) => ({ ...one, priority: 10 - index }))),
  baseline: fc.option(adminPolicy(true), { nil: undefined }),
});

/** The same policy as an object of the API. */
function compiled(kind: KindName, spec: object, namespace?: string): readonly DirectedPolicy[] {
  const object: AnyObject = { kind, metadata: { name: "p", ...(namespace && { namespace }) }, spec };
  return connectionsOf({ kind, object }, namespace);
}

function policiesOf({ networkPolicies, adminPolicies, baseline }: World): DirectedPolicy[] {
  return [
    ...networkPolicies.flatMap(({ namespace, ...spec }) => compiled("NetworkPolicy", spec, namespace)),
    ...adminPolicies.flatMap((spec) => compiled("AdminNetworkPolicy", spec)),
    ...(baseline ? compiled("BaselineAdminNetworkPolicy", baseline) : []),
  ];
}

function podSet({ namespaces }: World, { namespace, labels: own, ports: all }: Pod): PodSet {
  return {
    is: "pods",
    namespace: { name: namespace, labels: namespaces[namespace] ?? {} },
    labels: own,
    ports: all.map(({ name, containerPort, protocol }) => ({ name, port: containerPort, protocol })),
    isOnHostNetwork: false,
    serviceAccount: "default",
  };
}

function endpointOf(of: World, end: End): Endpoint {
  if (typeof end !== "string") return podSet(of, end);
  return { is: "addresses", addresses: addressesOf(`${end}/32`) ?? [] };
}

function inDirection(
  policies: readonly DirectedPolicy[],
  direction: Direction,
  own: Endpoint,
  other: Endpoint,
  to: Endpoint,
): Verdict {
  if (own.is !== "pods") return ALLOWED;
  const selecting = policies.flatMap((one) => {
    const selects = one.direction === direction && one.selects(own);
    return selects === false ? [] : [{ policy: one, selects }];
  });
  return verdict(selecting, (rule) => rule.matches(other), to.is === "pods" ? to : undefined);
}

describe("the model of connections", () => {
  it("agrees with a naive one", () => {
    fc.assert(
      fc.property(world, (one) => {
        const policies = policiesOf(one);
        const ends: readonly End[] = [...one.pods, ...one.addresses];
        for (const from of ends) {
          for (const to of ends) {
            if (from === to || (typeof from === "string" && typeof to === "string")) continue;
            const [source, target] = [endpointOf(one, from), endpointOf(one, to)];
            const found = both(
              inDirection(policies, "Egress", source, target, target),
              inDirection(policies, "Ingress", target, source, target),
            );
            for (const protocol of PROTOCOLS) {
              for (const number of [...NUMBERS, 9999]) {
                const expected = isAllowed(one, from, to, protocol, number);
                const isOpen = hasPort(found.mayAllow, protocol, number);
                const isClosed = hasPort(found.mayDeny, protocol, number);
                if (isOpen !== expected || isClosed === expected) {
                  throw new Error(JSON.stringify({ from, to, protocol, number, expected, isOpen, isClosed }));
                }
              }
            }
          }
        }
      }),
      { numRuns: WORLDS },
    );
    expect(WORLDS).toBeGreaterThan(0);
  });
});
