import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LanguageServer } from "./language-server.js";

interface Position {
  line: number;
  character: number;
}

interface Range {
  start: Position;
  end: Position;
}

export interface Diagnostic {
  range: Range;
  severity: number;
  source: string;
  code?: string;
  codeDescription?: { href: string };
  message: string;
}

interface CodeAction {
  title: string;
  command: { command: string; arguments: unknown[] };
}

interface WorkspaceEdit {
  documentChanges: { edits: { range: Range; newText: string }[] }[];
}

/** The settings of a user that the extension heeds before it asks the server anything. */
export interface UserSettings {
  "eslint.validate"?: string[] | null;
  "eslint.probe"?: string[];
}

/** What `eslint.probe` is where nobody has set it, of release 3.0.34. */
const PROBED =
  "astro civet javascript javascriptreact typescript typescriptreact html mdx vue markdown json jsonc css glimmer-js glimmer-ts svelte graphql";

/** Whether the extension has a language linted: `Validator` in its client/src/client.ts, since release 3.0.11. */
function validationOf(language: string, settings: UserSettings): "on" | "off" | "probe" {
  const validated = settings["eslint.validate"];
  if (validated) return validated.includes(language) ? "on" : "off";
  return (settings["eslint.probe"] ?? PROBED.split(" ")).includes(language) ? "probe" : "off";
}

/** An editor with one open file at a time, which speaks to the ESLint language server as VS Code does. */
export class Editor {
  readonly #server: LanguageServer;
  readonly #root: string;
  readonly #settings: UserSettings;
  #file = "";
  #uri = "";
  #language = "";
  #version = 0;
  #text = "";

  private constructor(root: string, settings: UserSettings) {
    this.#root = root;
    this.#settings = settings;
    this.#server = new LanguageServer(root, (method, params) => this.#answer(method, params));
  }

  static async start(
    root: string,
    settings: UserSettings = { "eslint.validate": ["yaml"] },
  ): Promise<Editor> {
    const editor = new Editor(root, settings);
    await editor.#server.request("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(root).href,
      workspaceFolders: [editor.#folder],
      capabilities: {
        workspace: { configuration: true, applyEdit: true, workspaceEdit: { documentChanges: true } },
        textDocument: {
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
          diagnostic: {},
        },
      },
    });
    editor.#server.notify("initialized", {});
    return editor;
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** What the server complained of, in any way. */
  get complaints(): string[] {
    return this.#server.complaints;
  }

  /** The text as the editor shows it, saved or not. */
  get text(): string {
    return this.#text;
  }

  /** Opens a file below the root or elsewhere, which need not be there yet. */
  open(file: string, text: string, language = "yaml"): void {
    this.close();
    this.#file = file;
    this.#uri = pathToFileURL(join(this.#root, file)).href;
    this.#show(text, language);
  }

  /** Opens a text that has no file and no name yet. */
  openUntitled(text: string, language = "yaml"): void {
    this.close();
    this.#uri = "untitled:Untitled-1";
    this.#show(text, language);
  }

  close(): void {
    if (this.#uri !== "") this.#server.notify("textDocument/didClose", { textDocument: { uri: this.#uri } });
    this.#uri = "";
  }

  #show(text: string, languageId: string): void {
    this.#text = text;
    this.#language = languageId;
    this.#server.notify("textDocument/didOpen", {
      textDocument: { uri: this.#uri, languageId, version: ++this.#version, text },
    });
  }

  /** Changes the text without saving it. */
  type(text: string): void {
    this.#text = text;
    this.#server.notify("textDocument/didChange", {
      textDocument: { uri: this.#uri, version: ++this.#version },
      contentChanges: [{ text }],
    });
  }

  save(): void {
    writeFileSync(join(this.#root, this.#file), this.#text);
    this.#server.notify("textDocument/didSave", { textDocument: { uri: this.#uri } });
  }

  /** Tells that a file has changed which the extension watches: a configuration of ESLint, or a package.json. */
  watched(file: string): void {
    const uri = pathToFileURL(join(this.#root, file)).href;
    this.#server.notify("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 2 }] });
  }

  async diagnostics(): Promise<Diagnostic[]> {
    const answer = await this.#server.request("textDocument/diagnostic", {
      textDocument: { uri: this.#uri },
    });
    return (answer as { items: Diagnostic[] }).items;
  }

  async actions(diagnostic: Diagnostic): Promise<CodeAction[]> {
    const answer = await this.#server.request("textDocument/codeAction", {
      textDocument: { uri: this.#uri },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    return answer as CodeAction[];
  }

  /** Does what an action offers; its edits are in the text afterwards. */
  async run(action: CodeAction): Promise<void> {
    await this.#server.request("workspace/executeCommand", action.command);
  }

  #apply({ documentChanges }: WorkspaceEdit): void {
    const edits = documentChanges.flatMap((change) => change.edits).reverse();
    let text = this.#text;
    for (const { range, newText } of edits) {
      text = text.slice(0, this.#offset(range.start)) + newText + text.slice(this.#offset(range.end));
    }
    this.type(text);
  }

  #offset({ line, character }: Position): number {
    const before = this.#text.split("\n").slice(0, line);
    return before.reduce((sum, { length }) => sum + length + 1, character);
  }

  #answer(method: string, params: unknown): unknown {
    if (method === "workspace/configuration") {
      return (params as { items: unknown[] }).items.map(() => this.#configuration());
    }
    if (method === "workspace/applyEdit") {
      this.#apply((params as { edit: WorkspaceEdit }).edit);
      return { applied: true };
    }
    return null;
  }

  get #folder() {
    return { uri: pathToFileURL(this.#root).href, name: "workspace" };
  }

  /** What the extension tells the server of the settings of a user who has set nothing else. */
  #configuration() {
    return {
      validate: validationOf(this.#language, this.#settings),
      packageManager: "npm",
      useESLintClass: false,
      useRealpaths: false,
      experimental: {},
      codeAction: {
        disableRuleComment: { enable: true, location: "separateLine", commentStyle: "line" },
        showDocumentation: { enable: true },
      },
      codeActionOnSave: { mode: "all" },
      format: false,
      quiet: false,
      bulkSuppression: { enable: false, severity: "info" },
      onIgnoredFiles: "off",
      options: {},
      rulesCustomizations: [],
      run: "onType",
      problems: { shortenToSingleLine: false },
      nodePath: null,
      workspaceFolder: this.#folder,
    };
  }
}
