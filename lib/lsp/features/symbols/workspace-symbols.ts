import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver";
import type { KindName } from "../../../kubernetes/objects.js";
import type { Path } from "../../../manifests/locate.js";
import { directoryOf } from "../../../repository/paths.js";
import { isMap } from "../../../util/plain-values.js";
import type { Model } from "../../model/model.js";
import { fit } from "./fit.js";
import { symbolKind } from "./kinds.js";
import { kindOf, nameOf, shortened } from "./words.js";

/** An answer has at most so many symbols. */
export const MOST_SYMBOLS = 1000;

/** A symbol of a repository, and where it is. */
export interface Found {
  model: Model;
  /** `Role pod-reader` */
  name: string;
  kind: KindName | "Kustomization";
  file: string;
  document: number;
  at: Path;
  /** How well it fits what is looked for: lower is better. */
  rank: number;
}

/** The objects of some repositories whose kind and name fit a query, the best first. */
export function symbolsFor(models: Iterable<Model>, query: string): readonly Found[] {
  const found: Found[] = [];
  const note = (one: Omit<Found, "rank">) => {
    const rank = fit(query, one.name);
    if (rank !== undefined) found.push({ ...one, rank });
  };
  for (const model of models) {
    for (const [file, { objects, kustomization }] of model.repository.files) {
      for (const { kind, object, document, at } of objects)
        note({ model, name: `${kindOf(object)} ${nameOf(object)}`, kind, file, document, at });
      if (!isMap(kustomization)) continue;
      const name = `Kustomization ${shortened(directoryOf(file) || ".")}`;
      note({ model, name, kind: "Kustomization", file, document: 0, at: [] });
    }
  }
  return found.sort(compare).slice(0, MOST_SYMBOLS);
}

function compare(a: Found, b: Found): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.file === b.file ? a.document - b.document : a.file < b.file ? -1 : 1;
}

/** What finds the range of a symbol again. */
interface Data {
  document: number;
  at: Path;
}

/** @param withRange whether the client wants all ranges at once: else it asks for that of the one it goes to */
export function workspaceSymbol(
  { model, name, kind, file, document, at }: Found,
  withRange: boolean,
): WorkspaceSymbol[] {
  const uri = model.uriOf(file);
  const about = {
    ...{ name, containerName: shortened(file) },
    kind: kind === "Kustomization" ? SymbolKind.Package : symbolKind(kind),
  };
  const data: Data = { document, at };
  if (!withRange) return [{ ...about, location: { uri }, data }];
  const location = locationOf(model, file, data);
  return location ? [{ ...about, location }] : [];
}

function locationOf(model: Model, file: string, { document, at }: Data) {
  return model.locationOf({
    file,
    document,
    path: at.length === 0 ? ["metadata", "name"] : [...at, "metadata", "name"],
  });
}

/** The symbol with its range; as it is if it is gone meanwhile. */
export function resolvedSymbol(
  symbol: WorkspaceSymbol,
  at: { model: Model; path: string } | undefined,
): WorkspaceSymbol {
  const data: unknown = symbol.data;
  if (!at || !isMap(data) || typeof data.document !== "number" || !Array.isArray(data.at)) return symbol;
  const location = locationOf(at.model, at.path, { document: data.document, at: data.at as Path });
  return location ? { ...symbol, location } : symbol;
}
