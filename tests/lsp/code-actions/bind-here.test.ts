import { describe, expect, it } from "vitest";
import { account, clusterBinding, manifest, user } from "../../rules/manifests.js";
import { actionsAt, after, type Files, findingsIn, named, opened } from "./actions.js";

const role = (resource: string, group = '""') =>
  manifest(
    "ClusterRole",
    "reader",
    undefined,
    `rules:\n  - { apiGroups: [${group}], resources: [${resource}], verbs: [get] }\n`,
  );
const ACCOUNTS = `${manifest("ServiceAccount", "web", "shop")}---\n${manifest("ServiceAccount", "job", "shop")}`;
const SUBJECTS = account("web", "shop") + account("job", "shop");

async function offered(files: Files) {
  const actions = await actionsAt(await opened(files, "a.yaml"), "a.yaml", "Cluster|RoleBinding");
  return actions.filter(({ kind }) => kind === "refactor.rewrite").map(({ title }) => title);
}

async function done(files: Files) {
  const one = await opened(files, "a.yaml");
  const now = after(one, files, named(await actionsAt(one, "a.yaml", "Cluster|RoleBinding"), "Bind").edit);
  return { text: now["a.yaml"], found: await findingsIn(now) };
}

describe("binding in one namespace", () => {
  it("makes a RoleBinding, in the namespace of the subjects", async () => {
    const text = clusterBinding("reader", SUBJECTS).replace("name: readers", "name: readers # Ours");
    const { text: now, found } = await done({ "a.yaml": text, "b.yaml": role("pods"), "c.yaml": ACCOUNTS });
    expect(now).toBe(
      text
        .replace("kind: ClusterRoleBinding", "kind: RoleBinding")
        .replace("# Ours\n", "# Ours\n  namespace: shop\n"),
    );
    expect(found).toEqual([]);
  });

  it("keeps flow style, quotes and line ends", async () => {
    const text = clusterBinding("view", SUBJECTS)
      .replace("kind: ClusterRoleBinding", 'kind: "ClusterRoleBinding"')
      .replace("metadata:\n  name: readers", 'metadata: { "name": readers }')
      .replaceAll("\n", "\r\n");
    const { text: now, found } = await done({ "a.yaml": text, "c.yaml": ACCOUNTS });
    expect(now).toBe(
      text
        .replace('"ClusterRoleBinding"', '"RoleBinding"')
        .replace("readers }", 'readers, "namespace": "shop" }'),
    );
    expect(found).toEqual([]);
  });

  it("is done where each build gives both the same namespace", async () => {
    const files = {
      "a.yaml": clusterBinding("view", account("web", "shop")),
      "c.yaml": manifest("ServiceAccount", "web", "shop"),
      "kustomization.yaml": "namespace: store\nresources: [a.yaml, c.yaml]\n",
    };
    expect(await offered(files)).toEqual(["Bind in namespace 'shop' only"]);
    // Somebody else's account stays where it is, and the binding would not.
    expect(
      await offered({ ...files, "kustomization.yaml": "namespace: store\nresources: [a.yaml]\n" }),
    ).toEqual([]);
  });

  it.each<[string, Files]>([
    [
      "subjects of several namespaces",
      { "a.yaml": clusterBinding("view", SUBJECTS + account("x", "other")) },
    ],
    ["subjects that are no ServiceAccounts", { "a.yaml": clusterBinding("view", SUBJECTS + user("jane")) }],
    ["no subjects", { "a.yaml": clusterBinding("view") }],
    ["a role that is not there", { "a.yaml": clusterBinding("reader", SUBJECTS) }],
    ["a role for the cluster", { "a.yaml": clusterBinding("reader", SUBJECTS), "b.yaml": role("nodes") }],
    [
      "a role for what is not known",
      { "a.yaml": clusterBinding("reader", SUBJECTS), "b.yaml": role("widgets", "example.com") },
    ],
    ["one of Kubernetes' own for the cluster", { "a.yaml": clusterBinding("system:node-proxier", SUBJECTS) }],
    [
      "a patch that is for a ClusterRoleBinding",
      {
        "a.yaml": clusterBinding("view", SUBJECTS),
        "c.yaml": ACCOUNTS,
        "patch.yaml": manifest("ClusterRoleBinding", "readers", undefined, ""),
        "kustomization.yaml": "resources: [a.yaml, c.yaml]\npatches: [{ path: patch.yaml }]\n",
      },
    ],
  ])("is not offered for %s", async (_, files) => {
    expect(await offered(files)).toEqual([]);
  });
});
