import { rmSync, utimesSync } from "node:fs";
import { join, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { DiskTree } from "../../lib/repository/disk/file-tree.js";
import { factsOf } from "../../lib/repository/facts.js";
import { readAgain, readRepository, type RepositoryCache } from "../../lib/repository/read-repository.js";
import { findUp } from "../../lib/repository/repository.js";
import { digest } from "../../lib/util/digest.js";
import { link, put, temporary } from "./temporary.js";

function role(name: string): string {
  return `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: ${name}}\n`;
}

/** The names of the objects of each file. */
function names(root: string, cache?: RepositoryCache): Record<string, unknown[]> {
  const { files } = readRepository(root, cache);
  return Object.fromEntries(
    [...files].map(([path, { objects }]) => [path, objects.map(({ object }) => object.metadata?.name)]),
  );
}

/** Only what something names is asked for more than its facts. */
const NAMING = "patches: [{ path: a.yaml }, { path: b.yaml }, { path: c.yaml }, { path: none.yaml }]\n";

describe("readRepository", () => {
  it("knows the facts of every file, by its path", () => {
    const root = temporary({
      "b/role.yaml": role("b"),
      "a.yaml": `${role("a1")}---\n${role("a2")}`,
      "values.yaml": "a: b\n",
      "README.md": "",
      "c.json": '{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"c"}}',
    });
    expect(names(root)).toEqual({
      "a.yaml": ["a1", "a2"],
      "b/role.yaml": ["b"],
      "c.json": ["c"],
      "values.yaml": [],
    });
    expect([...readRepository(root).files.keys()]).toEqual([
      "a.yaml",
      "b/role.yaml",
      "c.json",
      "values.yaml",
    ]);
  });

  it("takes no byte order mark for a part of the text", () => {
    expect(names(temporary({ "a.yaml": `\uFEFF${role("a")}` }))).toEqual({ "a.yaml": ["a"] });
  });

  it.each(["", sep])("leaves the templates of charts out (root with %j at its end)", (end) => {
    const root = temporary({
      "charts/a/Chart.yaml": "name: a",
      "charts/a/templates/role.yaml": role("a"),
      "charts/a/values.yaml": "",
      "templates/role.yaml": role("b"),
    });
    const repository = readRepository(root + end);
    expect(repository.chartTemplates).toEqual(["charts/a/templates/role.yaml"]);
    expect([...repository.files.keys()]).toEqual([
      "charts/a/Chart.yaml",
      "charts/a/values.yaml",
      "templates/role.yaml",
    ]);
  });

  it("says what could not be read, and reads the rest", () => {
    const root = temporary({
      "a.yaml": role("a"),
      "b.yaml": `${role("b")}a: [\n`,
      "c/.gitops-lint.yaml": "",
    });
    const { unreadable, nestedRoots, files } = readRepository(root);
    expect(unreadable).toEqual([]);
    expect(nestedRoots).toEqual(["c"]);
    expect(files.get("b.yaml")).toMatchObject({ broken: 1, templates: 0, objects: [] });
    expect(files.get("a.yaml")).toMatchObject({ broken: 0 });
  });

  it("reads only what has changed, by time or size", () => {
    const root = temporary({ "a.yaml": role("a"), "b.yaml": role("b"), "d/c.yaml": role("c") });
    const time = new Date("2020-01-01");
    for (const path of ["a.yaml", "b.yaml", "d/c.yaml"]) utimesSync(join(root, path), time, time);
    const cache: RepositoryCache = new Map();
    const before = readRepository(root, cache);
    expect([...cache.keys()]).toEqual(["a.yaml", "b.yaml", "d/c.yaml"]);

    put(root, "a.yaml", role("A"));
    utimesSync(join(root, "a.yaml"), time, time);
    put(root, "b.yaml", role("bb"));
    utimesSync(join(root, "b.yaml"), time, time);
    put(root, "d/c.yaml", role("d"));
    utimesSync(join(root, "d/c.yaml"), time, new Date("2020-01-02"));
    const after = readRepository(root, cache);
    expect(after.files.get("a.yaml")).toBe(before.files.get("a.yaml"));
    expect(after.files.get("b.yaml")?.objects[0]?.object.metadata?.name).toBe("bb");
    expect(after.files.get("d/c.yaml")?.objects[0]?.object.metadata?.name).toBe("d");

    rmSync(join(root, "a.yaml"));
    put(root, "e.yaml", role("e"));
    expect(names(root, cache)).toEqual({ "b.yaml": ["bb"], "d/c.yaml": ["d"], "e.yaml": ["e"] });
    expect([...cache.keys()].sort()).toEqual(["b.yaml", "d/c.yaml", "e.yaml"]);
  });

  it("gives the values of a file that something names", () => {
    const root = temporary({
      "kustomization.yaml": NAMING,
      "a.yaml": "a: 1\n---\n- b\n",
      "b.yaml": "a: [\n",
      "c.txt": "a: 1",
    });
    const repository = readRepository(root);
    expect(repository.values("a.yaml")).toEqual([{ a: 1 }, ["b"]]);
    expect(repository.values("a.yaml")).toBe(repository.values("a.yaml"));
    expect(repository.values("b.yaml")).toEqual([undefined]);
    expect(repository.values("c.txt")).toBeUndefined();
    expect(repository.values("../a.yaml")).toBeUndefined();
    expect(repository.values("__proto__")).toBeUndefined();
  });

  it("gives no values of a file that nothing names, whose text nobody watches", () => {
    const root = temporary({
      "kustomization.yaml": "resources: [b.yaml]\n",
      "a.yaml": "a: 1",
      "b.yaml": "b: 1",
    });
    const repository = readRepository(root);
    expect([repository.values("a.yaml"), repository.values("b.yaml")]).toEqual([undefined, [{ b: 1 }]]);
  });

  it("gives no values of a file that is gone by now", () => {
    const root = temporary({ "kustomization.yaml": NAMING, "a.yaml": "a: 1" });
    const repository = readRepository(root);
    rmSync(join(root, "a.yaml"));
    expect(repository.values("a.yaml")).toBeUndefined();
  });

  it("takes another text of a file for what stands there", () => {
    const root = temporary({
      "kustomization.yaml": NAMING,
      "a.yaml": role("a"),
      "b.yaml": role("b"),
    });
    const repository = readRepository(root);
    const file = new ManifestFile(role("changed"));
    const changed = repository.withFile("a.yaml", factsOf("a.yaml", file), file);
    expect(changed.root).toBe(root);
    expect(changed.files.get("a.yaml")?.objects[0]?.object.metadata?.name).toBe("changed");
    expect(changed.files.get("b.yaml")).toBe(repository.files.get("b.yaml"));
    expect(changed.values("a.yaml")).toMatchObject([{ metadata: { name: "changed" } }]);
    expect(changed.values("b.yaml")).toMatchObject([{ metadata: { name: "b" } }]);
    expect(repository.files.get("a.yaml")?.objects[0]?.object.metadata?.name).toBe("a");
  });

  it("still searches a helmfile after its text has changed, and the text that it has now", () => {
    const path = "helmfile.yaml";
    const root = temporary({ [path]: "releases: [{ name: before }]\n" });
    const cache: RepositoryCache = new Map();
    const repository = readRepository(root, cache);
    const text = "releases: [{ name: after }]\n";
    expect(repository.texts.has(path)).toBe(true);

    const file = new ManifestFile(text);
    expect(repository.withFile(path, factsOf(path, file), file).texts.get(path)).toBe(digest(text));

    put(root, path, text);
    const changed = new Map([[path, { mtime: 1, size: text.length }]]);
    const again = readAgain(repository, cache, changed, new DiskTree(root));
    expect(again?.texts.get(path)).toBe(digest(text));
  });
});

describe("the facts of a file", () => {
  const facts = (path: string, text: string) => factsOf(path, new ManifestFile(text));

  it("are the service accounts that manifests of any kind name", () => {
    const text = `kind: Prometheus\nspec: { serviceAccountName: k8s }\n---\nserviceAccount: "builder"\n---\n{"serviceAccountName": "builder"}`;
    expect(facts("a.yaml", text).serviceAccounts).toEqual(["k8s", "builder"]);
  });

  it("are what stands in it", () => {
    expect(facts("a.yaml", `${role("a")}---\napiVersion: config.openshift.io/v1\nkind: DNS\n`)).toEqual({
      objects: [
        {
          kind: "Role",
          object: { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", metadata: { name: "a" } },
          document: 0,
          at: [],
        },
      ],
      broken: 0,
      templates: 0,
      openshift: true,
      customObjects: ["config.openshift.io/DNS "],
      serviceAccounts: [],
    });
  });

  it("tell templates from what is broken", () => {
    const broken = `${role("a")}a: [\n`;
    expect(facts("a.yaml", `${broken}---\n${broken}---\n${role("a")}b: {{ c }}: d\n`)).toMatchObject({
      broken: 2,
      templates: 1,
    });
  });

  it.each<[path: string, text: string, expected: unknown]>([
    ["kustomization.yaml", "resources: [a]", { resources: ["a"] }],
    ["a/kustomization.yml", "resources: [a]", { resources: ["a"] }],
    ["a/Kustomization", "resources: [a]", { resources: ["a"] }],
    ["kustomization.yaml", "# a\n---\nresources: [a]", { resources: ["a"] }],
    [
      "kustomization.yaml",
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization",
      { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization" },
    ],
    ["kustomization.yaml", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization", undefined],
    ["kustomization.yaml", "- a", undefined],
    ["kustomization.yaml", "resources: [", undefined],
    ["kustomization.yaml", "", undefined],
    ["a.yaml", "resources: [a]", undefined],
    ["kustomization.yaml/a.yaml", "resources: [a]", undefined],
    ["xkustomization.yaml", "resources: [a]", undefined],
  ])("hold the kustomization of %j: %j", (path, text, expected) => {
    expect(facts(path, text).kustomization).toEqual(expected);
  });

  it.each([
    ["a spec that is a text", "spec: a"],
    ["a list that is a text", "spec: {ingress: a}"],
    ["ports that are texts", "spec: {ingress: [{ports: [a]}]}"],
    ["peers that are texts", "spec: {ingress: [{from: [a]}]}"],
  ])("are plain data that can be handed to a worker, with %s", (_, spec) => {
    const all = facts("a.yaml", `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n${spec}\n`);
    expect(structuredClone(all)).toEqual(all);
    expect(JSON.parse(JSON.stringify(all))).toEqual(all);
  });
});

describe("findUp", () => {
  it("gives the nearest directory that holds it", () => {
    const root = temporary({ "mark.a": "", "b/mark.a": "", "b/c/d/e": "" });
    expect(findUp(join(root, "b", "c", "d"), "mark.a")).toBe(join(root, "b"));
    expect(findUp(join(root, "b"), "mark.a")).toBe(join(root, "b"));
    expect(findUp(root, "mark.a")).toBe(root);
    expect(findUp(join(root, "x", "not", "there"), "mark.a")).toBe(root);
    expect(findUp(root, "mark.that-is-nowhere")).toBeUndefined();
  });

  it.skipIf(process.platform === "win32")("passes by a link that leads to itself", () => {
    const root = temporary({ "mark.a": "" });
    link(root, "b/mark.a", "mark.a");
    link(root, "b/c/mark.a", join(root, "b", "c", "mark.a"));
    expect(findUp(join(root, "b", "c"), "mark.a")).toBe(root);
  });
});
