import { CompletionItemKind, type Range } from "vscode-languageserver";
import { rules } from "../../../../../rules/index.js";
import type { ModelFile } from "../../../model/model-file.js";
import type { Offer } from "../offer.js";

const PREFIX = "gitops/";
const OFFERS: readonly Offer[] = Object.keys(rules).map((rule) => ({
  value: `${PREFIX}${rule}`,
  kind: CompletionItemKind.EnumMember,
  about: { of: "rule", rule },
}));

/** A comment that turns rules off or on, up to the name of a rule. Behind ` -- ` stands the reason. */
const BEFORE_NAME =
  /(?:#|\/\*)[ \t]*eslint-(?:disable|enable)(?:-(?:next-)?line)?[ \t]+(?:[\w@/-]+[ \t]*,[ \t]*)*([\w@/-]*)$/;

/** What a longer line says is no such comment. */
const LONGEST = 2000;

/** The names of rules in a comment for ESLint that the cursor is in; undefined elsewhere. */
export function ruleNameOffers(
  file: ModelFile,
  offset: number,
): { offers: readonly Offer[]; typed: string; range: Range } | undefined {
  const { text } = file.manifests;
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  if (offset - start > LONGEST) return undefined;
  const before = text.slice(start, offset);
  const comment = BEFORE_NAME.exec(before);
  if (!comment || comment[1]?.startsWith("--")) return undefined;
  const typed = comment[1] ?? "";
  const after = /^[\w@/-]*/.exec(text.slice(offset, offset + LONGEST))?.[0] ?? "";
  const listed = new Set(before.split(/[\s,]+/).slice(0, -1));
  const range = file.rangeOf({ start: offset - typed.length, end: offset + after.length });
  return { offers: OFFERS.filter(({ value }) => !listed.has(value)), typed, range };
}
