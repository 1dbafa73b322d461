import type { CodeActionKind, Diagnostic } from "vscode-languageserver";
import type { Host } from "../../feature.js";
import type { Message, TextChange } from "../../judge.js";
import type { Model } from "../../model/model.js";
import type { ModelFile } from "../../model/model-file.js";

/** A finding, and where it is in the text. */
export interface Finding {
  message: Message;
  diagnostic: Diagnostic;
  /** Offsets in the text of the file. */
  start: number;
  end: number;
}

/** Where actions are asked for. */
export interface Asked {
  host: Host;
  model: Model;
  /** The file, below the root. */
  path: string;
  file: ModelFile;
  /** Offsets in the text of the file. */
  start: number;
  end: number;
  /** The findings that the user means. */
  findings: readonly Finding[];
}

/** A change of a text; the snippet, if there is one, says the same with places to fill in. */
export interface TextEdit extends TextChange {
  snippet?: string;
}

/** What an action changes in a file. */
export interface FileChange {
  /** Below the root. */
  path: string;
  edits: readonly TextEdit[];
  /** Whether there is no such file yet. */
  isNew?: boolean;
}

/** Something that can be done. */
export interface Offer {
  /** What it does. */
  title: string;
  kind: CodeActionKind;
  finding?: Finding;
  /** Whether it is the one obvious way out. */
  isPreferred?: boolean;
  /** What it is about, if not just its finding: one of those that have the same title and are about the same is enough. */
  about?: string;
  /** Whether its changes are worth finding only once it is chosen. */
  isCostly?: boolean;
  /** Finds what it changes, which may take a while; undefined if nothing can be changed. */
  changes: () => readonly FileChange[] | undefined | Promise<readonly FileChange[] | undefined>;
}
