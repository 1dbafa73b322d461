import { describe, expect, it } from "vitest";
import { cycleDefects } from "../../../lib/analysis/kustomization-checks/cycles.js";
import { entriesOf, pathDefects } from "../../../lib/analysis/kustomization-checks/paths.js";
import { kustomizationIn } from "../../../lib/builds/kustomize/kustomization.js";
import { repositoryOf } from "../../builds/repository-of.js";

/** The kustomization in a directory, to be judged. */
function judged(files: Record<string, string>, directory: string) {
  const repository = repositoryOf(files);
  const kustomization = kustomizationIn(repository, directory);
  if (!kustomization) throw new Error(`there is no kustomization in '${directory}'`);
  return { ...kustomization, repository, directory };
}

const listing = (field: string, ...paths: string[]) => `${JSON.stringify({ [field]: paths })}\n`;

describe("entriesOf", () => {
  const entries = (field: string, text: string) => {
    const files = { "app/kustomization.yaml": listing(field, text) };
    return entriesOf(judged(files, "app")).map(({ path, takes, at }) => [path, takes, at.join(".")]);
  };

  it.each([
    ["a.yaml", "app/a.yaml"],
    ["./a.yml", "app/a.yml"],
    ["../base", "base"],
    ["../base/", "base"],
    ["v1.2", "app/v1.2"],
    ["a.JSON", "app/a.JSON"],
    ["..", ""],
  ])("takes '%s' for a path", (text, path) => {
    expect(entries("resources", text)).toEqual([[path, "either", "resources.0"]]);
  });

  it.each([
    ["https://example.org/a.yaml"],
    ["github.com/owner/name"],
    ["git@example.org:owner/name"],
    ["a.yaml?ref=v1"],
    ["${DIR}/a.yaml"],
    ["{{ dir }}"],
    ["{a: b}"],
    ["apiVersion: v1"],
    ["a\nb"],
    [" a.yaml"],
    ["a.yaml "],
    ["a\\b"],
    ["a//b"],
    ["a.txt"],
    ["../../outside.yaml"],
  ])("does not take '%s' for one that can be judged", (text) => {
    expect(entries("resources", text)).toEqual([]);
  });

  it("knows which fields lead to files, and which to directories", () => {
    expect(entries("components", "../c")).toEqual([["c", "directory", "components.0"]]);
    expect(entries("patchesStrategicMerge", "a.yaml")).toEqual([
      ["app/a.yaml", "file", "patchesStrategicMerge.0"],
    ]);
    expect(entries("patchesStrategicMerge", "a")).toEqual([]);
  });
});

describe("pathDefects", () => {
  const ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: a }\n";
  const COMPONENT = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";
  const named = "kind: Kustomization\nmetadata: { name: a }\nresources: []\n";
  const OTHERS = {
    "a.yaml": ROLE,
    "base/kustomization.yaml": "resources: []\n",
    "part/kustomization.yaml": COMPONENT,
    "named/kustomization.yaml": named,
    "nameless/kustomization.yaml": named.replace("metadata: { name: a }\n", ""),
    "kindless/kustomization.yaml": named.replace("kind: Kustomization\n", ""),
  };

  it.each<[string, string, (string | undefined)[][]]>([
    ["resources", "../a.yaml", []],
    ["resources", "../base", []],
    ["resources", "../part", [["componentAsResource", undefined, undefined]]],
    ["components", "../part", []],
    ["components", "../base", [["noComponent", undefined, undefined]]],
    ["components", "../a.yaml", [["componentFile", undefined, undefined]]],
    ["resources", "../named/kustomization.yaml", []],
    [
      "resources",
      "../nameless/kustomization.yaml",
      [["kustomizationFile", " List its directory.", "../nameless"]],
    ],
    [
      "resources",
      "../kindless/kustomization.yaml",
      [["kustomizationFile", " List its directory.", "../kindless"]],
    ],
    ["resources", "kustomization.yaml", [["kustomizationFile", " Remove it.", undefined]]],
    ["resources", "..", []],
  ])("of '%s' with '%s' are %j", (field, path, expected) => {
    const one = judged({ ...OTHERS, "app/kustomization.yaml": listing(field, path) }, "app");
    const found = pathDefects(one, entriesOf(one));
    expect(found.map(({ id, data, instead }) => [id, data?.hint, instead])).toEqual(expected);
    for (const { at, data } of found) expect([at, data?.path]).toEqual([[field, 0], path]);
  });
});

describe("cycleDefects", () => {
  const cycles = (files: Record<string, readonly string[]>) => {
    const texts = Object.entries(files).map(([directory, paths]) => {
      return [`${directory}/kustomization.yaml`, listing("resources", ...paths)] as const;
    });
    return Object.keys(files).flatMap((directory) => {
      const one = judged(Object.fromEntries(texts), directory);
      return cycleDefects(one, entriesOf(one)).map(({ id, data }) => [
        directory,
        id,
        data?.path,
        data?.through,
      ]);
    });
  };

  it.each<[string, Record<string, readonly string[]>, unknown[]]>([
    ["none", { a: ["../b"], b: [] }, []],
    ["its own directory", { a: ["."] }, [["a", "ownDirectory", ".", undefined]]],
    ["the directory above", { "a/b": [".."], a: [] }, [["a/b", "ownDirectory", "..", undefined]]],
    // What lies deeper is an overlay, from which the base should not take anything.
    [
      "two",
      { base: ["../overlays/dev"], "overlays/dev": ["../../base"] },
      [["base", "cycle", "../overlays/dev", ""]],
    ],
    ["two of one depth", { b: ["../a"], a: ["../b"] }, [["b", "cycle", "../a", ""]]],
    [
      "three, entered from outside",
      { c: ["../a"], a: ["../b"], b: ["../c"], start: ["../b"] },
      [["a", "cycle", "../b", " through 'c'"]],
    ],
    [
      "four, entered from outside",
      { a: ["../b"], b: ["../c"], c: ["../d"], d: ["../a"], start: ["../a"] },
      [["d", "cycle", "../a", " through 'b' and 'c'"]],
    ],
    ["a diamond, which is none", { a: ["../b", "../c"], b: ["../d"], c: ["../d"], d: [] }, []],
  ])("of %s", (_, files, expected) => {
    expect(cycles(files)).toEqual(expected);
  });
});
