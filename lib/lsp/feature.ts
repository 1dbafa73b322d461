import type { ClientCapabilities, Connection, ServerCapabilities } from "vscode-languageserver";
import type { Judge } from "./judge.js";
import type { Options } from "./options.js";
import { printable } from "../util/phrases.js";
import type { LiveModel } from "./model/live-model.js";
import type { Workspace } from "./model/workspace.js";

/** What has changed: the text of an open file, or anything else, such as the disk, the configuration or an option. */
export type Change = "text" | "other";

/** What every feature works with. */
export interface Host {
  connection: Connection;
  workspace: Workspace;
  judge: Judge;
  /** What the client can. */
  client: ClientCapabilities;
  /** What the client calls itself; undefined if it does not say. */
  clientName: string | undefined;
  /** What the user has set, as it is now. */
  options: () => Options;
  /** Calls back when anything has changed that answers may depend on. */
  onChange(done: (change: Change) => void): void;
  /**
   * Refuses to go on once the editor has said goodbye.
   * @throws ResponseError
   */
  refuseIfDone(): void;
  /** Resolves when no repository is being read. */
  whenRead(): Promise<void>;
  /** Reads the repository of a root in the background. */
  read(live: LiveModel): void;
  /** Tells the user of a failure in the client's log, each once. */
  log(words: string): void;
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
 * @throws ResponseError if the editor has said goodbye
 */
export async function answered<Answer>(
  { log, whenRead, refuseIfDone }: Pick<Host, "log" | "whenRead" | "refuseIfDone">,
  what: string,
  find: () => Answer | Promise<Answer>,
): Promise<Answer | null> {
  refuseIfDone();
  try {
    // Reading a large repository takes a while, in which others are served.
    await whenRead();
    return (await find()) ?? null;
  } catch (error) {
    log(`${what} failed: ${wordsOf(error)}`);
    return null;
  }
}

/** What an error says. */
export function wordsOf(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error));
}
