import { describe, expect, test } from "vitest";
import type { Accumulated } from "../../../lib/builds/kustomize/accumulator.js";
import { kustomizeOf } from "../../../lib/builds/kustomize/kustomize.js";
import { PersistedBuilds } from "../../../lib/builds/kustomize/persisted-builds.js";
import { Repository } from "../../../lib/repository/repository.js";
import { repositoryOf } from "../repository-of.js";
import { text } from "./applied.js";

const TEXTS = {
  "base/kustomization.yaml": "resources: [role.yaml]\npatches: [{path: patch.yaml}]\n",
  "base/role.yaml": text.role("name: a"),
  "base/patch.yaml":
    "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a, labels: {l: x}}}\n",
  "top/kustomization.yaml": "resources: [../base]\nnamePrefix: p-\n",
  "other/kustomization.yaml": "resources: [role.yaml]\n",
  "other/role.yaml": text.role("name: o"),
};

/** What a run keeps, as JSON. */
class Store {
  readonly kept = new Map<string, string>();
  get(key: string): unknown {
    const found = this.kept.get(key);
    return found === undefined ? undefined : JSON.parse(found);
  }
  set(key: string, result: unknown): void {
    this.kept.set(key, JSON.stringify(result));
  }
}

/** One run over texts with what earlier ones have kept: the directories that are gathered anew, and what is applied. */
function run(store: Store, texts: Record<string, string>, directories: readonly string[]) {
  const plain = repositoryOf(texts);
  const contents = new Map(Object.entries(texts));
  const values = (path: string) => plain.values(path);
  const { root, files } = plain;
  const repository = new Repository(
    { root, files, contents },
    { values, text: (path) => texts[path], results: store },
  );
  const kustomize = kustomizeOf(plain);
  const gathered: string[] = [];
  const builds = new PersistedBuilds(repository, store, {
    accumulate: (directory): Accumulated => {
      gathered.push(directory);
      return kustomize.accumulate(directory);
    },
    isRefused: (directory) => kustomize.refusal(directory) !== undefined,
  });
  const made = directories.map((directory) => builds.build(directory, () => kustomize.build(directory)));
  return {
    gathered,
    applied: made.map(({ objects, files: used }) => [objects[0]?.object.metadata, [...used.keys()]]),
  };
}

const TOP = [
  { name: "p-a", labels: { l: "x" } },
  ["top/kustomization.yaml", "base/kustomization.yaml", "base/patch.yaml", "base/role.yaml"],
];

describe("what an earlier run has built", () => {
  const keeping = () => {
    const store = new Store();
    const { gathered, applied } = run(store, TEXTS, ["top", "other"]);
    expect(gathered).toEqual(["top", "base", "other"]);
    expect(applied.map(([metadata]) => metadata)).toEqual([
      { name: "p-a", labels: { l: "x" } },
      { name: "o" },
    ]);
    return store;
  };
  const sorted = ([metadata, files]: unknown[]) => [metadata, [...(files as string[])].sort()];

  test("is built no more while the texts are the same", () => {
    const store = keeping();
    const again = run(store, TEXTS, ["top", "other"]);
    expect(again.gathered).toEqual([]);
    expect(sorted(again.applied[0] ?? [])).toEqual(sorted(TOP));
    expect(run(store, { ...TEXTS, "new.yaml": text.role("name: n") }, ["top", "other"]).gathered).toEqual([]);
  });

  test.each<[string, string, string, string[]]>([
    ["itself", "top/kustomization.yaml", "resources: [../base]\nnamePrefix: q-\n", ["top"]],
    ["an object of its base", "base/role.yaml", text.role("name: a, annotations: {b: c}"), ["base", "top"]],
    [
      "a patch of its base",
      "base/patch.yaml",
      TEXTS["base/patch.yaml"].replace("l: x", "l: y"),
      ["base", "top"],
    ],
    ["its base", "base/kustomization.yaml", "resources: [role.yaml]\n", ["base", "top"]],
    ["another file of its base", "base/kustomization.yml", "resources: []\n", ["base", "top"]],
    ["another", "other/role.yaml", text.role("name: x"), ["other"]],
  ])("is built anew where %s has changed", (_, path, changed, expected) => {
    const texts = { ...TEXTS, [path]: changed };
    const { gathered, applied } = run(keeping(), texts, ["top", "other"]);
    expect(gathered.sort()).toEqual(expected);
    expect(applied).toEqual(run(new Store(), texts, ["top", "other"]).applied);
  });

  test("is built anew where it includes itself by now", () => {
    const texts = { ...TEXTS, "base/kustomization.yaml": "resources: [../top]\n" };
    expect(run(keeping(), texts, ["other"]).gathered).toEqual([]);
    const { gathered, applied } = run(keeping(), texts, ["top"]);
    expect(gathered[0]).toBe("top");
    expect(applied).toEqual([[undefined, ["top/kustomization.yaml"]]]);
  });

  test("is built anew where what it names is no longer refused", () => {
    const store = new Store();
    const circle = { ...TEXTS, "base/kustomization.yaml": "resources: [../base, role.yaml]\n" };
    expect(run(store, circle, ["top"]).applied).toEqual([[undefined, ["top/kustomization.yaml"]]]);
    expect(run(store, circle, ["top"]).gathered).toEqual([]);
    const { gathered, applied } = run(store, TEXTS, ["top"]);
    expect(gathered).toEqual(["top", "base"]);
    expect(sorted(applied[0] ?? [])).toEqual(sorted(TOP));
  });
});
