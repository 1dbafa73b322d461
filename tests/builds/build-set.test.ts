import { describe, expect, it } from "vitest";
import { BuildSet } from "../../lib/builds/build-set.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { factsOf } from "../../lib/repository/facts.js";
import { repositoryOf } from "./repository-of.js";

const ROLE = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: a, namespace: b }\n";
const OPENSHIFT = "apiVersion: route.openshift.io/v1\nkind: Route\nmetadata: { name: a }\n";

describe("BuildSet", () => {
  it("of one file has no builds", () => {
    const set = BuildSet.ofOneFile("a.yaml", factsOf("a.yaml", new ManifestFile(ROLE)), {});
    expect([set.all, set.classOf("a.yaml"), set.applied("a.yaml", 0, []), set.isPatch("a.yaml")]).toEqual([
      ...[[], undefined, [], false],
    ]);
  });

  it.each([
    [{}, {}, undefined],
    [{}, { "r.yaml": OPENSHIFT }, "openshift"],
    [{ platform: "none" }, { "r.yaml": OPENSHIFT }, undefined],
    [{ platform: "eks" }, { "r.yaml": OPENSHIFT }, "eks"],
    [{ platform: "gke" }, {}, "gke"],
  ] as const)("with the settings %j and %j is on %s", (settings, files, expected) => {
    expect(new BuildSet(repositoryOf({ ...files }), settings).platform).toBe(expected);
  });

  it("tells the classes of files, and where an object is applied", () => {
    const set = new BuildSet(
      repositoryOf({
        "app/kustomization.yaml": "resources: [a.yaml]\npatches: [{ path: p.yaml }]\n",
        "app/a.yaml": ROLE,
        "app/p.yaml": ROLE,
        "app/b.yaml": ROLE,
        "plain/c.yaml": ROLE,
      }),
      {},
    );
    const files = ["app/a.yaml", "app/p.yaml", "app/b.yaml", "plain/c.yaml", "none.yaml"];
    expect(files.map((file) => set.classOf(file))).toEqual([
      "resource",
      "patch",
      "unlisted",
      "plain",
      undefined,
    ]);
    expect(files.map((file) => set.isPatch(file))).toEqual([false, true, false, false, false]);
    expect(files.map((file) => set.applied(file, 0, []).length)).toEqual([1, 0, 0, 1, 0]);
    expect(set.applied("app/a.yaml", 1, [])).toEqual([]);
    expect(set.applied("app/a.yaml", 0, ["items", 0])).toEqual([]);
  });
});
