import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Another build of the ESLint language server can be tried: `ESLINT_LANGUAGE_SERVER=.../eslintServer.js`. */
const SERVER =
  process.env.ESLINT_LANGUAGE_SERVER ??
  join(
    dirname(require.resolve("vscode-langservers-extracted/package.json")),
    "bin/vscode-eslint-language-server",
  );

interface Message {
  id?: number | string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}

/** The process of the ESLint language server, and the messages to and from it. */
export class LanguageServer {
  readonly #server: ChildProcessWithoutNullStreams;
  readonly #answer: (method: string, params: unknown) => unknown;
  readonly #waiting = new Map<number | string, (message: Message) => void>();
  #received = Buffer.alloc(0);
  #lastId = 0;
  /** What the server complained of, in any way. */
  readonly complaints: string[] = [];

  /** @param answer what the server is told when it asks something */
  constructor(directory: string, answer: (method: string, params: unknown) => unknown) {
    this.#answer = answer;
    this.#server = spawn(process.execPath, [SERVER, "--stdio"], { cwd: directory });
    this.#server.stdout.on("data", (data: Buffer) => this.#receive(data));
    this.#server.stderr.on("data", (data: Buffer) => this.complaints.push(data.toString()));
    this.#server.on("exit", (code) => {
      for (const answered of this.#waiting.values())
        answered({ error: { message: `The server ended with ${code}.` } });
    });
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#server.once("exit", resolve));
    await this.request("shutdown", undefined);
    this.notify("exit", undefined);
    await ended;
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
      this.#send({ id, method, params });
    });
  }

  notify(method: string, params: unknown): void {
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
    if (id !== undefined) this.#send({ id, result: this.#answer(method, params) ?? null });
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
