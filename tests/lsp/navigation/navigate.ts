import type { ClientCapabilities, Location } from "vscode-languageserver-protocol";
import {
  DefinitionRequest,
  DocumentHighlightRequest,
  ImplementationRequest,
  ReferencesRequest,
} from "vscode-languageserver-protocol/node";
import { type Session, session } from "../session.js";

/** A session in which every file of a repository is open, and findings are not asked for. */
export async function opened(
  files: Readonly<Record<string, string>>,
  capabilities: ClientCapabilities = {},
): Promise<Session> {
  const one = await session(files, { capabilities, options: { enable: false } });
  for (const [path, text] of Object.entries(files)) await one.open(path, text);
  return one;
}

/** Places as `file:line:column text`, counted from 1, with what is written there. */
export function shown(
  { root }: Session,
  files: Readonly<Record<string, string>>,
  locations: readonly Pick<Location, "uri" | "range">[],
): string[] {
  return locations.map(({ uri, range: { start, end } }) => {
    const path = decodeURIComponent(new URL(uri).pathname).slice(root.length + 1);
    const line = (files[path] ?? "").split("\n")[start.line] ?? "";
    const text = start.line === end.line ? line.slice(start.character, end.character) : line;
    return `${path}:${start.line + 1}:${start.character + 1}${text && ` ${text}`}`;
  });
}

type Files = Readonly<Record<string, string>>;

/** Where something is defined. */
export async function definition(one: Session, files: Files, path: string, marked: string) {
  const found = await one.client.sendRequest(DefinitionRequest.type, one.at(path, marked));
  return shown(one, files, (found ?? []) as Location[]);
}

export async function implementation(one: Session, files: Files, path: string, marked: string) {
  const found = await one.client.sendRequest(ImplementationRequest.type, one.at(path, marked));
  return shown(one, files, (found ?? []) as Location[]);
}

export async function references(
  one: Session,
  files: Files,
  [path, marked]: readonly [string, string],
  includeDeclaration = false,
) {
  const found = await one.client.sendRequest(ReferencesRequest.type, {
    ...one.at(path, marked),
    context: { includeDeclaration },
  });
  return shown(one, files, found ?? []);
}

export async function highlights(one: Session, files: Files, path: string, marked: string) {
  const found = await one.client.sendRequest(DocumentHighlightRequest.type, one.at(path, marked));
  return shown(
    one,
    files,
    (found ?? []).map(({ range }) => ({ uri: one.uri(path), range })),
  );
}
