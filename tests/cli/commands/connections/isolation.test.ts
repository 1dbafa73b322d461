import { describe, expect, it } from "vitest";
import { ask, deployment, namespace, policy, SHOP } from "./repositories.js";

describe("isolation", () => {
  it("lists namespaces and workloads with the policies that decide", async () => {
    expect(await ask(SHOP, "isolation")).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "NAMESPACE  WORKLOAD       INGRESS   EGRESS    POLICIES
      ops        any other pod  open      open      no policy
      ops        node           open      open      no policy
      ops        probe          open      open      no policy
      shop       any other pod  denied    denied    NetworkPolicy shop/deny (policies/deny.yaml:3) for ingress and egress
      shop       api            isolated  denied    NetworkPolicy shop/deny (policies/deny.yaml:3) for ingress and egress,
                                                    NetworkPolicy shop/api (policies/api.yaml:3) for ingress
      shop       db             denied    denied    NetworkPolicy shop/deny (policies/deny.yaml:3) for ingress and egress
      shop       web            isolated  isolated  NetworkPolicy shop/deny (policies/deny.yaml:3) for ingress and egress,
                                                    NetworkPolicy shop/web (policies/web.yaml:3) for ingress and egress

      Ingress of workloads: 2 open, 2 isolated and 1 denied.
      Egress of workloads: 2 open, 1 isolated and 2 denied.
      Ingress of any other pod, by namespace: 1 open and 1 denied.
      Egress of any other pod, by namespace: 1 open and 1 denied.",
      }
    `);
  });

  it.each([
    ["{ podSelector: {} }", "denied", "open"],
    ["{ podSelector: {}, ingress: [] , policyTypes: [Ingress, Egress] }", "denied", "denied"],
    ["{ podSelector: {}, ingress: [{}] }", "open", "open"],
    ["{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }", "isolated", "open"],
    ["{ podSelector: {}, policyTypes: [Egress] }", "open", "denied"],
    ["{ podSelector: {}, egress: [{}] }", "denied", "open"],
    ["{ podSelector: {}, egress: [{ ports: [{ port: 53 }] }] }", "denied", "isolated"],
    [
      "{ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: 0.0.0.0/0 } }] }], policyTypes: [Egress] }",
      "open",
      "open",
    ],
    [
      "{ podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: 8.0.0.0/8 } }] }], policyTypes: [Egress] }",
      "open",
      "isolated",
    ],
    ["{ podSelector: { matchLabels: { app: other } } }", "open", "open"],
    ["{ podSelector: { matchLabels: { app: '${APP}' } } }", "not known", "open"],
    ["{ podSelector: {}, policyTypes: ['${TYPE}'] }", "not known", "not known"],
    [
      "{ podSelector: {}, ingress: [{ from: [{ podSelector: { matchLabels: { app: '${APP}' } } }] }] }",
      "isolated",
      "open",
    ],
  ])("of a pod with %s is %s for ingress and %s for egress", async (spec, ingress, egress) => {
    const { out } = await ask(
      { "a.yaml": `${deployment("x", "a")}---\n${policy("p", "a", spec)}` },
      "isolation",
    );
    const row = out.split("\n").find((line) => / x /.test(line));
    expect(row?.split(/ {2,}/).slice(2, 4)).toEqual([ingress, egress]);
  });

  it("is isolated by an administrator who denies a single address", async () => {
    const admin = `apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: { name: p }
spec: { priority: 1, subject: { namespaces: {} }, egress: [{ action: Deny, to: [{ networks: [169.254.169.254/32] }] }] }
`;
    const { out } = await ask({ "a.yaml": `${deployment("x", "a")}---\n${admin}` }, "isolation");
    expect(out).toMatch(/^a +x +open +isolated /m);
  });

  it("does not know what policies do to pods on the network of their node", async () => {
    const given = {
      "a.yaml": `${deployment("x", "a", ", hostNetwork: true")}---\n${policy("p", "a", "{ podSelector: {} }")}`,
    };
    const { out } = await ask(given, "isolation");
    expect(out).toMatch(/^a {10}x {14}not known {2}open/m);
    expect(out).toContain(
      "Cannot know: pods that have the network of their node: what policies do there is up to the network plugin.",
    );
  });

  it("does not know what a chart brings that may hold policies", async () => {
    const given = {
      "kustomization.yaml":
        "namespace: a\nresources: [x.yaml, 'https://example.com/network-policies?ref=v1']\n",
      "x.yaml": deployment("x", "a"),
    };
    const { out } = await ask(given, "isolation", "-n", "a");
    expect(out).toMatchInlineSnapshot(`
      "NAMESPACE  WORKLOAD       INGRESS    EGRESS     POLICIES
      a          any other pod  not known  not known  not known
      a          x              not known  not known  not known

      Ingress of workloads: 1 not known.
      Egress of workloads: 1 not known.
      Not listed: the pods of what is not in the repository: kustomization.yaml uses 'https://example.com/network-policies?ref=v1', which is not in this repository.
      Cannot know: kustomization.yaml uses 'https://example.com/network-policies?ref=v1', which is not in this repository."
    `);
  });

  it("asks in one namespace", async () => {
    const { code, out } = await ask(SHOP, "isolation", "-n", "ops");
    expect({ code, rows: out.match(/^(?:ops|shop) .*$/gm)?.length }).toEqual({ code: 0, rows: 3 });
    expect(await ask(SHOP, "isolation", "-n", "opps")).toEqual({
      code: 1,
      err: "",
      out: "No namespace and no workload, as far as the repository shows.\n\nNamespace 'opps' is nowhere in this repository. Did you mean 'ops'?",
    });
    expect((await ask({ "a.yaml": namespace("a") }, "isolation")).code).toBe(0);
  });

  it("prints JSON for programs", async () => {
    const { out } = await ask(SHOP, "isolation", "-n", "ops", "--format", "json");
    expect(JSON.parse(out)).toMatchInlineSnapshot(`
      {
        "cannotKnow": [],
        "networks": [
          {
            "hidden": [],
            "namespaces": [
              {
                "anyOther": {
                  "egress": {
                    "cannotKnow": [],
                    "policies": [],
                    "state": "open",
                  },
                  "ingress": {
                    "cannotKnow": [],
                    "policies": [],
                    "state": "open",
                  },
                },
                "namespace": "ops",
                "workloads": [
                  {
                    "egress": {
                      "cannotKnow": [],
                      "policies": [],
                      "state": "open",
                    },
                    "ingress": {
                      "cannotKnow": [],
                      "policies": [],
                      "state": "open",
                    },
                    "kind": "Deployment",
                    "name": "node",
                    "namespace": "ops",
                  },
                  {
                    "egress": {
                      "cannotKnow": [],
                      "policies": [],
                      "state": "open",
                    },
                    "ingress": {
                      "cannotKnow": [],
                      "policies": [],
                      "state": "open",
                    },
                    "kind": "Deployment",
                    "name": "probe",
                    "namespace": "ops",
                  },
                ],
              },
            ],
          },
        ],
      }
    `);
  });

  it("takes nothing but its options", async () => {
    expect(await ask(SHOP, "isolation", "shop")).toEqual({
      code: 2,
      out: "",
      err: "gitops-lint: 'shop' is one argument too many. Write '-n' before a namespace. See gitops-lint isolation --help.",
    });
  });
});
