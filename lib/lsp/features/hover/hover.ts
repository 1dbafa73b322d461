import { type Hover, type MarkupContent, MarkupKind } from "vscode-languageserver";
import { answered, type Feature } from "../../feature.js";
import { bounded, rendered } from "../../text/markup.js";
import { answerAt } from "./answer.js";

/** The most lines that an editor shows without scrolling. */
const MOST_LINES = 25;

/** What is known of what the mouse is over. */
export const hover: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  start(host) {
    const formats = host.client.textDocument?.hover?.contentFormat;
    // Without a word from the client, all of them show Markdown.
    const kind =
      formats && !formats.includes(MarkupKind.Markdown) ? MarkupKind.PlainText : MarkupKind.Markdown;
    host.connection.onHover(({ textDocument, position }) =>
      answered(host, "what is there", (): Hover | null => {
        const at = host.workspace.at(textDocument.uri);
        const answer = at && answerAt(at.model, at.path, position);
        if (!answer) return null;
        const value = rendered(bounded(answer.lines, MOST_LINES), at.model.analysis, kind);
        const contents: MarkupContent = { kind, value };
        return { contents, range: answer.range };
      }),
    );
  },
};
