import { SymbolKind, type WorkspaceSymbol } from "vscode-languageserver";
import type { KindName } from "../../../kubernetes/objects.js";
import type { Path } from "../../../manifests/locate.js";
import type { FileFacts } from "../../../repository/facts.js";
import { directoryOf } from "../../../repository/paths.js";
import { push } from "../../../util/group-by.js";
import { memoizePairs } from "../../../util/memoize.js";
import { isMap } from "../../../util/plain-values.js";
import type { Model } from "../../model/model.js";
import { fitting } from "./fit.js";
import { symbolKind } from "./kinds.js";
import { kindOf, nameOf, shortened } from "./words.js";

/** An answer has at most so many symbols. */
export const MOST_SYMBOLS = 1000;
/** And so many where the client wants their ranges at once, each of which takes reading its file. */
export const MOST_WITH_RANGE = 200;

/** What is written in a file, for a list. */
interface Named {
  /** `Role pod-reader` */
  name: string;
  /** The same in lower case. */
  lower: string;
  kind: KindName | "Kustomization";
  document: number;
  at: Path;
}

/** A symbol of a repository, and where it is. */
export interface Found extends Named {
  model: Model;
  file: string;
  /** How well it fits what is looked for: lower is better. */
  rank: number;
}

/** The objects of some repositories whose kind and name fit a query, the best first, and at most so many. */
export function symbolsFor(models: Iterable<Model>, query: string, most = MOST_SYMBOLS): readonly Found[] {
  const byRank = new Map<number, Found[]>();
  const rankOf = fitting(query);
  for (const model of models) {
    for (const [file, facts] of model.repository.files) {
      for (const named of namedIn(facts, file)) {
        const rank = rankOf(named.lower);
        if (rank !== undefined) push(byRank, rank, { ...named, model, file, rank });
      }
    }
  }
  const found: Found[] = [];
  for (const [, same] of [...byRank].sort(([a], [b]) => a - b)) {
    if (found.length >= most) break;
    for (const one of same.sort(compare)) found.push(one);
  }
  return found.slice(0, most);
}

/** Kept for as long as the file says the same: a list is asked for again with each key. */
const namedIn = memoizePairs(({ objects, kustomization }: FileFacts, file: string): readonly Named[] => {
  const all: Omit<Named, "lower">[] = objects.map(({ kind, object, document, at }) => {
    return { name: `${kindOf(object)} ${nameOf(object)}`, kind, document, at };
  });
  if (isMap(kustomization)) {
    const name = `Kustomization ${shortened(directoryOf(file) || ".")}`;
    all.push({ name, kind: "Kustomization", document: 0, at: [] });
  }
  return all.map((one) => ({ ...one, lower: one.name.toLowerCase() }));
});

function compare(a: Found, b: Found): number {
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
