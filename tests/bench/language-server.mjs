// How long an editor waits for the language server in a repository of 10,000 manifests: in its own process, asked by a
// client over standard input and output, in processor time that the server reports of itself.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { madeUp, write } from "./made-up.mjs";
import { measure } from "./process.mjs";

const MANIFESTS = 10_000;
const EDITS = 40;
const COMMAND = join(import.meta.dirname, "../../dist/cli/bin.js");

/** The processor time of a running process so far, in milliseconds, and its memory in MB: Linux tells. */
function used(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ").at(-1).split(" ");
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
  // In ticks, of which there are 100 in a second.
  return { processor: 10 * (Number(fields[11]) + Number(fields[12])), peak: Number(kilobytes) / 1024 };
}

/** A server at work in a repository, and a client of it. */
async function start(root, home) {
  const env = { ...process.env, XDG_CACHE_HOME: home };
  const server = spawn(process.execPath, [COMMAND, "lsp"], { env, stdio: ["pipe", "pipe", "inherit"] });
  const [reader, writer] = [new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin)];
  const client = createProtocolConnection(reader, writer);
  client.listen();
  const uri = pathToFileURL(root).href;
  const capabilities = { textDocument: { diagnostic: {} } };
  const workspaceFolders = [{ uri, name: "repository" }];
  await client.sendRequest("initialize", { processId: null, rootUri: uri, workspaceFolders, capabilities });
  await client.sendNotification("initialized", {});
  return { server, client, uriOf: (path) => pathToFileURL(join(root, path)).href };
}

async function firstFindings(root, home, path) {
  const began = performance.now();
  const running = await start(root, home);
  const { server, client, uriOf } = running;
  const text = readFileSync(join(root, path), "utf8");
  const textDocument = { uri: uriOf(path), languageId: "yaml", version: 1, text };
  await client.sendNotification("textDocument/didOpen", { textDocument });
  await client.sendRequest("textDocument/diagnostic", { textDocument: { uri: uriOf(path) } });
  return { ...running, text, wall: performance.now() - began, ...used(server.pid) };
}

const percentile = (all, percent) =>
  all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.ceil((all.length * percent) / 100) - 1)];

/** One row: from a start without a cache, one with it, and edits. */
export async function measureLanguageServer() {
  const root = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  const home = mkdtempSync(join(tmpdir(), "gitops-bench-home-"));
  const path = "teams/t7/base/binding.yaml";
  try {
    mkdirSync(join(root, ".git"));
    write(root, madeUp(MANIFESTS));
    const command = await measure(process.execPath, [COMMAND, root]);
    const cold = await firstFindings(root, home, path);
    // What is known of the files is kept a few seconds later.
    await pause(12_000);
    const edits = [];
    for (let count = 1; count <= EDITS; count++) {
      const name = count % 2 === 0 ? `readers-${count}` : "readers";
      const text = `${cold.text.replace("name: readers", `name: ${name}`)}# ${count}\n`;
      const uri = cold.uriOf(path);
      const before = used(cold.server.pid).processor;
      await cold.client.sendNotification("textDocument/didChange", {
        textDocument: { uri, version: count + 1 },
        contentChanges: [{ text }],
      });
      await cold.client.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
      edits.push(used(cold.server.pid).processor - before);
    }
    const { peak } = used(cold.server.pid);
    cold.server.kill();
    const warm = await firstFindings(root, home, path);
    warm.server.kill();
    const ratio = (a, b) => Math.round((100 * a) / b) / 100;
    return {
      "language server, 10,000 manifests": "of processor time",
      "command (ms)": Math.round(command.processor),
      "first findings, cold (x command)": ratio(cold.processor, command.processor),
      "first findings, with what is kept (x command)": ratio(warm.processor, command.processor),
      "an edit p50 (ms)": percentile(edits, 50),
      "an edit p95 (ms)": percentile(edits, 95),
      "memory (MB)": Math.round(peak),
    };
  } finally {
    rmSync(root, { recursive: true });
    rmSync(home, { recursive: true });
  }
}
