import type { Linter } from "eslint";
import { rules } from "../rules/index.js";
import { rootOf } from "./builds/linted-file.js";
import { repository } from "./eslint-repository.js";
import { flatConfig } from "./flat-config.js";
import { readConfigFile } from "./repository/config-file.js";

const root = rootOf(process.cwd());

/**
 * A ready configuration for ESLint: what `gitops-lint` would use in the repository of the current directory,
 * its .gitops-lint.yaml included. It covers YAML and JSON manifests.
 */
const config: Linter.Config[] = [
  ...flatConfig(root, readConfigFile(root, Object.keys(rules))),
  repository(root),
];

export default config;
