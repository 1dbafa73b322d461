import { describe, expect, it } from "vitest";
import { limitsOf } from "../../../lib/kubernetes/argocd/project-limits.js";

const ITSELF = "https://kubernetes.default.svc";
const POD = { group: "", kind: "Pod" };
const BINDING = { group: "rbac.authorization.k8s.io", kind: "ClusterRoleBinding" };
const project = (spec: object) => limitsOf({ spec });

describe("limitsOf", () => {
  it.each([
    [["*"], true],
    [["**"], true],
    [["https://git.example.com/*"], false],
    [["*", "!https://git.example.com/*"], false],
    [[], false],
  ])("says whether %o takes any source", (sourceRepos, any) => {
    expect(project({ sourceRepos }).takesAnySource).toBe(any);
  });

  it.each([
    [[{ server: ITSELF, namespace: "shop" }], true],
    [[{ server: "*", namespace: "*" }], true],
    [[{ name: "in-cluster", namespace: "sh*" }], true],
    [[{ name: "*", namespace: "shop" }], true],
    [[{ server: "https://other", namespace: "shop" }], false],
    [[{ name: "other", namespace: "*" }], false],
    [[{ server: ITSELF, namespace: "blog" }], false],
    [
      [
        { server: "*", namespace: "*" },
        { server: ITSELF, namespace: "!shop" },
      ],
      false,
    ],
    [[{ server: "*", namespace: "{" }], false],
    [["shop"], false],
    [undefined, false],
  ])("reads the destinations %o", (destinations, isAllowed) => {
    expect(project({ destinations }).allowsNamespace("shop")).toBe(isAllowed);
  });

  it.each([
    [{}, true],
    [{ namespaceResourceWhitelist: [{ group: "*", kind: "*" }] }, true],
    [{ namespaceResourceWhitelist: [{ group: "", kind: "Pod" }] }, true],
    [{ namespaceResourceWhitelist: [{ group: "apps", kind: "Deployment" }] }, false],
    [{ namespaceResourceWhitelist: [] }, false],
    [{ namespaceResourceBlacklist: [{ group: "", kind: "P*" }] }, false],
  ])("reads the kinds of %o", (spec, isAllowed) => {
    expect(project(spec).allowsKind(POD)).toBe(isAllowed);
  });

  it.each([
    [{}, false],
    [{ clusterResourceWhitelist: [{ group: "*", kind: "*" }] }, true],
    [{ clusterResourceWhitelist: [BINDING] }, true],
    [{ clusterResourceWhitelist: [{ ...BINDING, name: "shop-*" }] }, false],
    [{ clusterResourceWhitelist: [{ group: "", kind: "Namespace" }] }, false],
    [{ clusterResourceWhitelist: [BINDING], clusterResourceBlacklist: [BINDING] }, false],
  ])("reads the cluster-wide kinds of %o", (spec, isAllowed) => {
    const destinations = [{ server: ITSELF, namespace: "shop" }];
    expect(project({ ...spec, destinations }).allowsClusterKind(BINDING)).toBe(isAllowed);
    expect(project(spec).allowsClusterKind(BINDING)).toBe(false);
  });

  it("takes the first account that fits", () => {
    const { accountIn } = project({
      destinationServiceAccounts: [
        { server: "https://other", namespace: "*", defaultServiceAccount: "elsewhere" },
        { server: ITSELF, namespace: "shop", defaultServiceAccount: "deployer" },
        { server: "*", namespace: "s*", defaultServiceAccount: "tools:all" },
      ],
    });
    expect(accountIn("shop")).toEqual({ namespace: "shop", name: "deployer" });
    expect(accountIn("site")).toEqual({ namespace: "tools", name: "all" });
    expect(accountIn("blog")).toBeUndefined();
  });
});
