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
import { type NamedValue, valueNamedAt } from "../../charts/named-value.js";
import { answered, type Feature, type Host } from "../../feature.js";
import type { Link } from "../../links/link.js";
import { linksInTemplate } from "../../links/links-at.js";
import type { Model } from "../../model/model.js";
import { readingsOf, settingsOf } from "./chart-values.js";
import { definitionsAt } from "./definition.js";
import { documentLinksIn } from "./document-links.js";
import { implementationsAt } from "./implementation.js";
import { linksOfLocations, locationsOf, type Target } from "./places.js";
import { referencesAt, toLinked } from "./references.js";

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
        const chart = inChart(host, asked);
        const value = valueIn(host, asked, chart?.links);
        if (value) return readingsOf(value.model, value.named, asked.context.includeDeclaration);
        const cursor = chart ? undefined : cursorFor(host, asked);
        const found = chart ? toLinked(chart.model.analysis, chart.links) : cursor && referencesAt(cursor);
        const model = chart?.model ?? cursor?.model;
        if (!found || !model) return null;
        const wanted = asked.context.includeDeclaration ? [...found.declarations, ...found.uses] : found.uses;
        return locationsOf(model, wanted);
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

/** The names at a place in a file of a chart, of what is rendered from there; undefined in any other file. */
function inChart(
  { workspace }: Host,
  { textDocument, position }: TextDocumentPositionParams,
): { model: Model; links: readonly Link[] } | undefined {
  const { model, path } = workspace.at(textDocument.uri) ?? {};
  if (!model || path === undefined) return undefined;
  const { files, chartFiles } = model.repository;
  if (files.has(path) || !chartFiles.has(path)) return undefined;
  const file = model.file(path);
  return { model, links: file ? linksInTemplate(model, path, file.offsetAt(position)) : [] };
}

/**
 * The value of a chart that is named at a place; undefined if there is none, or if something else is meant.
 * @param links the names of what is rendered there, which a template means where the cursor is not on a value's name
 */
function valueIn(
  { workspace }: Host,
  { textDocument, position }: TextDocumentPositionParams,
  links: readonly Link[] = [],
): { model: Model; named: NamedValue } | undefined {
  const { model, path } = workspace.at(textDocument.uri) ?? {};
  const offset = path === undefined ? undefined : model?.file(path)?.offsetAt(position);
  if (!model || path === undefined || offset === undefined) return undefined;
  const named = valueNamedAt(model, path, offset);
  return named && (named.read?.isOnName !== false || links.length === 0) ? { model, named } : undefined;
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
  const chart = inChart(host, asked);
  const value = find === definitionsAt ? valueIn(host, asked, chart?.links) : undefined;
  if (value) return settingsOf(value.model, value.named);
  if (chart) return locationsOf(chart.model, toLinked(chart.model.analysis, chart.links).declarations);
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
