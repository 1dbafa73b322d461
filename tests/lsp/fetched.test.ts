import { describe, expect, it, vi } from "vitest";
import {
  DefinitionRequest,
  DidChangeWatchedFilesNotification,
  DocumentDiagnosticRequest,
  FileChangeType,
  HoverRequest,
} from "vscode-languageserver-protocol/node";
import { LOCK_FILE } from "../../lib/repository/sources/locked.js";
import { fetchedOnDisk } from "../repository/sources/fetched-on-disk.js";
import { MAILER_RELEASE } from "../repository/sources/mailer-release.js";
import type { TestSource } from "../repository/sources/memory-store.js";
import { put } from "../repository/temporary.js";
import { type Session, session } from "./session.js";

const CHART: TestSource = {
  request: { type: "helm", repository: "https://charts.example.org", chart: "mailer", version: "1.4.x" },
  name: "chart mailer 1.4.0",
  version: "1.4.0",
  chart: {
    "Chart.yaml": "apiVersion: v2\nname: mailer\nversion: 1.4.0\n",
    "templates/role.yaml": `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: mailer, namespace: {{ .Release.Namespace }} }
rules: [{ apiGroups: [''], resources: [configmaps], verbs: [create] }]
`,
  },
};
const binding = (name: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: own, namespace: mail }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${name} }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: User, name: jane }]
`;

async function found(one: Session, path: string): Promise<readonly string[]> {
  const report = await one.client.sendRequest(DocumentDiagnosticRequest.type, {
    textDocument: { uri: one.uri(path) },
  });
  return "items" in report ? report.items.map(({ code }) => String(code)) : [];
}

describe("a chart that was fetched", () => {
  const files = {
    "release.yaml": MAILER_RELEASE,
    "right.yaml": binding("mailer"),
    "wrong.yaml": binding("mailer-x"),
  };
  const capabilities = { textDocument: { diagnostic: {} } };

  it("counts in the editor as soon as the lock is there", async () => {
    const lock = fetchedOnDisk(CHART);
    const one = await session(files, { capabilities });
    await one.open("wrong.yaml", files["wrong.yaml"]);
    await one.open("right.yaml", files["right.yaml"]);
    // The chart could hold it, as far as anybody knows.
    expect(await found(one, "wrong.yaml")).toEqual([]);
    put(one.root, LOCK_FILE, lock);
    await one.client.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: one.uri(LOCK_FILE), type: FileChangeType.Created }],
    });
    await vi.waitFor(async () => {
      expect(await found(one, "wrong.yaml")).toEqual(["no-missing-role"]);
    }, 10_000);
    expect(await found(one, "right.yaml")).toEqual([]);
  });

  it("is named in a hover, which leads to no file", async () => {
    const one = await session({ ...files, [LOCK_FILE]: fetchedOnDisk(CHART) }, { capabilities });
    await one.open("right.yaml", files["right.yaml"]);
    const at = one.at("right.yaml", "kind: Role, name: mai|ler");
    const hover = JSON.stringify(await one.client.sendRequest(HoverRequest.type, at));
    expect(hover).toContain("**Role `mailer`**");
    expect(hover).toContain("from chart mailer 1.4.0");
    expect(hover).not.toContain(LOCK_FILE);
    expect(await one.client.sendRequest(DefinitionRequest.type, at)).toEqual([]);
  });
});
