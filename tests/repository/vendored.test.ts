import { describe, expect, it } from "vitest";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { type FileFacts, factsOf } from "../../lib/repository/facts.js";
import { originOf } from "../../lib/repository/vendored.js";

const charts: Record<string, string> = {
  "apps/shop/Chart.yaml":
    "apiVersion: v2\nname: shop\ndependencies:\n  - { name: redis, repository: 'https://charts.example.com' }\n  - { name: own, repository: 'file://../own' }\n  - { name: inside }\n  - { name: added, repository: '@stable' }\n  - { name: alias, repository: 'alias:stable' }\n  - { name: oci, repository: 'oci://registry.example.com/charts' }\n",
  "apps/shop/charts/inside/Chart.yaml":
    "name: inside\ndependencies: [{ name: deep, repository: 'https://charts.example.com' }]\n",
  "old/requirements.yaml": "dependencies: [{ name: redis, repository: 'https://charts.example.com' }]\n",
  "odd/Chart.yaml": "dependencies: { name: redis, repository: 'https://charts.example.com' }\n",
  "odd/values.yaml": "dependencies: [{ name: redis, repository: 'https://charts.example.com' }]\n",
  "broken/Chart.yaml": "dependencies: [",
};
const files = new Map(
  Object.entries(charts).map(([path, text]): [string, FileFacts] => [
    path,
    factsOf(path, new ManifestFile(text)),
  ]),
);

function origin(path: string, vendored?: readonly string[], saysGenerated = false) {
  return originOf({ path, files, settings: vendored ? { vendored } : {}, saysGenerated });
}

describe("a file that nobody edits by hand", () => {
  it.each([
    ["vendor/a.yaml", "vendored"],
    ["apps/vendor/deep/a.yaml", "vendored"],
    ["third_party/a.yaml", "vendored"],
    ["clusters/prod/flux-system/gotk-components.yaml", "vendored"],
    ["gotk-components.yaml", "vendored"],
    ["vendor.yaml", undefined],
    ["vendors/a.yaml", undefined],
    ["my-vendor/a.yaml", undefined],
    ["clusters/prod/flux-system/gotk-sync.yaml", undefined],
    ["../vendor/a.yaml", undefined],
    ["apps/shop/charts/redis/crds/a.yaml", "vendored"],
    ["apps/shop/charts/added/crds/a.yaml", "vendored"],
    ["apps/shop/charts/alias/crds/a.yaml", "vendored"],
    ["apps/shop/charts/oci/crds/a.yaml", "vendored"],
    ["apps/shop/charts/own/crds/a.yaml", undefined],
    ["apps/shop/charts/inside/crds/a.yaml", undefined],
    ["apps/shop/charts/inside/charts/deep/crds/a.yaml", "vendored"],
    ["apps/shop/charts/redis/charts/other/crds/a.yaml", "vendored"],
    ["apps/shop/charts/redis.yaml", undefined],
    ["old/charts/redis/crds/a.yaml", "vendored"],
    ["odd/charts/redis/crds/a.yaml", undefined],
    ["broken/charts/redis/crds/a.yaml", undefined],
    ["charts/redis/crds/a.yaml", undefined],
  ])("by its path: %s is %s", (path, expected) => {
    expect(origin(path)).toBe(expected);
  });

  it.each<[path: string, globs: string[], expected: string | undefined]>([
    ["external/a.yaml", ["external"], "vendored"],
    ["apps/external/b/a.yaml", ["external/"], "vendored"],
    ["apps/external/b/a.yaml", ["external/**"], undefined],
    ["external/b/a.yaml", ["external/**"], "vendored"],
    ["apps/external/b/a.yaml", ["**/external/**"], "vendored"],
    ["apps/b.generated.yaml", ["*.generated.yaml"], "vendored"],
    ["apps/two/a.yaml", ["**/{one,two}/**"], "vendored"],
    ["apps/two/a.yaml", ["apps/{one,three}/"], undefined],
    ["vendor/a.yaml", ["external"], undefined],
    ["vendor/a.yaml", ["vendor", "!vendor/ours/**"], "vendored"],
    ["vendor/ours/a.yaml", ["vendor", "!vendor/ours/**"], undefined],
    ["vendor/ours/a.yaml", ["!vendor/{ours,theirs}/**", "vendor"], undefined],
    ["apps/shop/charts/redis/crds/a.yaml", ["external"], "vendored"],
    ["apps/shop/charts/redis/crds/a.yaml", ["!apps/shop/charts/redis"], undefined],
    ["vendor/a.yaml", [], undefined],
    ["apps/shop/charts/redis/crds/a.yaml", [], undefined],
  ])("by the setting: %s with %j is %s", (path, globs, expected) => {
    expect(origin(path, globs)).toBe(expected);
  });

  it("by its comments, unless the setting takes it out", () => {
    expect(origin("a.yaml", undefined, true)).toBe("generated");
    expect(origin("a.yaml", ["external"], true)).toBe("generated");
    expect(origin("a.yaml", ["!a.yaml"], true)).toBeUndefined();
    expect(origin("a.yaml", [], true)).toBeUndefined();
    expect(origin("vendor/a.yaml", undefined, true)).toBe("vendored");
  });

  it("by its own name where a configuration of ESLint says no list", () => {
    const settings = { vendored: "vendor" as unknown as string[] };
    expect(originOf({ path: "third_party/a.yaml", files, settings, saysGenerated: false })).toBe("vendored");
    const odd = { vendored: [1, "x"] as unknown as string[] };
    expect(originOf({ path: "x/a.yaml", files, settings: odd, saysGenerated: false })).toBe("vendored");
  });
});
