import {
  type ClientCapabilities,
  type DocumentSymbol,
  type SymbolInformation,
  type WorkspaceSymbol,
} from "vscode-languageserver";
import { answered, type Feature, type Host } from "../../feature.js";
import type { Model } from "../../model/model.js";
import { documentSymbolsIn } from "./document-symbols.js";
import {
  MOST_SYMBOLS,
  MOST_WITH_RANGE,
  resolvedSymbol,
  symbolsFor,
  workspaceSymbol,
} from "./workspace-symbols.js";

/** The objects of a file, and of all files. */
export const symbols: Feature = {
  capabilities: (client) => ({
    documentSymbolProvider: { label: "Kubernetes" },
    workspaceSymbolProvider: { resolveProvider: resolvesRanges(client) },
  }),
  start(host) {
    const { connection, workspace, client } = host;
    const isHierarchical = client.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
    connection.onDocumentSymbol(({ textDocument: { uri } }) =>
      answered(host, "what is in it", (): DocumentSymbol[] | SymbolInformation[] | null => {
        const at = workspace.at(uri);
        if (!at) return null;
        const found = documentSymbolsIn(at.model, at.path);
        return isHierarchical ? found : flattened(found, uri);
      }),
    );
    connection.onWorkspaceSymbol(({ query }) =>
      answered(host, "the symbols of the workspace", (): WorkspaceSymbol[] =>
        symbolsFor(modelsOf(host), query, resolvesRanges(client) ? MOST_SYMBOLS : MOST_WITH_RANGE).flatMap(
          (one) => workspaceSymbol(one, !resolvesRanges(client)),
        ),
      ),
    );
    if (resolvesRanges(client)) {
      connection.onWorkspaceSymbolResolve(async (symbol) => {
        const found = await answered(host, "where a symbol is", () =>
          resolvedSymbol(symbol, workspace.at(symbol.location.uri)),
        );
        return found ?? symbol;
      });
    }
  },
};

/** Whether a client asks for the range of a symbol when it goes there. */
function resolvesRanges({ workspace }: ClientCapabilities): boolean {
  return workspace?.symbol?.resolveSupport?.properties.includes("location.range") ?? false;
}

/** The models of all folders that are open, and of what else is. */
function modelsOf({ workspace }: Host): readonly Model[] {
  const roots = new Set(workspace.folders.map((folder) => workspace.rootOfFolder(folder)));
  for (const { root } of workspace.models) roots.add(root);
  return [...roots].map((root) => workspace.liveAt(root).now);
}

/** The same without levels, for clients that take no others. */
function flattened(all: readonly DocumentSymbol[], uri: string, containerName?: string): SymbolInformation[] {
  return all.flatMap(({ name, kind, selectionRange, children = [] }) => [
    {
      name,
      kind,
      location: { uri, range: selectionRange },
      ...(containerName !== undefined && { containerName }),
    },
    ...flattened(children, uri, name),
  ]);
}
