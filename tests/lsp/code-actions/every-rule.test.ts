import type { Linter } from "eslint";
import { CodeActionRequest } from "vscode-languageserver-protocol/node";
import { describe, expect, it } from "vitest";
import { rules } from "../../../rules/index.js";
import { examples, filesOf } from "../../pages.js";
import { messagesOf } from "../../rules/lint.js";
import { ABLE, after, type Files } from "./actions.js";
import { session } from "../session.js";

const offering = Object.entries(rules).filter(([, { meta }]) => meta.hasSuggestions || meta.fixable);

/** What ESLint offers in a file: the title of an action if it has one of its own, and the text afterwards. */
function offeredByESLint(text: string, { fix, suggestions = [] }: Linter.LintMessage): [string?, string?][] {
  const changed = ({ range, text: added }: NonNullable<typeof fix>) =>
    text.slice(0, range[0]) + added + text.slice(range[1]);
  return [
    ...(fix ? [[undefined, changed(fix)] as [undefined, string]] : []),
    ...suggestions.map((one): [string, string] => [one.desc.replace(/\.$/, ""), changed(one.fix)]),
  ];
}

/** The same as the server offers it at the place of the finding. */
async function offeredByServer(
  files: Files,
  path: string,
  { line, column, endLine = line, endColumn = column }: Linter.LintMessage,
): Promise<[title: string, text: string | undefined][]> {
  const one = await session(files, { capabilities: ABLE });
  const actions = await one.client.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: one.uri(path) },
    range: {
      start: { line: line - 1, character: column - 1 },
      end: { line: endLine - 1, character: endColumn - 1 },
    },
    context: { diagnostics: [], only: ["quickfix"] },
  });
  return (actions ?? []).map((action) => {
    return [action.title, "edit" in action ? after(one, files, action.edit)[path] : undefined];
  });
}

describe("what a rule offers in ESLint", () => {
  it.each(offering)("is an action: %s", async (name) => {
    const config = { ".gitops-lint.yaml": `preset: none\nrules:\n  ${name}: error\n` };
    let count = 0;
    for (const block of examples(name).wrong) {
      const files = filesOf(block);
      for (const [path, message] of await messagesOf(name, files)) {
        const offered = offeredByESLint(files[path] ?? "", message);
        if (offered.length === 0) continue;
        const found = await offeredByServer({ ...config, ...files }, path, message);
        for (const [title, text] of offered) {
          count++;
          const alike = found.filter((one) => one[1] === text && one[0].startsWith(title ?? "Fix what "));
          expect(alike, `${title}\n${JSON.stringify(found, undefined, 2)}`).not.toEqual([]);
        }
      }
    }
    expect(count).toBeGreaterThan(0);
  });
});
