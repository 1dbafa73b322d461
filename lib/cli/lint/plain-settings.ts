import { rules } from "../../../rules/index.js";
import { LISTING } from "../../plugin/listing-options.js";
import { presetRules } from "../../plugin/presets.js";
import { type ConfigFile, type RuleSetting, SEVERITIES } from "../../repository/configuration/config-file.js";
import { isMap } from "../../util/plain-values.js";
import type { Arguments } from "../args.js";
import { isUniform, type RuleOptions } from "./enabled-rules.js";

/** A rule that is on in every file of a repository. */
export interface PlainSetting {
  severity: 1 | 2;
  options: object | null;
}

/** The rules that are on in every file, by name, in the order in which ESLint runs them. */
export type PlainSettings = ReadonlyMap<string, PlainSetting>;

/**
 * The rules that are on, where no ESLint is needed to tell: the same in every file, and without options of the user's
 * own, which ESLint checks. Otherwise undefined.
 */
export function plainSettings(
  config: ConfigFile | undefined,
  {
    preset = config?.preset ?? "recommended",
    rules: given,
    listsAll = false,
  }: Pick<Arguments, "preset" | "rules" | "listsAll">,
): PlainSettings | undefined {
  const own = [config?.rules ?? {}, given].flatMap((layer) => Object.entries(layer));
  if (!isUniform(config) || own.some(([, setting]) => Array.isArray(setting))) return undefined;
  const inPreset = preset === "none" ? {} : presetRules(preset);
  const all = new Map<string, { severity: number; options: object | null }>();
  for (const [id, setting] of Object.entries(inPreset)) {
    const name = id.slice("gitops/".length);
    const [, options = null] = Array.isArray(setting) ? setting : [setting];
    all.set(name, { severity: 2, options: withDefaults(name, options as object | null) });
  }
  for (const [name, listing] of listsAll ? LISTING : []) {
    const { severity = 0, options = withDefaults(name, null) } = all.get(name) ?? {};
    all.set(name, { severity, options: { ...options, ...listing } });
  }
  for (const [name, setting] of own) {
    const options = all.get(name)?.options ?? withDefaults(name, null);
    all.set(name, {
      severity: SEVERITIES.indexOf(setting as Exclude<RuleSetting, readonly unknown[]>),
      options,
    });
  }
  const on = [...all].filter((entry): entry is [string, PlainSetting] => entry[1].severity > 0);
  return new Map(on);
}

/** Their options as they are kept between runs. */
export function optionsOf(settings: PlainSettings): RuleOptions {
  return Object.fromEntries([...settings].map(([name, { options }]) => [name, options]));
}

/** Options over a rule's defaults, as ESLint merges them: lib/shared/deep-merge-arrays.js. */
function withDefaults(name: string, options: object | null): object | null {
  const [defaults] = rules[name]?.meta.defaultOptions ?? [];
  return defaults === undefined ? options : (merged(defaults, options ?? undefined) as object);
}

function merged(below: unknown, above: unknown): unknown {
  if (above === undefined) return structuredClone(below);
  if (!isMap(below) || !isMap(above)) return above;
  const keys = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...keys].map((key) => [key, merged(below[key], above[key])]));
}
