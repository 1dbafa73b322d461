import type { Build } from "../builds/build.js";
import { isNamespaced } from "../kubernetes/kinds.js";
import { isKnown } from "../kubernetes/objects.js";
import { memoize } from "../util/memoize.js";

/** The namespaces that the objects of a build name. */
export const namespacesOfObjects = memoize(({ objects }: Build): ReadonlySet<string> => {
  const named = objects
    .filter(({ kind }) => isNamespaced(kind))
    .map(({ object }) => object.metadata?.namespace);
  return new Set(named.filter(isKnown));
});
