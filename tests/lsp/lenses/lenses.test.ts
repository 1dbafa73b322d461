import {
  type ClientCapabilities,
  type CodeLens,
  CodeLensRefreshRequest,
  CodeLensRequest,
  CodeLensResolveRequest,
  DidChangeConfigurationNotification,
  type InlayHint,
  InlayHintRequest,
} from "vscode-languageserver-protocol/node";
import { describe, expect, it } from "vitest";
import { LAYOUTS, type Layout } from "../layouts.js";
import { type Session, session } from "../session.js";

const ON = { enable: false, codeLens: true, inlayHints: true };
const WITH_COMMAND: ClientCapabilities = {
  experimental: { commands: { commands: ["gitopsLint.showReferences"] } },
};

async function started(files: Layout, capabilities: ClientCapabilities = {}, options: unknown = ON) {
  return await session(files, { capabilities, options });
}

async function lensesIn(one: Session, path: string): Promise<CodeLens[]> {
  const textDocument = { uri: one.uri(path) };
  const all = (await one.client.sendRequest(CodeLensRequest.type, { textDocument })) ?? [];
  return await Promise.all(all.map((lens) => one.client.sendRequest(CodeLensResolveRequest.type, lens)));
}

async function titlesIn(one: Session, path: string): Promise<(string | undefined)[]> {
  return (await lensesIn(one, path)).map(({ range, command }) => `${range.start.line} ${command?.title}`);
}

describe("lenses", () => {
  it("say what is known of objects in plain manifests", async () => {
    const one = await started(LAYOUTS.plain ?? {});
    expect(await titlesIn(one, "shop/role.yaml")).toEqual(["0 granted to 1 subject"]);
    expect(await titlesIn(one, "cluster/role.yaml")).toEqual(["0 granted to 1 subject"]);
    expect(await titlesIn(one, "shop/account.yaml")).toEqual(["0 bound to 2 roles, used by 1 workload"]);
    expect(await titlesIn(one, "cluster/namespaces.yaml")).toEqual(["0 not isolated", "7 not isolated"]);
    expect(await titlesIn(one, "shop/deployment.yaml")).toEqual([]);
  });

  it.each(["kustomize", "Flux", "Argo CD"])("fold what builds make alike, laid out as %s", async (name) => {
    const layout = LAYOUTS[name] ?? {};
    const one = await started(layout);
    const role = Object.keys(layout).find((path) => path.endsWith("base/role.yaml")) ?? "";
    expect(await titlesIn(one, role)).toEqual(["0 granted to 1 subject"]);
  });

  it("tell builds apart that make something else of an object", async () => {
    const more = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: more }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: secret-admin }
subjects: [{ kind: Group, name: a }, { kind: User, name: b }]
`;
    const path = "overlays/production/kustomization.yaml";
    const layout = LAYOUTS.kustomize ?? {};
    const files = {
      ...layout,
      [path]: (layout[path] ?? "").replace("  - namespace.yaml", "  - namespace.yaml\n  - more.yaml"),
      "overlays/production/more.yaml": more,
    };
    const one = await started(files);
    expect(await titlesIn(one, "cluster/role.yaml")).toEqual([
      "0 'overlays/production': granted to 3 subjects; 'overlays/staging': granted to 1 subject",
    ]);
  });

  it("say what is not applied, and in which directions a namespace is isolated", async () => {
    const files = {
      "kustomization.yaml": "resources: [namespace.yaml, policy.yaml]\n",
      "namespace.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n",
      "policy.yaml":
        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p, namespace: shop }\nspec: { podSelector: {}, policyTypes: [Ingress] }\n",
      "role.yaml":
        "# 🙂\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: r }\nrules: []\n",
    };
    const one = await started(files);
    expect(await titlesIn(one, "namespace.yaml")).toEqual(["0 isolated: ingress, open: egress"]);
    expect(await titlesIn(one, "role.yaml")).toEqual(["1 not applied: no kustomization lists this file"]);
    const flux = await started({
      ...LAYOUTS.Flux,
      "old/kustomization.yaml": "resources: [role.yaml]\n",
      "old/role.yaml": files["role.yaml"],
    });
    expect(await titlesIn(flux, "old/role.yaml")).toEqual(["1 not applied by any Flux or Argo CD root"]);
  });

  it("show places where the editor has a command for it, and no command elsewhere", async () => {
    const one = await started(LAYOUTS.plain ?? {}, WITH_COMMAND);
    const [lens] = await lensesIn(one, "shop/role.yaml");
    expect(lens?.command).toEqual({
      title: "granted to 1 subject",
      command: "gitopsLint.showReferences",
      arguments: [
        one.uri("shop/role.yaml"),
        { line: 0, character: 0 },
        [
          {
            uri: one.uri("shop/read.yaml"),
            range: { start: { line: 8, character: 8 }, end: { line: 8, character: 18 } },
          },
        ],
      ],
    });
    const other = await started(LAYOUTS.plain ?? {});
    expect((await lensesIn(other, "shop/role.yaml"))[0]?.command).toEqual({
      title: "granted to 1 subject",
      command: "",
    });
  });

  it("are off until somebody turns them on, and then asked for again", async () => {
    const capabilities = { workspace: { codeLens: { refreshSupport: true } } };
    const one = await started(LAYOUTS.plain ?? {}, capabilities, { enable: false });
    expect(await lensesIn(one, "shop/role.yaml")).toEqual([]);
    expect(await hintsIn(one, "shop/role.yaml")).toEqual([]);
    const refreshed = new Promise<void>((done) =>
      one.client.onRequest(CodeLensRefreshRequest.type, () => done()),
    );
    const settings = { gitopsLint: { enable: false, codeLens: true } };
    await one.client.sendNotification(DidChangeConfigurationNotification.type, { settings });
    await refreshed;
    expect(await titlesIn(one, "shop/role.yaml")).toEqual(["0 granted to 1 subject"]);
  });

  it("are none for files that say nothing, that are broken or that are not there", async () => {
    const files = {
      "role.yaml": "kind: Role\n  a: [",
      "chart/Chart.yaml": "apiVersion: v2\nname: c\nversion: 1.0.0\n",
      "chart/templates/role.yaml": "{{ if }}",
    };
    const one = await started(files);
    for (const path of [...Object.keys(files), "none.yaml"]) expect(await lensesIn(one, path)).toEqual([]);
  });
});

async function hintsIn(one: Session, path: string, last = 100): Promise<InlayHint[]> {
  const range = { start: { line: 0, character: 0 }, end: { line: last, character: 0 } };
  const textDocument = { uri: one.uri(path) };
  return (await one.client.sendRequest(InlayHintRequest.type, { textDocument, range })) ?? [];
}

describe("inlay hints", () => {
  it("say the same behind names, in the lines that are in sight", async () => {
    const one = await started(LAYOUTS.plain ?? {});
    expect(await hintsIn(one, "shop/role.yaml")).toEqual([
      { position: { line: 3, character: 18 }, label: "granted to 1 subject", paddingLeft: true },
    ]);
    expect(await hintsIn(one, "shop/role.yaml", 2)).toEqual([]);
  });
});
