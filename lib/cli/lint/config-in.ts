import { decode } from "../../manifests/decode.js";
import { type ConfigFile, configFileFrom } from "../../repository/configuration/config-file.js";
import type { GitTree } from "../../repository/git/tree.js";

/**
 * The configuration file of a tree in git; undefined if there is none.
 * @param ruleNames the rules that exist; omitted if only the settings matter
 * @throws {ConfigError} for every mistake in it
 */
export function configIn(tree: GitTree, ruleNames?: readonly string[]): ConfigFile | undefined {
  return configFileFrom(
    (name) => (tree.contentAt(name) === undefined ? undefined : decode(tree.bytes(name)).text),
    ruleNames,
  );
}
