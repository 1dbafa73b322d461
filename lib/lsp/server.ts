import {
  type Connection,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  ResponseError,
  type ServerCapabilities,
  TextDocuments,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { type Change, type Feature, type Host, wordsOf } from "./feature.js";
import { codeActions } from "./features/code-actions/code-actions.js";
import { completion } from "./features/completion/completion.js";
import { diagnostics } from "./features/diagnostics/diagnostics.js";
import { hover } from "./features/hover/hover.js";
import { lenses } from "./features/lenses/lenses.js";
import { navigation } from "./features/navigation/navigation.js";
import { rename } from "./features/rename/rename.js";
import { symbols } from "./features/symbols/symbols.js";
import { boundedJudge } from "./bounded-judge.js";
import type { Judge } from "./judge.js";
import { Freshness } from "./model/freshness.js";
import { Reader } from "./model/reader.js";
import { Workspace } from "./model/workspace.js";
import { type Options, optionsFrom } from "./options.js";
import { followFolders, followOptions } from "./settings.js";
import { printable } from "../util/phrases.js";
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
  let options: Options = optionsFrom(undefined);
  const bounded: Judge = {
    ...boundedJudge(judge),
    storeOf: (root) => (options.cache ? judge.storeOf(root) : undefined),
  };
  const workspace = new Workspace(bounded);
  const documents = new TextDocuments(TextDocument);
  const changed = new Listeners<Change>();
  const closed = new Listeners<string>();
  const log = logOnce(connection);
  const reader = new Reader((error) => log(`The repository cannot be read: ${wordsOf(error)}`));
  const freshness = new Freshness(workspace, {
    onChange: () => changed.call("other"),
    onError: (error) => log(`The files cannot be looked at: ${wordsOf(error)}`),
  });
  let client: InitializeParams["capabilities"] = {};
  let clientName: string | undefined;

  let state: "new" | "initialized" | "done" = "new";
  connection.onInitialize((params): InitializeResult | ResponseError<never> => {
    if (state !== "new") return new ResponseError(ErrorCodes.InvalidRequest, "The server is initialized.");
    client = params.capabilities;
    clientName = params.clientInfo?.name;
    options = optionsFrom(params.initializationOptions);
    const folders = params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri, name: "" }] : []);
    workspace.folders = folders.flatMap(({ uri }) => pathOf(uri) ?? []);
    const capabilities = FEATURES.reduce<ServerCapabilities>(
      (all, feature) => ({ ...all, ...feature.capabilities(client) }),
      BASE,
    );
    state = "initialized";
    return { serverInfo: { name: "gitops-lint", version }, capabilities };
  });

  const refuseIfDone = () => {
    if (state === "done") throw new ResponseError(ErrorCodes.InvalidRequest, "The server is shut down.");
  };
  let isStarted = false;
  // Called where nothing else answers a request.
  connection.onRequest((method) => {
    refuseIfDone();
    return isStarted
      ? new ResponseError(ErrorCodes.MethodNotFound, `There is no method '${printable(method)}'.`)
      : new ResponseError(ErrorCodes.ServerNotInitialized, "The server is not initialized yet.");
  });
  connection.onInitialized(() => {
    if (isStarted || state !== "initialized") return;
    isStarted = true;
    const host: Host = {
      ...{ connection, workspace, judge: bounded, client, clientName, log, refuseIfDone },
      options: () => options,
      whenRead: async () => await reader.done(),
      read: (live) => reader.begin(live),
      onChange: (done) => changed.add(done),
      onClose: (done) => closed.add(done),
    };
    for (const feature of FEATURES) feature.start(host);
    reader.start = followOptions(connection, client, (given) => {
      options = optionsFrom(given);
      changed.call("other");
    });
    followFolders(connection, client, (added, removed) => {
      workspace.folders = [...workspace.folders.filter((one) => !removed.includes(one)), ...added];
      changed.call("other");
    });
    freshness.start(connection, client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true);
  });
  connection.onShutdown(() => {
    refuseIfDone();
    state = "done";
    freshness.end();
    workspace.forget();
  });

  documents.onDidChangeContent(({ document }) => {
    const path = pathOf(document.uri);
    // A client that sends no text has lost its way.
    const text: unknown = document.getText();
    if (path === undefined || typeof text !== "string" || state !== "initialized") return;
    freshness.use();
    workspace.show(path, text, document.version);
    const root = workspace.rootOf(path);
    if (root === undefined)
      log(`${printable(path)} is in no open folder, and too much is around it to read it all.`);
    else reader.begin(workspace.liveAt(root));
    changed.call("text");
  });
  documents.onDidClose(({ document }) => {
    const path = pathOf(document.uri);
    if (path === undefined || state !== "initialized") return;
    workspace.close(path);
    workspace.lookAtRoots();
    closed.call(path);
    changed.call("other");
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

/** How many different failures are told of: whoever has a thousand need not read them all. */
const MAX_TOLD = 100;

/** Tells of failures in the client's log, of each once: the same one comes again with each key that is pressed. */
function logOnce({ console }: Connection): (words: string) => void {
  const told = new Set<string>();
  return (words) => {
    if (told.has(words) || told.size >= MAX_TOLD) return;
    told.add(words);
    try {
      console.error(`gitops-lint: ${words}`);
    } catch {
      // The editor is gone.
    }
  };
}

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
