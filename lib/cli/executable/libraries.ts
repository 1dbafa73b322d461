import * as kit from "@eslint/plugin-kit";
import * as expressions from "re2js";
import * as library from "yaml";

// What stands for ../../util/libraries.ts in the single executable, where nothing can be loaded later.

export function yaml(): typeof library {
  return library;
}

export function pluginKit(): typeof kit {
  return kit;
}

export function re2(): typeof expressions {
  return expressions;
}
