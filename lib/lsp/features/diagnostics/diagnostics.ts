import {
  type ClientCapabilities,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  ResponseError,
  type WorkspaceDiagnosticReport,
} from "vscode-languageserver";
import { type Feature, type Host, wordsOf } from "../../feature.js";
import { uriOf } from "../../text/uris.js";
import { Diagnoser } from "./diagnoser.js";
import { Puller } from "./pull.js";
import { Pusher } from "./push.js";

/** Findings, where they are: for clients that ask for them, and pushed to all others. */
export const diagnostics: Feature = {
  capabilities: (client) =>
    canPull(client)
      ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: canPullAll(client) } }
      : {},
  start(host) {
    const diagnoser = new Diagnoser(host);
    if (canPull(host.client)) answer(host, new Puller(host, diagnoser));
    else {
      const pusher = new Pusher(host, diagnoser);
      host.onChange(() => pusher.soon());
      host.onClose((absolute) => pusher.closed(absolute));
    }
  },
};

function canPull(client: ClientCapabilities): boolean {
  return client.textDocument?.diagnostic !== undefined;
}

function canPullAll(client: ClientCapabilities): boolean {
  return client.workspace?.diagnostics !== undefined;
}

function answer(host: Host, puller: Puller): void {
  const { diagnostics: requests } = host.connection.languages;
  host.onChange((change) => puller.changed(change));
  host.onClose((absolute) => puller.closed(uriOf(absolute)));
  requests.on(async ({ textDocument, previousResultId }, token) => {
    const nothing: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
    return await orNothing(host, nothing, () => puller.document(textDocument.uri, previousResultId, token));
  });
  requests.onWorkspace(async ({ previousResultIds }, token, _progress, parts) => {
    const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
    const send = parts && ((part: WorkspaceDiagnosticReport) => parts.report(part));
    return await orNothing(host, { items: [] }, () => puller.workspace(previous, token, send));
  });
}

/** An answer; nothing if it cannot be given, which is said in the client's log. */
async function orNothing<Answer>(host: Host, nothing: Answer, find: () => Promise<Answer>): Promise<Answer> {
  host.refuseIfDone();
  try {
    return await find();
  } catch (error) {
    if (error instanceof ResponseError) throw error;
    host.log(`Findings could not be told: ${wordsOf(error)}`);
    return nothing;
  }
}
