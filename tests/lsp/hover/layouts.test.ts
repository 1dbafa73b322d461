import { describe, expect, it } from "vitest";
import { ARGOCD, FLUX, KUSTOMIZE, PLAIN } from "../layouts.js";
import { hoverAt } from "./hover-at.js";

describe("a hover on plain manifests", () => {
  it("says what a role grants, each right with its place", async () => {
    expect(await hoverAt(PLAIN, "shop/read.yaml", "name: pod-rea|der")).toBe(
      [
        "**Role `pod-reader`** ([shop/role.yaml:4](shop/role.yaml#L4))",
        "",
        "Grants in namespace `shop`:",
        "",
        "- get, list and watch on `pods` and `pods/log` ([shop/role.yaml:7](shop/role.yaml#L7))",
        "- get on `deployments.apps` ([shop/role.yaml:10](shop/role.yaml#L10))",
      ].join("\n"),
    );
  });

  it("says that a role does not exist", async () => {
    expect(await hoverAt(PLAIN, "shop/missing.yaml", "name: pod-rae|der")).toBe(
      "**Role `pod-raeder`** does not exist, so this binding grants nothing. Did you mean `pod-reader`?",
    );
  });

  it("says what a subject can do and through what, the dangerous things first", async () => {
    const text = await hoverAt(PLAIN, "shop/read.yaml", "- kind: Service|Account");
    const lines = text?.split("\n") ?? [];
    expect(lines[0]).toBe("**ServiceAccount `shop/shop`** ([shop/account.yaml:4](shop/account.yaml#L4))");
    expect(lines.filter((one) => one.startsWith("- "))).toEqual([
      "- in namespace `shop`: **read every Secret of namespace 'shop'**; every verb on `secrets`, through RoleBinding `secrets` ([shop/secrets.yaml:11](shop/secrets.yaml#L11)) and ClusterRole `secret-admin` ([cluster/role.yaml:6](cluster/role.yaml#L6))",
      "- in namespace `shop`: get, list and watch on `pods` and `pods/log`; get on `deployments.apps`, through RoleBinding `read-pods` ([shop/read.yaml:11](shop/read.yaml#L11)) and Role `pod-reader` ([shop/role.yaml:7](shop/role.yaml#L7))",
    ]);
  });

  it("says the same of the account of a workload", async () => {
    const text = await hoverAt(PLAIN, "shop/deployment.yaml", "serviceAccountName: sh|op");
    expect(text).toContain("**read every Secret of namespace 'shop'**");
  });

  it("says of a namespace whether it is isolated, and who has rights in it", async () => {
    const text = await hoverAt(PLAIN, "cluster/namespaces.yaml", "name: sh|op");
    expect(text).toContain(
      "- Ingress: open by default: no policy isolates all of its pods, but its only workload is isolated.\n",
    );
    expect(text).toContain(
      "- Pod Security: enforces `restricted` ([cluster/namespaces.yaml:6](cluster/namespaces.yaml#L6)).",
    );
    expect(text).toContain(
      "- ServiceAccount `shop/shop` by ClusterRole `secret-admin`, through RoleBinding `secrets` ([shop/secrets.yaml:4](shop/secrets.yaml#L4))",
    );
  });

  it("says what selectors select", async () => {
    expect(await hoverAt(PLAIN, "shop/policy.yaml", "podSel|ector")).toBe(
      "Selects the pods in namespace `shop` of 1 workload:\n\n- Deployment `shop` ([shop/deployment.yaml:4](shop/deployment.yaml#L4))",
    );
    expect(await hoverAt(PLAIN, "shop/policy.yaml", "namespaceSel|ector")).toBe(
      "Selects namespace `ingress`.",
    );
  });
});

describe("a hover in a base of kustomize", () => {
  it("tells overlays apart where they grant something else", async () => {
    expect(await hoverAt(KUSTOMIZE, "base/read.yaml", "name: pod-rea|der")).toBe(
      [
        "In what `overlays/production` applies:",
        "**Role `production-pod-reader`** ([base/role.yaml:4](base/role.yaml#L4))",
        "Grants in namespace `shop-production`:",
        "- every verb on `pods` ([overlays/production/wider.yaml:6](overlays/production/wider.yaml#L6))",
        "In what `overlays/staging` applies:",
        "**Role `staging-pod-reader`** ([base/role.yaml:4](base/role.yaml#L4))",
        "Grants in namespace `shop-staging`:",
        "- get, list and watch on `pods` and `pods/log` ([base/role.yaml:6](base/role.yaml#L6))\n- get on `deployments.apps` ([base/role.yaml:9](base/role.yaml#L9))",
      ].join("\n\n"),
    );
  });

  it("says what a name becomes in each overlay", async () => {
    expect(await hoverAt(KUSTOMIZE, "base/account.yaml", "name: sh|op")).toContain(
      [
        "Becomes:\n",
        "- `production-shop` in namespace `shop-production` in what `overlays/production` applies",
        "- `staging-shop` in namespace `shop-staging` in what `overlays/staging` applies",
      ].join("\n"),
    );
  });

  it("says of a patch what it makes of the object", async () => {
    expect(await hoverAt(KUSTOMIZE, "overlays/production/wider.yaml", "name: pod-rea|der")).toContain(
      "- every verb on `pods` ([overlays/production/wider.yaml:6](overlays/production/wider.yaml#L6))",
    );
  });

  it("says what an entry brings", async () => {
    expect(await hoverAt(KUSTOMIZE, "overlays/production/kustomization.yaml", "../../ba|se")).toBe(
      [
        "Kustomization [base/kustomization.yaml](base/kustomization.yaml): 7 objects of kinds that gitops-lint reads.",
        "",
        "- Role `pod-reader`",
        "- ServiceAccount `shop`",
        "- RoleBinding `read-pods`, `secrets` and `missing`",
        "- Deployment `shop`",
        "- NetworkPolicy `shop`",
      ].join("\n"),
    );
  });
});

describe("a hover on what Flux and Argo CD apply", () => {
  it("puts together what clusters have alike", async () => {
    for (const [files, base, access] of [
      [FLUX, "apps/base", "infrastructure/access"],
      [ARGOCD, "base", "access"],
    ] as const) {
      const text = await hoverAt(files, `${base}/secrets.yaml`, "name: secret-ad|min");
      expect(text).toContain("Grants in namespaces `shop-production` and `shop-staging`:");
      expect(text).toContain(
        `- **can read every Secret of namespaces 'shop-production' and 'shop-staging'** ([${access}/role.yaml:6](${access}/role.yaml#L6))`,
      );
    }
  });

  it("says to whom a role is bound in all of them", async () => {
    expect(await hoverAt(FLUX, "infrastructure/access/role.yaml", "name: secret-ad|min")).toContain(
      "- RoleBinding `secrets` ([apps/base/secrets.yaml:4](apps/base/secrets.yaml#L4)) in namespaces `shop-production` and `shop-staging` to ServiceAccount `shop` of the same namespace",
    );
  });

  it("says what a path brings, and where", async () => {
    expect(await hoverAt(FLUX, "clusters/staging/shop.yaml", "path: ./apps|/staging")).toContain(
      "Applies `apps/staging`: 8 objects of kinds that gitops-lint reads, to cluster `flux:clusters/staging`.",
    );
    expect(await hoverAt(ARGOCD, "root.yaml", "path: applic|ations")).toContain(
      "Applies `applications`: 2 objects of kinds that gitops-lint reads in namespace `argocd`.\n\n- Application `access`\n- ApplicationSet `shop`",
    );
  });
});
