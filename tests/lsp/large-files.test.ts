import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import {
  CodeActionRequest,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
  FileChangeType,
  HoverRequest,
  RenameRequest,
} from "vscode-languageserver-protocol/node";
import { manifest } from "../rules/manifests.js";
import { type Session, session } from "./session.js";

const CAPABILITIES = { textDocument: { diagnostic: {} }, workspace: { diagnostics: {} } };
const AS_SAVED =
  "This file is too large to be judged as you type: what is found in it shows when it is saved.";
const TOO_MUCH = "This file has too much in it to be judged in an editor: 'gitops-lint' lints it.";

const role = (name: string) =>
  manifest("Role", name, "shop", `rules: [{ apiGroups: [""], resources: [pods], verbs: ["*"] }]\n`);
const binding = manifest(
  "RoleBinding",
  "wide",
  "shop",
  `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: wide }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: jane }]
`,
);
/** A definition that nobody reads, as long as real ones are. */
const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.com }
spec:
  group: example.com
  names: { kind: Thing, plural: things }
  scope: Namespaced
  versions: [{ name: v1, served: true, storage: true }]
  description: |
${`    ${"a description that is long ".repeat(10)}\n`.repeat(2200)}`;
const LONG = `${role("wide")}---\n${definition}`;
const MANY = Array.from({ length: 6000 }, (_, index) => role(`r-${index}`)).join("---\n");

async function found(one: Session, path: string): Promise<readonly string[]> {
  const report = await one.client.sendRequest(DocumentDiagnosticRequest.type, {
    textDocument: { uri: one.uri(path) },
  });
  return "items" in report
    ? report.items.map(
        ({ message, severity, range: { start } }) =>
          `${severity} ${start.line + 1}:${start.character + 1} ${typeof message === "string" ? message : message.value}`,
      )
    : [];
}

async function hovered(one: Session, path: string): Promise<unknown> {
  const position = { line: 3, character: 9 };
  return await one.client.sendRequest(HoverRequest.type, { textDocument: { uri: one.uri(path) }, position });
}

describe("a long file that is open", () => {
  it("is judged as it is saved, and no longer with each key", async () => {
    const one = await session({ "long.yaml": LONG, "binding.yaml": binding }, { capabilities: CAPABILITIES });
    await one.open("long.yaml", LONG);
    const saved = await found(one, "long.yaml");
    expect(saved).toEqual([expect.stringMatching(/^1 6:\d+ Verb/)]);
    expect(JSON.stringify(await hovered(one, "long.yaml"))).toContain("wide");

    const typed = `# typed\n${LONG}`;
    await one.type("long.yaml", typed);
    expect(await found(one, "long.yaml")).toEqual([`3 1:1 ${AS_SAVED}`]);
    // What is at a place of the text on disk is somewhere else in the editor.
    expect(await hovered(one, "long.yaml")).toBeNull();
    await expect(
      one.client.sendRequest(RenameRequest.type, {
        ...{ textDocument: { uri: one.uri("binding.yaml") }, position: { line: 5, character: 67 } },
        newName: "other",
      }),
    ).rejects.toThrow("The name in long.yaml is written in a way that cannot be changed in place.");

    writeFileSync(join(one.root, "long.yaml"), typed);
    await one.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: one.uri("long.yaml"), type: FileChangeType.Changed }],
    });
    await vi.waitFor(async () => {
      expect(await found(one, "long.yaml")).toEqual([expect.stringMatching(/^1 7:\d+ Verb/)]);
    }, 10_000);
  });

  it("is judged with each key again once it is short", async () => {
    const one = await session({ "long.yaml": LONG }, { capabilities: CAPABILITIES });
    await one.open("long.yaml", `# typed\n${LONG}`);
    expect(await found(one, "long.yaml")).toEqual([`3 1:1 ${AS_SAVED}`]);
    await one.type("long.yaml", `# typed\n${role("wide")}`);
    expect(await found(one, "long.yaml")).toEqual([expect.stringMatching(/^1 7:\d+ Verb/)]);
  });
});

describe("a file with very much in it", () => {
  it("is not judged, and says so", async () => {
    const one = await session(
      { "many.yaml": MANY, "wide.yaml": role("wide") },
      { capabilities: CAPABILITIES },
    );
    await one.open("many.yaml", MANY);
    expect(await found(one, "many.yaml")).toEqual([`3 1:1 ${TOO_MUCH}`]);
    expect(await found(one, "wide.yaml")).toHaveLength(1);
    const all = await one.client.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: one.uri("many.yaml") },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
      context: { diagnostics: [] },
    });
    expect(all).toEqual([]);
  });
});

describe("a file in which much is found", () => {
  it("shows the first findings, and how many there are", async () => {
    const text = Array.from({ length: 1100 }, (_, index) => role(`r-${index}`)).join("---\n");
    const one = await session({ "some.yaml": text }, { capabilities: CAPABILITIES });
    const all = await found(one, "some.yaml");
    expect(all).toHaveLength(1001);
    expect(all[0]).toBe(
      "3 1:1 Of 1100 findings in this file, the first 1000 are shown: 'gitops-lint' shows all.",
    );
  });
});
