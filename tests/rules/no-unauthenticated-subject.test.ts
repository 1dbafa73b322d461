import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, group, roleBinding, user } from "./manifests.js";

const RULE = "no-unauthenticated-subject";
const EVERYBODY = "is everybody who reaches the API server, without any credentials: all of them can do what";
const NAME = "Name those who need it.";

describe("no-unauthenticated-subject", () => {
  it.each([
    [
      "the anonymous user",
      clusterBinding("view", user("system:anonymous")),
      "a.yaml:10:25-10:43",
      `User 'system:anonymous' ${EVERYBODY} ClusterRole 'view' allows in the whole cluster. ${NAME}`,
    ],
    [
      "the group, in a namespace",
      roleBinding("reader", "shop", "Role", user("ada") + group("system:unauthenticated")),
      "a.yaml:12:26-12:50",
      `Group 'system:unauthenticated' ${EVERYBODY} Role 'reader' allows in namespace 'shop'. ${NAME}`,
    ],
    [
      // Bound to everybody until Kubernetes 1.14, and left over in many a copy.
      "a role that all who are authenticated have",
      clusterBinding("system:discovery", group("system:unauthenticated")),
      "a.yaml:10:26-10:50",
      `Group 'system:unauthenticated' ${EVERYBODY} ClusterRole 'system:discovery' allows in the whole cluster. ${NAME}`,
    ],
    [
      "the keys of tokens, in its own words",
      clusterBinding("system:service-account-issuer-discovery", group("system:unauthenticated")),
      "a.yaml:10:26-10:50",
      "Group 'system:unauthenticated' is everybody who reaches the API server: all of them can read the keys that verify ServiceAccount tokens. These keys are public, but only systems outside the cluster that verify such tokens need this. Delete the subject if there are none.",
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, message]]);
  });

  it.each([
    [
      "what Kubernetes binds itself",
      clusterBinding("system:public-info-viewer", group("system:unauthenticated")),
    ],
    [
      "what kubeadm binds for nodes that join",
      roleBinding("kubeadm:bootstrap-signer-clusterinfo", "kube-public", "Role", user("system:anonymous")),
    ],
    [
      "a User with the name of the group, which nobody is",
      clusterBinding("view", user("system:unauthenticated")),
    ],
    [
      "a Group with the name of the user, in which nobody is",
      clusterBinding("view", group("system:anonymous")),
    ],
    ["somebody", clusterBinding("view", user("ada"))],
    ["a name that is filled in later", clusterBinding("view", user("${WHO}"))],
    ["no subjects", clusterBinding("view")],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("tells a subject once, in the patch that writes it, however many overlays apply it", async () => {
    const patch = `apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: readers }\nsubjects:\n  - { kind: Group, name: system:unauthenticated }\n`;
    const overlay = (namespace: string) => `namespace: ${namespace}\nresources: [../base]\n`;
    const files = {
      "base/kustomization.yaml": "resources: [binding.yaml]\npatches: [{ path: patch.yaml }]\n",
      "base/binding.yaml": roleBinding("view", "", "ClusterRole", user("ada")).replace("  namespace: \n", ""),
      "base/patch.yaml": patch,
      "one/kustomization.yaml": overlay("one"),
      "two/kustomization.yaml": overlay("two"),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "base/patch.yaml:5:26-5:48",
        `Group 'system:unauthenticated' ${EVERYBODY} ClusterRole 'view' allows in namespaces 'one' and 'two'. ${NAME}`,
      ],
    ]);
  });

  it("tells what a patch in a kustomization adds at the list that it adds it to", async () => {
    const files = {
      "kustomization.yaml":
        "resources: [binding.yaml]\npatches:\n  - target: { kind: RoleBinding }\n    patch: |-\n      - op: add\n        path: /subjects/0\n        value: { kind: User, name: system:anonymous }\n",
      "binding.yaml": roleBinding("view", "shop", "ClusterRole", user("ada")),
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual(["binding.yaml:10:1-10:9"]);
  });
});
