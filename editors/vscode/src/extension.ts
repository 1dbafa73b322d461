import {
  commands,
  type ExtensionContext,
  type Location,
  type Position,
  Uri,
  window,
  workspace,
} from "vscode";
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";
import { DOCUMENTS, startOf } from "./server-options.js";

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  context.subscriptions.push(
    commands.registerCommand("gitopsLint.restart", restart),
    // What a lens offers; only VS Code has a command to show places.
    commands.registerCommand("gitopsLint.showReferences", showReferences),
    workspace.onDidGrantWorkspaceTrust(restart),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("gitopsLint.server.path")) void restart();
    }),
  );
  await start();

  async function restart(): Promise<void> {
    await client?.dispose();
    client = undefined;
    await start();
  }

  async function start(): Promise<void> {
    const bundled = context.asAbsolutePath("dist/server.cjs");
    // What a workspace says never counts here, even if it is trusted.
    const named = workspace.getConfiguration("gitopsLint").inspect<string>("server.path")?.globalValue;
    try {
      const from = startOf(bundled, named, workspace.isTrusted);
      const server: ServerOptions =
        "module" in from
          ? { module: from.module, transport: TransportKind.stdio }
          : { command: from.command, args: ["lsp"], transport: TransportKind.stdio };
      client = new LanguageClient("gitopsLint", "GitOps Lint", server, CLIENT);
      await client.start();
    } catch (error) {
      void window.showErrorMessage(`GitOps Lint: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

export async function deactivate(): Promise<void> {
  await client?.dispose();
}

const CLIENT: LanguageClientOptions = {
  documentSelector: [...DOCUMENTS],
  synchronize: { configurationSection: "gitopsLint" },
};

async function showReferences(
  uri: string,
  position: Position,
  locations: readonly Location[],
): Promise<void> {
  const converter = client?.protocol2CodeConverter;
  if (!converter) return;
  await commands.executeCommand(
    "editor.action.showReferences",
    Uri.parse(uri),
    converter.asPosition(position as never),
    locations.map((one) => converter.asLocation(one as never)),
  );
}
