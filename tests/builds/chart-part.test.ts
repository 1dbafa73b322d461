import { describe, expect, it } from "vitest";
import { chartPart, valuesIn } from "../../lib/builds/chart-part.js";

const about = { reason: "renders a chart", file: "a.yaml" };

describe("a chart that is installed", () => {
  it("says no more than is known", () => {
    expect(chartPart({ ...about, names: [] })).toEqual({ kind: "chart", ...about, names: [] });
    expect(chartPart({ ...about, names: [], namespace: 1, values: null, texts: [] })).toEqual({
      kind: "chart",
      ...about,
      names: [],
    });
    expect(chartPart({ ...about, names: [], namespace: "${NS}" })).not.toHaveProperty("namespace");
  });

  it("says all that is", () => {
    const values = { replicas: 1 };
    expect(
      chartPart({
        ...about,
        names: ["web", 1, undefined, "web", "${NAME}", "shop"],
        namespace: "team",
        values,
        texts: ["web/"],
      }),
    ).toEqual({
      kind: "chart",
      ...about,
      names: ["web", "shop"],
      namespace: "team",
      texts: ["web/"],
      values: '{"replicas":1}',
    });
  });

  it.each<[unknown, readonly string[]]>([
    [
      { nameOverride: "a", fullnameOverride: "b", full_nameOverride: "c", full_NameOverride: "d" },
      ["a", "b", "c", "d"],
    ],
    [{ myNameOverride: "a", nameOverrides: "b", name: "c" }, []],
    [{ serviceAccountName: "a", serviceAccountNames: "b", podServiceAccountName: "c" }, ["a"]],
    [{ serviceAccount: { name: "a", create: true } }, ["a"]],
    [{ serviceAccounts: { name: "a", server: { nameOverride: "b" } } }, ["a", "b"]],
    [{ serviceAccounts: [{ serviceAccountName: "a" }], serviceAccount: "b" }, ["a"]],
    [{ myServiceAccount: { name: "a" }, serviceAccounting: { name: "b" } }, []],
    [[{ controller: { nameOverride: "a" } }, "b"], ["a"]],
    ["nameOverride: a", []],
    [nest({ nameOverride: "a" }, 20), ["a"]],
    [nest({ nameOverride: "a" }, 21), []],
    [nest([{ nameOverride: "a" }], 19), ["a"]],
    [nest([{ nameOverride: "a" }], 20), []],
  ])("is named by %j", (values, names) => {
    expect(chartPart({ ...about, names: [], values }).names).toEqual(names);
  });

  it.each<[unknown, boolean]>([
    [{ networkPolicy: { enabled: true } }, true],
    [{ networkPolicy: { enabled: false, create: true } }, false],
    [{ networkPolicy: { create: true } }, true],
    [{ networkPolicy: { create: false } }, false],
    [{ networkPolicy: {} }, false],
    [{ networkPolicy: { ingress: [] } }, false],
    [{ networkPolicy: { ingress: [1], egress: false } }, true],
    [{ networkPolicy: true }, true],
    [{ networkPolicy: false }, false],
    [{ networkPolicy: null }, false],
    [{ networkPolicy: "" }, false],
    [{ networkPolicy: "on" }, true],
    [{ networkPolicies: [] }, false],
    [{ networkPolicies: [1] }, true],
    [{ "network-policies": true, a: 1 }, true],
    [{ network_policy: true }, true],
    [{ enableNetpol: true }, true],
    [{ network: true }, false],
    [{ server: { networkPolicy: true }, client: {} }, true],
    [[{}, { networkPolicy: true }], true],
    [[], false],
    [{ extra: [{ kind: "NetworkPolicy" }] }, true],
    [{ extra: [{ kind: "CiliumNetworkPolicy" }] }, true],
    [{ extra: [{ kind: "NetworkPolicyList" }, { kind: 1 }] }, false],
    [{ type: "NetworkPolicy" }, false],
    [{ extra: "apiVersion: v1\nkind: NetworkPolicy\n" }, true],
    [{ extra: '{"kind": "CiliumNetworkPolicy"}' }, true],
    [{ extra: "kind: Role" }, false],
    [nest({ networkPolicy: true }, 20), true],
    [nest({ networkPolicy: true }, 21), false],
  ])("brings policies with %j: %s", (values, expected) => {
    expect(chartPart({ ...about, names: [], values }).bringsPolicies ?? false).toBe(expected);
  });
});

describe("values that are a text", () => {
  it.each<[unknown, unknown]>([
    ["a: { b: 1 }", { a: { b: 1 } }],
    ["a: {", "a: {"],
    ["", null],
    [{ a: 1 }, { a: 1 }],
    [undefined, undefined],
  ])("%j", (text, values) => {
    expect(valuesIn(text)).toEqual(values);
  });
});

/** A value so many maps deep. */
function nest(value: unknown, depth: number): unknown {
  return depth === 0 ? value : { a: nest(value, depth - 1) };
}
