import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addresses } from "../../../lib/kubernetes/connections/address-set.js";
import type { Endpoint } from "../../../lib/kubernetes/connections/endpoint.js";
import { hasPort, type PortSet } from "../../../lib/kubernetes/connections/port-set.js";
import { allowedPorts } from "../../../lib/kubernetes/connections/verdict.js";
import {
  type Direction,
  isolation,
  type IsolatingPolicy,
} from "../../../lib/kubernetes/network-policy/network-policy.js";
import type { KindName } from "../../../lib/kubernetes/objects.js";
import { of } from "../network-policy/policies.js";
import { ENDPOINTS, pods, verdictOf } from "./world.js";

const labels = fc.constantFrom<unknown>(
  {},
  { matchLabels: { app: "own" } },
  { matchLabels: { team: "a" } },
  { matchLabels: { team: "b" } },
  { matchExpressions: [{ key: "team", operator: "Exists" }] },
);
const nets = fc.subarray(["0.0.0.0/0", "::/0", "8.8.8.0/24", "10.0.0.0/8"], { minLength: 1 });
const sometimes = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const rules = (rule: fc.Arbitrary<unknown>) => sometimes(fc.array(rule, { maxLength: 3 }));

/** Policies of a kind: a rule of it for each direction, and the rest of its spec. */
function policies(
  kind: KindName,
  rule: (direction: Direction) => fc.Arbitrary<unknown>,
  rest: Record<string, fc.Arbitrary<unknown>>,
): fc.Arbitrary<IsolatingPolicy> {
  const spec = fc.record({ ...rest, ingress: rules(rule("Ingress")), egress: rules(rule("Egress")) });
  return spec.map((one) => of(kind)(one));
}

const ofAdmin = (kind: KindName, rest: Record<string, fc.Arbitrary<unknown>> = {}) =>
  policies(
    kind,
    (direction) => {
      const pod = fc.oneof(
        fc.record({ namespaces: labels }),
        fc.record({ pods: fc.record({ namespaceSelector: labels, podSelector: labels }) }),
      );
      const peer = direction === "Ingress" ? pod : fc.oneof(pod, fc.record({ networks: nets }));
      return fc.record({
        action: fc.constantFrom("Allow", "Deny", "Pass"),
        [direction === "Ingress" ? "from" : "to"]: fc.array(peer, { minLength: 1, maxLength: 2 }),
        ports: sometimes(fc.constant([{ portNumber: { port: 80 } }])),
      });
    },
    {
      priority: fc.constantFrom<unknown>(1, 2, "${P}"),
      subject: fc.oneof(
        fc.record({ namespaces: labels }),
        fc.record({ pods: fc.record({ namespaceSelector: labels, podSelector: labels }) }),
      ),
      ...rest,
    },
  );

const entities = fc.subarray(["all", "world", "cluster", "host", "kube-apiserver"], { minLength: 1 });
const ciliumRule = (prefix: string) =>
  fc.record(
    {
      [`${prefix}Endpoints`]: fc.array(labels, { minLength: 1, maxLength: 2 }),
      [`${prefix}Entities`]: entities,
      [`${prefix}CIDR`]: nets,
      toPorts: fc.constant([{ ports: [{ port: "80" }] }]),
    },
    { requiredKeys: [] },
  );
const ofCilium = (kind: KindName) =>
  policies(kind, (direction) => ciliumRule(direction === "Ingress" ? "from" : "to"), {
    endpointSelector: labels,
    ingressDeny: rules(ciliumRule("from")),
    egressDeny: rules(ciliumRule("to")),
    enableDefaultDeny: sometimes(fc.record({ ingress: fc.boolean() })),
  });

const selector = fc.constantFrom("all()", "app == 'own'", "team == 'a'", "has(app)", "");
const entity = fc.record(
  { selector, namespaceSelector: selector, nets, notNets: nets },
  { requiredKeys: [] },
);
const ofCalico = (kind: KindName) =>
  policies(
    kind,
    () =>
      fc.record(
        {
          action: fc.constantFrom("Allow", "Deny", "Log", "Pass"),
          source: entity,
          destination: entity,
          protocol: fc.constantFrom("TCP", "UDP"),
        },
        { requiredKeys: ["action"] },
      ),
    {
      order: sometimes(fc.constantFrom<unknown>(1, 1000, 2000, "${O}")),
      selector: sometimes(selector),
      namespaceSelector: sometimes(selector),
      types: sometimes(fc.subarray(["Ingress", "Egress"])),
      tier: sometimes(fc.constantFrom("default", "other")),
    },
  );

const networkPolicy = policies(
  "NetworkPolicy",
  (direction) =>
    fc.record(
      {
        [direction === "Ingress" ? "from" : "to"]: fc.array(
          fc.record({ ipBlock: fc.record({ cidr: fc.constantFrom("0.0.0.0/0", "8.8.8.0/24") }) }),
          { minLength: 1, maxLength: 2 },
        ),
        ports: fc.constant([{ port: 80 }]),
      },
      { requiredKeys: [] },
    ),
  { podSelector: labels },
);

const ENGINES: [name: string, policy: fc.Arbitrary<IsolatingPolicy>][] = [
  ["AdminNetworkPolicy", ofAdmin("AdminNetworkPolicy")],
  ["BaselineAdminNetworkPolicy", ofAdmin("BaselineAdminNetworkPolicy")],
  [
    "ClusterNetworkPolicy",
    ofAdmin("ClusterNetworkPolicy", { tier: fc.constantFrom("Admin", "Baseline", "x") }),
  ],
  ["CiliumNetworkPolicy", ofCilium("CiliumNetworkPolicy")],
  ["CiliumClusterwideNetworkPolicy", ofCilium("CiliumClusterwideNetworkPolicy")],
  ["CalicoNetworkPolicy", ofCalico("CalicoNetworkPolicy")],
  ["GlobalNetworkPolicy", ofCalico("GlobalNetworkPolicy")],
];
const anyEngine = fc.oneof(...ENGINES.map(([, policy]) => policy));

const namespace = { name: "shop", labels: { team: "a" } };
/** Pods without labels, which policies select only with all others. */
const generic = pods("generic", { namespace, labels: {} });
const stranger = pods("stranger", { namespace: { name: "strange", labels: {} } });
const elsewhere: Endpoint = { is: "addresses", addresses: addresses(["1.2.3.0/24"]) };
const STRANGERS = [stranger, elsewhere, ENDPOINTS.world, ENDPOINTS.v6];

describe("what policies make of connections agrees with what they make of a namespace:", () => {
  it.each([...ENGINES, ["all of them", anyEngine] as const])("%s", (_, engine) => {
    const some = fc.array(fc.oneof({ weight: 3, arbitrary: engine }, networkPolicy), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(some, fc.constantFrom<Direction>("Ingress", "Egress"), (all, direction) => {
        const { state } = isolation(all, direction, { namespace });
        if (state === "unknown") return;
        const verdicts = STRANGERS.map((peer) => verdictOf(all, direction, peer, generic));
        // A port that no rule names.
        const is = (ports: PortSet) => hasPort(ports, "SCTP", 7);
        const isAllowedToAll = verdicts.every((one) => is(allowedPorts(one)));
        const isDeniedToAll = verdicts.every(({ mayAllow }) => !is(mayAllow));
        expect(state === "denied" ? isAllowedToAll : isDeniedToAll).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
