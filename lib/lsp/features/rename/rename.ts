import {
  LSPErrorCodes,
  MessageType,
  type Range,
  ResponseError,
  ShowMessageNotification,
  type TextDocumentPositionParams,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { writtenObject } from "../../../analysis/as-written.js";
import { groupBy } from "../../../util/group-by.js";
import { printable } from "../../../util/phrases.js";
import { type Cursor, cursorAt } from "../../cursor/cursor.js";
import { answered, type Feature, type Host } from "../../feature.js";
import { refuseDoubts } from "./doubts.js";
import { type NameEdit, nameEdit, withoutRepetition } from "./edits.js";
import { editsOfSelections } from "./kustomize-edits.js";
import { refuseName } from "./new-name.js";
import { Refusal } from "./refusal.js";
import { type Renamed, refuseForeign, renamedAt } from "./renamed.js";
import { refuseSideEffects } from "./trial.js";
import { editsOfUses } from "./uses.js";
import { takesAnnotations, warningFor, workspaceEdit } from "./workspace-edit.js";

/** Other names, everywhere that they are used. */
export const rename: Feature = {
  capabilities: ({ textDocument }) => ({
    renameProvider: textDocument?.rename?.prepareSupport === true ? { prepareProvider: true } : true,
  }),
  start(host) {
    const { connection, client } = host;
    connection.onPrepareRename((asked) =>
      refusable(host, "what can be renamed", () => {
        const cursor = cursorFor(host, asked);
        const renamed = cursor && renamedAt(cursor);
        if (!renamed) return null;
        refuseForeign(renamed, renamed.place.file);
        return { range: withoutQuotes(cursor), placeholder: renamed.name };
      }),
    );
    connection.onRenameRequest((asked) =>
      refusable(host, "how to rename", (): WorkspaceEdit | null => {
        const cursor = cursorFor(host, asked);
        const renamed = cursor && renamedAt(cursor);
        if (!renamed) return null;
        const edits = editsFor(renamed, asked.newName);
        const warning = takesAnnotations(client) ? undefined : warningFor(edits);
        if (warning !== undefined) warn(host, warning);
        return workspaceEdit(renamed.model, edits, client);
      }),
    );
  },
};

/** Tells the user something, without asking for an answer, which not every client can give. */
function warn({ connection }: Host, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
}

function cursorFor({ workspace }: Host, { textDocument, position }: TextDocumentPositionParams) {
  const at = workspace.at(textDocument.uri);
  return at && cursorAt(at.model, at.path, position);
}

/** The answer to a request that can be refused: with a sentence that editors show. */
async function refusable<Answer>(
  host: Host,
  what: string,
  find: () => Answer,
): Promise<Answer | ResponseError<void> | null> {
  return answered(host, what, () => {
    try {
      return find();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return new ResponseError<void>(LSPErrorCodes.RequestFailed, printable(error.message));
    }
  });
}

/**
 * All edits that give an object another name, by file.
 * @throws Refusal if it cannot have that name, or if something may refer to it that cannot be changed with it
 */
export function editsFor(renamed: Renamed, name: string): ReadonlyMap<string, readonly NameEdit[]> {
  if (name === renamed.name) return new Map();
  refuseName(renamed, name);
  refuseDoubts(renamed);
  const own = nameEdit(
    renamed.model,
    renamed.place,
    [renamed.name, name],
    isKnownToCloud(renamed) ? "identity" : undefined,
  );
  const all = withoutRepetition([own, ...editsOfUses(renamed, name), ...editsOfSelections(renamed, name)]);
  const edits = groupBy(all, ({ place }) => place.file);
  refuseSideEffects(renamed, edits, name);
  return edits;
}

/** What marks a ServiceAccount that stands for an identity of Amazon's, Google's or Microsoft's cloud. */
const CLOUD =
  /^(?:eks\.amazonaws\.com\/role-arn|iam\.gke\.io\/gcp-service-account|azure\.workload\.identity\/)/;

function isKnownToCloud({ kind, analysis, applied }: Renamed): boolean {
  if (kind !== "ServiceAccount") return false;
  return applied.some(({ object }) => {
    const written = writtenObject(analysis, object)?.metadata?.annotations;
    return [written, object.object.metadata?.annotations].some((annotations) =>
      Object.keys(annotations ?? {}).some((key) => CLOUD.test(key)),
    );
  });
}

/** The range of a name without the quotes around it. */
function withoutQuotes({ file, range }: Cursor): Range {
  const [start, end] = [file.offsetAt(range.start), file.offsetAt(range.end)];
  const quote = file.text[start];
  const isQuoted = (quote === '"' || quote === "'") && end - start > 1;
  return isQuoted ? file.rangeOf({ start: start + 1, end: end - 1 }) : range;
}
