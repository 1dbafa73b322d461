import { resolve } from "node:path";
import type { ESLint } from "eslint";
import { rules } from "../../../rules/index.js";
import type { Analysis } from "../../analysis/analysis.js";
import { contractDoubts } from "../../analysis/contracts/contract-doubts.js";
import { ManifestFile } from "../../manifests/manifest-file.js";
import { lintDirectly } from "../../plugin/lint-directly.js";
import { presetRules } from "../../plugin/presets.js";
import { type ConfigFile, SEVERITIES } from "../../repository/configuration/config-file.js";
import { contractNamesIn, contractsOf, textWithContracts } from "../../repository/configuration/contracts.js";
import type { RuleDefinition } from "../../rule-kit/define-rule.js";
import { plural } from "../../util/phrases.js";
import type { Arguments } from "../args.js";
import { isOwnConfig } from "./own-config.js";

const RULE = "access-contract";

/**
 * What is wrong with the contracts of a file that `--config` names, in that file, which is no part of the repository: a
 * contract that matches nothing, and what is demanded and not there. Undefined if nothing is.
 */
export function namedContractsResult(
  { analysis, config }: { analysis: Analysis; config: ConfigFile | undefined },
  args: Arguments,
): ESLint.LintResult | undefined {
  const text = textWithContracts(contractsOf(config));
  const severity = config && severityOf(config, args);
  if (args.config === undefined || text === undefined || !severity) return undefined;
  if (isOwnConfig(analysis.repository.root, args.config)) return undefined;
  const names = contractNamesIn(new ManifestFile(text).values()[0]) ?? [];
  const result = lintDirectly({
    filename: resolve(args.config),
    text,
    rules: [{ rule: ruleOn(analysis, names), severity, options: undefined }],
    settings: {},
    heedsComments: false,
    stats: false,
  });
  return result.messages.length > 0 ? result : undefined;
}

/** How many of these contracts may be kept or not, as the summary says it. */
export function namedContractsNotes(analysis: Analysis, { config: file }: Arguments): string[] {
  if (file === undefined || isOwnConfig(analysis.repository.root, file)) return [];
  const open = contractsOf(analysis).filter((one) => contractDoubts(analysis, one).length > 0);
  const are = open.length === 1 ? "is" : "are";
  return open.length > 0
    ? [`Not known: whether ${plural(open.length, "contract")} of '${file}' ${are} kept.`]
    : [];
}

/** The part of the rule that judges contracts themselves, as a rule on the text that has them. */
function ruleOn(analysis: Analysis, names: readonly string[]): RuleDefinition {
  const rule = rules[RULE];
  if (rule?.on !== "object") throw new Error(`${RULE} judges no objects`);
  const { name, meta } = rule;
  return {
    name,
    meta,
    on: "file",
    check: ({ manifests }, { options, report }) => {
      rule.checkContracts?.(
        { names },
        {
          options,
          analysis,
          report: ({ at, messageId, data = {} }) => report({ ...manifests.locate(0, at), messageId, data }),
        },
      );
    },
  };
}

/** Overrides are for the files of a repository. */
function severityOf(
  config: ConfigFile,
  { preset = config.preset ?? "recommended", rules: given }: Arguments,
) {
  const isInPreset = preset !== "none" && Object.hasOwn(presetRules(preset), `gitops/${RULE}`);
  const setting = given[RULE] ?? config.rules[RULE] ?? (isInPreset ? "error" : "off");
  const level = SEVERITIES.indexOf(Array.isArray(setting) ? setting[0] : setting);
  return level === 1 || level === 2 ? level : undefined;
}
