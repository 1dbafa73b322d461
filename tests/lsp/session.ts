import { join } from "node:path";
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";
import { createConnection } from "vscode-languageserver/node";
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { onTestFinished } from "vitest";
import { commandJudge } from "../../lib/cli/commands/lsp/judge.js";
import type { Judge } from "../../lib/lsp/judge.js";
import { serve } from "../../lib/lsp/server.js";
import { temporary } from "../repository/temporary.js";

/** A client in a session with the server, which runs in this process. */
export class Session {
  readonly client: ProtocolConnection;
  readonly root: string;
  /** What the server said that it can. */
  initialized: InitializeResult | undefined;
  readonly #texts = new Map<string, { text: string; version: number }>();
  readonly #diagnostics = new Map<string, Diagnostic[]>();
  #waiting: (() => void)[] = [];

  constructor(client: ProtocolConnection, root: string) {
    this.client = client;
    this.root = root;
    client.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      this.#diagnostics.set(uri, diagnostics);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const one of waiting) one();
    });
  }

  uri(path: string): string {
    return pathToFileURL(join(this.root, path)).href;
  }

  async open(path: string, text: string, languageId = "yaml"): Promise<void> {
    this.#texts.set(path, { text, version: 1 });
    await this.client.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: this.uri(path), languageId, version: 1, text },
    });
  }

  /** Types: replaces the whole text. */
  async type(path: string, text: string): Promise<void> {
    const version = (this.#texts.get(path)?.version ?? 0) + 1;
    this.#texts.set(path, { text, version });
    await this.client.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri(path), version },
      contentChanges: [{ text }],
    });
  }

  async close(path: string): Promise<void> {
    await this.client.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: { uri: this.uri(path) },
    });
  }

  /** The findings pushed last for a file so far; undefined if none were. */
  pushed(path: string): readonly Diagnostic[] | undefined {
    return this.#diagnostics.get(this.uri(path));
  }

  /** The findings pushed last for a file; waits until there is a push that fits. */
  async diagnostics(
    path: string,
    fits: (all: readonly Diagnostic[]) => boolean = () => true,
  ): Promise<Diagnostic[]> {
    return await this.diagnosticsAt(this.uri(path), fits);
  }

  /** The same for a file anywhere. */
  async diagnosticsAt(uri: string, fits: (all: readonly Diagnostic[]) => boolean): Promise<Diagnostic[]> {
    for (;;) {
      const all = this.#diagnostics.get(uri);
      if (all && fits(all)) return all;
      await new Promise<void>((done) => this.#waiting.push(done));
    }
  }

  /**
   * The place of a marked text in an open file.
   * @param marked the text around it, with `|` at the place
   */
  at(path: string, marked: string): { textDocument: { uri: string }; position: Position } {
    const { text = "" } = this.#texts.get(path) ?? {};
    const offset = text.indexOf(marked.replace("|", "")) + marked.indexOf("|");
    const before = text.slice(0, offset).split("\n");
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return { textDocument: { uri: this.uri(path) }, position };
  }
}

export interface SessionOptions {
  capabilities?: ClientCapabilities;
  /** What the client calls itself. */
  name?: string;
  /** What the client sends with its first request. */
  options?: unknown;
  /** Has the client answer what the server asks. */
  prepare?: (client: ProtocolConnection) => void;
  judge?: Judge;
}

/**
 * Starts a session in a repository with some files; it ends with the test.
 * @param files texts by path
 */
export async function session(
  files: Readonly<Record<string, string>>,
  { capabilities = {}, name, options, prepare, judge = commandJudge() }: SessionOptions = {},
): Promise<Session> {
  const root = temporary(files);
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  serve(server, judge, "0.0.0");
  const client = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  prepare?.(client);
  client.listen();
  const one = new Session(client, root);
  onTestFinished(async () => {
    // A test may have said goodbye itself.
    await client.sendRequest(ShutdownRequest.type).catch(() => undefined);
    client.dispose();
    server.dispose();
  });
  one.initialized = await client.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: pathToFileURL(root).href,
    workspaceFolders: [{ uri: pathToFileURL(root).href, name: "repository" }],
    capabilities,
    ...(name !== undefined && { clientInfo: { name } }),
    initializationOptions: options,
  });
  await client.sendNotification(InitializedNotification.type, {});
  return one;
}
