import { describe, expect, it } from "vitest";
import { mayGenerateIsolation } from "../../../lib/kubernetes/network-policy/kyverno.js";
import { isolation } from "../../../lib/kubernetes/network-policy/network-policy.js";
import type { NamespaceFacts } from "../../../lib/kubernetes/labels/label-selector.js";

const DENY = { podSelector: {}, policyTypes: ["Ingress"] };
const generate = (rest: object = {}) => ({
  kind: "NetworkPolicy",
  name: "deny",
  namespace: "{{request.object.metadata.name}}",
  data: { spec: DENY },
  ...rest,
});
const match = (resources: object) => ({ any: [{ resources }] });
const namespaces = match({ kinds: ["Namespace"] });
const rule = (rest: object = {}) => ({ name: "deny", match: namespaces, generate: generate(), ...rest });

function isAffected(
  rules: unknown,
  namespace: NamespaceFacts = { name: "shop", labels: { team: "a" } },
  head: object = {},
): boolean {
  const question = { direction: "Ingress" as const, namespace };
  return mayGenerateIsolation({ kind: "ClusterPolicy", spec: { rules }, ...head }, question, (policy) => {
    return isolation([policy], "Ingress", { namespace }).state !== "open";
  });
}

describe("what Kyverno may generate for a namespace", () => {
  it.each<[string, object, boolean]>([
    ["a policy for every namespace", {}, true],
    ["a policy of a rule without a match", { match: undefined }, false],
    ["a validation", { generate: undefined, validate: { pattern: { kind: "NetworkPolicy" } } }, false],
    [
      "a mutation",
      { generate: undefined, mutate: { patchStrategicMerge: { kind: "NetworkPolicy" } } },
      false,
    ],
    ["another kind", { generate: generate({ kind: "ConfigMap" }) }, false],
    [
      "a policy for some pods",
      { generate: generate({ data: { spec: { podSelector: { matchLabels: { a: "b" } } } } }) },
      false,
    ],
    [
      "a copy of a policy",
      { generate: generate({ data: undefined, clone: { name: "x", namespace: "y" } }) },
      true,
    ],
    [
      "copies of policies",
      { generate: { cloneList: { kinds: ["networking.k8s.io/v1/NetworkPolicy"] } } },
      true,
    ],
    ["a policy for this namespace", { generate: generate({ namespace: "shop" }) }, true],
    ["a policy for another namespace", { generate: generate({ namespace: "bakery" }) }, false],
    [
      "a policy for namespaces of that name",
      { match: match({ kinds: ["Namespace"], names: ["sh*"] }) },
      true,
    ],
    [
      "a policy for namespaces of other names",
      { match: match({ kinds: ["v1/Namespace"], names: ["ba*"] }) },
      false,
    ],
    [
      "one for namespaces by label",
      { match: match({ kinds: ["Namespace"], selector: { matchLabels: { team: "a" } } }) },
      true,
    ],
    [
      "one for others by label",
      { match: match({ kinds: ["Namespace"], selector: { matchLabels: { team: "b" } } }) },
      false,
    ],
    ["one in the older form", { match: { resources: { kinds: ["Namespace"], name: "ba*" } } }, false],
    ["one that pods bring about", { match: match({ kinds: ["Pod"] }) }, true],
    [
      "one that pods of other namespaces bring about",
      { match: match({ kinds: ["Pod"], namespaces: ["bakery"] }) },
      false,
    ],
    ["one that leaves it out", { exclude: match({ kinds: ["Namespace"], names: ["shop"] }) }, false],
    ["one that leaves others out", { exclude: match({ kinds: ["Namespace"], names: ["bakery"] }) }, true],
    [
      "one that may leave it out",
      { exclude: match({ kinds: ["Namespace"], names: ["shop"], annotations: { a: "b" } }) },
      true,
    ],
  ])("%s: %s", (_, change, expected) => {
    expect(isAffected([rule(change)])).toBe(expected);
  });

  it("depends on labels that are not known", () => {
    const byLabel = rule({
      match: match({ kinds: ["Namespace"], selector: { matchLabels: { team: "b" } } }),
    });
    expect(isAffected([byLabel], { name: "shop" })).toBe(true);
  });

  it("stays in the namespace of a Policy", () => {
    const head = (namespace: string) => ({ kind: "Policy", metadata: { namespace } });
    expect(isAffected([rule()], undefined, head("shop"))).toBe(true);
    expect(isAffected([rule()], undefined, head("bakery"))).toBe(false);
  });

  it("may be anything that a GeneratingPolicy speaks of", () => {
    const spec = (text: string) => ({ kind: "GeneratingPolicy", spec: { generate: [{ expression: text }] } });
    expect(isAffected([], undefined, spec("generator.Apply(ns, [networkPolicy])"))).toBe(true);
    expect(isAffected([], undefined, spec("generator.Apply(ns, [quota])"))).toBe(false);
  });

  it("is nothing for what is no policy", () => {
    expect(isAffected("x")).toBe(false);
    expect(isAffected([7, null, {}])).toBe(false);
  });
});
