import { describe, expect, it } from "vitest";
import { main } from "../../../lib/cli/main.js";
import { join } from "node:path";
import { repository } from "../../rules/lint.js";
import { manifest } from "../../rules/manifests.js";

const files = {
  "base/kustomization.yaml": "resources: [role.yaml]\n",
  "base/role.yaml": manifest("Role", "reader"),
  "base/old.yaml": manifest("Role", "old"),
  "overlays/prod/kustomization.yaml":
    "resources: [../../base]\nnamePrefix: prod-\nnamespace: shop\npatches: [{ path: patch.yaml }]\n",
  "overlays/prod/patch.yaml": manifest("Role", "reader"),
  "overlays/remote/kustomization.yaml": "resources: [../../base, 'https://example.org/x.yaml']\n",
  "plain/role.yaml": manifest("ClusterRole", "reader"),
  "values.yaml": "replicas: 1\n",
};

function print(...paths: string[]): Promise<string> {
  return printOf(files, ...paths);
}

async function printOf(texts: Record<string, string>, ...paths: string[]): Promise<string> {
  const root = repository(texts);
  const lines: string[] = [];
  const argv = [
    "--print-builds",
    "--root",
    root,
    ...(paths.length === 0 ? [root] : paths.map((path) => join(root, path))),
  ];
  expect(await main(argv, { out: (text) => lines.push(text), err: (text) => lines.push(text) })).toBe(0);
  return lines.join("\n");
}

describe("--print-builds", () => {
  it("shows every build with the names it applies, and what nothing applies", async () => {
    expect(await print()).toBe(
      `overlays/prod (kustomize)
  base/role.yaml
    Role shop/prod-reader

overlays/remote (kustomize)
  hidden: overlays/remote/kustomization.yaml uses 'https://example.org/x.yaml', which is not in this repository
  base/role.yaml
    Role reader

plain (plain)
  plain/role.yaml
    ClusterRole reader

Left out by their kustomizations, so nothing applies them:
  base/old.yaml`,
    );
  });

  it("says what kustomize refuses", async () => {
    const texts = {
      "all/kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
      "all/a.yaml": manifest("Role", "reader"),
      "all/b.yaml": manifest("Role", "reader"),
      "one/kustomization.yaml": "namespace: shop\nresources: [two.yaml]\n",
      "one/two.yaml": `${manifest("Namespace", "a")}---\n${manifest("Namespace", "b")}`,
    };
    expect(await printOf(texts)).toBe(
      `all (kustomize)
  kustomize refuses it: all/kustomization.yaml includes Role 'reader' twice
  all/a.yaml
    Role reader

one (kustomize)
  kustomize refuses it: one/kustomization.yaml makes Namespace 'a' and Namespace 'b' the same object
  one/two.yaml
    Namespace shop
    Namespace shop`,
    );
  });

  it("shows how a file is applied, in each build that does", async () => {
    expect(await print("base/role.yaml")).toBe(
      `base/role.yaml is a resource of a build.
  overlays/prod (kustomize)
    base/role.yaml
      Role shop/prod-reader
  overlays/remote (kustomize)
    hidden: overlays/remote/kustomization.yaml uses 'https://example.org/x.yaml', which is not in this repository
    base/role.yaml
      Role reader`,
    );
  });

  it.each([
    ["overlays/prod/patch.yaml", "is a patch, laid over objects of a build."],
    ["base/kustomization.yaml", "is a kustomization."],
    ["base/old.yaml", "is left out by the kustomization next to it or above it, so nothing applies it."],
    ["plain/role.yaml", "is a plain manifest, applied with the others of its directory."],
    ["values.yaml", "holds no object of a kind that is read."],
  ])("says what %s is taken for", async (file, words) => {
    expect((await print(file)).split("\n")[0]).toBe(`${file} ${words}`);
  });
});
