import { describe, expect, it } from "vitest";
import {
  type DocumentSymbol,
  DocumentSymbolRequest,
  type SymbolInformation,
  SymbolKind,
  type WorkspaceSymbol,
  WorkspaceSymbolRequest,
  WorkspaceSymbolResolveRequest,
} from "vscode-languageserver-protocol/node";
import { ARGOCD, FLUX, KUSTOMIZE, LAYOUTS, PLAIN } from "../layouts.js";
import { session, type Session } from "../session.js";

const HIERARCHICAL = { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } };
const QUIET = { options: { enable: false } };

/** Symbols as lines: how deep, the name, the detail, and where it stands and what of it is selected, counted from 1. */
function lines(all: readonly DocumentSymbol[], depth = 0): string[] {
  return all.flatMap(({ name, detail, range, selectionRange: { start }, children = [] }) => [
    `${"  ".repeat(depth)}${name} (${detail ?? ""}) ${range.start.line + 1}-${range.end.line + 1} ${start.line + 1}:${start.character + 1}`,
    ...lines(children, depth + 1),
  ]);
}

async function symbolsOf(one: Session, path: string) {
  const found = await one.client.sendRequest(DocumentSymbolRequest.type, {
    textDocument: { uri: one.uri(path) },
  });
  return found as DocumentSymbol[];
}

describe("symbols of a file", () => {
  it("are its objects, with the rules of roles and the subjects of bindings", async () => {
    const one = await session(PLAIN, { capabilities: HIERARCHICAL, ...QUIET });
    expect(lines(await symbolsOf(one, "shop/role.yaml"))).toEqual([
      "pod-reader (Role in shop) 1-12 4:9",
      "  get, list, watch on pods, pods/log () 7-9 7:5",
      "  get on deployments (apps) 10-12 10:5",
    ]);
    expect(lines(await symbolsOf(one, "shop/read.yaml"))).toEqual([
      "read-pods (RoleBinding in shop) 1-13 4:9",
      "  Role pod-reader () 6-9 6:1",
      "  ServiceAccount shop (in shop) 11-13 11:5",
    ]);
    expect(lines(await symbolsOf(one, "cluster/namespaces.yaml"))).toEqual([
      "shop (Namespace) 1-6 4:9",
      "ingress (Namespace) 8-13 11:9",
    ]);
  });

  it("are there in every layout", async () => {
    const kustomize = await session(KUSTOMIZE, { capabilities: HIERARCHICAL, ...QUIET });
    expect(lines(await symbolsOf(kustomize, "overlays/production/kustomization.yaml"))).toEqual([
      "Kustomization (3 resources) 1-10 1:1",
      "  base (resources) 4-4 4:5",
      "  cluster (resources) 5-5 5:5",
      "  overlays/production/namespace.yaml (resources) 6-6 6:5",
      "  overlays/production/wider.yaml (patches) 10-10 10:11",
    ]);
    const flux = await session(FLUX, { capabilities: HIERARCHICAL, ...QUIET });
    expect(lines(await symbolsOf(flux, "clusters/staging/flux-system/gotk-sync.yaml"))).toEqual([
      "flux-system (GitRepository in flux-system) 1-9 4:9",
      "flux-system (Kustomization in flux-system) 11-22 14:9",
    ]);
    const argo = await session(ARGOCD, { capabilities: HIERARCHICAL, ...QUIET });
    expect(lines(await symbolsOf(argo, "applications/shop.yaml"))).toEqual([
      "shop (ApplicationSet in argocd) 1-25 4:9",
    ]);
  });

  it("are also objects of other kinds, and items of lists", async () => {
    const files = {
      "a.yaml": `apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ServiceAccount
    metadata: { name: a }
  - apiVersion: v1
    kind: ServiceAccount
    metadata: { generateName: b- }
---
nothing: here
`,
    };
    const one = await session(files, { capabilities: HIERARCHICAL, ...QUIET });
    expect(lines(await symbolsOf(one, "a.yaml"))).toEqual([
      "settings (ConfigMap) 1-4 4:9",
      "a (ServiceAccount) 9-11 11:23",
      "b-* (ServiceAccount) 12-14 14:5",
    ]);
  });

  it("have no levels for clients that take none", async () => {
    const one = await session(PLAIN, QUIET);
    const found = (await symbolsOf(one, "shop/read.yaml")) as unknown as SymbolInformation[];
    expect(found.map(({ name, containerName }) => [name, containerName])).toEqual([
      ["read-pods", undefined],
      ["Role pod-reader", "read-pods"],
      ["ServiceAccount shop", "read-pods"],
    ]);
  });

  it("are none in what is broken or not there, and are short and on one line whatever their names", async () => {
    const long = "x".repeat(500);
    const files = {
      "broken.yaml": "kind: Role\nmetadata: {name: [\n",
      "odd.yaml": `apiVersion: v1\nkind: Namespace\nmetadata: { name: "a\\nb\\u202e${long}" }\n`,
    };
    const one = await session(files, { capabilities: HIERARCHICAL, ...QUIET });
    expect(await symbolsOf(one, "broken.yaml")).toEqual([]);
    expect(await symbolsOf(one, "gone.yaml")).toEqual([]);
    const [symbol] = await symbolsOf(one, "odd.yaml");
    expect(symbol?.name).toBe(`a\uFFFDb\uFFFD${"x".repeat(115)}…`);
  });
});

describe("symbols of the workspace", () => {
  const find = async (one: Session, query: string) =>
    ((await one.client.sendRequest(WorkspaceSymbolRequest.type, { query })) ?? []) as WorkspaceSymbol[];
  const shown = (all: readonly WorkspaceSymbol[]) =>
    all.map(({ name, containerName }) => `${name} ${containerName}`);

  it("are found by kind and name, the nearest first", async () => {
    const one = await session(PLAIN, QUIET);
    expect(shown(await find(one, "pod-reader"))).toEqual(["Role pod-reader shop/role.yaml"]);
    expect(shown(await find(one, "role pod"))).toEqual([
      "Role pod-reader shop/role.yaml",
      "RoleBinding read-pods shop/read.yaml",
    ]);
    expect(shown(await find(one, "SCRTDM"))).toEqual(["ClusterRole secret-admin cluster/role.yaml"]);
    expect(shown(await find(one, "shop"))).toEqual([
      "Deployment shop shop/deployment.yaml",
      "Namespace shop cluster/namespaces.yaml",
      "NetworkPolicy shop shop/policy.yaml",
      "ServiceAccount shop shop/account.yaml",
    ]);
    expect(await find(one, "nothing like that")).toEqual([]);
    const [role] = await find(one, "pod-reader");
    expect(role).toEqual({
      name: "Role pod-reader",
      kind: SymbolKind.Interface,
      containerName: "shop/role.yaml",
      location: {
        uri: one.uri("shop/role.yaml"),
        range: { start: { line: 3, character: 8 }, end: { line: 3, character: 18 } },
      },
    });
  });

  it.each(Object.entries(LAYOUTS))("are all there without a query: %s", async (_, files) => {
    const one = await session(files, QUIET);
    const found = shown(await find(one, ""));
    for (const kind of ["Role", "ClusterRole", "RoleBinding", "ServiceAccount", "Namespace"])
      expect(found.some((name) => name.startsWith(`${kind} `))).toBe(true);
    expect(new Set(found).size).toBe(found.length);
  });

  it("are kustomizations, too, by their directories", async () => {
    const one = await session(KUSTOMIZE, QUIET);
    expect(shown(await find(one, "kustomization prod"))).toEqual([
      "Kustomization overlays/production overlays/production/kustomization.yaml",
    ]);
  });

  it("are at most 1,000", async () => {
    const names = Array.from({ length: 1100 }, (_, index) => `ns-${index}`);
    const text = names
      .map((name) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`)
      .join("---\n");
    const one = await session({ "all.yaml": text }, QUIET);
    // All ranges at once take reading the files.
    expect(await find(one, "ns-")).toHaveLength(200);
  });

  it("get their ranges when one goes there, if the client can", async () => {
    const capabilities = { workspace: { symbol: { resolveSupport: { properties: ["location.range"] } } } };
    const one = await session(PLAIN, { capabilities, ...QUIET });
    const [role] = await find(one, "pod-reader");
    expect(role?.location).toEqual({ uri: one.uri("shop/role.yaml") });
    const resolved = await one.client.sendRequest(
      WorkspaceSymbolResolveRequest.type,
      role as WorkspaceSymbol,
    );
    expect(resolved.location).toEqual({
      uri: one.uri("shop/role.yaml"),
      range: { start: { line: 3, character: 8 }, end: { line: 3, character: 18 } },
    });
  });
});
