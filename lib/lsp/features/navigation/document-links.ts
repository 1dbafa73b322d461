import type { DocumentLink } from "vscode-languageserver";
import { fileMeant, filesNamedIn } from "../../links/files.js";
import type { Model } from "../../model/model.js";

/** So many entries of a kustomization become links. */
const MOST = 1000;

/** The entries of a kustomization that name files and directories that are there. */
export function documentLinksIn(model: Model, path: string): DocumentLink[] {
  const { repository } = model;
  const named = filesNamedIn(repository, path).slice(0, MOST);
  const file = named.length > 0 ? model.file(path) : undefined;
  if (!file) return [];
  return named.flatMap(({ at, path: to }) => {
    const target = fileMeant(repository, to);
    if (target === undefined) return [];
    return [{ range: file.rangeAt(0, at), target: model.uriOf(target), tooltip: target }];
  });
}
