import { rules } from "../../../rules/index.js";
import { controlTitle } from "../../rule-kit/benchmarks.js";
import { pageUrl } from "../../rule-kit/define-rule.js";
import { rulesByTopic } from "../../rule-kit/topics.js";
import { didYouMean } from "../../util/did-you-mean.js";
import { widest } from "../../util/widest.js";
import { Mistake } from "../command-line.js";
import { pageOf } from "../package.js";
import { markdownAsText } from "../report/markdown-as-text.js";

/** From the smallest to the largest: each has all rules of those before it. */
const PRESETS = ["recommended", "strict", "all"] as const;
/** A preset makes every rule that it has an error. */
const SEVERITY = "error";

/** Every rule by topic, as a table or as JSON. */
export function printRules(format: "stylish" | "json"): string {
  return format === "json" ? asJson() : asTable();
}

function asTable(): string {
  const width = widest(Object.keys(rules));
  return rulesByTopic(rules)
    .map(({ topic, rules: about }) => {
      const rows = about.map(([name, { meta }]) => {
        return `  ${name.padEnd(width)}  ${meta.docs.preset.padEnd(11)}  ${meta.docs.description}`;
      });
      return [topic, ...rows].join("\n");
    })
    .join("\n\n");
}

function asJson(): string {
  const all = rulesByTopic(rules).flatMap(({ topic, rules: about }) =>
    about.map(([name, { meta }]) => ({
      rule: `gitops/${name}`,
      topic,
      description: meta.docs.description,
      presets: PRESETS.slice(PRESETS.indexOf(meta.docs.preset)),
      severity: SEVERITY,
      fixable: meta.fixable !== undefined,
      hasSuggestions: meta.hasSuggestions === true,
      url: pageUrl(name),
      controls: meta.docs.controls.map(controlTitle),
    })),
  );
  return JSON.stringify(all, undefined, 2);
}

/**
 * The page of a rule, for people.
 * @param columns how wide it may be, in characters
 * @throws {Mistake} if there is no such rule
 */
export function explainRule(rule: string, columns: number): string {
  const name = rule.replace(/^gitops\//, "");
  const page = Object.hasOwn(rules, name) ? pageOf(name) : undefined;
  if (page !== undefined) return markdownAsText(page, columns, pageUrl(name));
  throw new Mistake(
    `There is no rule '${rule}'; 'gitops-lint rules' lists all.${didYouMean(name, Object.keys(rules))}`,
  );
}
