import type { RuleDefinition } from "../../../rule-kit/define-rule.js";
import { runRule } from "../../../rule-kit/run-rule.js";
import { beginSentence } from "../../../util/phrases.js";
import type { Cursor } from "../../cursor/cursor.js";

/** What rules say, with the options that they have by default, of the very place of a cursor. */
export function findingsAt(cursor: Cursor, rules: readonly RuleDefinition[]): readonly string[] {
  const { model, path, written, at } = cursor;
  if (!written) return [];
  const found: string[] = [];
  const input = { path, manifests: { objects: [written] }, analysis: model.analysis, template: undefined };
  for (const rule of rules) {
    const { messages, defaultOptions } = rule.meta;
    runRule(rule, input, defaultOptions[0] ?? {}, {
      finding(document, start, { at: end, messageId, data = {} }) {
        const place = [...start, ...end];
        const isHere = document === cursor.document && place.length === at.length;
        if (!isHere || !place.every((step, index) => step === at[index])) return;
        const message = messages[messageId as keyof typeof messages];
        found.push(filledIn(message, data));
      },
      // What a rule cannot judge, the command reports.
      failure: () => undefined,
    });
  }
  return found;
}

function filledIn(template: string | undefined, data: Readonly<Record<string, string>>): string {
  const words = beginSentence(template, data);
  return (template ?? "").replace(/\{\{\s*(\w+)\s*\}\}/g, (all, name: string) =>
    Object.hasOwn(words, name) ? (words[name] ?? "") : all,
  );
}
