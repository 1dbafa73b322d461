// How long an editor waits for the language server in a repository of 10,000 manifests: in its own process, asked by a
// client over standard input and output, in processor time that the server reports of itself.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
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
const STARTS = 5;
const COMMAND = join(import.meta.dirname, "../../dist/cli/bin.js");

/**
 * The processor time of a running process so far, in milliseconds: of all its threads, and of the one that answers; and
 * its memory in MB. Linux tells.
 */
function used(pid) {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => timeOf(`/proc/${pid}/task/${thread}`));
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
  return {
    processor: threads.reduce((sum, one) => sum + one, 0),
    answering: timeOf(`/proc/${pid}/task/${pid}`),
    peak: Number(kilobytes) / 1024,
  };
}

/** The processor time of a thread, which Linux counts in nanoseconds; none of one that has just ended. */
function timeOf(directory) {
  try {
    return Number(readFileSync(`${directory}/schedstat`, "latin1").split(" ")[0]) / 1e6;
  } catch {
    return 0;
  }
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

/** Where a word begins in a text, as the protocol counts. */
function positionOf(text, word) {
  const lines = text.slice(0, text.indexOf(word)).split("\n");
  return { line: lines.length - 1, character: lines.at(-1).length };
}

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
    const uri = cold.uriOf(path);
    const textDocument = { uri };
    const position = positionOf(cold.text, "deployer");
    const after = {
      edits: ["textDocument/diagnostic", { textDocument }],
      hovers: ["textDocument/hover", { textDocument, position }],
      references: [
        "textDocument/references",
        { textDocument, position, context: { includeDeclaration: true } },
      ],
    };
    const taken = { edits: [], hovers: [], references: [] };
    let version = 1;
    for (const [name, question] of Object.entries(after)) {
      for (let count = 0; count < EDITS; count++) {
        version++;
        const readers = count % 2 === 0 ? `readers-${version}` : "readers";
        const text = `${cold.text.replace("name: readers", `name: ${readers}`)}# ${version}\n`;
        const before = used(cold.server.pid);
        await cold.client.sendNotification("textDocument/didChange", {
          textDocument: { uri, version },
          contentChanges: [{ text }],
        });
        await cold.client.sendRequest(...question);
        const now = used(cold.server.pid);
        taken[name].push({
          all: now.processor - before.processor,
          answering: now.answering - before.answering,
        });
      }
    }
    const of = (name, thread, percent) =>
      Math.round(
        percentile(
          taken[name].map((one) => one[thread]),
          percent,
        ),
      );
    const { peak } = used(cold.server.pid);
    cold.server.kill();
    const starts = [];
    for (let count = 0; count < STARTS; count++) {
      starts.push(await firstFindings(root, home, path));
      starts.at(-1).server.kill();
    }
    const [warm, wall] = ["processor", "wall"].map((key) =>
      percentile(
        starts.map((one) => one[key]),
        50,
      ),
    );
    const ratio = (a, b) => Math.round((100 * a) / b) / 100;
    return {
      "language server, 10,000 manifests": "of processor time",
      "command (ms)": Math.round(command.processor),
      "first findings, cold (x command)": ratio(cold.processor, command.processor),
      "first findings, with what is kept (x command)": ratio(warm, command.processor),
      "the same by the clock (ms)": Math.round(wall),
      "an edit p50 (ms)": of("edits", "all", 50),
      "an edit p95 (ms)": of("edits", "all", 95),
      "in the thread that answers p95 (ms)": of("edits", "answering", 95),
      "a hover right after an edit p50 (ms)": of("hovers", "answering", 50),
      "references right after an edit p50 (ms)": of("references", "answering", 50),
      "memory (MB)": Math.round(peak),
    };
  } finally {
    rmSync(root, { recursive: true });
    rmSync(home, { recursive: true });
  }
}
