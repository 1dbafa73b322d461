import { join } from "node:path";
import type {
  ClientCapabilities,
  CreateFile,
  SnippetTextEdit,
  TextDocumentEdit,
  TextEdit as ProtocolEdit,
  WorkspaceEdit,
} from "vscode-languageserver";
import type { Host } from "../../feature.js";
import type { Model } from "../../model/model.js";
import { ModelFile } from "../../model/model-file.js";
import { uriOf } from "../../text/uris.js";
import type { FileChange, TextEdit } from "./offer.js";

/** Whether a client makes files that are not there yet when an action says so. */
export function canCreate({ workspace }: ClientCapabilities): boolean {
  const { documentChanges, resourceOperations } = workspace?.workspaceEdit ?? {};
  return documentChanges === true && resourceOperations?.includes("create") === true;
}

/** Changes as the client understands them. */
export function workspaceEdit(
  { client, workspace }: Host,
  model: Model,
  changes: readonly FileChange[],
): WorkspaceEdit {
  const { documentChanges, snippetEditSupport = false } = client.workspace?.workspaceEdit ?? {};
  if (documentChanges !== true)
    return { changes: Object.fromEntries(changes.map((one) => plainChange(model, one))) };
  const all: (TextDocumentEdit | CreateFile)[] = [];
  for (const one of changes) {
    const uri = model.uriOf(one.path);
    if (one.isNew && canCreate(client)) all.push({ kind: "create", uri, options: { ignoreIfExists: true } });
    const version = workspace.versionOf(join(model.root, one.path));
    const edits = editsOf(model, one, snippetEditSupport);
    all.push({ textDocument: { uri, version }, edits });
  }
  return { documentChanges: all };
}

function plainChange(model: Model, change: FileChange): [uri: string, edits: ProtocolEdit[]] {
  return [uriOf(join(model.root, change.path)), editsOf(model, change, false) as ProtocolEdit[]];
}

function editsOf(
  model: Model,
  { path, edits }: FileChange,
  hasSnippets: boolean,
): (ProtocolEdit | SnippetTextEdit)[] {
  const file = model.file(path) ?? new ModelFile("", undefined);
  return edits.map(({ range: [start, end], text, snippet }: TextEdit) => {
    const range = file.rangeOf({ start, end });
    return hasSnippets && snippet !== undefined
      ? { range, snippet: { kind: "snippet", value: snippet } }
      : { range, newText: text };
  });
}
