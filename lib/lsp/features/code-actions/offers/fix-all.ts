import { CodeActionKind } from "vscode-languageserver";
import type { Asked, Offer } from "../offer.js";
import { changeBetween } from "../text/text-changes.js";

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.gitops`;

/** All that `--fix` does in a file. */
export function fixAll({ host: { judge }, model, path, file }: Asked): Offer {
  return {
    title: "Fix all that gitops-lint can fix in this file",
    kind: FIX_ALL,
    changes: async () => {
      const fixed = await judge.fixed(path, model);
      const change = fixed === undefined ? undefined : changeBetween(file.text, fixed);
      return change && [{ path, edits: [change] }];
    },
  };
}
