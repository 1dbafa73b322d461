import { describe, expect, it } from "vitest";
import { LAYOUTS } from "../layouts.js";
import { complete } from "./completing.js";

const PLAIN = LAYOUTS.plain ?? {};
const KUSTOMIZE = LAYOUTS.kustomize ?? {};

const begin = (subject: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b, namespace: shop }
roleRef: { kind: Role, name: pod-reader, apiGroup: rbac.authorization.k8s.io }
subjects:
  - ${subject}
`;

describe("subjects", () => {
  it("are of three kinds", async () => {
    expect((await complete(PLAIN, "b.yaml", begin("kind: ‸"))).labels).toEqual([
      "ServiceAccount",
      "Group",
      "User",
    ]);
    const empty = await complete(PLAIN, "b.yaml", begin("kind: Gr‸oup"));
    expect(empty.chosen("User")).toContain("- kind: User\n");
  });

  it("that are ServiceAccounts are offered with their namespaces", async () => {
    const named = await complete(PLAIN, "b.yaml", begin("kind: ServiceAccount\n    name: ‸"));
    expect(named.labels).toEqual(["shop"]);
    expect(named.item("shop").detail).toBe("in shop, shop/account.yaml");
    expect((await named.told("shop")).detail).toBe("shop/account.yaml:1");
    const placed = await complete(
      PLAIN,
      "b.yaml",
      begin("kind: ServiceAccount\n    name: shop\n    namespace: ‸"),
    );
    expect(placed.labels[0]).toBe("shop");
    expect(placed.item("shop").detail).toBe("has ServiceAccount 'shop', shop/account.yaml");
    expect(placed.labels).toEqual([
      "shop",
      "ingress",
      "default",
      "kube-system",
      "kube-public",
      "kube-node-lease",
    ]);
    const elsewhere = await complete(
      PLAIN,
      "b.yaml",
      begin("{kind: ServiceAccount, namespace: ingress, name: ‸}"),
    );
    expect(elsewhere.labels).toEqual([]);
  });

  it("are named as they are written below overlays", async () => {
    const path = "base/read.yaml";
    const marked = (KUSTOMIZE[path] ?? "").replace("    name: shop", "    name: ‸");
    const of = await complete(KUSTOMIZE, path, marked);
    expect(of.labels).toEqual(["shop"]);
    expect(of.chosen("shop")).toBe(KUSTOMIZE[path]);
  });

  it("that are groups come from other bindings, and Kubernetes' own with a warning", async () => {
    const other = begin("{kind: Group, name: 'oidc:team: a'}").replace("name: b", "name: other");
    const of = await complete({ ...PLAIN, "other.yaml": other }, "b.yaml", begin("{kind: Group, name: ‸}"));
    expect(of.labels.slice(0, 3)).toEqual(["oidc:team: a", "system:authenticated", "system:unauthenticated"]);
    expect(of.chosen("oidc:team: a")).toContain('name: "oidc:team: a"}');
    expect((await of.told("system:masters")).documentation).toMatchObject({
      value: "Members may do everything, whatever RBAC says, and no change of a role takes it back.",
    });
    expect((await of.told("system:serviceaccounts:shop")).documentation).toMatchObject({
      value:
        "This is every ServiceAccount of namespace 'shop', including future ones. Bind a narrower group, or a ServiceAccount by its name.",
    });
  });

  it("are whom pods run as", async () => {
    const path = "base/deployment.yaml";
    const marked = (KUSTOMIZE[path] ?? "").replace("serviceAccountName: shop", "serviceAccountName: sh‸");
    const of = await complete(KUSTOMIZE, path, marked);
    expect(of.labels).toEqual(["shop", "default"]);
    expect(of.chosen("shop")).toBe(KUSTOMIZE[path]);
  });

  it("and other objects are in namespaces of the repository", async () => {
    const of = await complete(
      PLAIN,
      "b.yaml",
      begin("kind: User").replace("namespace: shop", "namespace: in‸"),
    );
    expect(of.chosen("ingress")).toContain("metadata: { name: b, namespace: ingress }");
  });
});
