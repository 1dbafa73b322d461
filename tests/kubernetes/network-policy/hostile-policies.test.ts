import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isolation } from "../../../lib/kubernetes/network-policy/network-policy.js";
import type { KindName } from "../../../lib/kubernetes/objects.js";
import { denyAll, of } from "./policies.js";

const KINDS: KindName[] = [
  "CiliumNetworkPolicy",
  "CiliumClusterwideNetworkPolicy",
  "CalicoNetworkPolicy",
  "GlobalNetworkPolicy",
  "AdminNetworkPolicy",
  "BaselineAdminNetworkPolicy",
  "ClusterNetworkPolicy",
];

describe("hostile objects", () => {
  it("are borne by every engine", () => {
    const keys = fc.constantFrom(
      ...[
        "spec",
        "specs",
        "endpointSelector",
        "selector",
        "ingress",
        "egress",
        "ingressDeny",
        "fromEntities",
        "from",
        "to",
      ],
      ...[
        "subject",
        "namespaces",
        "matchLabels",
        "matchExpressions",
        "action",
        "source",
        "nets",
        "order",
        "types",
        "tier",
      ],
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom<unknown>(
          null,
          undefined,
          1,
          Number.NaN,
          "",
          "all()",
          "Allow",
          "Deny",
          "all",
          "Ingress",
          "0.0.0.0/0",
        ),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(keys, tie("value"), { maxKeys: 4 }),
      ),
    }));
    const kinds = fc.constantFrom(...KINDS);
    const policy = fc.record({ kind: kinds, object: fc.record({ spec: value, specs: value }) });
    fc.assert(
      fc.property(fc.array(policy, { maxLength: 3 }), fc.boolean(), (policies, strict) => {
        const { state } = isolation(policies, "Ingress", { strict });
        expect(["denied", "open", "cancelled", "unknown"]).toContain(state);
        // A policy that surely denies all is not undone by doubt.
        if (state === "denied" && !strict)
          expect(isolation([...policies, denyAll], "Ingress").state).toBe("denied");
      }),
      { numRuns: 500 },
    );
  });

  it("may hold themselves", () => {
    const loop: Record<string, unknown> = {};
    loop.matchLabels = loop.source = loop.ingress = loop.spec = loop;
    for (const kind of KINDS) {
      expect(() => isolation([of(kind)(loop)], "Ingress")).not.toThrow();
    }
  });
});
