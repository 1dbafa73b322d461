import { describe, expect, it } from "vitest";
import { LAYOUTS } from "../layouts.js";
import { complete } from "./completing.js";

const KUSTOMIZE = LAYOUTS.kustomize ?? {};
const COMPONENT = {
  "parts/debug/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n",
};

describe("paths", () => {
  it("of resources are files and kustomizations that are not listed yet", async () => {
    const files = { ...KUSTOMIZE, ...COMPONENT, "base/deep/more.yaml": KUSTOMIZE["base/role.yaml"] ?? "" };
    const base = await complete(files, "base/kustomization.yaml", `resources:\n  - role.yaml\n  - ‸\n`);
    expect(base.labels).toEqual([
      ...["account.yaml", "deep/more.yaml", "deployment.yaml", "missing.yaml", "policy.yaml", "read.yaml"],
      ...["secrets.yaml", "../cluster", "../overlays/production", "../overlays/staging"],
    ]);
    const path = "overlays/production/kustomization.yaml";
    const overlay = await complete(
      files,
      path,
      "resources: [../../base, ‸]\npatches:\n  - path: wider.yaml\n",
    );
    expect(overlay.labels.slice(0, 3)).toEqual(["namespace.yaml", "wider.yaml", "../staging"]);
    expect(overlay.item("wider.yaml").detail).toBe("patch");
    expect(overlay.labels).not.toContain("../../base");
    expect(overlay.chosen("../../cluster")).toContain("resources: [../../base, ../../cluster]");
  });

  it("of components are components, and those of patches files", async () => {
    const path = "overlays/production/kustomization.yaml";
    const files = { ...KUSTOMIZE, ...COMPONENT };
    const components = await complete(files, path, "components:\n- ../../‸\n");
    expect(components.labels).toEqual(["../../parts/debug"]);
    expect(components.chosen("../../parts/debug")).toBe("components:\n- ../../parts/debug\n");
    const patch = await complete(files, path, "patches:\n  - path: ‸\n    target: { kind: Role }\n");
    expect(patch.labels).toEqual(["namespace.yaml", "wider.yaml"]);
    const namespace = await complete(files, path, "namespace: ‸\nresources: [../../base]\n");
    expect(namespace.labels[0]).toBe("shop-staging");
  });

  it("of Flux begin with a dot, and those of Argo CD do not", async () => {
    const flux = LAYOUTS.Flux ?? {};
    const path = "clusters/staging/shop.yaml";
    const of = await complete(flux, path, (flux[path] ?? "").replace("./apps/staging", "./apps/‸"));
    expect(of.labels.slice(0, 3)).toEqual(["./apps/base", "./apps/production", "./apps/staging"].sort());
    expect(of.chosen("./apps/staging")).toBe(flux[path]);
    const argo = LAYOUTS["Argo CD"] ?? {};
    const app = await complete(
      argo,
      "applications/access.yaml",
      (argo["applications/access.yaml"] ?? "").replace("path: access", "path: ‸"),
    );
    expect(app.labels).toContain("access");
    expect(app.chosen("access")).toBe(argo["applications/access.yaml"]);
  });
});
