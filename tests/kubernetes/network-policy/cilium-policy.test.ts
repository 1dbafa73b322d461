import { describe, expect, it } from "vitest";
import { isolation } from "../../../lib/kubernetes/network-policy/network-policy.js";
import { allowAll, type Case, check, denyAll, of } from "./policies.js";

const cilium = of("CiliumNetworkPolicy");
const clusterwide = of("CiliumClusterwideNetworkPolicy");

describe("Cilium", () => {
  const all = { endpointSelector: {} };
  const namespaceIs = (name: string) => ({ matchLabels: { "k8s:io.kubernetes.pod.namespace": name } });
  check("Ingress", [
    ["an empty rule lets nothing in", [cilium({ ...all, ingress: [{}] })], "denied"],
    ["a peer of the namespace", [cilium({ ...all, ingress: [{ fromEndpoints: [{}] }] })], "denied"],
    ["no rules", [cilium({ ...all, ingress: [] })], "open"],
    ["rules of the other direction", [cilium({ ...all, egress: [{}] })], "open"],
    ["a deny rule only", [cilium({ ...all, ingressDeny: [{ fromEntities: ["host"] }] })], "denied"],
    [
      "specs",
      [
        cilium(undefined, {
          specs: [
            { ...all, egress: [{}] },
            { ...all, ingress: [{}] },
          ],
        }),
      ],
      "denied",
    ],
    ["some pods", [cilium({ endpointSelector: { matchLabels: { app: "a" } }, ingress: [{}] })], "open"],
    ["nodes", [clusterwide({ nodeSelector: {}, ingress: [{}] })], "open"],
    ["no selector", [cilium({ ingress: [{}] })], "open"],
    ["entity all", [cilium({ ...all, ingress: [{ fromEntities: ["all"] }] })], "cancelled"],
    ["entity world", [cilium({ ...all, ingress: [{ fromEntities: ["world"] }] })], "cancelled"],
    ["entity cluster", [cilium({ ...all, ingress: [{ fromEntities: ["cluster"] }] })], "denied"],
    ["every address", [cilium({ ...all, ingress: [{ fromCIDR: ["0.0.0.0/0"] }] })], "cancelled"],
    [
      "every address but",
      [cilium({ ...all, ingress: [{ fromCIDRSet: [{ cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] }] }] })],
      "denied",
    ],
    [
      "entity all, one port",
      [cilium({ ...all, ingress: [{ fromEntities: ["all"], toPorts: [{}] }] })],
      "denied",
    ],
    [
      "a deny of all wins",
      [cilium({ ...all, ingressDeny: [{ fromEntities: ["all"] }], ingress: [{ fromEntities: ["all"] }] })],
      "denied",
    ],
    [
      "a deny of the world leaves the cluster",
      [cilium({ ...all, ingressDeny: [{ fromEntities: ["world"] }], ingress: [{ fromEntities: ["all"] }] })],
      "unknown",
    ],
    ["not switched on", [cilium({ ...all, enableDefaultDeny: { ingress: false }, ingress: [{}] })], "open"],
    ["switched on", [cilium({ ...all, enableDefaultDeny: { ingress: true }, egress: [{}] })], "denied"],
    [
      "a templated switch",
      [cilium({ ...all, enableDefaultDeny: { ingress: "${X}" }, ingress: [{}] })],
      "unknown",
    ],
    [
      "all allowed where nothing isolates",
      [cilium({ ...all, enableDefaultDeny: { ingress: false }, ingress: [{ fromEntities: ["all"] }] })],
      "open",
    ],
    [
      "all allowed beside a NetworkPolicy",
      [
        denyAll,
        cilium({ ...all, enableDefaultDeny: { ingress: false }, ingress: [{ fromEntities: ["all"] }] }),
      ],
      "cancelled",
    ],
    ["cancelled by a NetworkPolicy", [cilium({ ...all, ingress: [{}] }), allowAll], "cancelled"],
    [
      "its own namespace by name",
      [cilium({ endpointSelector: namespaceIs("shop"), ingress: [{}] })],
      "denied",
    ],
    [
      "this namespace by name",
      [clusterwide({ endpointSelector: namespaceIs("shop"), ingress: [{}] })],
      "denied",
    ],
    ["another namespace", [clusterwide({ endpointSelector: namespaceIs("other"), ingress: [{}] })], "open"],
    [
      "all namespaces but one",
      [
        clusterwide({
          endpointSelector: {
            matchExpressions: [
              { key: "io.kubernetes.pod.namespace", operator: "NotIn", values: ["kube-system"] },
              { key: "reserved:health", operator: "DoesNotExist" },
            ],
          },
          ingress: [{}],
        }),
      ],
      "denied",
    ],
    ...(["team", "stage", "none"] as const).map((label): Case => {
      const selector = { matchLabels: { [`io.cilium.k8s.namespace.labels.${label}`]: "a" } };
      const expected = { team: "denied", stage: "unknown", none: "open" } as const;
      return [
        `label ${label}`,
        [clusterwide({ endpointSelector: selector, ingress: [{}] })],
        expected[label],
      ];
    }),
    ["a spec that is none", [cilium("${SPEC}")], "unknown"],
    ["a selector that is none", [cilium({ endpointSelector: "${SELECTOR}", ingress: [{}] })], "unknown"],
  ]);

  it("does not know the namespace", () => {
    const policy = clusterwide({ endpointSelector: namespaceIs("shop"), ingress: [{}] });
    expect(isolation([policy], "Ingress")).toEqual({
      state: "unknown",
      why: "CiliumClusterwideNetworkPolicy p: which namespaces it selects is not known",
    });
    expect(isolation([policy, denyAll], "Ingress")).toEqual({ state: "denied" });
  });

  it("says where the offender is", () => {
    const rules = { ...all, egress: [{}, { toEntities: ["all"] }] };
    expect(isolation([cilium(undefined, { specs: [all, rules] })], "Egress")).toEqual({
      state: "cancelled",
      by: 0,
      rule: 1,
      path: ["specs", 1, "egress", 1],
    });
  });

  describe("strict", () => {
    check(
      "Ingress",
      [
        ["an empty rule", [cilium({ ...all, ingress: [{}] })], "denied"],
        ["an allowed peer", [cilium({ ...all, ingress: [{ fromEndpoints: [{}] }] })], "open"],
      ],
      { strict: true },
    );
  });
});
