import { describe } from "vitest";
import { allowAll, check, denyAll, of } from "./policies.js";

const calico = of("CalicoNetworkPolicy");
const global = of("GlobalNetworkPolicy");
const cilium = of("CiliumNetworkPolicy");

describe("Calico", () => {
  const allow = { action: "Allow" };
  const deny = { action: "Deny" };
  const some = { action: "Allow", source: { selector: "role == 'frontend'" } };
  const notSystem =
    'has(projectcalico.org/name) && projectcalico.org/name not in {"kube-system", "calico-system"}';
  check("Ingress", [
    ["no rules", [calico({})], "denied"],
    ["all()", [calico({ selector: "all()", ingress: [some] })], "denied"],
    ["some pods", [calico({ selector: "app == 'a'" })], "open"],
    ["some ServiceAccounts", [calico({ serviceAccountSelector: "app != 'a'" })], "open"],
    ["types", [calico({ types: ["Egress"] })], "open"],
    ["egress rules only", [calico({ egress: [allow] })], "open"],
    [
      "egress rules only, without Calico's API",
      [calico({ egress: [allow] }, { apiVersion: "crd.projectcalico.org/v1" })],
      "unknown",
    ],
    ["everything allowed", [calico({ ingress: [some, { action: "Log" }, allow] })], "cancelled"],
    ["every address", [calico({ ingress: [{ ...allow, source: { nets: ["0.0.0.0/0"] } }] })], "cancelled"],
    [
      "one port",
      [calico({ ingress: [{ ...allow, protocol: "TCP", destination: { ports: [80] } }] })],
      "denied",
    ],
    [
      "all but some addresses",
      [calico({ ingress: [{ ...allow, source: { notNets: ["10.0.0.0/8"] } }] })],
      "denied",
    ],
    ["denied before allowed", [calico({ ingress: [deny, allow] })], "denied"],
    [
      "IPv6 denied before allowed",
      [calico({ ingress: [{ ...deny, source: { nets: ["::/0"] } }, allow] })],
      "cancelled",
    ],
    ["passed on", [calico({ ingress: [{ action: "Pass" }] })], "unknown"],
    [
      "denied earlier",
      [calico({ order: 10, ingress: [deny] }), calico({ order: 20, ingress: [allow] })],
      "denied",
    ],
    [
      "allowed earlier",
      [calico({ order: 20, ingress: [deny] }), calico({ order: 10, ingress: [allow] })],
      "cancelled",
    ],
    ["both at once", [calico({ ingress: [deny] }), calico({ ingress: [allow] })], "unknown"],
    ["denied before a NetworkPolicy", [global({ order: 10, ingress: [deny] }), allowAll], "denied"],
    ["denied after a NetworkPolicy", [global({ ingress: [deny] }), allowAll], "cancelled"],
    ["a templated order", [calico({ order: "${ORDER}", ingress: [allow] })], "unknown"],
    ["another tier", [global({ tier: "security", ingress: [deny] })], "unknown"],
    ["another tier, and denied", [global({ tier: "security", ingress: [deny] }), denyAll], "denied"],
    ["another tier that allows", [global({ tier: "security", ingress: [allow] }), denyAll], "unknown"],
    ["the default tier", [global({ tier: "default" })], "denied"],
    ["everywhere", [global({ selector: "all()", namespaceSelector: "all()" })], "denied"],
    ["everywhere but in system namespaces", [global({ namespaceSelector: notSystem })], "denied"],
    ["by the pods' namespace", [global({ selector: "projectcalico.org/namespace == 'shop'" })], "denied"],
    ["elsewhere", [global({ selector: "projectcalico.org/namespace != 'shop'" })], "open"],
    [
      "some pods of this namespace",
      [global({ selector: "projectcalico.org/namespace == 'shop' && has(x)" })],
      "open",
    ],
    ["by a label", [global({ namespaceSelector: "team == 'a'" })], "denied"],
    ["by a label that is not known", [global({ namespaceSelector: "stage == 'a'" })], "unknown"],
    ["by a label it has not", [global({ namespaceSelector: "has(none)" })], "open"],
    ["hosts", [global({ namespaceSelector: "global()" })], "open"],
    ["hosts' interfaces", [global({ preDNAT: true, applyOnForward: true })], "open"],
    ["a selector that is none", [global({ selector: "${SELECTOR}" })], "unknown"],
    ["a spec that is none", [global(1)], "unknown"],
    ["Cilium agrees", [calico({}), cilium({ endpointSelector: {}, ingress: [{}] })], "denied"],
    [
      "Cilium disagrees",
      [calico({ ingress: [allow] }), cilium({ endpointSelector: {}, ingress: [{}] })],
      "unknown",
    ],
  ]);

  describe("strict", () => {
    check(
      "Ingress",
      [
        ["no rules", [calico({})], "denied"],
        ["a deny rule", [calico({ ingress: [deny] })], "denied"],
        ["some allowed", [calico({ ingress: [some] })], "open"],
        ["some allowed, then denied", [calico({ ingress: [some, deny] })], "open"],
      ],
      { strict: true },
    );
  });
});
