import type { BrokenDocument } from "../manifests/broken-document.js";

/**
 * The documents of a file that other plugins cannot see; undefined as long as none of their rules has asked
 * what is in it.
 */
export type Refused = readonly BrokenDocument[] | undefined;

const refusedBy = new WeakMap<object, () => Refused>();

/** Notes how to learn what yaml-eslint-parser refuses in a file; asking must not build a syntax tree. */
export function noteRefused(sourceCode: object, refused: () => Refused): void {
  refusedBy.set(sourceCode, refused);
}

/**
 * The documents that yaml-eslint-parser refuses. A file in another language has none: ESLint reports those
 * itself.
 */
export function refusedIn(sourceCode: object): Refused {
  return refusedBy.get(sourceCode)?.();
}
