import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  TextDocuments,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Feature, Host } from "./feature.js";
import { codeActions } from "./features/code-actions/code-actions.js";
import { completion } from "./features/completion/completion.js";
import { diagnostics } from "./features/diagnostics/diagnostics.js";
import { hover } from "./features/hover/hover.js";
import { lenses } from "./features/lenses/lenses.js";
import { navigation } from "./features/navigation/navigation.js";
import { rename } from "./features/rename/rename.js";
import { symbols } from "./features/symbols/symbols.js";
import type { Judge } from "./judge.js";
import { Workspace } from "./model/workspace.js";
import { type Options, optionsFrom } from "./options.js";
import { pathOf } from "./text/uris.js";

/** All that the server offers. */
const FEATURES: readonly Feature[] = [
  diagnostics,
  codeActions,
  hover,
  navigation,
  completion,
  rename,
  lenses,
  symbols,
];

/**
 * Serves an editor until it says goodbye. Nothing of the workspace is run: no configuration of ESLint, no program.
 * @param connection one that is not listening yet
 * @param judge finds what the command finds
 */
export function serve(connection: Connection, judge: Judge, version: string): void {
  const workspace = new Workspace(judge);
  const documents = new TextDocuments(TextDocument);
  const changed = new Listeners<void>();
  const closed = new Listeners<string>();
  let options: Options = optionsFrom(undefined);
  let client: InitializeParams["capabilities"] = {};

  connection.onInitialize((params): InitializeResult => {
    client = params.capabilities;
    options = optionsFrom(params.initializationOptions);
    const folders = params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri, name: "" }] : []);
    workspace.folders = folders.flatMap(({ uri }) => pathOf(uri) ?? []);
    const capabilities = FEATURES.reduce<ServerCapabilities>(
      (all, feature) => ({ ...all, ...feature.capabilities(client) }),
      BASE,
    );
    return { serverInfo: { name: "gitops-lint", version }, capabilities };
  });

  connection.onInitialized(() => {
    const host: Host = {
      ...{ connection, workspace, judge, client },
      options: () => options,
      onChange: (done) => changed.add(done),
      onClose: (done) => closed.add(done),
    };
    for (const feature of FEATURES) feature.start(host);
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: "gitopsLint" });
  });

  connection.onDidChangeConfiguration(({ settings }) => {
    options = optionsFrom(settings);
    changed.call();
  });

  documents.onDidChangeContent(({ document }) => {
    const path = pathOf(document.uri);
    if (path === undefined) return;
    workspace.show(path, document.getText(), document.version);
    changed.call();
  });
  documents.onDidClose(({ document }) => {
    const path = pathOf(document.uri);
    if (path === undefined) return;
    workspace.close(path);
    closed.call(path);
    changed.call();
  });
  documents.listen(connection);
  connection.listen();
}

const BASE: ServerCapabilities = {
  textDocumentSync: {
    openClose: true,
    change: TextDocumentSyncKind.Incremental,
    save: { includeText: false },
  },
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
};

/** Those that are called when something happens. */
class Listeners<Event> {
  readonly #all: ((event: Event) => void)[] = [];

  add(one: (event: Event) => void): void {
    this.#all.push(one);
  }

  call(event: Event): void {
    for (const one of this.#all) one(event);
  }
}
