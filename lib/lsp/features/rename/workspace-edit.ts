import type { ChangeAnnotation, ClientCapabilities, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import { printable } from "../../../util/phrases.js";
import type { Model } from "../../model/model.js";
import type { NameEdit } from "./edits.js";

/** What has to be confirmed, in the words of the editor. */
const ANNOTATIONS: Readonly<Record<NonNullable<NameEdit["confirm"]>, ChangeAnnotation>> = {
  // apimachinery's rules for RBAC, pkg/apis/rbac/validation/validation.go, ValidateRoleBindingUpdate.
  roleRef: {
    label: "Change the roleRef of a binding",
    description:
      "A cluster refuses to change the roleRef of a binding that it has: delete the binding there, so that it is made anew.",
    needsConfirmation: true,
  },
  identity: {
    label: "Rename a ServiceAccount that a cloud knows",
    description:
      "The cloud trusts this ServiceAccount by its name: change that in the cloud, too, or its pods lose their rights there.",
    needsConfirmation: true,
  },
};

/** Whether a client lets its user confirm single edits. */
export function takesAnnotations({ workspace }: ClientCapabilities): boolean {
  const { documentChanges, changeAnnotationSupport } = workspace?.workspaceEdit ?? {};
  return documentChanges === true && changeAnnotationSupport !== undefined;
}

/** Edits by file for the editor; each needs to be confirmed where it says so and the client can ask. */
export function workspaceEdit(
  model: Model,
  edits: ReadonlyMap<string, readonly NameEdit[]>,
  client: ClientCapabilities,
): WorkspaceEdit {
  const isAnnotated = takesAnnotations(client);
  const editsIn = (path: string, own: readonly NameEdit[]) =>
    own.map(({ start, end, text, confirm }) => ({
      range: rangeOf(model, path, { start, end }),
      newText: text,
      ...(isAnnotated && confirm && { annotationId: confirm }),
    }));
  const files = [...edits].map(([path, own]) => ({ uri: model.uriOf(path), edits: editsIn(path, own) }));
  if (client.workspace?.workspaceEdit?.documentChanges !== true)
    return { changes: Object.fromEntries(files.map(({ uri, edits: own }) => [uri, own as TextEdit[]])) };
  const confirmed = new Set([...edits.values()].flat().flatMap(({ confirm }) => confirm ?? []));
  return {
    documentChanges: files.map(({ uri, edits: own }) => ({
      textDocument: { uri, version: null },
      edits: own,
    })),
    ...(isAnnotated &&
      confirmed.size > 0 && {
        changeAnnotations: Object.fromEntries([...confirmed].map((id) => [id, ANNOTATIONS[id]])),
      }),
  };
}

function rangeOf(model: Model, path: string, offsets: { start: number; end: number }) {
  const start = { line: 0, character: 0 };
  return model.file(path)?.rangeOf(offsets) ?? { start, end: start };
}

/** What a user should know who is not asked to confirm it; undefined if there is nothing. */
export function warningFor(edits: ReadonlyMap<string, readonly NameEdit[]>): string | undefined {
  const all = [...edits.values()].flat();
  const files = [
    ...new Set(all.filter(({ confirm }) => confirm === "roleRef").map(({ place }) => place.file)),
  ];
  const sentences = [
    files.length > 0 &&
      `${ANNOTATIONS.roleRef.description} This is so for ${files.slice(0, NAMED).map(printable).join(", ")}${files.length > NAMED ? ` and ${files.length - NAMED} more` : ""}.`,
    all.some(({ confirm }) => confirm === "identity") && ANNOTATIONS.identity.description,
  ].filter((one) => typeof one === "string");
  return sentences.length > 0 ? sentences.join(" ") : undefined;
}

/** So many files are named. */
const NAMED = 5;
