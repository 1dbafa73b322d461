import { describe, expect, test } from "vitest";
import { DiskStore } from "../../../lib/repository/sources/disk-store.js";
import type { LockedSource } from "../../../lib/repository/sources/locked.js";
import { readRepository } from "../../../lib/repository/read-repository.js";
import { fileName, sourceTree } from "../../../lib/repository/sources/source-tree.js";
import { contentPlace } from "../../../lib/repository/sources/store-layout.js";
import type { Answer } from "../../../lib/fetch/answer.js";
import { StoreWriter } from "../../../lib/fetch/store/store-writer.js";
import { chartArchive } from "../../helm/chart/archives.js";
import { rmSync } from "node:fs";
import { temporary } from "../temporary.js";

const MOUNT = ".gitops-lint.lock/web";
const role = (name: string) =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: ${name} }\nrules: []\n`;

function stored(answer: Answer) {
  const directory = temporary();
  const source = {
    content: answer.content,
    digest: new StoreWriter(directory).put(answer),
    request: { type: "git", url: "https://git.example.org/a/b" },
  } satisfies Partial<LockedSource>;
  return { directory, source, store: new DiskStore(directory) };
}

const tree = (files: Record<string, string>): Answer => ({
  name: "web",
  content: "tree",
  files: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
});

function read(files: Record<string, string>, only?: readonly string[]) {
  const { store, source } = stored(tree(files));
  const found = sourceTree(store, source, MOUNT, only);
  if (!found) throw new Error("not there");
  const root = temporary({ ".gitignore": "*", "own.yaml": role("own") });
  return [...readRepository(root, undefined, undefined, { tree: found }).files.keys()].map((path) =>
    path.replace(`${MOUNT}/`, ""),
  );
}

describe("what was fetched", () => {
  test("is read as a repository below its place, whatever it says of how it is read", () => {
    const files = {
      "base/role.yaml": role("a"),
      "base/.gitops-lint.yaml": "",
      "base/.gitignore": "*.yaml",
      ".gitops-lint.yaml": "",
      ".git/config.yaml": "",
      "README.md": "",
    };
    expect(read(files)).toEqual(["base/role.yaml"]);
  });

  test("is what a directory of it reaches, if no more is asked for", () => {
    const files = {
      "apps/web/kustomization.yaml":
        "resources: [role.yaml, ../../base/]\ncomponents: [../part]\nconfigMapGenerator: [{ name: a, files: [a=conf/a.yaml] }]\npatches: [{ path: patch.yaml }]\ngenerators: [gen.yaml]\nhelmCharts: [{ name: x }]\n",
      "apps/web/role.yaml": role("a"),
      "apps/web/other.yaml": role("b"),
      "apps/web/patch.yaml": role("c"),
      "apps/web/gen.yaml": "kind: ReplacementTransformer\nreplacements: [{ path: r.yaml }]\n",
      "apps/web/r.yaml": "source: {}",
      "apps/web/conf/a.yaml": role("d"),
      "apps/web/charts/x/Chart.yaml": "name: x\nversion: 1.0.0\n",
      "apps/part/kustomization.yml": "kind: Component\nresources: [role.yaml]\n",
      "apps/part/role.yaml": role("e"),
      "apps/else/role.yaml": role("f"),
      "base/role.yaml": role("g"),
      "base/deep/role.yaml": role("h"),
      "basement/role.yaml": role("i"),
    };
    expect(read(files, ["apps/web"]).sort()).toEqual([
      "apps/part/kustomization.yml",
      "apps/part/role.yaml",
      "apps/web/charts/x/Chart.yaml",
      "apps/web/conf/a.yaml",
      "apps/web/gen.yaml",
      "apps/web/kustomization.yaml",
      "apps/web/patch.yaml",
      "apps/web/r.yaml",
      "apps/web/role.yaml",
      "base/deep/role.yaml",
      "base/role.yaml",
    ]);
    expect(read(files, ["basement", "apps/none"])).toEqual(["basement/role.yaml"]);
    expect(read(files, [""])).toHaveLength(14);
  });

  test("does not read the files that it does not reach", () => {
    const { directory, store, source } = stored(tree({ "a/role.yaml": role("a"), "b/role.yaml": role("b") }));
    const digest = store.tree(source.digest)?.get("b/role.yaml")?.digest ?? "";
    rmSync(contentPlace(directory, digest) ?? "");
    const found = sourceTree(store, source, MOUNT, ["a"]);
    expect(found?.list(MOUNT).map(({ name }) => name)).toEqual(["a"]);
    const repository = readRepository(temporary(), undefined, undefined, { tree: found });
    expect([...repository.files.keys()]).toEqual([`${MOUNT}/a/role.yaml`]);
    expect(repository.unreadable).toEqual([]);
  });

  test("is missing if the store has lost it, and says which file of it is", () => {
    const { directory, store, source } = stored(tree({ "role.yaml": role("a") }));
    const digest = store.tree(source.digest)?.get("role.yaml")?.digest ?? "";
    rmSync(contentPlace(directory, digest) ?? "");
    const found = sourceTree(store, source, MOUNT);
    expect(readRepository(temporary(), undefined, undefined, { tree: found }).unreadable).toEqual([
      { path: `${MOUNT}/role.yaml`, message: "it is missing or damaged in the store" },
    ]);
    rmSync(contentPlace(directory, source.digest) ?? "");
    expect(sourceTree(new DiskStore(directory), source, MOUNT)).toBeUndefined();
  });

  test("has the paths of Helm where it is a chart", () => {
    const bytes = chartArchive("web", {
      "Chart.yaml": "name: web\nversion: 1.0.0\n",
      "templates/a.yaml": role("a"),
    });
    const { store, source } = stored({ name: "chart web 1.0.0", content: "chart", bytes });
    const found = sourceTree(store, source, MOUNT);
    expect(found?.list(MOUNT).map(({ name }) => name)).toEqual(["Chart.yaml", "templates"]);
    expect(found?.bytes(`${MOUNT}/templates/a.yaml`).toString()).toBe(role("a"));
    expect(found?.kindAt(`${MOUNT}/templates`)).toBe("directory");
    expect(found?.kindAt(`${MOUNT}/none`)).toBe("nothing");
  });

  test.each([
    ["https://example.org/a/crd.yaml?x=1", "crd.yaml"],
    ["https://example.org/a/manifests", "manifest.yaml"],
    ["https://example.org/.gitops-lint.yaml", "manifest.yaml"],
    ["https://example.org/%2e%2e%2fx.yaml", "%2e%2e%2fx.yaml"],
  ])("is called by the end of its address where it is a file: %s", (url, name) => {
    expect(fileName({ type: "http", url })).toBe(name);
  });
});
