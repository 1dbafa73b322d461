import type { Linter } from "eslint";
import { rules } from "../../rules/index.js";
import plugin from "./plugin.js";
import type { VendoredMode } from "../repository/vendored.js";
import { commandSettings } from "./command-settings.js";
import { listingAll } from "./listing-options.js";
import { MANIFEST_FILES } from "./file-patterns.js";
import type { ConfigFile, Preset, RuleSetting } from "../repository/configuration/config-file.js";

/** What the command line adds to the configuration file. */
export interface Overrides {
  /** Replaces the preset of the file. */
  preset?: Preset;
  /** Override everything the file says. */
  rules?: Record<string, RuleSetting>;
  /** What is reported in generated and vendored files. */
  vendored?: VendoredMode;
  /** Whether rules list what they otherwise sum up. */
  listsAll?: boolean | undefined;
}

/**
 * ESLint's configuration for a repository: the preset, then the file's rules and overrides, then the command line's.
 * @param files globs of the files that it is for
 */
export function flatConfig(
  root: string,
  file: ConfigFile | undefined,
  given: Overrides = {},
  files: readonly string[] = MANIFEST_FILES,
): Linter.Config[] {
  const preset = given.preset ?? file?.preset ?? "recommended";
  const layers: Linter.Config[] = [
    {
      name: "gitops-lint",
      plugins: { gitops: plugin },
      language: "gitops/yaml",
      settings: commandSettings(root, file, given),
      rules: preset === "none" ? {} : plugin.configs[preset].rules,
    },
    // A layer of its own, so that a bare severity keeps the options that the preset gives a rule.
    { name: "gitops-lint/rules", rules: prefixed(file?.rules) },
    // ESLint refuses a layer for no files.
    ...(file?.overrides ?? [])
      .filter(({ files }) => files.length > 0)
      .map((override, index) => ({
        name: `gitops-lint/overrides/${index}`,
        files: [...override.files],
        rules: prefixed(override.rules),
      })),
    { name: "gitops-lint/command line", rules: prefixed(given.rules) },
  ];
  const ignores = file?.ignores ?? [];
  return [
    ...(ignores.length > 0 ? [{ name: "gitops-lint/ignores", ignores: [...ignores], basePath: root }] : []),
    ...(given.listsAll ? listingAll(layers) : layers).map((layer) => ({
      files: [...files],
      ...layer,
      basePath: root,
    })),
  ];
}

/** The rules that are on for some file, by name. */
export function enabledRules(configs: readonly Linter.Config[]): string[] {
  return Object.keys(rules).filter((name) =>
    configs.some(({ rules: settings }) => {
      const setting = settings?.[`gitops/${name}`];
      const severity: unknown = Array.isArray(setting) ? setting[0] : setting;
      return severity !== undefined && severity !== "off" && severity !== 0;
    }),
  );
}

function prefixed(settings: Record<string, RuleSetting> = {}): Linter.RulesRecord {
  return Object.fromEntries(Object.entries(settings).map(([name, setting]) => [`gitops/${name}`, setting]));
}
