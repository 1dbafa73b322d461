import * as kit from "@eslint/plugin-kit";
import * as library from "yaml";

// What stands for ../../util/libraries.ts in the single executable, where nothing can be loaded later.

export function yaml(): typeof library {
  return library;
}

export function pluginKit(): typeof kit {
  return kit;
}
