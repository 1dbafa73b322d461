import {
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWorkspaceFoldersNotification,
  type WorkspaceFolder,
  type WorkspaceFoldersChangeEvent,
} from "vscode-languageserver";
import { isMap } from "../util/plain-values.js";
import { pathOf } from "./text/uris.js";

/** The part of an editor's settings that is ours. */
const SECTION = "gitopsLint";

/** How long, in milliseconds, a client is waited for that is asked for its settings. */
const PATIENCE = 500;

/**
 * Follows what the user sets: asks the client for it, where it can be asked, else takes what it sends.
 * @param take called with what is set now
 * @returns when that is known for the first time, or the client takes too long to tell
 */
export async function followOptions(
  connection: Connection,
  client: ClientCapabilities,
  take: (given: unknown) => void,
): Promise<void> {
  const canAsk = client.workspace?.configuration === true;
  const ask = async () => {
    try {
      const given: unknown = await connection.workspace.getConfiguration(SECTION);
      // Who has set nothing has not taken back what the client was started with.
      if (isMap(given)) take(given);
    } catch {
      // The client is gone, or cannot tell.
    }
  };
  connection.onDidChangeConfiguration(({ settings }: { settings: unknown }) => {
    if (isMap(settings) && Object.keys(settings).length > 0) take(settings);
    else if (canAsk) void ask();
  });
  if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
    const section = { section: SECTION };
    connection.client.register(DidChangeConfigurationNotification.type, section).catch(() => undefined);
  }
  if (!canAsk) return;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((done) => (timer = setTimeout(done, PATIENCE)));
  await Promise.race([ask(), patience]);
  clearTimeout(timer);
}

/** Follows which folders are open, as absolute paths. */
export function followFolders(
  connection: Connection,
  client: ClientCapabilities,
  change: (added: readonly string[], removed: readonly string[]) => void,
): void {
  const pathsOf = (folders: readonly WorkspaceFolder[]) => folders.flatMap(({ uri }) => pathOf(uri) ?? []);
  const take = ({ added, removed }: WorkspaceFoldersChangeEvent) => change(pathsOf(added), pathsOf(removed));
  if (client.workspace?.workspaceFolders) connection.workspace.onDidChangeWorkspaceFolders(take);
  else
    connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) => {
      take(event);
    });
}
