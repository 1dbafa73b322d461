import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import { isTooMuch } from "../../bounded-judge.js";
import type { Message } from "../../judge.js";
import type { LiveModel } from "../../model/live-model.js";
import type { Model } from "../../model/model.js";

/** So many findings of a file are shown: nobody reads more, and editors grow slow. */
export const MOST_SHOWN = 1000;

/** Why a file is not judged, or not as it is in the editor, at its first line; undefined if it is. */
export function whyNotJudged(live: LiveModel, model: Model, path: string): Diagnostic | undefined {
  if (live.isWithheld(path))
    return noteOf(
      "This file is too large to be judged as you type: what is found in it shows when it is saved.",
    );
  if (isTooMuch(path, model))
    return noteOf("This file has too much in it to be judged in an editor: 'gitops-lint' lints it.");
  return undefined;
}

/** The first findings of a file, with a note if there are more. */
export function firstOf(
  all: readonly Message[],
  diagnosticOf: (message: Message) => Diagnostic,
): Diagnostic[] {
  if (all.length <= MOST_SHOWN) return all.map(diagnosticOf);
  const note = `Of ${all.length} findings in this file, the first ${MOST_SHOWN} are shown: 'gitops-lint' shows all.`;
  return [noteOf(note), ...all.slice(0, MOST_SHOWN).map(diagnosticOf)];
}

function noteOf(message: string): Diagnostic {
  const start = { line: 0, character: 0 };
  return {
    range: { start, end: start },
    severity: DiagnosticSeverity.Information,
    source: "gitops-lint",
    message,
  };
}
