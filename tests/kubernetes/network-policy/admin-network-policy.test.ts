import { describe } from "vitest";
import { allowAll, check, denyAll, network, of } from "./policies.js";

const admin = of("AdminNetworkPolicy");
const baseline = of("BaselineAdminNetworkPolicy");
const cluster = of("ClusterNetworkPolicy");

describe("SIG Network's admin policies", () => {
  const everywhere = { subject: { namespaces: {} }, priority: 5 };
  const fromAll = { from: [{ namespaces: {} }] };
  const toAll = { to: [{ networks: ["0.0.0.0/0", "::/0"] }] };
  const denied = { ...everywhere, ingress: [{ action: "Deny", ...fromAll }] };
  const byName = (name: string) => ({ namespaces: { matchLabels: { "kubernetes.io/metadata.name": name } } });
  check("Ingress", [
    ["without rules", [admin(everywhere)], "open"],
    ["deny", [admin(denied)], "denied"],
    [
      "deny by pods",
      [admin({ ...denied, subject: { pods: { namespaceSelector: {}, podSelector: {} } } })],
      "denied",
    ],
    [
      "some pods",
      [admin({ ...denied, subject: { pods: { podSelector: { matchLabels: { a: "b" } } } } })],
      "open",
    ],
    ["this namespace", [admin({ ...denied, subject: byName("shop") })], "denied"],
    ["another namespace", [admin({ ...denied, subject: byName("other") })], "open"],
    [
      "a label that is not known",
      [admin({ ...denied, subject: { namespaces: { matchLabels: { stage: "a" } } } })],
      "unknown",
    ],
    ["no subject", [admin({ ...denied, subject: undefined })], "unknown"],
    ["no priority", [admin({ ...denied, priority: undefined })], "unknown"],
    [
      "deny a port",
      [admin({ ...everywhere, ingress: [{ action: "Deny", ...fromAll, ports: [{}] }] })],
      "open",
    ],
    ["deny some", [admin({ ...everywhere, ingress: [{ action: "Deny", from: [byName("x")] }] })], "open"],
    ["deny overrules a NetworkPolicy", [allowAll, admin(denied)], "denied"],
    [
      "pass, then a NetworkPolicy",
      [admin({ ...everywhere, ingress: [{ action: "Pass", ...fromAll }] }), denyAll],
      "denied",
    ],
    [
      "pass before deny",
      [admin({ ...everywhere, ingress: [{ action: "Pass", ...fromAll }, ...denied.ingress] })],
      "open",
    ],
    [
      "allow where nothing isolates",
      [admin({ ...everywhere, ingress: [{ action: "Allow", ...fromAll }] })],
      "open",
    ],
    [
      "allow over a NetworkPolicy",
      [admin({ ...everywhere, ingress: [{ action: "Allow", ...fromAll }] }), denyAll],
      "unknown",
    ],
    [
      "a rule that does who knows what",
      [admin({ ...everywhere, ingress: [{ action: "${A}", ...fromAll }] })],
      "unknown",
    ],
    [
      "at the same priority",
      [admin(denied), admin({ ...everywhere, ingress: [{ action: "Pass", ...fromAll }] })],
      "unknown",
    ],
    ["baseline deny", [baseline(denied)], "denied"],
    ["baseline deny beside an open NetworkPolicy", [baseline(denied), allowAll], "cancelled"],
    ["cluster, admin tier", [cluster({ ...denied, tier: "Admin" }), allowAll], "denied"],
    ["cluster, baseline tier", [cluster({ ...denied, tier: "Baseline" }), allowAll], "cancelled"],
    ["cluster, no tier", [cluster(denied)], "unknown"],
    ["a spec that is none", [admin([])], "unknown"],
  ]);

  describe("egress", () => {
    const allowed = { ...everywhere, egress: [{ action: "Allow", ...toAll }] };
    const egress = network({ policyTypes: ["Egress"] });
    check("Egress", [
      ["deny", [admin({ ...everywhere, egress: [{ action: "Deny", ...toAll }] })], "denied"],
      [
        "deny IPv6",
        [admin({ ...everywhere, egress: [{ action: "Deny", to: [{ networks: ["::/0"] }] }] })],
        "open",
      ],
      [
        "deny the cluster",
        [admin({ ...everywhere, egress: [{ action: "Deny", to: [{ namespaces: {} }] }] })],
        "open",
      ],
      ["allow over a NetworkPolicy", [admin(allowed), egress], "cancelled"],
      [
        "accept over a NetworkPolicy",
        [cluster({ ...everywhere, tier: "Admin", egress: [{ action: "Accept", ...toAll }] }), egress],
        "cancelled",
      ],
      [
        "allow after deny",
        [
          admin({ ...allowed, priority: 9 }),
          admin({ ...everywhere, egress: [{ action: "Deny", ...toAll }] }),
        ],
        "denied",
      ],
      ["allow where nothing isolates", [admin(allowed)], "open"],
    ]);
  });

  describe("strict", () => {
    const some = { action: "Allow", from: [byName("x")] };
    check(
      "Ingress",
      [
        ["deny", [admin(denied)], "denied"],
        ["some allowed before", [baseline({ ...denied, ingress: [some, ...denied.ingress] })], "open"],
      ],
      { strict: true },
    );
  });
});
