import type { RuleDefinition } from "../../../rule-kit/define-rule.js";
import { runRule } from "../../../rule-kit/run-rule.js";
import { beginSentence, filledIn } from "../../../util/phrases.js";
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
        const message = (messages[messageId as keyof typeof messages] as string | undefined) ?? "";
        found.push(filledIn(message, beginSentence(message, data)));
      },
      // What a rule cannot judge, the command reports.
      failure: () => undefined,
    });
  }
  return found;
}
