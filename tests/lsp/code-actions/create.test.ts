import { describe, expect, it } from "vitest";
import { account, clusterBinding, manifest, roleBinding } from "../../rules/manifests.js";
import { ABLE, actionsAt, after, type Files, findingsIn, named, opened } from "./actions.js";

const kustomization = (resources: string, more = "") =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${resources}${more}`;
const NAMESPACE = manifest("Namespace", "shop");
const ACCOUNT = manifest("ServiceAccount", "web", "shop");

async function titles(files: Files, path: string, marked: string) {
  return (await actionsAt(await opened(files, path), path, marked)).map(({ title }) => title);
}

/** The files that an action changes, and what is found then. */
async function done(files: Files, path: string, marked: string, title: string) {
  const one = await opened(files, path);
  const now = after(one, files, named(await actionsAt(one, path, marked), title).edit);
  const changed = Object.entries(now).filter(([name, text]) => files[name] !== text);
  return { changed: Object.fromEntries(changed), found: await findingsIn(now) };
}

describe("the missing role", () => {
  it("of a ClusterRoleBinding is a ClusterRole", async () => {
    const files = { "a.yaml": clusterBinding("reader", account("web", "shop")), "b.yaml": ACCOUNT };
    const { changed, found } = await done(files, "a.yaml", "name: read|er\n", "Create");
    expect(changed["a.yaml"]).toBe(
      `${files["a.yaml"]}---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: reader
# TODO: list the apiGroups, resources and verbs that its subjects need, and no more.
rules: []
`,
    );
    expect(found).toEqual([]);
  });

  it("stands behind its binding, with the same line ends", async () => {
    const binding = roleBinding("reader", "shop", "Role", account("web"));
    const text = `# 🙂\n${binding}--- # An account\n${ACCOUNT}`.replaceAll("\n", "\r\n");
    const { changed, found } = await done({ "a.yaml": text }, "a.yaml", "name: read|er\r", "Create");
    expect(changed["a.yaml"]).toContain("rules: []\r\n--- # An account\r\n");
    expect(changed["a.yaml"]?.replaceAll("\r\n", "")).not.toContain("\n");
    expect(found).toEqual([]);
  });

  it("has places to fill in where the client has snippets", async () => {
    const files = { "a.yaml": roleBinding("reader", "shop", "Role", account("web")), "b.yaml": ACCOUNT };
    const one = await opened(files, "a.yaml", {
      textDocument: ABLE.textDocument,
      workspace: { workspaceEdit: { documentChanges: true, snippetEditSupport: true } },
    } as typeof ABLE);
    const { edit } = named(await actionsAt(one, "a.yaml", "name: read|er\n"), "Create");
    expect(JSON.stringify(edit)).toContain(
      JSON.stringify('rules:\n  - apiGroups: ["$1"]\n    resources: [$2]\n    verbs: [$3]\n').slice(1, -1),
    );
  });

  it("is not made where a file has it that only nobody lists, which is listed instead", async () => {
    const role = manifest("Role", "reader", "shop", "rules: []\n");
    const files = {
      "kustomization.yaml": kustomization("  - binding.yaml\n  - account.yaml # Ours\n", "# End\n"),
      "binding.yaml": roleBinding("reader", "shop", "Role", account("web")),
      "account.yaml": ACCOUNT,
      "role.yaml": role,
    };
    const { changed, found } = await done(files, "binding.yaml", "name: read|er\n", "List");
    expect(changed).toEqual({
      "kustomization.yaml": kustomization(
        "  - binding.yaml\n  - account.yaml # Ours\n  - role.yaml\n",
        "# End\n",
      ),
    });
    expect(found).toEqual([]);
    expect(await titles(files, "binding.yaml", "name: read|er\n")).not.toContain(
      "Create Role 'reader' beside this binding",
    );
  });

  it("is not listed if it gives access to Secrets", async () => {
    const rules = `rules:\n  - { apiGroups: [""], resources: [secrets], verbs: ["*"] }\n`;
    const files = {
      "kustomization.yaml": kustomization("  - binding.yaml\n  - account.yaml\n"),
      "binding.yaml": roleBinding("reader", "shop", "Role", account("web")),
      "account.yaml": ACCOUNT,
      "role.yaml": manifest("Role", "reader", "shop", rules),
    };
    const all = await titles(files, "binding.yaml", "name: read|er\n");
    expect(all.filter((title) => /^(?:List|Create)/.test(title))).toEqual([]);
  });

  it("is not offered in JSON, in a patch and in what nothing applies", async () => {
    const binding = roleBinding("reader", "shop", "Role", account("web"));
    const { apiVersion, ...rest } = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" };
    const json = JSON.stringify({
      ...{ apiVersion, ...rest, metadata: { name: "a", namespace: "shop" } },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
      subjects: [{ kind: "ServiceAccount", name: "web" }],
    });
    const inJson = await titles({ "a.json": json, "b.yaml": ACCOUNT }, "a.json", '"read|er"');
    expect(inJson.filter((title) => title.startsWith("Create"))).toEqual([]);
    const files = {
      "kustomization.yaml": kustomization("  - account.yaml\n"),
      "account.yaml": ACCOUNT,
      "a.yaml": binding,
    };
    expect(await titles(files, "a.yaml", "name: read|er\n")).toEqual([]);
  });
});

describe("the missing ServiceAccount", () => {
  it("of a binding is made in the namespace of the subject", async () => {
    const files = {
      "a.yaml": `${NAMESPACE}---\n${ACCOUNT}---\n${manifest("Role", "r", "shop", "rules: []\n")}`,
      "b.yaml": roleBinding("r", "shop", "Role", account("clerk", "shop")),
    };
    const { changed, found } = await done(files, "b.yaml", "name: cl|erk", "Create");
    expect(changed["b.yaml"]).toBe(
      `${files["b.yaml"]}---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: clerk\n  namespace: shop\n`,
    );
    expect(found).toEqual(["a.yaml gitops/require-default-deny"]);
  });
});

describe("the missing default deny", () => {
  it("of a namespace that a kustomization sets is in a file beside it", async () => {
    const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: "example.com/web:1" }] }
`;
    const files = {
      "app/kustomization.yaml": `namespace: shop\nresources: [deployment.yaml]\n`,
      "app/deployment.yaml": deployment,
    };
    const { changed, found } = await done(
      files,
      "app/kustomization.yaml",
      "sh|op",
      "Add a default-deny policy that",
    );
    expect(changed["app/kustomization.yaml"]).toBe(
      "namespace: shop\nresources: [deployment.yaml, default-deny.yaml]\n",
    );
    expect(changed["app/default-deny.yaml"]).toBe(`apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-dns
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - { protocol: UDP, port: 53 }
        - { protocol: TCP, port: 53 }
`);
    expect(found).toEqual([]);
  });

  it("does not take the name of a policy that is there", async () => {
    const other = manifest(
      "NetworkPolicy",
      "default-deny",
      "shop",
      "spec:\n  podSelector: { matchLabels: { a: b } }\n",
    );
    const files = { "a.yaml": NAMESPACE, "b.yaml": other };
    const { changed } = await done(files, "a.yaml", "name: sh|op", "Add a default-deny policy for ingress");
    expect(changed["a.yaml"]).toContain("  name: default-deny-all\n");
  });
});
