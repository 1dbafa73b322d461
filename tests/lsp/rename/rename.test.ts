import { describe, expect, it } from "vitest";
import {
  RenameRequest,
  ShowMessageNotification,
  type ShowMessageParams,
} from "vscode-languageserver-protocol/node";
import { ARGOCD, FLUX, KUSTOMIZE, type Layout, PLAIN } from "../layouts.js";
import { opened } from "../navigation/navigate.js";
import { CONFIRMING, prepared, renamed } from "./renaming.js";

const RBAC = "rbac.authorization.k8s.io";

describe("a new name", () => {
  const where: [string, Layout, { base: string; cluster: string }][] = [
    ["plain", PLAIN, { base: "shop", cluster: "cluster" }],
    ["kustomize", KUSTOMIZE, { base: "base", cluster: "cluster" }],
    ["Flux", FLUX, { base: "apps/base", cluster: "infrastructure/access" }],
    ["Argo CD", ARGOCD, { base: "base", cluster: "access" }],
  ];
  it.each(where)("goes wherever an object is named: %s", async (_, files, { base, cluster }) => {
    const one = await opened(files, CONFIRMING);
    const line = base === "shop" ? 9 : 8;
    const patches =
      base === "base" && files === KUSTOMIZE ? ["overlays/production/wider.yaml:4:9 looker"] : [];
    const role = [`${base}/read.yaml:${line}:9 looker roleRef`, `${base}/role.yaml:4:9 looker`, ...patches];
    expect(await renamed(one, `${base}/role.yaml`, "name: pod-re|ader", "looker")).toEqual(role);
    expect(await renamed(one, `${base}/read.yaml`, "  name: pod-re|ader", "looker")).toEqual(role);
    expect(await prepared(one, `${base}/read.yaml`, "  name: pod-re|ader")).toBe("pod-reader");
    expect(await renamed(one, `${cluster}/role.yaml`, "name: secret-ad|min", "looker")).toEqual(
      [`${base}/secrets.yaml:${line}:9 looker roleRef`, `${cluster}/role.yaml:4:9 looker`].sort(),
    );
    const subject = line + 3;
    expect(await renamed(one, `${base}/deployment.yaml`, "serviceAccountName: sh|op", "store")).toEqual([
      `${base}/account.yaml:4:9 store`,
      `${base}/deployment.yaml:${base === "shop" ? 13 : 12}:27 store`,
      `${base}/missing.yaml:${subject}:11 store`,
      `${base}/read.yaml:${subject}:11 store`,
      `${base}/secrets.yaml:${subject}:11 store`,
    ]);
  });

  it("has to be confirmed for a roleRef, and says why", async () => {
    const one = await opened(PLAIN, CONFIRMING);
    const edit = await one.client.sendRequest(RenameRequest.type, {
      ...one.at("shop/role.yaml", "name: pod-re|ader"),
      newName: "looker",
    });
    expect(edit?.changeAnnotations).toEqual({
      roleRef: {
        label: "Change the roleRef of a binding",
        description:
          "A cluster refuses to change the roleRef of a binding that it has: delete the binding there, so that it is made anew.",
        needsConfirmation: true,
      },
    });
    const account = await one.client.sendRequest(RenameRequest.type, {
      ...one.at("shop/account.yaml", "name: sh|op"),
      newName: "store",
    });
    expect(account?.changeAnnotations).toBeUndefined();
  });

  it("comes with a warning where the client cannot ask for confirmation", async () => {
    const one = await opened(PLAIN);
    const message = new Promise<ShowMessageParams>((done) =>
      one.client.onNotification(ShowMessageNotification.type, done),
    );
    const edit = await one.client.sendRequest(RenameRequest.type, {
      ...one.at("shop/role.yaml", "name: pod-re|ader"),
      newName: "looker",
    });
    expect(Object.keys(edit?.changes ?? {})).toHaveLength(2);
    expect((await message).message).toBe(
      "A cluster refuses to change the roleRef of a binding that it has: delete the binding there, so that it is made anew. This is so for shop/read.yaml.",
    );
  });

  it("has to be confirmed for an account that a cloud knows", async () => {
    const path = "shop/account.yaml";
    const text = `${PLAIN[path]}  annotations: { eks.amazonaws.com/role-arn: "arn:aws:iam::1:role/shop" }\n`;
    const one = await opened({ ...PLAIN, [path]: text }, CONFIRMING);
    expect(await renamed(one, path, "name: sh|op", "store")).toContain(`${path}:4:9 store identity`);
  });

  it("goes into targets, replacements, inline patches and names with prefixes, keeping quotes", async () => {
    const path = "overlays/staging/kustomization.yaml";
    const files = {
      ...KUSTOMIZE,
      "base/role.yaml": (KUSTOMIZE["base/role.yaml"] ?? "").replace("name: pod-reader", "name: 'pod-reader'"),
      [path]: `${KUSTOMIZE[path]}patches:
  - target: { kind: Role, name: pod-reader }
    patch: |-
      - op: remove
        path: /rules/1
  - patch: |-
      apiVersion: ${RBAC}/v1
      kind: Role
      metadata:
        name: pod-reader
        labels: { a: b }
`,
      "top/kustomization.yaml": "resources: [../overlays/staging, binding.yaml]\n",
      "top/binding.yaml": `apiVersion: ${RBAC}/v1
kind: RoleBinding
metadata: { name: top, namespace: shop-staging }
roleRef: { apiGroup: ${RBAC}, kind: Role, name: "staging-pod-reader" }
subjects: [{ kind: ServiceAccount, name: staging-shop, namespace: shop-staging }]
`,
    };
    const one = await opened(files, CONFIRMING);
    expect(await renamed(one, "base/role.yaml", "name: 'pod-re|ader'", "looker")).toEqual([
      "base/read.yaml:8:9 looker roleRef",
      "base/role.yaml:4:9 'looker'",
      "overlays/production/wider.yaml:4:9 looker",
      `${path}:10:33 looker`,
      `${path}:18:15 looker`,
      'top/binding.yaml:4:67 "staging-looker" roleRef',
    ]);
    expect(await renamed(one, "top/binding.yaml", "name: staging-sh|op", "store")).toContain(
      "top/binding.yaml:5:42 staging-store",
    );
  });

  it("goes into what replacements and variables take it from, and not into what they make of it", async () => {
    const path = "overlays/staging/kustomization.yaml";
    const files = {
      ...KUSTOMIZE,
      [path]: `${KUSTOMIZE[path]}replacements:
  - source: { kind: ServiceAccount, name: shop, fieldPath: metadata.name }
    targets:
      - select: { kind: RoleBinding, name: read-pods }
        fieldPaths: [subjects.0.name]
vars:
  - name: SHOP
    objref: { apiVersion: v1, kind: ServiceAccount, name: shop }
`,
    };
    const one = await opened(files, CONFIRMING);
    const found = await renamed(one, "base/account.yaml", "name: sh|op", "store");
    expect(found).toContain(`${path}:10:43 store`);
    expect(found).toContain(`${path}:16:59 store`);
  });

  it("goes to users that mean a ServiceAccount, and to what Flux applies as one", async () => {
    const files = {
      ...PLAIN,
      "shop/user.yaml": `apiVersion: ${RBAC}/v1
kind: RoleBinding
metadata: { name: user, namespace: shop }
roleRef: { apiGroup: ${RBAC}, kind: ClusterRole, name: view }
subjects: [{ apiGroup: ${RBAC}, kind: User, name: "system:serviceaccount:shop:shop" }]
`,
      "shop/flux.yaml": `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: other, namespace: shop }
spec:
  path: ./elsewhere
  serviceAccountName: shop
  sourceRef: { kind: OCIRepository, name: other }
`,
    };
    const one = await opened(files, CONFIRMING);
    const found = await renamed(one, "shop/account.yaml", "name: sh|op", "store");
    expect(found).toContain('shop/user.yaml:5:69 "system:serviceaccount:shop:store"');
    expect(found).toContain("shop/flux.yaml:6:23 store");
  });
});

describe("a rename is refused", () => {
  const refusal = async (
    more: Layout,
    { path = "shop/role.yaml", marked = "name: pod-re|ader", name = "looker", base = PLAIN } = {},
  ) => {
    const one = await opened({ ...base, ...more }, CONFIRMING);
    return await renamed(one, path, marked, name);
  };
  const account = { path: "shop/account.yaml", marked: "name: sh|op", name: "store" };

  it.each([
    ["", "The new name is empty."],
    ["a/b", "'a/b' is no name for a Role: use letters, digits, '-', '.' and ':'."],
    ["x".repeat(254), "The new name has more than 253 characters."],
    ["..", "'..' is no name for a Role: use letters, digits, '-', '.' and ':'."],
    ["${NAME}", "'${NAME}' is no name for a Role: use letters, digits, '-', '.' and ':'."],
  ])("for a name that is not valid: %s", async (name, sentence) => {
    expect(await refusal({}, { name })).toBe(sentence);
  });

  it("for a name that no ServiceAccount can have", async () => {
    expect(await refusal({}, { ...account, name: "Store" })).toBe(
      "'Store' is no name for a ServiceAccount: it consists of lower-case letters, digits, '-' and '.', and begins and ends with a letter or digit.",
    );
    expect(await refusal({}, { ...account, name: "default" })).toBe(
      "ServiceAccount 'default' is Kubernetes' own: it is there already.",
    );
  });

  it("for a name that is taken in any build", async () => {
    const role = (PLAIN["shop/role.yaml"] ?? "").replace("pod-reader", "looker");
    expect(await refusal({ "shop/looker.yaml": role })).toBe(
      "Role 'looker' is there already, in shop/looker.yaml.",
    );
    const elsewhere = role.replace("namespace: shop", "namespace: other");
    expect(await refusal({ "shop/looker.yaml": elsewhere })).toHaveLength(2);
    expect(await refusal({}, { path: "cluster/role.yaml", marked: "secret-ad|min", name: "edit" })).toBe(
      "ClusterRole 'edit' is Kubernetes' own: it is there already.",
    );
  });

  it("for a name that a binding of nothing has", async () => {
    expect(await refusal({}, { name: "pod-raeder" })).toBe(
      "If Role 'pod-reader' had this name, something else would change: what shop/missing.yaml says.",
    );
  });

  it("for what is not written here, or is Kubernetes' own", async () => {
    expect(await refusal({}, { path: "shop/missing.yaml", marked: "name: pod-ra|eder" })).toBe(
      "Role 'pod-raeder' is not written in this repository.",
    );
    const view = `apiVersion: ${RBAC}/v1\nkind: ClusterRole\nmetadata: { name: view }\nrules: []\n`;
    expect(await refusal({ "shop/view.yaml": view }, { path: "shop/view.yaml", marked: "name: vi|ew" })).toBe(
      "ClusterRole 'view' is Kubernetes' own: it keeps its name.",
    );
  });

  it("for a name that is filled in", async () => {
    const text = (PLAIN["shop/role.yaml"] ?? "").replace("pod-reader", "${TEAM}-reader");
    const place = { path: "shop/team.yaml", marked: "TEAM}-rea|der" };
    expect(await refusal({ "shop/team.yaml": text }, place)).toBe(
      "The name of this Role is filled in or made up later.",
    );
  });

  it("where something that cannot be seen may name it", async () => {
    const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: pod-reader, namespace: shop }
spec: { chart: { spec: { chart: pod-reader, sourceRef: { kind: HelmRepository, name: x } } } }
`;
    expect(await refusal({ "shop/release.yaml": release })).toMatch(
      /^Something that cannot be seen may name Role 'pod-reader': /,
    );
  });

  it("where a name may mean it", async () => {
    const text = (PLAIN["shop/read.yaml"] ?? "")
      .replace("name: read-pods", "name: filled-in")
      .replace("name: pod-reader", "name: ${WHAT}-reader");
    expect(await refusal({ "shop/other.yaml": text })).toBe(
      "It is not known whether '${WHAT}-reader' of RoleBinding 'filled-in' in shop/other.yaml means Role 'pod-reader': the reference is not a plain name.",
    );
  });

  it("where a role lists it by name", async () => {
    const text = `apiVersion: ${RBAC}/v1
kind: Role
metadata: { name: binder, namespace: shop }
rules: [{ apiGroups: [${RBAC}], resources: [roles], resourceNames: [pod-reader], verbs: [bind] }]
`;
    expect(await refusal({ "shop/binder.yaml": text })).toBe(
      "Role 'binder' in shop/binder.yaml lists 'pod-reader' in its resourceNames, which may mean Role 'pod-reader': change it by hand first.",
    );
  });

  it("where a kind that is not read runs pods as it", async () => {
    const text = `apiVersion: example.com/v1
kind: Database
metadata: { name: db, namespace: shop }
spec: { pod: { serviceAccountName: shop } }
`;
    expect(await refusal({ "shop/database.yaml": text }, account)).toBe(
      "Database 'db' in shop/database.yaml may run pods as ServiceAccount 'shop': change it by hand first.",
    );
    const elsewhere = text.replace("namespace: shop", "namespace: other");
    expect(await refusal({ "shop/database.yaml": elsewhere }, account)).toHaveLength(5);
  });

  it("of what a chart renders", async () => {
    const one = await opened({
      "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
      "chart/templates/role.yaml": `apiVersion: ${RBAC}/v1\nkind: Role\nmetadata: { name: reader }\nrules: []\n`,
    });
    expect(await renamed(one, "chart/templates/role.yaml", "name: rea|der", "looker")).toBe(
      "A chart renders this Role: change the name in its templates or values.",
    );
  });

  it("in files that nobody edits by hand", async () => {
    const text = `# Code generated by a program. DO NOT EDIT.\n${PLAIN["shop/read.yaml"]}`;
    expect(await refusal({ "shop/read.yaml": text })).toBe(
      "shop/read.yaml is generated, so that nobody edits it by hand, and it would have to change.",
    );
  });

  it("where a pattern would no longer pick it", async () => {
    const path = "overlays/staging/kustomization.yaml";
    const patch = `patches:
  - target: { kind: Role, name: pod-.* }
    patch: '[{ "op": "remove", "path": "/rules/1" }]'
`;
    const about = { base: KUSTOMIZE, path: "base/role.yaml" };
    expect(await refusal({ [path]: `${KUSTOMIZE[path]}${patch}` }, about)).toBe(
      `The pattern 'pod-.*' in ${path} would no longer pick Role 'pod-reader'.`,
    );
    const kept = await refusal({ [path]: `${KUSTOMIZE[path]}${patch}` }, { ...about, name: "pod-looker" });
    expect(kept).toHaveLength(3);
  });

  it("where the name is an anchor that is used elsewhere", async () => {
    const text = (PLAIN["shop/role.yaml"] ?? "").replace(
      "name: pod-reader",
      "name: &n pod-reader\n  labels: { x: *n }",
    );
    expect(await refusal({ "shop/role.yaml": text }, { marked: "pod-re|ader" })).toBe(
      "The name in shop/role.yaml is written in a way that cannot be changed in place.",
    );
  });

  it("and nothing happens where nothing can have another name", async () => {
    const one = await opened(PLAIN, CONFIRMING);
    for (const [path, marked] of [
      ["shop/role.yaml", "verbs: [g|et"],
      ["shop/role.yaml", "na|me: pod-reader"],
      ["shop/read.yaml", "kind: Ro|le\n"],
      ["cluster/namespaces.yaml", "name: sh|op"],
    ] as const)
      expect(await prepared(one, path, marked)).toBe("nothing to rename");
  });
});
