import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import { LineIndex } from "../../../manifests/comments.js";
import { pageUrl } from "../../../rule-kit/define-rule.js";
import type { Message } from "../../judge.js";
import type { ModelFile } from "../../model/model-file.js";

const PREFIX = "gitops/";

/** A finding as editors show it. Its lines end where YAML ends them, which the protocol counts otherwise. */
export function diagnosticOf(message: Message, file: ModelFile): Diagnostic {
  const lines = linesOf(file);
  const start = lines.offset({ line: message.line, column: message.column - 1 });
  const { endLine, endColumn } = message;
  const end =
    endLine === undefined || endColumn === undefined
      ? start
      : lines.offset({ line: endLine, column: endColumn - 1 });
  const rule = message.ruleId?.startsWith(PREFIX) ? message.ruleId.slice(PREFIX.length) : undefined;
  return {
    range: file.rangeOf({ start, end }),
    severity: message.severity === 2 ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    source: "gitops-lint",
    message: message.message,
    ...(rule !== undefined && { code: rule, codeDescription: { href: pageUrl(rule) } }),
  };
}

const indexes = new WeakMap<ModelFile, LineIndex>();

function linesOf(file: ModelFile): LineIndex {
  let lines = indexes.get(file);
  if (!lines) indexes.set(file, (lines = new LineIndex(file.manifests.text)));
  return lines;
}
