import { type Hover, MarkupKind } from "vscode-languageserver";
import { cursorAt } from "../../cursor/cursor.js";
import { type Referent, referentAt } from "../../cursor/referent.js";
import { answered, type Feature } from "../../feature.js";

/** What is known of what the mouse is over. */
export const hover: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  start(host) {
    host.connection.onHover(({ textDocument, position }) =>
      answered(host, "what is there", (): Hover | null => {
        const at = host.workspace.at(textDocument.uri);
        const cursor = at && cursorAt(at.model, at.path, position);
        const referent = cursor && referentAt(cursor);
        if (!cursor || !referent) return null;
        const value = textOf(referent);
        return value === undefined
          ? null
          : { contents: { kind: MarkupKind.Markdown, value }, range: cursor.range };
      }),
    );
  },
};

function textOf(referent: Referent): string | undefined {
  return referent.type === "namespace" ? `Namespace \`${referent.name}\`` : undefined;
}
