import {
  type CodeAction,
  type CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type Command,
  MessageType,
  type Range,
  ShowMessageNotification,
} from "vscode-languageserver";
import { answered, type Feature, type Host, wordsOf } from "../../feature.js";
import { canCreate, workspaceEdit } from "./edits.js";
import { findingsAt } from "./findings.js";
import type { Asked, FileChange, Offer } from "./offer.js";
import { KINDS, offersFor, type Wanted } from "./offers.js";

/** The command that has the client apply an action: one that cannot be written as an edit, or that is no literal. */
export const APPLY = "gitops-lint.apply";

/** Names an offer, which is found again when it is chosen: the text can have changed since. */
interface Chosen {
  uri: string;
  range: Range;
  title: string;
  kind: CodeActionKind;
}

/** What can be done about a finding, or at a place. */
export const codeActions: Feature = {
  capabilities: ({ textDocument, workspace }) => {
    const isLiteral = textDocument?.codeAction?.codeActionLiteralSupport !== undefined;
    const canResolve = textDocument?.codeAction?.resolveSupport?.properties.includes("edit") === true;
    return {
      codeActionProvider: isLiteral ? { codeActionKinds: KINDS, resolveProvider: canResolve } : true,
      ...(workspace?.applyEdit && { executeCommandProvider: { commands: [APPLY] } }),
    };
  },
  start(host) {
    const { connection } = host;
    connection.onCodeAction((params) =>
      answered(host, "what can be done there", () => actionsAt(host, params)),
    );
    connection.onCodeActionResolve((action) => resolved(host, action));
    connection.onExecuteCommand(({ command, arguments: [chosen] = [] }) =>
      answered(host, "the change", async () => {
        if (command === APPLY) await apply(host, chosen as Chosen);
        return null;
      }),
    );
  },
};

async function actionsAt(
  host: Host,
  { textDocument: { uri }, range, context: { only, diagnostics, triggerKind } }: CodeActionParams,
): Promise<(CodeAction | Command)[]> {
  const asked = await askedAt(host, uri, range, diagnostics);
  if (!asked) return [];
  const isAutomatic = triggerKind === CodeActionTriggerKind.Automatic;
  const actions: (CodeAction | Command)[] = [];
  for (const offer of await offersFor(asked, { only, isAutomatic })) {
    const action = await actionOf(asked, offer, { uri, range, title: offer.title, kind: offer.kind });
    if (action) actions.push(action);
  }
  // The text has changed since: the client asks again.
  return isStill(asked, uri) ? actions : [];
}

async function askedAt(
  host: Host,
  uri: string,
  range: Range,
  named: CodeActionParams["context"]["diagnostics"] = [],
): Promise<Asked | undefined> {
  const at = host.workspace.at(uri);
  if (!at?.model.repository.has(at.path)) return undefined;
  const file = at.model.file(at.path);
  if (!file) return undefined;
  const [start, end] = [file.offsetAt(range.start), file.offsetAt(range.end)];
  const asked = { host, model: at.model, path: at.path, file, start, end };
  return { ...asked, findings: await findingsAt(asked, named) };
}

function isStill({ host, file }: Asked, uri: string): boolean {
  const at = host.workspace.at(uri);
  return at?.model.file(at.path)?.text === file.text;
}

/** An offer as the client can take it; undefined if it cannot, or if there is nothing to change. */
async function actionOf(
  asked: Asked,
  offer: Offer,
  chosen: Chosen,
): Promise<CodeAction | Command | undefined> {
  const { client } = asked.host;
  const { codeAction } = client.textDocument ?? {};
  const command: Command = { title: offer.title, command: APPLY, arguments: [chosen] };
  if (!codeAction?.codeActionLiteralSupport) return client.workspace?.applyEdit ? command : undefined;
  const { title, kind, finding, isPreferred } = offer;
  const action: CodeAction = {
    ...{ title, kind },
    ...(finding && { diagnostics: [finding.diagnostic] }),
    ...(isPreferred && { isPreferred }),
  };
  const canResolve = codeAction.resolveSupport?.properties.includes("edit") === true;
  // Without files made by an edit, it may have to become a command, which cannot be told later.
  if (offer.isCostly && canResolve && canCreate(client)) return { ...action, data: chosen };
  const changes = await changesOf(asked, offer);
  if (!changes?.length) return undefined;
  if (canCreate(client) || !changes.some(({ isNew }) => isNew))
    return { ...action, edit: workspaceEdit(asked.host, asked.model, changes) };
  return client.workspace?.applyEdit ? { ...action, command } : undefined;
}

/** What an offer changes. One that fails keeps no other from being made. */
async function changesOf({ host }: Asked, offer: Offer): Promise<readonly FileChange[] | undefined> {
  const changes = await answered(host, `'${offer.title}'`, () => offer.changes() ?? null);
  return changes ?? undefined;
}

/** What has been chosen, as it is now; undefined if it is not offered any more. */
async function offered(
  host: Host,
  { uri, range, title, kind }: Chosen,
): Promise<{ asked: Asked; changes: readonly FileChange[] } | undefined> {
  const asked = await askedAt(host, uri, range);
  const wanted: Wanted = { only: [kind], isAutomatic: false };
  const offer = asked && (await offersFor(asked, wanted)).find((one) => one.title === title);
  const changes = asked && offer && (await offer.changes());
  return changes && asked && isStill(asked, uri) ? { asked, changes } : undefined;
}

/** An action with its edit; without one if it is not offered any more. */
async function resolved(host: Host, action: CodeAction): Promise<CodeAction> {
  // Nothing was left to be told of it.
  if (action.data === undefined) return action;
  const found = await said(host, () => offered(host, action.data as Chosen));
  return found ? { ...action, edit: workspaceEdit(host, found.asked.model, found.changes) } : action;
}

async function apply(host: Host, chosen: Chosen): Promise<void> {
  const found = await said(host, () => offered(host, chosen));
  if (!found) return;
  const edit = workspaceEdit(host, found.asked.model, found.changes);
  await host.connection.workspace.applyEdit({ label: chosen.title, edit });
}

/** The user has chosen it, so a reason why it fails is shown. */
async function said<Result>(host: Host, find: () => Promise<Result>): Promise<Result | undefined> {
  try {
    await host.whenRead();
    return await find();
  } catch (error) {
    const message = wordsOf(error);
    await host.connection.sendNotification(ShowMessageNotification.type, {
      type: MessageType.Error,
      message,
    });
    return undefined;
  }
}
