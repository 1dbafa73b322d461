import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";
import { clusterBinding, denyAll, manifest, roleBinding, user } from "./manifests.js";

const NOTHING = "so this binding grants nothing until somebody creates a role of that name.";
const CREATE = "Create it, correct the name, or list it under 'knownRoles' in .gitops-lint.yaml.";
const reference = manifest("RoleBinding", "readers", undefined, "roleRef: { kind: Role, name: reader }\n");
const kustomization = (...lines: string[]) => `${lines.join("\n")}\n`;

describe("no-missing-role on kustomizations", () => {
  const base = {
    "base/kustomization.yaml": kustomization("resources: [role.yaml, binding.yaml]"),
    "base/role.yaml": manifest("Role", "reader"),
    "base/binding.yaml": reference,
  };

  it("follows names and namespaces through layers", async () => {
    const overlay = kustomization("resources: [../../base]", "namePrefix: prod-", "namespace: shop");
    expect(await lint("no-missing-role", { ...base, "overlays/prod/kustomization.yaml": overlay })).toEqual(
      [],
    );
  });

  it("misses a role at once that a kustomization stops listing, although its file is there and another build has one", async () => {
    const files = {
      ...base,
      "base/kustomization.yaml": kustomization("namespace: shop", "resources: [binding.yaml]"),
      "copy/kustomization.yaml": kustomization("namespace: shop", "resources: [all.yaml]"),
      "copy/all.yaml": `${manifest("Role", "reader")}---\n${reference}`,
    };
    expect((await lint("no-missing-role", files)).map(([place]) => place)).toEqual([
      "base/binding.yaml:5:30-5:36",
    ]);
  });

  it("names the file that no kustomization lists", async () => {
    const files = {
      ...base,
      "base/kustomization.yaml": kustomization("namespace: shop", "resources: [binding.yaml]"),
    };
    expect(await lint("no-missing-role", files)).toEqual([
      [
        "base/binding.yaml:5:30-5:36",
        `Role 'reader' in namespace 'shop' (as 'base' applies it) does not exist, ${NOTHING} It is in base/role.yaml, but no kustomization lists that file.`,
      ],
    ]);
  });

  it("shows the name that is applied where it differs from the written one", async () => {
    const files = {
      "kustomization.yaml": kustomization(
        "resources: [binding.yaml]",
        "patches:",
        "  - target: { kind: RoleBinding }",
        "    patch: '[{ op: replace, path: /roleRef/name, value: writer }]'",
      ),
      "binding.yaml": roleBinding("reader"),
    };
    expect(await lint("no-missing-role", files)).toEqual([
      [
        "binding.yaml:9:9-9:15",
        `Role 'writer' in namespace 'shop' (as the root applies it) does not exist, ${NOTHING} ${CREATE}`,
      ],
    ]);
  });

  it("reports a binding of several builds once, and only if the role is missing in all of them, unless asked", async () => {
    const files = {
      "base/kustomization.yaml": kustomization("resources: [binding.yaml]"),
      "base/binding.yaml": reference,
      "with/kustomization.yaml": kustomization("resources: [../base, role.yaml]", "namespace: a"),
      "with/role.yaml": manifest("Role", "reader"),
      "without/kustomization.yaml": kustomization("resources: [../base]", "namespace: b"),
      "neither/kustomization.yaml": kustomization("resources: [../base]", "namespace: c"),
    };
    expect(await lint("no-missing-role", files)).toEqual([]);
    const all = await lint("no-missing-role", {
      ...files,
      "with/kustomization.yaml": files["without/kustomization.yaml"],
    });
    expect(all.map(([place]) => place)).toEqual(["base/binding.yaml:5:30-5:36"]);
    const [any, ...more] = await lint("no-missing-role", files, { options: { in: "any" } });
    expect(more).toEqual([]);
    expect(any?.[1]).toMatch(
      /^Role 'reader' in namespace 'c' \(as 'neither' applies it\) does not exist in what 'neither' and 'without' apply, so/,
    );
  });

  it.each([
    ["a remote base", "resources: [binding.yaml, 'https://example.org/roles.yaml']"],
    ["a chart that goes by its name", "resources: [binding.yaml]\nhelmCharts: [{ name: reader }]"],
    ["a path that is not there", "resources: [binding.yaml, roles.yaml]"],
    ["a path outside of the repository", "resources: [binding.yaml, ../../roles]"],
    ["a base that does not parse", "resources: [binding.yaml, broken.yaml]"],
  ])("is silent where the build has %s", async (_, lines) => {
    const files = {
      "kustomization.yaml": kustomization(lines),
      "binding.yaml": roleBinding("reader"),
      "broken.yaml": "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: reader\n",
    };
    expect(await lint("no-missing-role", files)).toEqual([]);
  });

  it("is silent on a ClusterRole that something else installs under its own name", async () => {
    const files = {
      "apps/argocd/kustomization.yaml": kustomization(
        "resources: ['https://example.org/argo-cd/install.yaml']",
      ),
      "rbac/kustomization.yaml": kustomization("resources: [binding.yaml]"),
      "rbac/binding.yaml": clusterBinding("argocd-server"),
    };
    expect(await lint("no-missing-role", files)).toEqual([]);
    const other = { ...files, "rbac/binding.yaml": clusterBinding("auditor") };
    expect(await lint("no-missing-role", other)).toHaveLength(1);
  });

  it("is silent on a binding that is a patch, and on one that nothing applies", async () => {
    const files = {
      "kustomization.yaml": kustomization(
        "resources: [role.yaml, binding.yaml]",
        "patches: [{ path: patch.yaml }]",
      ),
      "role.yaml": manifest("Role", "reader", "shop"),
      "binding.yaml": roleBinding("reader"),
      "patch.yaml": roleBinding("reader"),
      "unlisted.yaml": roleBinding("nobody"),
    };
    expect(await lint("no-missing-role", files)).toEqual([]);
  });
});

describe("no-cluster-admin-binding on kustomizations", () => {
  it("names the subjects as they are applied", async () => {
    const files = {
      "kustomization.yaml": kustomization("resources: [all.yaml]", "namePrefix: prod-", "namespace: shop"),
      "all.yaml": `${manifest("ServiceAccount", "ci")}---\n${clusterBinding("cluster-admin", "  - { kind: ServiceAccount, name: ci, namespace: default }\n")}`,
    };
    const [found] = await lint("no-cluster-admin-binding", files);
    expect(found?.[1]).toContain("lets 'ServiceAccount:shop/prod-ci' do everything");
  });

  it("judges what a patch writes, and what a build makes of a harmless binding, once each", async () => {
    const files = {
      "kustomization.yaml": kustomization(
        "resources: [binding.yaml]",
        "patches: [{ path: patch.yaml, target: { kind: ClusterRoleBinding } }]",
      ),
      "binding.yaml": clusterBinding("view", user("jane")),
      "patch.yaml": clusterBinding("cluster-admin", user("bob")),
    };
    expect((await lint("no-cluster-admin-binding", files)).map(([place]) => place)).toEqual([
      "patch.yaml:8:9-8:22",
    ]);
    const inline = "    patch: '[{ op: replace, path: /roleRef/name, value: cluster-admin }]'";
    const patched = kustomization(
      "resources: [binding.yaml]",
      "patches:",
      "  - target: { kind: ClusterRoleBinding }",
      inline,
    );
    const found = await lint("no-cluster-admin-binding", {
      "kustomization.yaml": patched,
      "binding.yaml": files["binding.yaml"],
    });
    expect(found.map(([place]) => place)).toEqual(["binding.yaml:8:9-8:13"]);
  });
});

describe("the reference of a binding that a patch changes", () => {
  const files = (text: string, patch = "path: patch.yaml") => ({
    "base/kustomization.yaml": kustomization("resources: [binding.yaml]"),
    "base/binding.yaml": roleBinding("view", "shop", "ClusterRole", user("jane")),
    "prod/kustomization.yaml": kustomization("resources: [../base]", "patches:", `  - ${patch}`),
    "prod/patch.yaml": text,
  });
  const patch = (...fields: string[]) =>
    manifest("RoleBinding", "readers", "shop", `roleRef:\n  ${fields.join("\n  ")}\n`);

  it("is reported in the patch, at the value that it writes", async () => {
    const missing = `Role 'view' in namespace 'shop' (as 'prod' applies it)`;
    expect(await lint("no-missing-role", files(patch("kind: Role")))).toEqual([
      [
        "prod/patch.yaml:7:9-7:13",
        `${missing} does not exist, ${NOTHING} There is a ClusterRole of that name.`,
      ],
    ]);
    expect(await lint("no-missing-role", files(patch("name: viewer")))).toEqual([
      ["prod/patch.yaml:7:9-7:15", `ClusterRole 'viewer' does not exist, ${NOTHING} ${CREATE}`],
    ]);
    expect(await lint("no-cluster-admin-binding", files(patch("name: cluster-admin")))).toEqual([
      [
        "prod/patch.yaml:7:9-7:22",
        "ClusterRole 'cluster-admin' (as 'prod' applies it) lets 'User:jane' do everything in namespace 'shop'. Bind a role that allows only what is needed.",
      ],
    ]);
  });

  it("is reported in the binding for a JSON patch, which has no object that is judged", async () => {
    const change = `{ target: { kind: RoleBinding }, patch: '[{ op: replace, path: /roleRef/name, value: cluster-admin }]' }`;
    expect(await lint("no-cluster-admin-binding", files("", change))).toEqual([
      [
        "base/binding.yaml:9:9-9:13",
        "ClusterRole 'cluster-admin' (as 'prod' applies it) lets 'User:jane' do everything in namespace 'shop'. Bind a role that allows only what is needed.",
      ],
    ]);
  });

  it("is judged in each build for what it says there", async () => {
    const all = {
      ...files(patch("name: viewer")),
      "base/binding.yaml": roleBinding("editor", "shop", "ClusterRole", user("jane")),
      "dev/kustomization.yaml": kustomization("resources: [../base]"),
    };
    expect((await lint("no-missing-role", all)).map(([place]) => place)).toEqual([
      "base/binding.yaml:9:9-9:15",
      "prod/patch.yaml:7:9-7:15",
    ]);
  });

  it("is named in what is said of its subjects and of its role", async () => {
    const group = `  - { kind: Group, name: "system:authenticated" }\n`;
    const change = `{ target: { kind: RoleBinding }, patch: '[{ op: replace, path: /roleRef/name, value: edit }]' }`;
    const all = {
      ...files("", change),
      "base/binding.yaml": roleBinding("view", "shop", "ClusterRole", group),
    };
    const [found] = await lint("no-broad-subject", all);
    expect(found?.[1]).toContain("can do what ClusterRole 'edit' (as 'prod' applies it) allows in");
  });
});

describe("the subjects that a patch writes", () => {
  it("are missed in the patch", async () => {
    const files = {
      "kustomization.yaml": kustomization("resources: [all.yaml]", "patches: [{ path: patch.yaml }]"),
      "all.yaml": `${manifest("ServiceAccount", "reporter", "shop")}---\n${roleBinding("view", "shop", "ClusterRole", user("jane"))}`,
      "patch.yaml": manifest(
        "RoleBinding",
        "readers",
        "shop",
        "subjects:\n  - { kind: ServiceAccount, name: reportre, namespace: shop }\n",
      ),
    };
    expect(await lint("no-missing-subject", files)).toEqual([
      [
        "patch.yaml:7:35-7:43",
        "ServiceAccount 'reportre' does not exist in namespace 'shop', so it gets no role here until somebody creates one of that name. Did you mean 'reporter'?",
      ],
    ]);
  });
});

describe("no-cluster-admin-binding with a role that a patch names", () => {
  it("heeds the subjects that are allowed", async () => {
    const files = {
      "kustomization.yaml": kustomization(
        "resources: [all.yaml]",
        "patches: [{ path: patch.yaml, target: { kind: ClusterRoleBinding } }]",
      ),
      "all.yaml": `${manifest("ClusterRole", "god", undefined, 'rules:\n  - { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }\n')}---\n${clusterBinding("view", user("jane"))}`,
      "patch.yaml": clusterBinding("god", user("jane")),
    };
    const rule = "no-cluster-admin-binding";
    expect((await lint(rule, files)).map(([, message]) => message)).toEqual([
      expect.stringMatching(
        /^ClusterRole 'god' gives .* lets 'User:jane' do everything in the whole cluster/,
      ),
    ]);
    expect(await lint(rule, files, { options: { allow: ["User:jane"] } })).toEqual([]);
  });
});

describe("require-default-deny on kustomizations", () => {
  const workload = {
    "base/kustomization.yaml": kustomization("resources: [web.yaml]"),
    "base/web.yaml": manifest("Deployment", "web"),
  };

  it("reports a namespace that only a kustomization makes where it is set", async () => {
    const files = {
      ...workload,
      "prod/kustomization.yaml": kustomization("namespace: shop", "resources: [../base]"),
    };
    const found = await lint("require-default-deny", files);
    expect(found.map(([place]) => place)).toEqual(["prod/kustomization.yaml:1:12-1:16"]);
  });

  it("counts a policy in the namespace that the kustomization gives it", async () => {
    const files = {
      ...workload,
      "prod/kustomization.yaml": kustomization("namespace: shop", "resources: [../base, deny.yaml]"),
      "prod/deny.yaml": denyAll(undefined),
    };
    expect(await lint("require-default-deny", files)).toEqual([]);
  });

  it("reports a Namespace under the name it is applied with", async () => {
    const files = {
      "kustomization.yaml": kustomization("namespace: shop", "resources: [namespace.yaml]"),
      "namespace.yaml": manifest("Namespace", "placeholder"),
    };
    const [found] = await lint("require-default-deny", files);
    expect(found?.[0]).toBe("namespace.yaml:4:9-4:20");
    expect(found?.[1]).toContain("Namespace 'shop' has no default-deny policy");
  });

  it.each([
    [
      "a Namespace in a patch",
      {
        "kustomization.yaml": kustomization(
          "resources: [a.yaml]",
          "patches: [{ path: patch.yaml, target: { kind: Namespace } }]",
        ),
        "a.yaml": manifest("Role", "x", "y"),
        "patch.yaml": manifest("Namespace", "shop"),
      },
    ],
    [
      "a Namespace that a patch deletes",
      {
        "kustomization.yaml": kustomization("resources: [a.yaml]", "patches: [{ path: patch.yaml }]"),
        "a.yaml": manifest("Namespace", "shop"),
        "patch.yaml": `$patch: delete\n${manifest("Namespace", "shop")}`,
      },
    ],
    [
      "a Namespace of a build with a remote base of policies",
      {
        "kustomization.yaml": kustomization("resources: [a.yaml, 'https://example.org/policies.yaml']"),
        "a.yaml": manifest("Namespace", "shop"),
      },
    ],
    [
      "a Namespace that nothing lists",
      {
        "kustomization.yaml": kustomization("resources: [a.yaml]"),
        "a.yaml": manifest("Role", "x", "y"),
        "b.yaml": manifest("Namespace", "shop"),
      },
    ],
    [
      "a namespace of a chart whose values ask for policies",
      {
        "kustomization.yaml": kustomization("namespace: shop", "resources: [a.yaml, s.yaml]"),
        "a.yaml": manifest("Namespace", "shop"),
        "s.yaml":
          "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: x }\nspec: { values: { networkPolicy: { enabled: true } } }\n",
      },
    ],
  ])("is silent on %s", async (_, files: Record<string, string>) => {
    expect(await lint("require-default-deny", files)).toEqual([]);
  });
});

describe("require-default-deny where one line makes several namespaces", () => {
  it("reports them together, but for those that differ", async () => {
    const overlay = (name: string, more = "") => ({
      [`overlays/${name}/kustomization.yaml`]: kustomization(
        `namespace: ${name}`,
        `resources: [role.yaml${more}]`,
        "components: [../../component]",
      ),
      [`overlays/${name}/role.yaml`]: manifest("Role", "x"),
    });
    const files = {
      "component/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [namespace.yaml]\n",
      "component/namespace.yaml": manifest("Namespace", "unset"),
      ...overlay("a"),
      ...overlay("b"),
      ...overlay("c"),
      ...overlay("d"),
      ...overlay("isolated", ", deny.yaml"),
      "overlays/isolated/deny.yaml": denyAll(undefined),
    };
    const words = (start: string) =>
      `${start} no default-deny policy for ingress: every pod of the cluster can reach its pods. Add a NetworkPolicy with 'podSelector: {}' and 'policyTypes: [Ingress]'.`;
    const place = "component/namespace.yaml:4:9-4:14";
    expect(await lint("require-default-deny", files)).toEqual([
      [place, words("Namespaces 'a', 'b', 'c' and 1 more have")],
    ]);
    const ignoring = { options: { ignoreNamespaces: ["a", "b", "c"] } };
    expect(await lint("require-default-deny", files, ignoring)).toEqual([
      [place, words("Namespace 'd' has")],
    ]);
  });
});

describe("valid-kustomization", () => {
  it("is silent on patches for objects that something else puts there, as Helm's post-renderers do", async () => {
    const files = {
      "kustomization.yaml": kustomization("patchesStrategicMerge: [patch.yaml]"),
      "patch.yaml": manifest("Deployment", "web"),
    };
    expect(await lint("valid-kustomization", files)).toEqual([]);
    const own = {
      ...files,
      "kustomization.yaml": kustomization("resources: [a.yaml]", "patchesStrategicMerge: [patch.yaml]"),
    };
    expect(await lint("valid-kustomization", { ...own, "a.yaml": manifest("Role", "x") })).toHaveLength(1);
  });
});
