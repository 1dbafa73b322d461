import type { ClientCapabilities, Connection, ServerCapabilities } from "vscode-languageserver";
import type { Judge } from "./judge.js";
import type { Options } from "./options.js";
import type { Workspace } from "./model/workspace.js";

/** What every feature works with. */
export interface Host {
  connection: Connection;
  workspace: Workspace;
  judge: Judge;
  /** What the client can. */
  client: ClientCapabilities;
  /** What the user has set, as it is now. */
  options: () => Options;
  /** Calls back when anything has changed that answers may depend on: an open file, the disk, an option. */
  onChange(done: () => void): void;
  /** Calls back when a file is closed, with its absolute path. */
  onClose(done: (absolute: string) => void): void;
}

/** Something that the server offers: a file or folder of `features/` each. */
export interface Feature {
  /** What the server says that it can, if the client can make use of it. */
  capabilities(client: ClientCapabilities): Partial<ServerCapabilities>;
  /** Answers requests, or does by itself what it is for. Called once, after the client has said what it can. */
  start(host: Host): void;
}

/**
 * The answer to a request. One that fails, as on a hostile file, is noted in the client's log and is no answer; the
 * server goes on.
 */
export async function answered<Answer>(
  { connection }: Pick<Host, "connection">,
  what: string,
  find: () => Answer | Promise<Answer>,
): Promise<Answer | null> {
  try {
    return (await find()) ?? null;
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    connection.console.error(`gitops-lint: ${what} failed: ${words}`);
    return null;
  }
}
