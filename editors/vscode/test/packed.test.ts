import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createProtocolConnection,
  type Diagnostic,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { DEFAULTS } from "../../../lib/lsp/options.js";
import ours from "../../../package.json" with { type: "json" };

const { version } = ours;
const HOME = join(import.meta.dirname, "..");
let place: string;
let extension: string;

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "gitops-lint-vscode-"));
  const file = join(place, "gitops-lint.vsix");
  execFileSync("npx", ["vsce", "package", "--no-dependencies", "--out", file], { cwd: HOME, stdio: "pipe" });
  // It is a zip, which Python has at hand everywhere that these tests run.
  execFileSync("python3", ["-m", "zipfile", "-e", file, place]);
  extension = join(place, "extension");
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

interface Manifest {
  version: string;
  main: string;
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
  contributes: { configuration: { properties: Record<string, { default: unknown; scope: string }> } };
}
const manifest = () => JSON.parse(readFileSync(join(extension, "package.json"), "utf8")) as Manifest;

describe("the packed extension", () => {
  it("has what it needs and nothing else", () => {
    expect(readdirSync(extension).sort()).toEqual(
      ["CHANGELOG.md", "LICENSE.txt", "README.md", "dist", "icon.png", "package.json"]
        .map((name) => (/^(?:README|CHANGELOG)/.test(name) ? name.toLowerCase() : name))
        .sort(),
    );
    expect(readdirSync(join(extension, "dist")).sort()).toEqual([
      "LICENSES.txt",
      "docs",
      "extension.cjs",
      "server.cjs",
    ]);
    expect(statSync(join(extension, manifest().main)).isFile()).toBe(true);
    // VS Code is what loads it, and the only module that is not inside.
    expect(readFileSync(join(extension, "dist/extension.cjs"), "utf8")).toContain('require("vscode")');
  });

  it("has the version of the server, and the settings that it knows", () => {
    const { contributes, version: own } = manifest();
    expect(own).toBe(version);
    const { properties } = contributes.configuration;
    for (const [name, standard] of Object.entries(DEFAULTS))
      expect(properties[`gitopsLint.${name}`]?.default).toBe(standard);
    const others = ["gitopsLint.server.path", "gitopsLint.trace.server"];
    expect(Object.keys(properties).sort()).toEqual(
      [...Object.keys(DEFAULTS).map((name) => `gitopsLint.${name}`), ...others].sort(),
    );
    const readme = readFileSync(join(HOME, "README.md"), "utf8");
    for (const name of Object.keys(properties)) expect(readme).toContain(`\`${name}\``);
  });

  it("lets no workspace choose the server", () => {
    const { capabilities, contributes } = manifest();
    expect(capabilities.untrustedWorkspaces).toMatchObject({
      supported: "limited",
      restrictedConfigurations: ["gitopsLint.server.path"],
    });
    expect(contributes.configuration.properties["gitopsLint.server.path"]?.scope).toBe("machine");
  });
});

const BINDING = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ops
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: User
    name: ada
`;

describe("the server in it", () => {
  it("finds what the command finds, with nothing around it, comments for ESLint heeded", async () => {
    const root = join(place, "repository");
    mkdirSync(join(root, ".git"), { recursive: true });
    // Neither of them is run.
    writeFileSync(join(root, "eslint.config.mjs"), "throw new Error('It was run.');\n");
    writeFileSync(join(root, "package.json"), '{"name": "theirs", "type": "module"}\n');
    const disabled = BINDING.replace(
      "  name: cluster",
      "  # eslint-disable-next-line gitops/no-cluster-admin-binding -- break glass\n  name: cluster",
    );
    writeFileSync(join(root, "found.yaml"), BINDING);
    writeFileSync(join(root, "disabled.yaml"), disabled.replace("name: ops", "name: others"));

    const server = spawn(process.execPath, [join(extension, "dist/server.cjs"), "--stdio"], { cwd: place });
    const ended = new Promise<number | null>((done) => server.on("exit", done));
    const client = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const pushed = new Map<string, Diagnostic[]>();
    let arrived = () => {};
    client.onNotification(PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      pushed.set(uri, diagnostics);
      arrived();
    });
    client.listen();
    const { serverInfo } = await client.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: pathToFileURL(root).href,
      capabilities: {},
    });
    expect(serverInfo).toEqual({ name: "gitops-lint", version });
    await client.sendNotification(InitializedNotification.type, {});
    const open = async (name: string) => {
      const uri = pathToFileURL(join(root, name)).href;
      const text = readFileSync(join(root, name), "utf8");
      await client.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId: "yaml", version: 1, text },
      });
      return uri;
    };
    await open("disabled.yaml");
    const uri = await open("found.yaml");
    while (!pushed.has(uri)) await new Promise<void>((done) => (arrived = done));
    expect([...pushed]).toMatchObject([
      [
        uri,
        [
          {
            code: "no-cluster-admin-binding",
            range: { start: { line: 7, character: 8 }, end: { line: 7, character: 21 } },
          },
        ],
      ],
    ]);
    await client.sendRequest(ShutdownRequest.type);
    await client.sendNotification(ExitNotification.type);
    expect(await ended).toBe(0);
  });
});
