import { readdirSync } from "node:fs";
import {
  ConfigurationRequest,
  DidChangeConfigurationNotification,
  LogMessageNotification,
} from "vscode-languageserver-protocol/node";
import { describe, expect, it } from "vitest";
import { commandJudge } from "../../lib/cli/commands/lsp/judge.js";
import { LiveModel } from "../../lib/lsp/model/live-model.js";
import { temporary } from "../repository/temporary.js";
import { PLAIN } from "./layouts.js";
import { session } from "./session.js";

const BOTH = `${PLAIN["cluster/role.yaml"]}---\n${PLAIN["shop/missing.yaml"]}`;
const codes = (all: readonly { code?: unknown }[]) => all.map(({ code }) => code);

describe("a client that is pushed findings", () => {
  it("gets first what a file says by itself, and all of it when the repository has been read", async () => {
    let answer: (settings: unknown[]) => void = () => undefined;
    const asked = new Promise<unknown[]>((done) => (answer = done));
    const one = await session(PLAIN, {
      capabilities: { workspace: { configuration: true } },
      // Nothing is read before the settings are known.
      prepare: (client) => client.onRequest(ConfigurationRequest.type, () => asked as Promise<never[]>),
    });
    await one.open("shop/missing.yaml", BOTH);
    expect(codes(await one.diagnostics("shop/missing.yaml"))).toEqual(["no-wildcard-verbs"]);
    answer([{}]);
    const all = await one.diagnostics("shop/missing.yaml", (found) => found.length > 1);
    expect(codes(all)).toEqual(["no-wildcard-verbs", "no-missing-role"]);
  });

  it("gets those of open files only, unless the user wants all", async () => {
    const one = await session(PLAIN);
    await one.open("shop/missing.yaml", PLAIN["shop/missing.yaml"] ?? "");
    expect(await one.diagnostics("shop/missing.yaml")).toHaveLength(1);
    expect(one.pushed("cluster/role.yaml")).toBeUndefined();
    await one.client.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { gitopsLint: { workspaceDiagnostics: true } },
    });
    expect(codes(await one.diagnostics("cluster/role.yaml"))).toEqual(["no-wildcard-verbs"]);
    await one.client.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { gitopsLint: { workspaceDiagnostics: false } },
    });
    expect(await one.diagnostics("cluster/role.yaml", (all) => all.length === 0)).toEqual([]);
    await one.close("shop/missing.yaml");
    expect(await one.diagnostics("shop/missing.yaml", (all) => all.length === 0)).toEqual([]);
  });

  it("has them taken back at once when the server is switched off", async () => {
    const one = await session(PLAIN);
    await one.open("shop/missing.yaml", PLAIN["shop/missing.yaml"] ?? "");
    expect(await one.diagnostics("shop/missing.yaml")).toHaveLength(1);
    await one.client.sendNotification(DidChangeConfigurationNotification.type, {
      settings: { gitopsLint: { enable: false } },
    });
    expect(await one.diagnostics("shop/missing.yaml", (all) => all.length === 0)).toEqual([]);
  });

  it("sees a mistake in the configuration in its file although that is not open, and reads of it once", async () => {
    const logged: string[] = [];
    const one = await session(
      { ...PLAIN, ".gitops-lint.yaml": "presets: strict\n" },
      {
        prepare: (client) =>
          client.onNotification(LogMessageNotification.type, ({ message }) => void logged.push(message)),
      },
    );
    await one.open("shop/missing.yaml", PLAIN["shop/missing.yaml"] ?? "");
    expect(await one.diagnostics("shop/missing.yaml")).toHaveLength(1);
    expect(await one.diagnostics(".gitops-lint.yaml")).toMatchObject([
      { code: "configuration", range: { start: { line: 0, character: 0 } } },
    ]);
    await one.open(".gitops-lint.yaml", "preset: strict\n");
    await one.diagnostics(".gitops-lint.yaml", (all) => all.length === 0);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain(`The configuration of ${one.root} is not followed: .gitops-lint.yaml:1:1: `);
  });
});

describe("what is kept for the next start", () => {
  it("saves parsing a text again, and is all there is in the directory of the cache", () => {
    const [root, cache] = [temporary(PLAIN), temporary()];
    const judge = commandJudge(cache);
    const first = new LiveModel(root, judge, new Map());
    const { repository } = first.now;
    expect(readdirSync(cache)).toEqual([]);
    first.keep();
    expect(readdirSync(cache).every((name) => /\.(?:server|results)$/.test(name))).toBe(true);
    const store = judge.storeOf(root);
    for (const [path, content] of repository.contents)
      expect(store?.get(path, content)).toEqual(repository.files.get(path));
    expect(new LiveModel(root, judge, new Map()).now.repository.files).toEqual(repository.files);
  });
});
