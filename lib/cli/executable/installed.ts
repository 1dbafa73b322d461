import { getAsset } from "node:sea";

// What stands for ../installed.ts in the single executable, which needs no file beside it: ESLint and all other packages
// are in its program, and the files of this package are its assets.

/** ESLint's threads, and what they load, are files. */
export const HAS_THREADS: boolean = false;

/** The text of a file of this package, by its path in it. */
export function fileOfPackage(path: string): string | undefined {
  try {
    return getAsset(path, "utf8");
  } catch {
    // Node.js cannot say which assets there are.
    return undefined;
  }
}

/** Whether ESLint is there. */
export function hasESLint(): boolean {
  return true;
}

/** Tells one build of this program, with all that it runs on but Node.js, from another. */
export function programDigest(): string {
  return getAsset("digest", "utf8");
}
