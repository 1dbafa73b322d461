import type { Hint } from "../../../analysis/lookup/lookup.js";
import { code, said, type Words } from "../../text/markup.js";

/** What could help with something that is missing, as a sentence that follows; empty if nothing is known. */
export function hintWords(hint: Hint | undefined): Words {
  switch (hint?.type) {
    case "otherNamespace":
      return said` There is one in namespace ${code(hint.namespace)}.`;
    case "otherKind":
      return said` There is a ${hint.kind} of that name.`;
    case "unlisted":
      return said` It is in ${{ file: hint.file }}, but no kustomization lists that file.`;
    case "renamed":
      return said` The build calls it ${code(hint.name)}.`;
    case "noNamespace":
      return [" No namespace can have that name."];
    case "nearest":
      return said` Did you mean ${code(hint.name)}?`;
    default:
      return [];
  }
}
