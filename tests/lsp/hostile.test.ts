import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  HoverRequest,
  InitializeRequest,
  LogMessageNotification,
  type ProtocolConnection,
  ShutdownRequest,
  WorkspaceSymbolRequest,
} from "vscode-languageserver-protocol/node";
import { link, put, temporary } from "../repository/temporary.js";
import { manifest } from "../rules/manifests.js";
import { session } from "./session.js";

const PULLS = { textDocument: { diagnostic: {} }, workspace: { diagnostics: {} } };
const DANGLING = manifest(
  "RoleBinding",
  "dangling",
  "shop",
  `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: missing }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: jane }]
`,
);

async function hoverAt(client: ProtocolConnection, uri: string): Promise<unknown> {
  return await client.sendRequest(HoverRequest.type, {
    textDocument: { uri },
    position: { line: 0, character: 0 },
  });
}

describe("a client that asks for more than it has open", () => {
  it("is told nothing of a file in no root of its own, which is not read", async () => {
    const one = await session({ "a.yaml": DANGLING }, { capabilities: PULLS });
    const other = temporary({ "b.yaml": DANGLING });
    const uri = pathToFileURL(join(other, "b.yaml")).href;
    expect(await hoverAt(one.client, uri)).toBeNull();
    expect(
      await one.client.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } }),
    ).toMatchObject({ kind: "full", items: [] });
    const symbols = await one.client.sendRequest(WorkspaceSymbolRequest.type, { query: "" });
    expect(JSON.stringify(symbols)).toContain(one.uri("a.yaml"));
    expect(JSON.stringify(symbols)).not.toContain(uri);
  });

  it("has a stray file judged with what is beside it, unless that is a home or a disk", async () => {
    const logged: string[] = [];
    const one = await session(
      { "a.yaml": DANGLING },
      {
        capabilities: PULLS,
        prepare: (client) =>
          void client.onNotification(LogMessageNotification.type, ({ message }) => void logged.push(message)),
      },
    );
    const open = async (root: string) => {
      const uri = pathToFileURL(join(root, "b.yaml")).href;
      await one.client.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: "yaml", version: 1, text: DANGLING },
      });
      return await one.client.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    };
    expect(await open(temporary({ "b.yaml": DANGLING }))).toMatchObject({
      items: [{ code: "no-missing-role" }],
    });
    expect(logged).toEqual([]);
    const large = temporary({ "b.yaml": DANGLING });
    for (let index = 0; index < 5000; index++) mkdirSync(join(large, `d${index}`));
    expect(await open(large)).toMatchObject({ kind: "full", items: [] });
    expect(logged).toEqual([
      `gitops-lint: ${join(large, "b.yaml")} is in no open folder, and too much is around it to read it all.`,
    ]);
  });

  it.each(["file:///a%00b.yaml", "file:", "file:///", "file://host/share/a.yaml", "file:///a%2Fb.yaml", ""])(
    "is told nothing of what is no file: '%s'",
    async (uri) => {
      const one = await session({ "a.yaml": DANGLING }, { capabilities: PULLS });
      expect(await hoverAt(one.client, uri)).toBeNull();
      expect(
        await one.client.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } }),
      ).toMatchObject({ kind: "full", items: [] });
    },
  );

  it("follows no link out of its folder", async () => {
    const other = temporary({ "role.yaml": DANGLING });
    const one = await session(
      { "kustomization.yaml": "resources: [out/role.yaml, dir/a.yaml]\n" },
      { capabilities: PULLS },
    );
    put(one.root, "dir/a.yaml", DANGLING);
    link(one.root, "out", other);
    const symbols = await one.client.sendRequest(WorkspaceSymbolRequest.type, { query: "dangling" });
    expect((symbols ?? []).map(({ location }) => location.uri)).toEqual([one.uri("dir/a.yaml")]);
  });
});

describe("a client that has lost its way", () => {
  it("is refused what it asks for after it has said goodbye", async () => {
    const one = await session({ "a.yaml": DANGLING }, { capabilities: PULLS });
    const { client } = one;
    await client.sendRequest(ShutdownRequest.type);
    const refused = { code: -32600 };
    await expect(hoverAt(client, one.uri("a.yaml"))).rejects.toMatchObject(refused);
    await expect(
      client.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri: one.uri("a.yaml") } }),
    ).rejects.toMatchObject(refused);
    await expect(client.sendRequest("textDocument/unheardOf", {})).rejects.toMatchObject(refused);
    await expect(client.sendRequest(ShutdownRequest.type)).rejects.toMatchObject(refused);
  });

  it("cannot start it twice", async () => {
    const one = await session({ "a.yaml": DANGLING });
    const params = { processId: null, rootUri: null, capabilities: {} };
    await expect(one.client.sendRequest(InitializeRequest.type, params)).rejects.toMatchObject({
      code: -32600,
    });
  });

  it("prints nothing where a text is missing, and is answered about others", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => printed.mockRestore());
    const one = await session({ "a.yaml": DANGLING }, { capabilities: PULLS });
    const textDocument = { uri: one.uri("b.yaml"), languageId: "yaml", version: 1 };
    await one.client.sendNotification("textDocument/didOpen", { textDocument });
    await one.open("a.yaml", DANGLING);
    expect(
      await one.client.sendRequest(DocumentDiagnosticRequest.type, {
        textDocument: { uri: one.uri("a.yaml") },
      }),
    ).toMatchObject({ items: [{ code: "no-missing-role" }] });
    expect(printed).not.toHaveBeenCalled();
  });
});
