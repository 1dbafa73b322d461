import { CodeActionKind } from "vscode-languageserver";
import type { Asked, FileChange, Finding, Offer } from "../offer.js";
import { ruleOf } from "../rule-name.js";
import { changeBetween } from "../text/text-changes.js";
import { titleOf } from "../text/titles.js";

/** Accepts what a rule finds in a file, in the files that `--suppress-rule` writes. */
export function acceptanceOf({ host: { judge }, model, path }: Asked, finding: Finding): Offer[] {
  const rule = ruleOf(finding);
  const { ruleId } = finding.message;
  if (rule === undefined || ruleId === null) return [];
  return [
    {
      title: titleOf(`Accept all that '${rule}' finds in this file, in eslint-suppressions.json`),
      kind: CodeActionKind.QuickFix,
      finding,
      about: "file",
      isCostly: true,
      changes: async () => {
        const texts = await judge.accepting(path, ruleId, model);
        return [...texts].flatMap(([file, text]): FileChange[] => {
          const before = model.repository.textAt(file);
          const change = changeBetween(before ?? "", text);
          return change ? [{ path: file, edits: [change], isNew: before === undefined }] : [];
        });
      },
    },
  ];
}
