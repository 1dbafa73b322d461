import type { Linter } from "eslint";
import { rules } from "../../rules/index.js";

export type PresetName = "recommended" | "strict" | "all";

/** The rules of a preset as ESLint configures them, by their names with the plugin's prefix. */
export function presetRules(preset: PresetName): Linter.RulesRecord {
  return Object.fromEntries(
    Object.entries(rules).flatMap(([name, rule]) => {
      const setting = settingIn(preset, rule);
      return setting === undefined ? [] : [[`gitops/${name}`, setting]];
    }),
  );
}

function settingIn(
  preset: PresetName,
  { meta: { docs } }: (typeof rules)[string],
): Linter.RuleEntry | undefined {
  if (preset === "recommended" && docs.preset !== "recommended") return undefined;
  if (preset === "strict" && docs.preset === "all") return undefined;
  const options = { ...docs.presetOptions, ...(preset !== "recommended" && docs.strictOptions) };
  return Object.keys(options).length > 0 ? ["error", options] : "error";
}
