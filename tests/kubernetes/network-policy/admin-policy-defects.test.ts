import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "../../../lib/kubernetes/kinds.js";
import { adminPolicyDefects } from "../../../lib/kubernetes/network-policy/admin-policy-defects.js";
import { ADMIN_POLICY_DEFINITIONS } from "../../../lib/kubernetes/data/admin-policy-definitions.js";
import { ADMIN_POLICY_LIMITS } from "../../../lib/kubernetes/network-policy/admin-policy-limits.js";
import type { AnyObject } from "../../../lib/kubernetes/objects.js";
import { isRefused } from "../../../lib/kubernetes/refusal.js";
import { schemaDefects } from "../../../lib/kubernetes/schema/schema-defects.js";

const KINDS = ["AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"] as const;
type Kind = (typeof KINDS)[number];

function policy(kind: Kind, spec: unknown, name = "default"): AnyObject {
  const version = kind === "ClusterNetworkPolicy" ? "v1alpha2" : "v1alpha1";
  return normalise(kind, {
    apiVersion: `policy.networking.k8s.io/${version}`,
    kind,
    metadata: { name },
    spec,
  });
}

function defects(kind: Kind, spec: unknown, name?: string): string[] {
  return adminPolicyDefects(policy(kind, spec, name)).map(
    ({ at, id, value }) => `${at.slice(1).join(".")} ${id} ${value}`,
  );
}

const everyPod = { namespaces: {} };
const admin = (rule: object) => ({ priority: 1, subject: everyPod, egress: [rule] });
const cluster = (rule: object) => ({ tier: "Admin", ...admin(rule) });

describe("adminPolicyDefects", () => {
  it.each<[Kind, unknown, string[]]>([
    ["AdminNetworkPolicy", undefined, [" missing spec"]],
    ["AdminNetworkPolicy", {}, ["priority missing priority", "subject missing subject"]],
    ["BaselineAdminNetworkPolicy", {}, ["subject missing subject"]],
    ["ClusterNetworkPolicy", { tier: null, priority: 0, subject: everyPod }, ["tier missing tier"]],
    ["AdminNetworkPolicy", { priority: -1, subject: everyPod }, ["priority outOfRange -1"]],
    ["AdminNetworkPolicy", { priority: 0.5, subject: everyPod }, []],
    ["AdminNetworkPolicy", "{{ spec }}", []],
    ["AdminNetworkPolicy", admin({ action: "Pass", to: [everyPod] }), []],
    ["ClusterNetworkPolicy", cluster({ action: "Accept", to: [everyPod] }), []],
    [
      "ClusterNetworkPolicy",
      cluster({ action: "Allow", to: [everyPod] }),
      ["egress.0.action unknownValue Allow"],
    ],
    [
      "AdminNetworkPolicy",
      admin({ action: "Deny", to: [{ pods: { podSelector: {}, namespaces: { sameLabels: ["a"] } } }] }),
      ["egress.0.to.0.pods.namespaces removedField namespaces"],
    ],
    [
      "AdminNetworkPolicy",
      admin({ action: "Deny", to: [{ namespaces: { matchLabels: { a: "b c" } } }] }),
      ["egress.0.to.0.namespaces.matchLabels.a labelValue b c"],
    ],
    [
      "ClusterNetworkPolicy",
      cluster({ action: "Deny", to: [{ nodes: {} }], protocols: [{ destinationNamedPort: "http" }] }),
      ["egress.0.protocols.0.destinationNamedPort namedPort http"],
    ],
    [
      "ClusterNetworkPolicy",
      cluster({
        action: "Deny",
        to: [everyPod],
        protocols: [{ tcp: { destinationPort: { number: 1, range: { start: 1, end: 2 } } } }],
      }),
      ["egress.0.protocols.0.tcp.destinationPort.range several range"],
    ],
  ])("of %s with %j", (kind, spec, expected) => {
    expect(defects(kind, spec)).toEqual(expected);
  });

  it("makes a policy as if it were not there, unless some API server stores it", () => {
    const isGone = (object: AnyObject) => {
      const kind = object.kind as Kind;
      return isRefused({ kind, object, defects: schemaDefects(kind, object) }, { isKustomized: true });
    };
    const deny = (more: object) =>
      policy("AdminNetworkPolicy", admin({ action: "Deny", to: [everyPod], ...more }));
    expect(isGone(deny({}))).toBe(false);
    expect(isGone(deny({ action: "deny" }))).toBe(true);
    expect(isGone(deny({ protocols: [] }))).toBe(true);
    expect(isGone(deny({ ports: [] }))).toBe(false);
    expect(isGone(deny({ ports: [{ portNumber: { port: 80, protocol: "tcp" } }] }))).toBe(false);
    expect(isGone(policy("BaselineAdminNetworkPolicy", { subject: everyPod }, "other"))).toBe(true);
  });

  it("has limits of fields that there are", () => {
    for (const [name, { required = [], bounds = {}, values = {} }] of Object.entries(ADMIN_POLICY_LIMITS)) {
      const fields = Object.keys(ADMIN_POLICY_DEFINITIONS[name] ?? { key: "", operator: "" });
      const named = [...required, ...Object.keys(bounds), ...Object.keys(values)];
      // A peer of a BaselineAdminNetworkPolicy has no domains.
      const missing = named.filter((field) => !fields.includes(field) && field !== "domainNames");
      expect([name, missing]).toEqual([name, []]);
    }
  });

  it("bears every value, and only names places under it", () => {
    const fields = Object.values(ADMIN_POLICY_DEFINITIONS).flatMap((definition) => Object.keys(definition));
    const keys = fc.constantFrom(...new Set(fields), "__proto__", "constructor", "matchLabels", "values");
    const texts = fc.constantFrom("Deny", "Accept", "10.0.0.0/8", "::/0", "${X}", "TCP", "", "*.a.b");
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 7 },
        texts,
        fc.constantFrom<unknown>(null, undefined, 0, 1, 1001, Number.NaN, true),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), value, (kind, spec) => {
        for (const { at } of adminPolicyDefects(policy(kind, spec)))
          expect(["spec", "metadata"]).toContain(at[0]);
      }),
    );
  });
});
