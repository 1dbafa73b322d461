import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connectionsOf } from "../../../lib/kubernetes/connections/policy-kinds.js";
import { isEveryPort, unitePorts } from "../../../lib/kubernetes/connections/port-set.js";
import type { KindName } from "../../../lib/kubernetes/objects.js";
import { DIRECTIONS } from "../../../lib/kubernetes/network-policy/policy-step.js";
import { of } from "../network-policy/policies.js";
import { ENDPOINTS, through, verdictOf } from "./world.js";

const KINDS: KindName[] = [
  "CiliumNetworkPolicy",
  "CiliumClusterwideNetworkPolicy",
  "CalicoNetworkPolicy",
  "GlobalNetworkPolicy",
  "AdminNetworkPolicy",
  "BaselineAdminNetworkPolicy",
  "ClusterNetworkPolicy",
];

const WORDS =
  "spec specs endpointSelector selector ingress egress ingressDeny fromEntities fromCIDR fromCIDRSet cidr except toPorts ports port endPort protocol rules from to subject namespaces pods networks portNumber portRange start end namedPort protocols tcp destinationPort matchLabels matchExpressions action source destination nets notNets notPorts notSelector serviceAccounts names order types tier __proto__ constructor toString".split(
    " ",
  );
const VALUES: unknown[] = [
  ...[null, undefined, 1, 80.5, -1, 1e30, Number.NaN, true, "", "\0", "${X}", "__proto__", "constructor"],
  ...["all()", "Allow", "Deny", "all", "Ingress", "0.0.0.0/0", "80:90", "90:80", "0", "99999", "TCP"],
];

describe("hostile objects", () => {
  it("are borne by every engine", () => {
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 7 },
        fc.constantFrom(...VALUES),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...WORDS), tie("value"), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), value, value, (kind, spec, specs) => {
        const policy = of(kind)(spec, { specs });
        for (const direction of DIRECTIONS)
          for (const peer of Object.values(ENDPOINTS)) {
            const { mayAllow, mayDeny } = verdictOf([policy], direction, peer);
            expect(isEveryPort(unitePorts(mayAllow, mayDeny))).toBe(true);
          }
      }),
      { numRuns: 500 },
    );
  });

  it("have many blocks, which are one to the outside", () => {
    const blocks = Array.from({ length: 5000 }, (_, n) => `8.${n >> 8}.${n & 255}.0/25`);
    const policies = [
      of("CiliumNetworkPolicy")({ endpointSelector: {}, ingress: [{ fromCIDR: blocks }] }),
      of("CalicoNetworkPolicy")({ ingress: [{ action: "Allow", source: { nets: blocks } }] }),
    ];
    for (const policy of policies) {
      expect(through([policy], "Ingress", "world")).toBe("?all ports");
      const [directed] = connectionsOf({ kind: policy.kind, object: { ...policy.object } }, "shop");
      expect(directed?.rules[0]?.blocks.map((block) => block.length)).toEqual([5000]);
    }
  });

  it("have as many ports, blocks and exceptions as fit into a file", () => {
    const ports = Array.from({ length: 100_000 }, (_, n) => ({ port: 1 + ((n * 2) % 65_534) }));
    const cidrs = Array.from(
      { length: 100_000 },
      (_, n) => `8.${n >> 15}.${(n >> 7) & 255}.${2 * (n & 127)}/32`,
    );
    const policy = of("NetworkPolicy")({
      podSelector: {},
      ingress: [
        { ports, from: cidrs.map((cidr) => ({ ipBlock: { cidr } })) },
        { ports, from: [{ ipBlock: { cidr: "0.0.0.0/0", except: cidrs } }] },
      ],
    });
    expect(through([policy], "Ingress", "world")).toMatch(/^TCP 1, 3, 5, /);
    const [directed] = connectionsOf({ kind: policy.kind, object: { ...policy.object } }, "shop");
    expect(directed?.rules.map(({ blocks }) => blocks.map((block) => block.length))).toEqual([
      [100_000],
      [100_001],
    ]);
  });
});
