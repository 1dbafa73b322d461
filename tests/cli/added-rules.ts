import { onTestFinished } from "vitest";
import { eslintRule } from "../../lib/plugin/eslint-rule.js";
import plugin from "../../lib/plugin/plugin.js";
import { defineRule } from "../../lib/rule-kit/define-rule.js";
import { rules } from "../../rules/index.js";

/** Adds a rule to the plugin until the test ends. */
export function addRule(...[rule]: Parameters<typeof defineRule>): void {
  const definition = defineRule(rule);
  rules[definition.name] = definition;
  Object.assign(plugin.rules ?? {}, { [definition.name]: eslintRule(definition) });
  onTestFinished(() => {
    delete rules[definition.name];
    delete plugin.rules?.[definition.name];
  });
}
