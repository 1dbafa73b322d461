import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { clusterBinding, manifest, roleBinding } from "../../rules/manifests.js";

/** What is known of the role of the only binding: the files that have it, or why it is not known. */
function roleOf(files: Record<string, string>, settings = {}) {
  const builds = new Analysis(repositoryOf(files), settings);
  const [binding] = [...builds.ofKind("RoleBinding"), ...builds.ofKind("ClusterRoleBinding")];
  const lookup = binding && builds.role(binding);
  if (lookup?.state === "found") return lookup.roles.map(({ file }) => file);
  return lookup?.state === "unknown" ? lookup.why : (lookup?.hint ?? "missing");
}

const role = (name: string, namespace = "shop") => manifest("Role", name, namespace);
const unplaced = (text: string) => text.replace("  namespace: shop\n", "");

describe("the role of a binding", () => {
  it.each<[string, Record<string, string>, unknown]>([
    ["that is there", { "a.yaml": roleBinding("reader"), "b.yaml": role("reader") }, ["b.yaml"]],
    [
      "of the cluster",
      { "a.yaml": roleBinding("reader", "shop", "ClusterRole"), "b.yaml": manifest("ClusterRole", "reader") },
      ["b.yaml"],
    ],
    ["that nothing has", { "a.yaml": roleBinding("reader") }, "missing"],
    [
      "of the other kind",
      { "a.yaml": roleBinding("reader"), "b.yaml": manifest("ClusterRole", "reader") },
      { type: "otherKind", kind: "ClusterRole" },
    ],
    [
      "of the other kind, in every cluster",
      { "a.yaml": roleBinding("view") },
      { type: "otherKind", kind: "ClusterRole" },
    ],
    [
      "without its kind",
      { "a.yaml": roleBinding("reader", "shop", "Rolle") },
      "the reference is not a plain name",
    ],
    ["that is filled in later", { "a.yaml": roleBinding("${ROLE}") }, "the reference is not a plain name"],
    [
      "in a namespace that is filled in later",
      { "a.yaml": roleBinding("reader", "${NS}") },
      "the namespace is not a plain name",
    ],
    [
      "with a name that is",
      { "a.yaml": roleBinding("reader"), "b.yaml": role("${NAME}") },
      "a Role has a name that is filled in later",
    ],
    [
      "that cannot be one",
      { "a.yaml": clusterBinding("reader").replace("kind: ClusterRole\n", "kind: Role\n") },
      "a ClusterRoleBinding cannot refer to a Role",
    ],
    [
      "of Kubernetes",
      { "a.yaml": roleBinding("system:something", "shop", "ClusterRole") },
      "names with 'system:' belong to Kubernetes",
    ],
    [
      "whose namespace is chosen later",
      { "a.yaml": roleBinding("reader"), "b.yaml": unplaced(role("reader")) },
      "the namespace is chosen when it is applied",
    ],
    [
      "where its own is chosen later",
      { "a.yaml": unplaced(roleBinding("reader")), "b.yaml": role("reader") },
      "the namespace is chosen when it is applied",
    ],
    [
      "where both are",
      { "a.yaml": unplaced(roleBinding("reader")), "b.yaml": unplaced(role("reader")) },
      ["b.yaml"],
    ],
  ])("%s", (_, files, expected) => {
    expect(roleOf(files)).toEqual(expected);
  });

  it.each<[string, string, string | undefined, object, unknown]>([
    ["Role", "extension-apiserver-authentication-reader", "kube-system", {}, []],
    ["Role", "extension-apiserver-authentication-reader", "shop", {}, "missing"],
    ["ClusterRole", "view", "shop", {}, []],
    ["Role", "made-elsewhere", "shop", { knownRoles: ["made-*"] }, []],
    ["Role", "made-elsewhere", "shop", { knownRoles: ["shop/made-*"] }, []],
    ["Role", "made-elsewhere", "shop", { knownRoles: ["pay/made-*"] }, "missing"],
  ])("%s '%s' in %s with %j is in every cluster, or not", (kind, name, namespace, settings, expected) => {
    expect(roleOf({ "a.yaml": roleBinding(name, namespace, kind) }, settings)).toEqual(expected);
  });

  it("may be in a namespace of every cluster, where the binding's is chosen later", () => {
    const name = "extension-apiserver-authentication-reader";
    expect(roleOf({ "a.yaml": unplaced(roleBinding(name)) })).toEqual([]);
    expect(roleOf({ "a.yaml": unplaced(roleBinding("no-such")) })).not.toEqual([]);
  });
});
