import { createRequire } from "node:module";

/** What package.json says of this package. */
export interface Package {
  name: string;
  version: string;
  /** Where its documentation is. */
  homepage: string;
  /** Where its defects are reported. */
  bugs: string;
  dependencies: Record<string, string>;
}

/** This package, as it is installed. The single executable has its own: lib/cli/executable/package.ts. */
export const { name, version, homepage, bugs, dependencies } = createRequire(import.meta.url)(
  "eslint-plugin-gitops/package.json",
) as Package;
