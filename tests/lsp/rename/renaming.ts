import {
  type ClientCapabilities,
  PrepareRenameRequest,
  RenameRequest,
  type WorkspaceEdit,
} from "vscode-languageserver-protocol/node";
import type { Session } from "../session.js";

/** What an editor can that shows each edit before it is made. */
export const CONFIRMING: ClientCapabilities = {
  textDocument: { rename: { prepareSupport: true } },
  workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
};

interface Edit {
  path: string;
  start: { line: number; character: number };
  end: { line: number; character: number };
  text: string;
  annotation: string | undefined;
}

/** All edits of a file each, whatever form they have. */
export function editsIn({ root }: Session, { changes = {}, documentChanges = [] }: WorkspaceEdit): Edit[] {
  const files = [
    ...Object.entries(changes).map(([uri, edits]) => ({ uri, edits })),
    ...documentChanges.flatMap((one) =>
      "edits" in one ? [{ uri: one.textDocument.uri, edits: one.edits }] : [],
    ),
  ];
  return files.flatMap(({ uri, edits }) =>
    edits.flatMap((edit) => {
      if (!("newText" in edit)) return [];
      const path = decodeURIComponent(new URL(uri).pathname).slice(root.length + 1);
      const { start, end } = edit.range;
      const annotation = "annotationId" in edit ? edit.annotationId : undefined;
      return [{ path, start, end, text: edit.newText, annotation }];
    }),
  );
}

/** The files after some edits. */
export function applied(
  files: Readonly<Record<string, string>>,
  edits: readonly Edit[],
): Record<string, string> {
  const result = { ...files };
  const inOrder = [...edits].sort(
    (a, b) => b.start.line - a.start.line || b.start.character - a.start.character,
  );
  for (const { path, start, end, text } of inOrder) {
    const lines = (result[path] ?? "").split("\n");
    const line = lines[start.line] ?? "";
    lines[start.line] = line.slice(0, start.character) + text + line.slice(end.character);
    result[path] = lines.join("\n");
  }
  return result;
}

/** What renaming answers: edits as `file:line:column text annotation`, counted from 1, or the sentence of a refusal. */
export async function renamed(
  one: Session,
  path: string,
  marked: string,
  newName: string,
): Promise<string[] | string> {
  try {
    const edit = await one.client.sendRequest(RenameRequest.type, { ...one.at(path, marked), newName });
    return edit
      ? editsIn(one, edit)
          .map(({ path: file, start, text, annotation }) => {
            return `${file}:${start.line + 1}:${start.character + 1} ${text}${annotation ? ` ${annotation}` : ""}`;
          })
          .sort()
      : "nothing to rename";
  } catch (error) {
    return (error as Error).message;
  }
}

/** What can be renamed at a place: its name, or the sentence of a refusal. */
export async function prepared(one: Session, path: string, marked: string): Promise<string> {
  try {
    const found = await one.client.sendRequest(PrepareRenameRequest.type, one.at(path, marked));
    return found && "placeholder" in found ? found.placeholder : "nothing to rename";
  } catch (error) {
    return (error as Error).message;
  }
}
