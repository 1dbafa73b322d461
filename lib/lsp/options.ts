import { isMap } from "../util/plain-values.js";

/** What users set in their editor, below `gitopsLint`. */
export interface Options {
  /** Whether anything is reported: off where an ESLint extension with the plugin does so. */
  enable: boolean;
  /** Whether findings in files that are not open are pushed as well, to clients that do not ask for them. */
  workspaceDiagnostics: boolean;
  /** Whether facts of files are kept for the next start, in the user's directory for caches. */
  cache: boolean;
  codeLens: boolean;
  inlayHints: boolean;
}

export const DEFAULTS: Options = {
  enable: true,
  workspaceDiagnostics: false,
  cache: true,
  codeLens: false,
  inlayHints: false,
};

/** The options in what a client sends; what is not there, or of another type, is as by default. */
export function optionsFrom(given: unknown): Options {
  const own = isMap(given) && isMap(given.gitopsLint) ? given.gitopsLint : given;
  const options = { ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS) as (keyof Options)[]) {
    const value = isMap(own) ? own[name] : undefined;
    if (typeof value === "boolean") options[name] = value;
  }
  return options;
}
