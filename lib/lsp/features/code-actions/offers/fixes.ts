import { CodeActionKind } from "vscode-languageserver";
import { titleOf } from "../text/titles.js";
import type { TextChange } from "../../../judge.js";
import type { Asked, Finding, Offer } from "../offer.js";
import { nameOf } from "../rule-name.js";

/** What the rules themselves offer: an automatic fix, and suggestions. */
export function fixesOf({ path }: Asked, finding: Finding): Offer[] {
  const { fix, suggestions = [] } = finding.message;
  const offer = (title: string, change: TextChange, isPreferred: boolean): Offer => ({
    ...{ title: titleOf(title), kind: CodeActionKind.QuickFix, finding, isPreferred },
    changes: () => [{ path, edits: [change] }],
  });
  return [
    ...(fix ? [offer(`Fix what '${nameOf(finding)}' finds here`, fix, true)] : []),
    ...suggestions.map(({ desc, fix: change }) => offer(desc, change, false)),
  ];
}
