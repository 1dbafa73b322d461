import type { ESLint } from "eslint";
import { ESLint as ESLint9 } from "eslint9";
import { describe, expect, it } from "vitest";
import { rules } from "../../rules/index.js";
import { examples, filesOf } from "../pages.js";
import { messagesOf } from "./lint.js";

/** Only the command knows what was before: tests/package has this rule with both versions. */
const COMPARES = "no-role-ref-change";
/** What was fetched is in no block of a page. */
const JUDGES_FETCHED = "no-unsafe-source";
const entries = Object.entries(rules).filter(([name]) => name !== COMPARES && name !== JUDGES_FETCHED);

describe("with ESLint 9", () => {
  it.each(entries)("%s says what it says with ESLint 10", async (name, { meta }) => {
    const messages = [];
    for (const block of examples(name).wrong) {
      const files = filesOf(block);
      const found = await messagesOf(name, files);
      const older = await messagesOf(name, files, {}, ESLint9 as unknown as typeof ESLint);
      // ESLint 9 still says `nodeType`.
      expect(older).toEqual(
        found.map(([file, message]) => [file, expect.objectContaining(message) as object]),
      );
      messages.push(...found.map(([, message]) => message));
    }
    expect(messages).not.toEqual([]);
    if (meta.hasSuggestions) expect(messages.flatMap(({ suggestions = [] }) => suggestions)).not.toEqual([]);
    if (meta.fixable) expect(messages.flatMap(({ fix }) => fix ?? [])).not.toEqual([]);
  });
});
