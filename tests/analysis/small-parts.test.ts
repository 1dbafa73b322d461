import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { areTogether } from "../../lib/analysis/argo-settings.js";
import { fieldDefects } from "../../lib/analysis/kustomization-checks/fields.js";
import { nowhereNamespace } from "../../lib/analysis/lookup/nowhere.js";
import { commonLabels } from "../../lib/analysis/network/copies.js";
import { policyPlace } from "../../lib/analysis/network/deciding.js";
import { compareNames } from "../../lib/analysis/network/endpoint-words.js";
import { hiddenPods } from "../../lib/analysis/network/hidden-pods.js";
import { networksOf } from "../../lib/analysis/network/network.js";
import { isKnown } from "../../lib/kubernetes/objects.js";
import { repositoryOf } from "../builds/repository-of.js";
import { manifest } from "../rules/manifests.js";
import { pod, policy } from "./network/world.js";

describe("small parts", () => {
  it.each([
    ["a", "b", -1],
    ["b", "a", 1],
    ["a", "a", 0],
  ])("compare the names '%s' and '%s': %s", (one, other, expected) => {
    expect(compareNames(one, other)).toBe(expected);
  });

  it.each<[unknown, unknown, boolean]>([
    ["argocd", "argocd", true],
    ["argocd", "other", false],
    ["argocd", undefined, true],
    ["argocd", "${NS}", true],
    [7, "argocd", true],
    [7, 8, true],
  ])("tell whether namespaces can be the same, %j and %j: %s", (one, other, expected) => {
    expect(areTogether(one, other)).toBe(expected);
  });

  it("have the labels that all have alike", () => {
    const said = commonLabels({ a: "1", b: "2", c: "3", constructor: "x" }, { a: "1", b: "3", d: "3" });
    expect(Object.entries(said).map(([key, value]) => [key, isKnown(value)])).toEqual([
      ["a", true],
      ["b", false],
      ["c", false],
      ["constructor", false],
      ["d", false],
    ]);
  });

  it.each<[Record<string, unknown>, unknown[]]>([
    [{ replicas: [{ name: "a", count: 3 }] }, []],
    [{ replicas: [{ name: "a", count: 1.5 }] }, [["replicas.0.count", "a whole number", "a number", ""]]],
    [
      { replicas: [{ name: "a", count: "3" }] },
      [["replicas.0.count", "a whole number", "a string", " Leave out the quotes."]],
    ],
    [{ namePrefix: 7 }, [["namePrefix", "a string", "a number", " Put it in quotes."]]],
    [{ namePrefix: ["a"] }, [["namePrefix", "a string", "a list", ""]]],
    [{ resources: "a" }, [["resources", "a list", "a string", ""]]],
    [{ resources: { a: 1 } }, [["resources", "a list", "a map", ""]]],
    [{ patches: ["a.yaml"] }, [["patches.0", "a map", "a string", " Write 'path: a.yaml'."]]],
    [{ commonLabels: true }, [["commonLabels", "a map", "true or false", ""]]],
  ])("find values of another type in %j", (value, expected) => {
    const found = fieldDefects(value).map(({ at, data }) => [
      at.join("."),
      data?.wanted,
      data?.found,
      data?.hint,
    ]);
    expect(found).toEqual(expected);
  });

  it("place a policy at its name", () => {
    const [network] = networksOf(
      new Analysis(repositoryOf({ "a.yaml": `${pod("x")}---\n${policy("p", "{}")}` }), {}),
    );
    expect(network?.policies.map(policyPlace)).toEqual([
      { file: "a.yaml", document: 1, path: ["metadata", "name"] },
    ]);
  });

  it("know namespaces that are only written", () => {
    const files = {
      "k/kustomization.yaml": "resources: [a.yaml]\n",
      "k/a.yaml": manifest("Role", "r", "shop"),
      "k/b.yaml": manifest("Namespace", "paymnets"),
    };
    const builds = new Analysis(repositoryOf(files), {});
    expect(nowhereNamespace(builds, "paymnets")).toBeUndefined();
    expect(nowhereNamespace(builds, "payments")).toEqual({
      kind: "Namespace",
      name: "payments",
      nearest: "paymnets",
    });
  });

  it.each<[string, string | undefined]>([
    [pod("redis"), "k/b.yaml makes such pods, but nothing here applies it"],
    [pod("redis", "other"), undefined],
    [pod("redis").replace(", namespace: a", ""), "k/b.yaml makes such pods, but nothing here applies it"],
    [pod("kafka"), undefined],
  ])("may be applied by other means: %j", (unapplied, expected) => {
    const files = {
      "k/kustomization.yaml": "resources: [a.yaml]\n",
      "k/a.yaml": pod("x"),
      "k/b.yaml": unapplied,
    };
    const analysis = new Analysis(repositoryOf(files), {});
    const [network] = networksOf(analysis);
    expect(network && hiddenPods(analysis, network, "a", { matchLabels: { app: "redis" } })).toBe(expected);
  });
});
