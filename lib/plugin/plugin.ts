import type { ESLint, Linter } from "eslint";
import { rules } from "../../rules/index.js";
import { eslintRule } from "./eslint-rule.js";
import { PRESET_FILES } from "./file-patterns.js";
import { name, version } from "./package.js";
import { type PresetName, presetRules } from "./presets.js";
import { repository } from "./shared-settings.js";
import { language } from "./language.js";

interface Plugin extends ESLint.Plugin {
  meta: { name: string; version: string; namespace: string };
  configs: Record<PresetName | "json", Linter.Config>;
  /** Settings that make `--cache` and `--concurrency` right; takes the directory of the repository. */
  repository: (root: string) => Linter.Config;
}

/** The ESLint plugin: rules on the access control of Kubernetes manifests, and the language to read them. */
const plugin: Plugin = {
  meta: { name, version, namespace: "gitops" },
  rules: Object.fromEntries(
    Object.entries(rules).map(([rule, definition]) => [rule, eslintRule(definition)]),
  ),
  languages: { yaml: language },
  configs: {} as Plugin["configs"],
  repository,
};

function preset(presetName: PresetName): Linter.Config {
  return {
    name: `gitops/${presetName}`,
    files: [...PRESET_FILES],
    plugins: { gitops: plugin },
    language: "gitops/yaml",
    rules: presetRules(presetName),
  };
}

Object.assign(plugin.configs, {
  recommended: preset("recommended"),
  strict: preset("strict"),
  all: preset("all"),
  /** For manifests in JSON: has no `files`, since only their owner knows which JSON files are manifests. */
  json: {
    name: "gitops/json",
    plugins: { gitops: plugin },
    language: "gitops/yaml",
    rules: presetRules("recommended"),
  },
});

export default plugin;
