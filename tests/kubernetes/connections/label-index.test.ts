import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PodSet } from "../../../lib/kubernetes/connections/endpoint.js";
import { neededLabel, PodIndex, SelectorIndex } from "../../../lib/kubernetes/connections/label-index.js";
import { selectsPods } from "../../../lib/kubernetes/connections/pod-labels.js";
import { of } from "../network-policy/policies.js";
import { directed, pods } from "./world.js";

const KEYS = [
  "app",
  "tier",
  "job-name",
  "a=b",
  "${KEY}",
  "__proto__",
  "constructor",
  "k8s:app",
  "reserved:host",
];
const VALUES = ["x", "y", "", "b=x", "{{ .app }}", "__proto__", "toString"];

const key = fc.constantFrom(...KEYS);
const value = fc.constantFrom(...VALUES);
const labels = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.array(fc.tuple(key, value), { maxLength: 3 }).map((all) => Object.fromEntries(all)),
  },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
const expression = fc.record({
  key,
  operator: fc.constantFrom("In", "In", "NotIn", "Exists", "DoesNotExist", "Other"),
  values: fc.array(value, { maxLength: 2 }),
});
const selector: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ matchLabels: fc.dictionary(key, value, { maxKeys: 2 }) }, { requiredKeys: [] }),
  fc.record({ matchExpressions: fc.array(expression, { maxLength: 2 }) }),
  fc.constantFrom(null, {}, [], "app", { matchLabels: [] }, { matchLabels: { app: 7 } }, { other: 1 }),
);
const calico = fc.constantFrom(
  ..."app == 'x'|app == \"y\" && has(tier)|app == 'x' || tier == 'y'|app == 'x' &&|app == '|all()|!app == 'x'|app == '${X}'|app == 'x' && tier == '{{ y }}'|(app == 'x')|projectcalico.org/namespace == 'shop'|app in {'x'}".split(
    "|",
  ),
);

describe("what is found by labels", () => {
  it("is all that a selector may select", () => {
    fc.assert(
      fc.property(fc.array(labels, { maxLength: 5 }), selector, (all, asked) => {
        const some = all.map((own) => ({ labels: own as PodSet["labels"] }));
        const found = new PodIndex(some).candidates(asked);
        expect(found).toEqual(some.filter((one) => found.includes(one)));
        for (const one of some) if (selectsPods(asked, one) !== false) expect(found).toContain(one);
      }),
      { numRuns: 2000 },
    );
  });

  it("is every selector that may select pods", () => {
    fc.assert(
      fc.property(fc.array(selector, { maxLength: 5 }), labels, (all, own) => {
        const index = new SelectorIndex(all, neededLabel);
        const found = index.candidates({ labels: own as PodSet["labels"] });
        for (const one of all)
          if (selectsPods(one, { labels: own as PodSet["labels"] }) !== false) expect(found).toContain(one);
      }),
      { numRuns: 2000 },
    );
  });

  it("is every policy that may select pods, whatever its engine", () => {
    const policy = fc.oneof(
      selector.map((podSelector) => of("NetworkPolicy")({ podSelector })),
      fc.tuple(selector, fc.boolean()).map(([podSelector, isMore]) =>
        of("AdminNetworkPolicy")({
          priority: 1,
          subject: { pods: { namespaceSelector: {}, podSelector }, ...(isMore && { namespaces: {} }) },
          ingress: [{ action: "Deny", from: [{ namespaces: {} }] }],
        }),
      ),
      selector.map((endpointSelector) => of("CiliumNetworkPolicy")({ endpointSelector, ingress: [{}] })),
      calico.map((text) => of("CalicoNetworkPolicy")({ selector: text, types: ["Ingress"] })),
    );
    fc.assert(
      fc.property(fc.array(policy, { maxLength: 4 }), labels, (policies, own) => {
        const all = directed(policies);
        const some = pods("x", { labels: own as PodSet["labels"] });
        const found = new SelectorIndex(all, ({ needs }) => needs).candidates(some);
        for (const one of all) if (one.selects(some) !== false) expect(found).toContain(one);
      }),
      { numRuns: 3000 },
    );
  });

  it("leaves out what asks for other labels", () => {
    const all = [{ matchLabels: { app: "x" } }, { matchLabels: { app: "y" } }, {}];
    const index = new SelectorIndex(all, neededLabel);
    expect(index.candidates({ labels: { app: "x" } })).toEqual([all[0], all[2]]);
    expect(index.candidates({ labels: {} })).toEqual([all[2]]);
    expect(index.candidates({ labels: undefined })).toBe(all);
  });
});
