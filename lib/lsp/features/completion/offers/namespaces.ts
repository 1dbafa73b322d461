import { CompletionItemKind } from "vscode-languageserver";
import type { Analysis } from "../../../../analysis/analysis.js";
import type { Build } from "../../../../builds/build.js";
import { isKnown } from "../../../../kubernetes/objects.js";
import { builtInNamespaces } from "../../../../kubernetes/rbac/builtin-roles.js";
import type { FileFacts } from "../../../../repository/facts.js";
import { memoize } from "../../../../util/memoize.js";
import { field } from "../../../../util/plain-values.js";
import type { Offer } from "../offer.js";

/** The namespaces of a repository: those that it makes first, then those that it names, then those of every cluster. */
export const namespaceOffers: (analysis: Analysis) => readonly Offer[] = memoize((analysis: Analysis) => {
  const [made, named] = [new Set<string>(), new Set<string>()];
  for (const build of analysis.all) {
    const own = inBuild(build);
    for (const name of own.made) made.add(name);
    for (const name of own.named) named.add(name);
  }
  for (const facts of analysis.repository.files.values()) for (const name of inFile(facts)) named.add(name);
  const ranked = [
    ...[...made].sort().map((value) => ({ value, rank: 0 })),
    ...[...named].sort().map((value) => ({ value, rank: 1 })),
  ];
  const own = ranked.filter(
    ({ value, rank }) => !builtInNamespaces.has(value) && (rank === 0 || !made.has(value)),
  );
  return [
    ...own.map((one) => ({ ...one, kind: CompletionItemKind.Module })),
    ...[...builtInNamespaces].map((value) => {
      return { value, rank: 2, kind: CompletionItemKind.Module, detail: "built in" };
    }),
  ];
});

// What is found is remembered for each build and file: nearly all of them stay the same while somebody types.

const inBuild = memoize(({ objects, namespaces = [] }: Build) => {
  const made = objects.flatMap(({ kind, object }) => (kind === "Namespace" ? [object.metadata?.name] : []));
  return {
    made: new Set(made.filter(isKnown)),
    named: new Set([
      ...objects.map(({ object }) => object.metadata?.namespace).filter(isKnown),
      ...namespaces.map(({ name }) => name).filter(isKnown),
    ]),
  };
});

const inFile = memoize(({ objects, kustomization }: FileFacts): ReadonlySet<string> => {
  const set = field(kustomization, "namespace");
  const written = objects.map(({ object }) => object.metadata?.namespace);
  return new Set([...written, typeof set === "string" ? set : undefined].filter(isKnown));
});
