import { createRequire } from "node:module";

type Yaml = typeof import("yaml");

let loaded: Yaml | undefined;

/**
 * The library `yaml`. It is loaded when a text first asks for it, which takes longer than judging a hundred files: most are
 * in the subset that is read without it.
 */
export function yaml(): Yaml {
  return (loaded ??= createRequire(import.meta.url)("yaml") as Yaml);
}
