import { createRequire } from "node:module";

// Libraries that are loaded when they are first needed, which few files do. The single executable has them inside:
// ../cli/executable/libraries.ts.

type Yaml = typeof import("yaml");
type PluginKit = typeof import("@eslint/plugin-kit");
type Re2 = typeof import("re2js");

const require = createRequire(import.meta.url);
let loaded: Yaml | undefined;

/**
 * The library `yaml`. Loading it takes longer than judging a hundred files, most of which are in the subset that is read
 * without it.
 */
export function yaml(): Yaml {
  return (loaded ??= require("yaml") as Yaml);
}

/** ESLint's own means of reading comments. */
export function pluginKit(): PluginKit {
  return require("@eslint/plugin-kit") as PluginKit;
}

/** Go's regular expressions, in time that grows with the text alone. */
export function re2(): Re2 {
  return require("re2js") as Re2;
}
