import { describe, expect, it } from "vitest";
import { DefinitionRequest, DocumentLinkRequest } from "vscode-languageserver-protocol/node";
import { ARGOCD, FLUX, KUSTOMIZE, type Layout, PLAIN } from "../layouts.js";
import { definition, highlights, implementation, opened, references } from "./navigate.js";

type Row = readonly [file: string, marked: string, ...places: string[]];

async function definitions(files: Layout, rows: readonly Row[]): Promise<void> {
  const one = await opened(files);
  for (const [file, marked, ...places] of rows)
    expect(await definition(one, files, file, marked), `${file}: ${marked}`).toEqual(places);
}

describe("what a name stands for", () => {
  it("is found in plain directories", async () => {
    await definitions(PLAIN, [
      ["shop/read.yaml", "  name: pod-re|ader", "shop/role.yaml:4:9 pod-reader"],
      ["shop/read.yaml", "kind: Ro|le\n", "shop/role.yaml:4:9 pod-reader"],
      ["shop/read.yaml", "role|Ref", "shop/role.yaml:4:9 pod-reader"],
      ["shop/secrets.yaml", "  name: secret-ad|min", "cluster/role.yaml:4:9 secret-admin"],
      ["shop/read.yaml", "ServiceAccount\n    name: sh|op", "shop/account.yaml:4:9 shop"],
      ["shop/read.yaml", "    namespace: sh|op", "cluster/namespaces.yaml:4:9 shop"],
      ["shop/role.yaml", "  namespace: sh|op", "cluster/namespaces.yaml:4:9 shop"],
      ["shop/policy.yaml", "metadata.name: ingr|ess", "cluster/namespaces.yaml:11:9 ingress"],
      ["shop/deployment.yaml", "serviceAccountName: sh|op", "shop/account.yaml:4:9 shop"],
      ["shop/role.yaml", "name: pod-re|ader", "shop/role.yaml:4:9 pod-reader"],
      ["shop/missing.yaml", "  name: pod-ra|eder"],
      ["shop/role.yaml", "verbs: [g|et"],
    ]);
  });

  it("is found through the builds of kustomize", async () => {
    await definitions(KUSTOMIZE, [
      ["base/read.yaml", "  name: pod-re|ader", "base/role.yaml:4:9 pod-reader"],
      ["base/secrets.yaml", "  name: secret-ad|min", "cluster/role.yaml:4:9 secret-admin"],
      ["base/deployment.yaml", "serviceAccountName: sh|op", "base/account.yaml:4:9 shop"],
      ["overlays/production/kustomization.yaml", "- ../../ba|se", "base/kustomization.yaml:1:1"],
      ["overlays/production/kustomization.yaml", "path: wid|er.yaml", "overlays/production/wider.yaml:1:1"],
      [
        "overlays/production/kustomization.yaml",
        "namespace: shop|-",
        "overlays/production/namespace.yaml:4:9 shop-production",
      ],
      ["base/kustomization.yaml", "- role.ya|ml", "base/role.yaml:1:1"],
      ["overlays/production/wider.yaml", "name: pod-re|ader", "base/role.yaml:4:9 pod-reader"],
    ]);
  });

  it("is found for Flux", async () => {
    const [bootstrap, apps] = ["clusters/staging/flux-system/gotk-sync.yaml", "apps/base"];
    await definitions(FLUX, [
      ["clusters/staging/shop.yaml", "path: ./apps/st|aging", "apps/staging/kustomization.yaml:1:1"],
      ["clusters/staging/shop.yaml", "name: flux-sys|tem\n  dep", `${bootstrap}:4:9 flux-system`],
      ["clusters/staging/shop.yaml", "- name: acc|ess", "clusters/staging/access.yaml:4:9 access"],
      [
        bootstrap,
        "path: ./clusters/st|aging",
        "clusters/staging/access.yaml:1:1",
        "clusters/staging/shop.yaml:1:1",
      ],
      [`${apps}/read.yaml`, "  name: pod-re|ader", `${apps}/role.yaml:4:9 pod-reader`],
      [`${apps}/secrets.yaml`, "name: secret-ad|min", "infrastructure/access/role.yaml:4:9 secret-admin"],
      [`${apps}/deployment.yaml`, "serviceAccountName: sh|op", `${apps}/account.yaml:4:9 shop`],
    ]);
  });

  it("is found for Argo CD, also by paths that are filled in", async () => {
    const stages = ["stages/production/kustomization.yaml:1:1", "stages/staging/kustomization.yaml:1:1"];
    await definitions(ARGOCD, [
      ["root.yaml", "path: app|lications", "applications/access.yaml:1:1", "applications/shop.yaml:1:1"],
      ["applications/access.yaml", "path: acc|ess", "access/namespaces.yaml:1:1", "access/role.yaml:1:1"],
      ["applications/shop.yaml", 'path: "{{.path.pa|th}}"', ...stages],
      ["applications/shop.yaml", "- path: sta|ges", ...stages],
      ["base/read.yaml", "  name: pod-re|ader", "base/role.yaml:4:9 pod-reader"],
      ["base/secrets.yaml", "name: secret-ad|min", "access/role.yaml:4:9 secret-admin"],
    ]);
  });

  it("comes with what to underline where the client takes that, after characters of two units", async () => {
    const file = "shop/read.yaml";
    const flow = (PLAIN[file] ?? "").replace(
      /roleRef:\n.*\n.*\n.*\n/,
      'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, "😀": x, name: pod-reader }\n',
    );
    const one = await opened(
      { ...PLAIN, [file]: flow },
      { textDocument: { definition: { linkSupport: true } } },
    );
    const found = await one.client.sendRequest(DefinitionRequest.type, one.at(file, "name: pod-re|ader }"));
    const start = flow.split("\n")[5]?.indexOf("pod-reader") ?? 0;
    expect(found).toEqual([
      {
        originSelectionRange: {
          start: { line: 5, character: start },
          end: { line: 5, character: start + "pod-reader".length },
        },
        targetUri: one.uri("shop/role.yaml"),
        targetRange: { start: { line: 3, character: 8 }, end: { line: 3, character: 18 } },
        targetSelectionRange: { start: { line: 3, character: 8 }, end: { line: 3, character: 18 } },
      },
    ]);
  });

  it("is nothing in files that are broken, in no root, or not there", async () => {
    const files = { ...PLAIN, "shop/broken.yaml": "kind: Role\nmetadata: {name: [\n", "shop/empty.yaml": "" };
    const one = await opened(files);
    expect(await definition(one, files, "shop/broken.yaml", "na|me")).toEqual([]);
    const ask = (uri: string) =>
      one.client.sendRequest(DefinitionRequest.type, {
        textDocument: { uri },
        position: { line: 0, character: 0 },
      });
    expect(await ask(one.uri("shop/empty.yaml"))).toBeNull();
    expect(await ask(one.uri("nowhere/at-all.yaml"))).toBeNull();
    expect(await ask("untitled:Untitled-1")).toBeNull();
  });
});

describe("where something is used", () => {
  const used = async (files: Layout, rows: readonly Row[], declarations = false) => {
    const one = await opened(files);
    for (const [file, marked, ...places] of rows) {
      const found = await references(one, files, [file, marked], declarations);
      expect(found, `${file}: ${marked}`).toEqual(places);
    }
  };

  it("is found for roles, accounts and namespaces, from where they are made and from any use", async () => {
    const account = [
      "shop/deployment.yaml:13:27 shop",
      "shop/missing.yaml:12:11 shop",
      "shop/read.yaml:12:11 shop",
      "shop/secrets.yaml:12:11 shop",
    ];
    await used(PLAIN, [
      ["shop/role.yaml", "name: pod-re|ader", "shop/read.yaml:9:9 pod-reader"],
      ["shop/read.yaml", "  name: pod-re|ader", "shop/read.yaml:9:9 pod-reader"],
      ["shop/missing.yaml", "  name: pod-ra|eder", "shop/missing.yaml:9:9 pod-raeder"],
      ["shop/account.yaml", "name: sh|op", ...account],
      ["shop/deployment.yaml", "serviceAccountName: sh|op", ...account],
      ["cluster/namespaces.yaml", "name: ingr|ess", "shop/policy.yaml:13:57 ingress"],
    ]);
  });

  it("includes the declaration if it is asked for", async () => {
    await used(
      PLAIN,
      [
        [
          "shop/role.yaml",
          "name: pod-re|ader",
          "shop/read.yaml:9:9 pod-reader",
          "shop/role.yaml:4:9 pod-reader",
        ],
      ],
      true,
    );
  });

  it("is found through builds, with the patches and the entries that name a file", async () => {
    await used(KUSTOMIZE, [
      [
        "base/role.yaml",
        "name: pod-re|ader",
        "base/read.yaml:8:9 pod-reader",
        "overlays/production/wider.yaml:5:1 rules",
      ],
      [
        "base/kustomization.yaml",
        "kind: Kus|tomization",
        "overlays/production/kustomization.yaml:4:5 ../../base",
        "overlays/staging/kustomization.yaml:4:5 ../../base",
      ],
      [
        "overlays/production/wider.yaml",
        "api|Version",
        "overlays/production/kustomization.yaml:10:11 wider.yaml",
      ],
      ["base/role.yaml", "api|Version", "base/kustomization.yaml:4:5 role.yaml"],
      [
        "overlays/production/namespace.yaml",
        "name: shop-|production",
        "overlays/production/kustomization.yaml:7:12 shop-production",
      ],
    ]);
  });

  it("is found for what Flux and Argo CD apply", async () => {
    await used(FLUX, [
      [
        "infrastructure/access/kustomization.yaml",
        "kind: Kus|tomization",
        "clusters/production/access.yaml:8:9 ./infrastructure/access",
        "clusters/staging/access.yaml:8:9 ./infrastructure/access",
      ],
      ["infrastructure/access/role.yaml", "name: secret-ad|min", "apps/base/secrets.yaml:8:9 secret-admin"],
    ]);
    await used(ARGOCD, [
      ["applications/access.yaml", "path: acc|ess", "applications/access.yaml:11:11 access"],
      [
        "access/namespaces.yaml",
        "name: shop-st|aging",
        'applications/shop.yaml:25:20 "shop-{{.path.basename}}"',
        "stages/staging/kustomization.yaml:5:12 shop-staging",
      ],
    ]);
  });

  it("is found for users, groups and roles that are not written here", async () => {
    const bind = (name: string, subject: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ${name} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
subjects:
  - { apiGroup: rbac.authorization.k8s.io, ${subject} }
`;
    await used(
      {
        "a.yaml": bind("a", "kind: Group, name: developers"),
        "b.yaml": bind("b", "kind: Group, name: developers"),
        "c.yaml": bind("c", "kind: User, name: developers"),
      },
      [
        ["a.yaml", "name: deve|lopers", "a.yaml:6:63 developers", "b.yaml:6:63 developers"],
        ["c.yaml", "name: deve|lopers", "c.yaml:6:62 developers"],
        ["c.yaml", "name: ed|it", "a.yaml:4:74 edit", "b.yaml:4:74 edit", "c.yaml:4:74 edit"],
      ],
    );
  });

  it("is found for ClusterRoles that another one takes in", async () => {
    const head = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\n";
    const files = {
      "all.yaml": `${head}metadata: { name: all }\naggregationRule:\n  clusterRoleSelectors:\n    - matchLabels: { to: all }\nrules: []\n`,
      "part.yaml": `${head}metadata: { name: part, labels: { to: all } }\nrules:\n  - { apiGroups: [""], resources: [pods], verbs: [get] }\n`,
    };
    await used(files, [["part.yaml", "name: pa|rt", "all.yaml:4:1 aggregationRule"]]);
    const one = await opened(files);
    expect(await implementation(one, files, "all.yaml", "aggregation|Rule")).toEqual(["part.yaml:3:19 part"]);
  });

  it("is marked in the file", async () => {
    const files = { "all.yaml": [PLAIN["shop/role.yaml"], PLAIN["shop/read.yaml"]].join("---\n") };
    const one = await opened(files);
    expect(await highlights(one, files, "all.yaml", "name: pod-re|ader")).toEqual([
      "all.yaml:4:9 pod-reader",
      "all.yaml:22:9 pod-reader",
    ]);
    expect(await highlights(one, files, "all.yaml", "verbs: [g|et")).toEqual([]);
  });
});

describe("what makes something real", () => {
  it("are the patches of an object, and the objects of a patch", async () => {
    const one = await opened(KUSTOMIZE);
    const wider = "overlays/production/wider.yaml";
    const found = (file: string, marked: string) => implementation(one, KUSTOMIZE, file, marked);
    expect(await found("base/role.yaml", "name: pod-re|ader")).toEqual([`${wider}:5:1 rules`]);
    expect(await found(wider, "verbs: [|")).toEqual(["base/role.yaml:4:9 pod-reader"]);
    expect(await found("overlays/production/kustomization.yaml", "path: wid|er")).toEqual([
      "base/role.yaml:4:9 pod-reader",
    ]);
    expect(await found("base/read.yaml", "name: read-p|ods")).toEqual([]);
  });

  it("are the objects that a patch in a kustomization changes, by its target", async () => {
    const patches = `patches:
  - target: { kind: Role, name: pod-reader }
    patch: |-
      - op: add
        path: /rules/-
        value: { apiGroups: [""], resources: [secrets], verbs: [get] }
  - target: { kind: Role, name: other }
    patch: |-
      - op: remove
        path: /rules
`;
    const path = "overlays/staging/kustomization.yaml";
    const files = { ...KUSTOMIZE, [path]: `${KUSTOMIZE[path]}${patches}` };
    const one = await opened(files);
    const role = ["base/role.yaml:4:9 pod-reader"];
    expect(await implementation(one, files, path, "name: pod-re|ader")).toEqual(role);
    expect(await implementation(one, files, path, "op: a|dd")).toEqual(role);
    expect(await definition(one, files, path, "name: pod-re|ader")).toEqual(role);
    expect(await implementation(one, files, path, "name: oth|er")).toEqual([]);
  });

  it("are the workloads that a policy selects", async () => {
    const one = await opened(KUSTOMIZE);
    expect(await implementation(one, KUSTOMIZE, "base/policy.yaml", "pod|Selector")).toEqual([
      "base/deployment.yaml:4:9 shop",
    ]);
    expect(await implementation(one, KUSTOMIZE, "base/policy.yaml", "namespace|Selector")).toEqual([]);
  });
});

describe("links in a kustomization", () => {
  it("lead to files, and for directories to their kustomization", async () => {
    const path = "overlays/production/kustomization.yaml";
    const files = { ...KUSTOMIZE, [path]: `${KUSTOMIZE[path]}  - path: gone.yaml\n` };
    const one = await opened(files);
    const found = await one.client.sendRequest(DocumentLinkRequest.type, {
      textDocument: { uri: one.uri(path) },
    });
    expect(
      (found ?? []).map(({ range, tooltip }) => [range.start.line, range.start.character, tooltip]),
    ).toEqual([
      [3, 4, "base/kustomization.yaml"],
      [4, 4, "cluster/kustomization.yaml"],
      [5, 4, "overlays/production/namespace.yaml"],
      [9, 10, "overlays/production/wider.yaml"],
    ]);
    const none = await one.client.sendRequest(DocumentLinkRequest.type, {
      textDocument: { uri: one.uri("base/role.yaml") },
    });
    expect(none).toEqual([]);
  });
});
