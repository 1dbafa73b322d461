import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it, vi } from "vitest";
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceDiagnosticReport,
} from "vscode-languageserver-protocol/node";
import { REPOSITORIES } from "../lsp/repositories.js";
import { directory } from "./helpers.js";
import { install } from "./install.js";

let command: string;
beforeAll(() => {
  command = install(join(directory, "lsp"), { eslint: "eslint" });
});

const ROLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: wild, namespace: shop }
rules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]
`;

interface Running {
  server: ChildProcessWithoutNullStreams;
  client: ProtocolConnection;
  /** The directory that it may write to. */
  home: string;
  err: () => string;
}

/** @param trace the file in which it is written down what the server does */
function start(trace?: string): Running {
  const home = mkdtempSync(join(directory, "home-"));
  const env = { ...process.env, XDG_CACHE_HOME: home, HOME: home, TMPDIR: home, TRACE_FILE: trace };
  const traced = trace === undefined ? [] : ["--import", new URL("traced.mjs", import.meta.url).href];
  const server = spawn(process.execPath, [...traced, command, "lsp", "--stdio"], { cwd: directory, env });
  let err = "";
  server.stderr.on("data", (data: Buffer) => (err += data.toString()));
  const client = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  client.listen();
  return { server, client, home, err: () => err };
}

async function initialize({ client }: Running, root: string): Promise<void> {
  const uri = pathToFileURL(root).href;
  const codeAction = { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } };
  const capabilities = { textDocument: { diagnostic: {}, codeAction }, workspace: { diagnostics: {} } };
  const folders = [{ uri, name: "repository" }];
  await client.sendRequest("initialize", {
    ...{ processId: process.pid, rootUri: uri, workspaceFolders: folders, capabilities },
  });
  await client.sendNotification("initialized", {});
}

function write(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(directory, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

async function exitOf({ server }: Running): Promise<number | null> {
  const [code] =
    server.exitCode === null ? ((await once(server, "exit")) as [number | null]) : [server.exitCode];
  return code;
}

/** What is found in all files, as `path:line:column rule`. */
async function foundBy({ client }: Running): Promise<string[]> {
  const { items } = await client.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", {
    previousResultIds: [],
  });
  return items
    .flatMap((item) => {
      const file = fileURLToPath(item.uri);
      const all = item.kind === "full" ? item.items : [];
      return all.map(
        ({ range: { start }, code }) => `${file}:${start.line + 1}:${start.character + 1} ${code}`,
      );
    })
    .sort();
}

describe("the language server as it is packed", () => {
  it("finds what the command finds, and says nothing besides", async () => {
    const files = Object.entries(REPOSITORIES).flatMap(([name, own]) =>
      Object.entries(own).map(([path, text]) => [`${name.replaceAll(" ", "-")}/${path}`, text] as const),
    );
    const root = write("all", { ".git/HEAD": "ref: refs/heads/main\n", ...Object.fromEntries(files) });
    const args = [command, "--format", "json", root];
    const { stdout } = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
    const results = JSON.parse(stdout) as {
      filePath: string;
      messages: { ruleId: string | null; line: number; column: number }[];
    }[];
    const expected = results
      .flatMap(({ filePath, messages }) =>
        messages.map(
          ({ ruleId, line, column }) => `${filePath}:${line}:${column} ${ruleId?.replace("gitops/", "")}`,
        ),
      )
      .sort();
    const running = start();
    await initialize(running, root);
    expect(await foundBy(running)).toEqual(expected);
    expect(expected.length).toBeGreaterThan(1000);
    await running.client.sendRequest("shutdown");
    await running.client.sendNotification("exit");
    expect(await exitOf(running)).toBe(0);
    expect(running.err()).toBe("");
  });

  it("ends with code 1 if the editor leaves without a word, or with exit alone", async () => {
    const left = start();
    await initialize(left, write("left", { "a.yaml": "kind: Role\n" }));
    left.client.end();
    left.server.stdin.end();
    expect(await exitOf(left)).toBe(1);
    const exited = start();
    await initialize(exited, write("exited", { "a.yaml": "kind: Role\n" }));
    await exited.client.sendNotification("exit");
    expect(await exitOf(exited)).toBe(1);
  });

  it("ends without a word if the editor no longer listens", async () => {
    const root = write("deaf", { "role.yaml": ROLE });
    const running = start();
    await initialize(running, root);
    running.client.onError(() => undefined);
    running.server.stdout.destroy();
    const textDocument = { uri: pathToFileURL(join(root, "role.yaml")).href };
    const asking = setInterval(() => {
      running.client.sendRequest("textDocument/diagnostic", { textDocument }).catch(() => undefined);
    }, 20);
    expect(await exitOf(running)).toBe(1);
    clearInterval(asking);
    expect(running.err()).toBe("");
  });

  it("leaves nothing when it is killed in the middle of its work", async () => {
    const running = start();
    await initialize(running, write("killed", REPOSITORIES["a thousand findings in a file"] ?? {}));
    const answer = foundBy(running).catch(() => undefined);
    running.server.kill("SIGKILL");
    await exitOf(running);
    running.client.dispose();
    expect(readdirSync(running.home)).toEqual([]);
    await answer;
  });

  it("ends when the process that has started it is gone", async () => {
    const running = start();
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    await running.client.sendRequest("initialize", { processId: gone, rootUri: null, capabilities: {} });
    expect(await exitOf(running)).toBe(1);
  });

  it("starts nothing, connects to nothing, and writes nothing but what it keeps", async () => {
    const trace = join(directory, "lsp-trace");
    writeFileSync(trace, "");
    const running = start(trace);
    const { client, home } = running;
    const root = write("traced", {
      ".git/HEAD": "ref: refs/heads/main\n",
      ".git/config": "[core]\n\tfsmonitor = touch here\n",
      "eslint.config.js": "process.exit(9);\n",
      "kustomization.yaml":
        "resources: [role.yaml, https://example.com/x.yaml]\nhelmCharts: [{ name: x, repo: https://example.com }]\n",
      "role.yaml": ROLE,
    });
    await initialize(running, root);
    const textDocument = { uri: pathToFileURL(join(root, "role.yaml")).href };
    const opened = { ...textDocument, languageId: "yaml", version: 1, text: ROLE };
    await client.sendNotification("textDocument/didOpen", { textDocument: opened });
    const position = { line: 2, character: 18 };
    expect(await client.sendRequest("textDocument/hover", { textDocument, position })).not.toBeNull();
    expect(
      await client.sendRequest("textDocument/codeAction", {
        ...{ textDocument, range: { start: { line: 0, character: 0 }, end: { line: 4, character: 0 } } },
        context: { diagnostics: [] },
      }),
    ).not.toEqual([]);
    await expect(
      client.sendRequest("textDocument/rename", { textDocument, position, newName: "other" }),
    ).rejects.toThrow(
      "kustomization.yaml uses 'https://example.com/x.yaml', which is not in this repository",
    );
    expect(await foundBy(running)).not.toEqual([]);
    // What it keeps is written when the editor has had its first answers.
    await vi.waitFor(() => expect(readdirSync(home)).toEqual(["gitops-lint"]), { timeout: 30_000 });
    await client.sendRequest("shutdown");
    await client.sendNotification("exit");
    expect(await exitOf(running)).toBe(0);
    const done = readFileSync(trace, "utf8").trim().split("\n");
    expect(done.filter((line) => /^(?:start|connect) /.test(line))).toEqual([]);
    const written = done.filter((line) => line.startsWith("write "));
    expect(written).not.toEqual([]);
    expect(written.filter((line) => !line.startsWith(`write ${home}`))).toEqual([]);
    expect(running.err()).toBe("");
  });

  it("refuses what comes before it is initialized, and what it does not know", async () => {
    const running = start();
    const { client } = running;
    await expect(client.sendRequest("textDocument/hover", {})).rejects.toMatchObject({ code: -32002 });
    await initialize(running, write("refused", { "a.yaml": "kind: Role\n" }));
    await expect(client.sendRequest("textDocument/unheardOf", {})).rejects.toMatchObject({ code: -32601 });
    await client.sendNotification("$/unheardOf", {});
    await client.sendRequest("shutdown");
    await client.sendNotification("exit");
    expect(await exitOf(running)).toBe(0);
  });
});
