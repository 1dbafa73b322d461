import type { BrokenDocument } from "../manifests/manifest-file.js";

/** What other plugins cannot see of a file: nothing as long as no rule of theirs has asked what is in it. */
export type Refused = readonly BrokenDocument[] | undefined;

const refusedBy = new WeakMap<object, () => Refused>();

/** Notes how to learn what yaml-eslint-parser refuses of a file; asking must not build a syntax tree. */
export function noteRefused(sourceCode: object, refused: () => Refused): void {
  refusedBy.set(sourceCode, refused);
}

/** The documents that yaml-eslint-parser refuses. A file in another language has none: ESLint tells of its own. */
export function refusedIn(sourceCode: object): Refused {
  return refusedBy.get(sourceCode)?.();
}
