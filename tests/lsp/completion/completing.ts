import { TextDocument } from "vscode-languageserver-textdocument";
import {
  type ClientCapabilities,
  type CompletionItem,
  type CompletionList,
  CompletionRequest,
  CompletionResolveRequest,
  type TextEdit,
} from "vscode-languageserver-protocol/node";
import { type Session, session } from "../session.js";

const CAN_ALL: ClientCapabilities = {
  textDocument: {
    completion: {
      completionItem: {
        snippetSupport: true,
        documentationFormat: ["markdown", "plaintext"],
        resolveSupport: { properties: ["documentation", "detail"] },
      },
    },
  },
};

/** What is offered at the place of `‸` in a text that is open. */
export class Completing {
  readonly session: Session;
  readonly text: string;
  readonly list: CompletionList | null;

  constructor(of: Session, text: string, list: CompletionList | null) {
    this.session = of;
    this.text = text;
    this.list = list;
  }

  get labels(): string[] {
    return (this.list?.items ?? []).map(({ label }) => label);
  }

  item(label: string): CompletionItem {
    const found = this.list?.items.find((one) => one.label === label);
    if (!found) throw new Error(`'${label}' is not offered, but ${this.labels.join(", ")}`);
    return found;
  }

  /** The text after an item was chosen. */
  chosen(label: string): string {
    const document = TextDocument.create("", "yaml", 0, this.text);
    return TextDocument.applyEdits(document, [this.item(label).textEdit as TextEdit]);
  }

  /** An item with what the server tells of it when it is asked. */
  async told(label: string): Promise<CompletionItem> {
    return await this.session.client.sendRequest(CompletionResolveRequest.type, this.item(label));
  }
}

/**
 * Asks what is offered in a file of a repository.
 * @param marked its text as it is typed, with `‸` at the cursor
 */
export async function complete(
  files: Readonly<Record<string, string>>,
  path: string,
  marked: string,
  { capabilities = CAN_ALL, typed }: { capabilities?: ClientCapabilities; typed?: string } = {},
): Promise<Completing> {
  const one = await session(
    { [path]: marked.replace("‸", ""), ...files },
    { capabilities, options: { enable: false } },
  );
  return await completeIn(one, path, marked, typed);
}

export async function completeIn(
  one: Session,
  path: string,
  marked: string,
  typed?: string,
): Promise<Completing> {
  const offset = marked.indexOf("‸");
  const text = marked.replace("‸", "");
  await one.open(path, text);
  const position = TextDocument.create("", "yaml", 0, text).positionAt(offset);
  const list = await one.client.sendRequest(CompletionRequest.type, {
    textDocument: { uri: one.uri(path) },
    position,
    ...(typed !== undefined && { context: { triggerKind: 2 as const, triggerCharacter: typed } }),
  });
  return new Completing(one, text, list as CompletionList | null);
}
