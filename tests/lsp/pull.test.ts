import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type ClientCapabilities,
  DiagnosticRefreshRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DocumentDiagnosticRequest,
  LogMessageNotification,
  RegistrationRequest,
  WorkspaceDiagnosticRequest,
} from "vscode-languageserver-protocol/node";
import { describe, expect, it, vi } from "vitest";
import { put, temporary } from "../repository/temporary.js";
import { PLAIN } from "./layouts.js";
import { type Session, session } from "./session.js";

const PULLS: ClientCapabilities = {
  textDocument: { diagnostic: { relatedDocumentSupport: true } },
  workspace: {
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceFolders: true,
  },
};

const MISSING = PLAIN["shop/missing.yaml"] ?? "";
const ROLE = PLAIN["shop/role.yaml"] ?? "";

/** What a client that asks gets for a file. */
async function pull(one: Session, path: string, previousResultId?: string) {
  return await one.client.sendRequest(DocumentDiagnosticRequest.type, {
    textDocument: { uri: one.uri(path) },
    ...(previousResultId !== undefined && { previousResultId }),
  });
}

/** Calls back each time the client is told to ask again. */
function refreshes(one: Session): () => Promise<void> {
  let count = 0;
  let waiting: (() => void)[] = [];
  one.client.onRequest(DiagnosticRefreshRequest.type, () => {
    count++;
    for (const go of waiting) go();
    waiting = [];
  });
  return async () => {
    if (count === 0) await new Promise<void>((go) => waiting.push(go));
    count = 0;
  };
}

async function puller(files: Readonly<Record<string, string>> = PLAIN, options?: unknown) {
  const one = await session(files, { capabilities: PULLS, options });
  const refreshed = refreshes(one);
  one.client.onRequest(RegistrationRequest.type, () => undefined);
  return { one, refreshed };
}

describe("a client that asks for findings", () => {
  it("is answered for open and for closed files, and is pushed none", async () => {
    const { one } = await puller();
    expect(one.initialized?.capabilities.diagnosticProvider).toEqual({
      interFileDependencies: true,
      workspaceDiagnostics: true,
    });
    await one.open("shop/missing.yaml", MISSING);
    const report = await pull(one, "shop/missing.yaml");
    expect(report).toMatchObject({
      kind: "full",
      items: [
        {
          code: "no-missing-role",
          codeDescription: { href: expect.stringContaining("no-missing-role") as string },
          range: { start: { line: 8, character: 8 }, end: { line: 8, character: 18 } },
        },
      ],
    });
    expect(await pull(one, "cluster/role.yaml")).toMatchObject({ items: [{ code: "no-wildcard-verbs" }] });
    expect(one.pushed("shop/missing.yaml")).toBeUndefined();
  });

  it("is told where nothing has changed, and what changes in other open files", async () => {
    const { one } = await puller();
    await one.open("shop/missing.yaml", MISSING);
    await one.open("shop/role.yaml", ROLE);
    const { resultId } = await pull(one, "shop/missing.yaml");
    expect(await pull(one, "shop/missing.yaml", resultId)).toEqual({ kind: "unchanged", resultId });
    await one.type("shop/role.yaml", ROLE.replace("pod-reader", "pod-raeder"));
    const report = await pull(one, "shop/role.yaml");
    expect(report.relatedDocuments).toMatchObject({
      [one.uri("shop/missing.yaml")]: { kind: "full", items: [] },
    });
  });

  it("counts characters as UTF-16 does", async () => {
    const { one } = await puller();
    const text =
      '{ apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: { name: x, namespace: shop, annotations: { note: "\u{1F600}" } }, roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: pod-raeder }, subjects: [{ kind: ServiceAccount, name: shop, namespace: shop }] }\n';
    await one.open("shop/missing.yaml", text);
    const character = text.indexOf("pod-raeder");
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({
      items: [{ range: { start: { line: 0, character }, end: { line: 0, character: character + 10 } } }],
    });
  });

  it("follows a comment above that changes nothing but the lines", async () => {
    const { one } = await puller();
    await one.open("shop/missing.yaml", MISSING);
    await pull(one, "shop/missing.yaml");
    await one.type("shop/missing.yaml", `# one\n# two\n${MISSING}`);
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({
      items: [{ range: { start: { line: 10 } } }],
    });
  });

  it("gets all files, in parts where it can take them", async () => {
    const { one } = await puller();
    const token = "parts";
    const parts: unknown[] = [];
    one.client.onProgress(WorkspaceDiagnosticRequest.partialResult, token, (part) => void parts.push(part));
    const last = await one.client.sendRequest(WorkspaceDiagnosticRequest.type, {
      previousResultIds: [{ uri: one.uri("shop/gone.yaml"), value: "1" }],
      partialResultToken: token,
    });
    expect(parts).toMatchObject([
      {
        items: [
          { uri: one.uri("cluster/namespaces.yaml"), kind: "full", items: [{}, {}] },
          { uri: one.uri("cluster/role.yaml"), kind: "full", items: [{}] },
          { uri: one.uri("shop/missing.yaml"), kind: "full", items: [{}] },
        ],
      },
    ]);
    expect(last).toMatchObject({ items: [{ uri: one.uri("shop/gone.yaml"), kind: "full", items: [] }] });
    const again = await one.client.sendRequest(WorkspaceDiagnosticRequest.type, {
      previousResultIds: (parts[0] as { items: { uri: string; resultId: string }[] }).items.map(
        ({ uri, resultId }) => ({ uri, value: resultId }),
      ),
    });
    expect(again.items.map(({ kind }) => kind)).toEqual(["unchanged", "unchanged", "unchanged"]);
  });

  it("is told to ask again when a file changes on disk, by what it watches", async () => {
    const { one, refreshed } = await puller();
    await one.open("shop/missing.yaml", MISSING);
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [{}] });
    await refreshed();
    put(one.root, "shop/new/role.yaml", ROLE.replace("pod-reader", "pod-raeder"));
    await one.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: one.uri("shop/new/role.yaml"), type: 1 }],
    });
    await refreshed();
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [] });
    rmSync(join(one.root, "shop/new"), { recursive: true });
    await one.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: one.uri("shop/new"), type: 3 }],
    });
    await refreshed();
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [{}] });
  });

  it("sees a mistake in the configuration in its line, typed or saved, and what counted before counts on", async () => {
    const { one } = await puller({ ...PLAIN, ".gitops-lint.yaml": "rules:\n  no-missing-role: off\n" });
    await one.open("shop/missing.yaml", MISSING);
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [] });
    await one.open(".gitops-lint.yaml", "rules:\n  no-missing-role: off\n  no-such-rule: off\n");
    expect(await pull(one, ".gitops-lint.yaml")).toMatchObject({
      items: [{ code: "configuration", severity: 1, range: { start: { line: 2, character: 2 } } }],
    });
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [] });
    // What ESLint alone can tell.
    await one.type(".gitops-lint.yaml", "rules:\n  no-wildcard-verbs: [error, { nothing: 1 }]\n");
    expect(await pull(one, ".gitops-lint.yaml")).toMatchObject({
      items: [{ code: "configuration", range: { start: { line: 1 } } }],
    });
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [] });
    await one.type(".gitops-lint.yaml", "");
    expect(await pull(one, ".gitops-lint.yaml")).toMatchObject({ items: [] });
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [{}] });
  });

  it("is told nothing while the server is switched off", async () => {
    const { one, refreshed } = await puller(PLAIN, { gitopsLint: { enable: false } });
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [] });
    await one.client.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { gitopsLint: { enable: true } },
    });
    await refreshed();
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [{}] });
  });

  it("has the suppressions that are open count as they are typed", async () => {
    const { one } = await puller();
    await one.open(
      "eslint-suppressions.json",
      '{ "shop/missing.yaml": { "gitops/no-missing-role": { "count": 1 } } }',
    );
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [] });
    await one.type("eslint-suppressions.json", "{");
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [{}] });
  });

  it("is served in folders that come and go, and outside of all", async () => {
    const { one, refreshed } = await puller();
    const other = temporary(PLAIN);
    const folder = { uri: pathToFileURL(other).href, name: "other" };
    const uri = pathToFileURL(join(other, "shop/missing.yaml")).href;
    // Outside of all folders, its own directory is all that is known.
    const outside = await one.client.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    expect(outside).toMatchObject({ kind: "full" });
    await one.client.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: [folder], removed: [] },
    });
    await refreshed();
    const all = await one.client.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
    expect(all.items.map((item) => item.uri)).toContain(uri);
    await one.client.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: [], removed: [folder] },
    });
    await refreshed();
    const left = await one.client.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
    expect(left.items.map((item) => item.uri)).not.toContain(uri);
  });

  it("gets nothing of what is no file, and nothing of what cannot be read", async () => {
    const { one } = await puller({ ...PLAIN, "notes.txt": "x" });
    for (const uri of [
      "untitled:Untitled-1",
      "git:/a.yaml",
      one.uri("gone.yaml"),
      one.uri("notes.txt"),
      "file://%",
    ])
      expect(
        await one.client.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } }),
      ).toMatchObject({ kind: "full", items: [] });
  });

  it("gets the findings of other files when one cannot be judged, and reads why in its log once", async () => {
    const { one } = await puller();
    const logged: string[] = [];
    one.client.onNotification(LogMessageNotification.type, ({ message }) => void logged.push(message));
    const { Repository } = await import("../../lib/repository/repository.js");
    const has = Repository.prototype.has;
    vi.spyOn(Repository.prototype, "has").mockImplementation(function (this: never, path: string) {
      if (path === "cluster/role.yaml") throw new Error("it hurts");
      return has.call(this, path);
    });
    for (let time = 0; time < 2; time++) {
      const all = await one.client.sendRequest(WorkspaceDiagnosticRequest.type, { previousResultIds: [] });
      expect(all.items.map(({ uri }) => uri)).toEqual([
        one.uri("cluster/namespaces.yaml"),
        one.uri("shop/missing.yaml"),
      ]);
    }
    expect(logged).toEqual([
      `gitops-lint: What is wrong in ${one.root} could not be found: it hurts`,
      "gitops-lint: cluster/role.yaml could not be judged: it hurts",
    ]);
  });

  it("is served on when a root is gone, and when a new one appears", async () => {
    const { one, refreshed } = await puller();
    await one.open("shop/missing.yaml", MISSING);
    await pull(one, "shop/missing.yaml");
    await refreshed();
    mkdirSync(join(one.root, "shop/.git"));
    writeFileSync(join(one.root, "shop/.gitops-lint.yaml"), "rules: { no-missing-role: off }\n");
    await one.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: one.uri("shop/.gitops-lint.yaml"), type: 1 }],
    });
    await refreshed();
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ items: [] });
    rmSync(one.root, { recursive: true });
    await one.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: pathToFileURL(one.root).href, type: 3 }],
    });
    await refreshed();
    expect(await pull(one, "shop/missing.yaml")).toMatchObject({ kind: "full" });
  });
});
