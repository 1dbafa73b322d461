import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const SERVER = join(
  dirname(require.resolve("vscode-langservers-extracted/package.json")),
  "bin/vscode-eslint-language-server",
);

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

interface Message {
  id?: number;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

interface WorkspaceEdit {
  documentChanges: { edits: { range: Range; newText: string }[] }[];
}

/** What an editor's ESLint extension tells the server of its settings. */
function settingsFor(root: string) {
  return {
    validate: "on",
    packageManager: "npm",
    useESLintClass: true,
    useFlatConfig: true,
    experimental: {},
    codeAction: {
      disableRuleComment: { enable: true, location: "separateLine", commentStyle: "line" },
      showDocumentation: { enable: true },
    },
    codeActionOnSave: { enable: false, mode: "all" },
    format: false,
    quiet: false,
    onIgnoredFiles: "off",
    options: {},
    rulesCustomizations: [],
    run: "onType",
    problems: { shortenToSingleLine: false },
    nodePath: null,
    workspaceFolder: { uri: pathToFileURL(root).href, name: "workspace" },
    workingDirectory: { directory: root },
  };
}

/** An editor with one open YAML file at a time, which speaks to the ESLint language server. */
export class Editor {
  readonly #server: ChildProcessWithoutNullStreams;
  readonly #root: string;
  readonly #waiting = new Map<number, (message: Message) => void>();
  #received = Buffer.alloc(0);
  #lastId = 0;
  #uri = "";
  #version = 0;
  #text = "";
  /** What the server complained of, in any way. */
  readonly complaints: string[] = [];

  private constructor(root: string) {
    this.#root = root;
    this.#server = spawn(process.execPath, [SERVER, "--stdio"], { cwd: root });
    this.#server.stdout.on("data", (data: Buffer) => this.#receive(data));
    this.#server.stderr.on("data", (data: Buffer) => this.complaints.push(data.toString()));
    this.#server.on("exit", (code) => {
      for (const answer of this.#waiting.values())
        answer({ error: { message: `The server ended with ${code}.` } });
    });
  }

  static async start(root: string): Promise<Editor> {
    const editor = new Editor(root);
    await editor.#request("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(root).href,
      workspaceFolders: [settingsFor(root).workspaceFolder],
      capabilities: {
        workspace: { configuration: true, applyEdit: true, workspaceEdit: { documentChanges: true } },
        textDocument: {
          codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } },
          diagnostic: {},
        },
      },
    });
    editor.#notify("initialized", {});
    return editor;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#server.once("exit", resolve));
    await this.#request("shutdown", null);
    this.#notify("exit", null);
    await ended;
  }

  /** The text as the editor shows it, saved or not. */
  get text(): string {
    return this.#text;
  }

  open(file: string, text: string): void {
    if (this.#uri !== "") this.#notify("textDocument/didClose", { textDocument: { uri: this.#uri } });
    this.#uri = pathToFileURL(join(this.#root, file)).href;
    this.#text = text;
    this.#notify("textDocument/didOpen", {
      textDocument: { uri: this.#uri, languageId: "yaml", version: ++this.#version, text },
    });
  }

  /** Changes the text without saving it. */
  type(text: string): void {
    this.#text = text;
    this.#notify("textDocument/didChange", {
      textDocument: { uri: this.#uri, version: ++this.#version },
      contentChanges: [{ text }],
    });
  }

  async diagnostics(): Promise<Diagnostic[]> {
    const answer = await this.#request("textDocument/diagnostic", { textDocument: { uri: this.#uri } });
    return (answer as { items: Diagnostic[] }).items;
  }

  async actions(diagnostic: Diagnostic): Promise<CodeAction[]> {
    const answer = await this.#request("textDocument/codeAction", {
      textDocument: { uri: this.#uri },
      range: diagnostic.range,
      context: { diagnostics: [diagnostic] },
    });
    return answer as CodeAction[];
  }

  /** Does what an action offers; its edits are in the text afterwards. */
  async run(action: CodeAction): Promise<void> {
    await this.#request("workspace/executeCommand", action.command);
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

  #request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      this.#send({ id, method, params });
    });
  }

  #notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #receive(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data]);
    for (;;) {
      const headerEnd = this.#received.indexOf("\r\n\r\n");
      const length = /Content-Length: (\d+)/.exec(this.#received.subarray(0, headerEnd).toString())?.[1];
      const end = headerEnd + 4 + Number(length);
      if (headerEnd < 0 || this.#received.length < end) return;
      const body = this.#received.subarray(headerEnd + 4, end).toString();
      this.#received = this.#received.subarray(end);
      this.#handle(JSON.parse(body) as Message);
    }
  }

  #handle(message: Message): void {
    const { id, method, params } = message;
    if (method === undefined) {
      if (id === undefined) return;
      this.#waiting.get(id)?.(message);
      this.#waiting.delete(id);
      return;
    }
    this.#listen(method, params);
    if (id !== undefined) this.#send({ id, result: this.#answer(method, params) });
  }

  #answer(method: string, params: unknown): unknown {
    if (method === "workspace/configuration") {
      return (params as { items: unknown[] }).items.map(() => settingsFor(this.#root));
    }
    if (method === "workspace/applyEdit") {
      this.#apply((params as { edit: WorkspaceEdit }).edit);
      return { applied: true };
    }
    return null;
  }

  #listen(method: string, params: unknown): void {
    const { type, state } = (params ?? {}) as { type?: number; state?: number };
    const isError = (method === "window/logMessage" || method === "window/showMessage") && type === 1;
    const isBadState = method === "eslint/status" && state !== 1;
    if (isError || isBadState || method === "eslint/exitCalled") {
      this.complaints.push(`${method} ${JSON.stringify(params)}`);
    }
  }
}
