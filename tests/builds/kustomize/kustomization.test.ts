import { describe, expect, test } from "vitest";
import { includedDirectories, kustomizationIn } from "../../../lib/builds/kustomize/kustomization.js";
import { repositoryOf } from "../repository-of.js";
import { resolvePath } from "../../../lib/repository/paths.js";

describe("resolvePath", () => {
  test.each([
    ["a/b", "../c", "a/c"],
    ["", "./x.yaml", "x.yaml"],
    ["a", "..", ""],
    ["a", ".", "a"],
    ["a", "b/", "a/b"],
    ["a", "../..", undefined],
    ["", "..", undefined],
    ["a", "../../b", undefined],
    ["a", "/etc/passwd", undefined],
    ["a", "https://example.com/x.yaml", undefined],
    ["a", "", undefined],
    ["a", "b/c.yaml", "a/b/c.yaml"],
    ["", "b", "b"],
    ["a", "b/../c", "a/c"],
    ["a", "b/./c", "a/b/c"],
    ["a", "b//c", "a/b/c"],
    ["a", ".b/..c/d..", "a/.b/..c/d.."],
    ["a", "...", "a/..."],
  ])("in '%s', %s", (directory, path, expected) => {
    expect(resolvePath(directory, path)).toBe(expected);
  });
});

test("kustomizationIn knows every name, and no Flux Kustomization", () => {
  const repository = repositoryOf({
    "a/kustomization.yml": "resources: []\n",
    "b/Kustomization": "resources: []\n",
    "c/kustomization.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n",
    "d/kustomization.yaml": "- a list\n",
  });
  expect(["a", "b", "c", "d", "e"].map((directory) => kustomizationIn(repository, directory)?.path)).toEqual([
    "a/kustomization.yml",
    "b/Kustomization",
    undefined,
    undefined,
    undefined,
  ]);
});

test("includedDirectories are those with a kustomization, each once", () => {
  const repository = repositoryOf({
    "top/kustomization.yaml":
      "resources: [../a, ../a/, x.yaml, gone, 7, 'https://x.y/z']\nbases: [../b]\ncomponents: [../c]\ntransformers: [../d, 'kind: Inline']\n",
    "top/x.yaml": "",
    "a/kustomization.yaml": "resources: x\n",
    "b/kustomization.yaml": "",
    "c/kustomization.yaml": "kind: Component\n",
    "d/kustomization.yaml": "resources: []\n",
  });
  expect(includedDirectories(repository, "top")).toEqual(["a", "c", "d"]);
  expect(includedDirectories(repository, "a")).toEqual([]);
});
