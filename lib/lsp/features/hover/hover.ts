import { type Hover, type MarkupContent, MarkupKind } from "vscode-languageserver";
import { answered, type Feature, type Host } from "../../feature.js";
import { bounded, type Format, rendered } from "../../text/markup.js";
import { answerAt } from "./answer.js";

/** The most lines that an editor shows without scrolling. */
const MOST_LINES = 25;

/** What is known of what the mouse is over. */
export const hover: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  start(host) {
    const format = formatFor(host);
    const kind = format === "plaintext" ? MarkupKind.PlainText : MarkupKind.Markdown;
    host.connection.onHover(({ textDocument, position }) =>
      answered(host, "what is there", (): Hover | null => {
        const at = host.workspace.at(textDocument.uri);
        const answer = at && answerAt(at.model, at.path, position);
        if (!answer) return null;
        const value = rendered(bounded(answer.lines, MOST_LINES), at.model.analysis, format);
        const contents: MarkupContent = { kind, value };
        return { contents, range: answer.range };
      }),
    );
  },
};

function formatFor({ client, clientName }: Host): Format {
  const formats = client.textDocument?.hover?.contentFormat;
  // Without a word from the client, all of them show Markdown.
  if (formats && !formats.includes(MarkupKind.Markdown)) return "plaintext";
  // Neovim hides the address of a link, but breaks lines as if it were there. Its `gF` follows `FILE:LINE` in a text.
  return clientName === "Neovim" ? "markdown without links" : "markdown";
}
