import {
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  CodeActionRequest,
  type Range,
  type WorkspaceEdit,
} from "vscode-languageserver-protocol/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { fileURLToPath } from "node:url";
import { relative } from "node:path";
import { commandJudge } from "../../../lib/cli/commands/lsp/judge.js";
import { Analysis } from "../../../lib/analysis/analysis.js";
import { readRepository } from "../../../lib/repository/read-repository.js";
import { temporary } from "../../repository/temporary.js";
import { type Session, session } from "../session.js";

export type Files = Readonly<Record<string, string>>;

/** What a client can that can do most. */
export const ABLE: ClientCapabilities = {
  textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
  workspace: { applyEdit: true, workspaceEdit: { documentChanges: true, resourceOperations: ["create"] } },
};

/** A session with one file open. */
export async function opened(files: Files, path: string, capabilities = ABLE): Promise<Session> {
  const one = await session(files, { capabilities });
  await one.open(path, files[path] ?? "");
  return one;
}

/**
 * What is offered at a place.
 * @param marked the text around it, with `|` at the place
 */
export async function actionsAt(
  one: Session,
  path: string,
  marked: string,
  context: Partial<CodeActionContext> = {},
): Promise<CodeAction[]> {
  const { textDocument, position } = one.at(path, marked);
  const range: Range = { start: position, end: position };
  const actions = await one.client.sendRequest(CodeActionRequest.type, {
    ...{ textDocument, range },
    context: { diagnostics: [], ...context },
  });
  return (actions ?? []) as CodeAction[];
}

/** The one with a title that begins in a way. */
export function named(actions: readonly CodeAction[], title: string): CodeAction {
  const found = actions.filter((one) => one.title.startsWith(title));
  if (found.length !== 1)
    throw new Error(`${found.length} actions '${title}' in: ${actions.map((one) => one.title).join("; ")}`);
  return found[0] as CodeAction;
}

/** The files after an edit. */
export function after(one: Session, files: Files, edit: WorkspaceEdit | undefined): Files {
  const texts: Record<string, string> = { ...files };
  const pathOf = (uri: string) => relative(one.root, fileURLToPath(uri)).replaceAll("\\", "/");
  const change = (uri: string, edits: readonly unknown[]) => {
    const path = pathOf(uri);
    const before = texts[path];
    if (before === undefined) throw new Error(`There is no ${path}.`);
    const document = TextDocument.create(uri, "yaml", 0, before);
    texts[path] = TextDocument.applyEdits(
      document,
      edits.map((one) => plain(one as Parameters<typeof plain>[0])),
    );
  };
  for (const one of edit?.documentChanges ?? []) {
    if (!("kind" in one)) change(one.textDocument.uri, one.edits);
    else if (one.kind === "create") texts[pathOf(one.uri)] ??= "";
  }
  for (const [uri, edits] of Object.entries(edit?.changes ?? {})) change(uri, edits);
  return texts;
}

/** A snippet as a user leaves it who fills in nothing. */
function plain(edit: { range: Range; newText?: string; snippet?: { value: string } }) {
  const value = edit.snippet?.value
    .replace(/\$\{\d+:((?:[^}\\]|\\.)*)\}/g, "$1")
    .replace(/(?<!\\)\$\d/g, "")
    .replace(/\\([\\$}])/g, "$1");
  return { range: edit.range, newText: edit.newText ?? value ?? "" };
}

/** What is found in files, as `path rule`, in the order of the files. */
export async function findingsIn(files: Files): Promise<string[]> {
  const root = temporary(files);
  const judge = commandJudge();
  const repository = readRepository(root);
  const config = judge.configOf(root, () => undefined);
  const settings = { ...config?.settings, root };
  const state = { repository, settings, config, analysis: new Analysis(repository, settings) };
  const found = await judge.judge(judge.filesOf(repository), state);
  return [...found].flatMap(([path, all]) => all.map(({ ruleId }) => `${path} ${ruleId}`)).sort();
}
