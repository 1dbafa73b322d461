import { statSync } from "node:fs";
import { join } from "node:path";
import type { Linter, Rule } from "eslint";
import { rules } from "../rules/index.js";
import { rootOf } from "./plugin/linted-file.js";
import { repository } from "./plugin/shared-settings.js";
import { flatConfig } from "./plugin/flat-config.js";
import { printable } from "./util/phrases.js";
import { CONFIG_FILES, ConfigError, readConfigFile } from "./repository/configuration/config-file.js";

let seen: string | undefined;

/** Brings the configuration up to date with the .gitops-lint.yaml of the current directory's repository. */
function refresh(config: Linter.Config[]): void {
  const root = rootOf(process.cwd());
  const files = CONFIG_FILES.map((name) => statSync(join(root, name), { throwIfNoEntry: false }));
  const found = [root, ...files.flatMap((file) => [file?.mtimeMs, file?.size, file?.ino])].join(" ");
  if (found === seen) return;
  config.length = 0;
  for (const layer of configOf(root)) config.push(layer);
  seen = found;
}

function configOf(root: string): Linter.Config[] {
  try {
    return [...flatConfig(root, readConfigFile(root, Object.keys(rules))), repository(root)];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return wrongConfig(root, error.message);
  }
}

/** A configuration that says in every manifest what is wrong: editors show findings, but not what ESLint throws. */
function wrongConfig(root: string, message: string): Linter.Config[] {
  const [layer] = flatConfig(root, undefined, { preset: "none" });
  const configuration: Rule.RuleModule = {
    create: (context) => ({
      Program: () =>
        context.report({
          loc: { line: 1, column: 0 },
          message: "{{message}}",
          data: { message: printable(message) },
        }),
    }),
  };
  const own = { "gitops-lint": { rules: { configuration } } };
  return [
    { ...layer, plugins: { ...layer?.plugins, ...own }, rules: { "gitops-lint/configuration": "error" } },
  ];
}

/**
 * A ready configuration for ESLint: what `gitops-lint` would use in the repository of the current directory,
 * its .gitops-lint.yaml included. It covers YAML and JSON manifests.
 *
 * An editor loads this module once and asks for the configuration with every text it shows. Reading a list
 * takes its length first, so that is when the file is looked at again.
 */
const config = new Proxy<Linter.Config[]>([], {
  get(target, key, receiver) {
    if (key === "length") refresh(target);
    return Reflect.get(target, key, receiver) as unknown;
  },
});

export default config;
