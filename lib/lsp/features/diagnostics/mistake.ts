import { type Diagnostic, DiagnosticSeverity, type Range } from "vscode-languageserver";
import type { ConfigError } from "../../../repository/configuration/config-file.js";
import type { ModelFile } from "../../model/model-file.js";

/** A mistake in a configuration, in its file. */
interface Mistake {
  /** The file's path below the root. */
  path: string;
  diagnostic: Diagnostic;
}

/** The line and column that a sentence on a configuration begins with. */
const PLACE = /^:(\d+)(?::(\d+))?: /;

/**
 * Where editors show what is wrong with a configuration; undefined for what is in no file.
 * @param fileAt the file at a path
 */
export function mistakeIn(
  { message, place }: ConfigError,
  fileAt: (path: string) => ModelFile | undefined,
): Mistake | undefined {
  if (!place) return undefined;
  const rest = message.startsWith(place.file) ? message.slice(place.file.length) : message;
  const [prefix = "", line = place.line ?? 1, column = 1] = PLACE.exec(rest) ?? [];
  const range = rangeIn(fileAt(place.file)?.text ?? "", Number(line), Number(column));
  return {
    path: place.file,
    diagnostic: {
      range,
      severity: DiagnosticSeverity.Error,
      source: "gitops-lint",
      code: "configuration",
      message: rest.slice(prefix.length),
    },
  };
}

/** From a place to the end of its line. */
function rangeIn(text: string, line: number, column: number): Range {
  const lines = text.split(/\r\n|\r|\n/);
  const at = Math.min(line, lines.length) - 1;
  const { length } = lines[at] ?? "";
  const start = Math.min(column - 1, length);
  return { start: { line: at, character: start }, end: { line: at, character: length } };
}
