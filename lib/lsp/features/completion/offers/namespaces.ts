import { CompletionItemKind } from "vscode-languageserver";
import type { Analysis } from "../../../../analysis/analysis.js";
import { declaredNamespaces } from "../../../../analysis/declared-namespaces.js";
import { namespacesIn } from "../../../../analysis/lookup/nowhere.js";
import { builtInNamespaces } from "../../../../kubernetes/rbac/builtin-roles.js";
import { memoize } from "../../../../util/memoize.js";
import { field } from "../../../../util/plain-values.js";
import { isKnown } from "../../../../kubernetes/objects.js";
import type { Offer } from "../offer.js";

/** The namespaces of a repository: those that it makes first, then those that it names, then those of every cluster. */
export const namespaceOffers: (analysis: Analysis) => readonly Offer[] = memoize((analysis: Analysis) => {
  const made = [...declaredNamespaces(analysis).names].sort();
  const set = [...analysis.repository.files.values()].flatMap(({ kustomization }) => {
    const namespace = field(kustomization, "namespace");
    return typeof namespace === "string" && isKnown(namespace) ? [namespace] : [];
  });
  const named = [...set, ...namespacesIn(analysis)].sort();
  const all = new Map<string, Offer>();
  const add = (value: string, rank: number, detail?: string) => {
    if (!all.has(value))
      all.set(value, {
        value,
        rank,
        kind: CompletionItemKind.Module,
        ...(detail !== undefined && { detail }),
      });
  };
  for (const name of made) add(name, 0);
  for (const name of named) if (!builtInNamespaces.has(name)) add(name, 1);
  for (const name of builtInNamespaces) add(name, 2, "built in");
  return [...all.values()];
});
