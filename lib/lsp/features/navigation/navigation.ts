import {
  type ClientCapabilities,
  type Definition,
  type DefinitionLink,
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentLink,
  type Location,
  type TextDocumentPositionParams,
} from "vscode-languageserver";
import { type Cursor, cursorAt } from "../../cursor/cursor.js";
import { answered, type Feature, type Host } from "../../feature.js";
import { definitionsAt } from "./definition.js";
import { documentLinksIn } from "./document-links.js";
import { implementationsAt } from "./implementation.js";
import { linksOfLocations, locationsOf, type Target } from "./places.js";
import { referencesAt } from "./references.js";

/** Where something is defined, and where it is used. */
export const navigation: Feature = {
  capabilities: () => ({
    definitionProvider: true,
    implementationProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentLinkProvider: { resolveProvider: false },
  }),
  start(host) {
    const { connection, workspace, client } = host;
    connection.onDefinition((asked) =>
      answered(host, "where it is defined", () =>
        places(host, asked, definitionsAt, takesLinks(client, "definition")),
      ),
    );
    connection.onImplementation((asked) =>
      answered(host, "what it changes or selects", () =>
        places(host, asked, implementationsAt, takesLinks(client, "implementation")),
      ),
    );
    connection.onReferences((asked) =>
      answered(host, "where it is used", (): Location[] | null => {
        const cursor = cursorFor(host, asked);
        if (!cursor) return null;
        const { declarations, uses } = referencesAt(cursor);
        const wanted = asked.context.includeDeclaration ? [...declarations, ...uses] : uses;
        return locationsOf(cursor.model, wanted);
      }),
    );
    connection.onDocumentHighlight((asked) =>
      answered(host, "where else it is", (): DocumentHighlight[] | null => {
        const cursor = cursorFor(host, asked);
        return cursor ? highlightsAt(cursor) : null;
      }),
    );
    connection.onDocumentLinks(({ textDocument }) =>
      answered(host, "which files it names", (): DocumentLink[] | null => {
        const at = workspace.at(textDocument.uri);
        return at ? documentLinksIn(at.model, at.path) : null;
      }),
    );
  },
};

function cursorFor({ workspace }: Host, { textDocument, position }: TextDocumentPositionParams) {
  const at = workspace.at(textDocument.uri);
  return at && cursorAt(at.model, at.path, position);
}

function takesLinks({ textDocument }: ClientCapabilities, what: "definition" | "implementation"): boolean {
  return textDocument?.[what]?.linkSupport === true;
}

function places(
  host: Host,
  asked: TextDocumentPositionParams,
  find: (cursor: Cursor) => readonly Target[],
  asLinks: boolean,
): Definition | DefinitionLink[] | null {
  const cursor = cursorFor(host, asked);
  if (!cursor) return null;
  const locations = locationsOf(cursor.model, find(cursor));
  return asLinks ? linksOfLocations(cursor, locations) : locations;
}

/** The places in the same file that mean the same. */
function highlightsAt(cursor: Cursor): DocumentHighlight[] | null {
  const { declarations, uses } = referencesAt(cursor);
  const inFile = ({ file }: Target) => file === cursor.path;
  const rangesOf = (targets: readonly Target[]) =>
    locationsOf(
      cursor.model,
      targets.filter((one) => "path" in one && inFile(one)),
    ).map(({ range }) => range);
  const all = [
    ...rangesOf(declarations).map((range) => ({ range, kind: DocumentHighlightKind.Write })),
    ...rangesOf(uses).map((range) => ({ range, kind: DocumentHighlightKind.Read })),
  ];
  return all.length > 0 ? all : null;
}
