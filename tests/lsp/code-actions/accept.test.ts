import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type ApplyWorkspaceEditParams,
  ApplyWorkspaceEditRequest,
  type CodeAction,
  CodeActionResolveRequest,
  ExecuteCommandRequest,
  ShowMessageNotification,
} from "vscode-languageserver-protocol/node";
import { describe, expect, it } from "vitest";
import { run } from "../../cli/run.js";
import { ABLE, actionsAt, after, type Files, findingsIn, named, opened } from "./actions.js";

const COUNTS = "eslint-suppressions.json";
const KNOWN = "eslint-suppressions.gitops.json";
const role = (name: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: ${name}
rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: ["*"]
`;
const FILES: Files = {
  "a.yaml": `${role("a")}---\n${role("b")}`,
  "b.yaml": role("c"),
  ".gitops-lint.yaml": "preset: recommended\n",
};
const TITLE = "Accept all that 'no-wildcard-verbs' finds in this file, in eslint-suppressions.json";

/** What the command writes. */
async function written(root: string, file: string): Promise<Files> {
  await run(root, "--suppress-rule", "gitops/no-wildcard-verbs", "--root", root, join(root, file));
  const texts = Object.fromEntries(
    [COUNTS, KNOWN].map((name) => [name, readFileSync(join(root, name), "utf8")]),
  );
  for (const name of Object.keys(texts)) rmSync(join(root, name));
  return texts;
}

describe("accepting findings", () => {
  it("makes the files that --suppress-rule writes", async () => {
    const one = await opened(FILES, "a.yaml");
    const { edit, diagnostics } = named(await actionsAt(one, "a.yaml", '"|*"'), TITLE);
    expect(diagnostics).toHaveLength(1);
    const now = after(one, FILES, edit);
    expect(now).toEqual({ ...FILES, ...(await written(one.root, "a.yaml")) });
    expect(await findingsIn(now)).toEqual(["b.yaml gitops/no-wildcard-verbs"]);
    expect(edit?.documentChanges?.[0]).toEqual({
      kind: "create",
      uri: one.uri(COUNTS),
      options: { ignoreIfExists: true },
    });
  });

  it("adds to what is accepted, as far as the editor shows it", async () => {
    const first = await opened(FILES, "a.yaml");
    const before = await written(first.root, "b.yaml");
    const files = { ...FILES, ...before };
    const one = await opened(files, "a.yaml");
    const now = after(one, files, named(await actionsAt(one, "a.yaml", '"|*"'), TITLE).edit);
    expect(now).toEqual({ ...files, ...(await written(one.root, "a.yaml")) });
    expect(await findingsIn(now)).toEqual([]);
    // What is not saved yet counts.
    const unsaved = await opened(FILES, "a.yaml");
    for (const [path, text] of Object.entries(before)) await unsaved.open(path, text, "json");
    const { edit } = named(await actionsAt(unsaved, "a.yaml", '"|*"'), TITLE);
    expect(after(unsaved, files, edit)).toEqual(now);
  });

  it("is found once it is chosen, where the client can ask later", async () => {
    const one = await opened(FILES, "a.yaml", {
      ...ABLE,
      textDocument: {
        codeAction: { ...ABLE.textDocument?.codeAction, resolveSupport: { properties: ["edit"] } },
      },
    });
    const action = named(await actionsAt(one, "a.yaml", '"|*"'), TITLE);
    expect(action.edit).toBeUndefined();
    const resolved = await one.client.sendRequest(CodeActionResolveRequest.type, action);
    expect(after(one, FILES, resolved.edit)).toEqual({ ...FILES, ...(await written(one.root, "a.yaml")) });
    // Once nothing is found, there is nothing to accept.
    await one.type("a.yaml", role("a").replace('"*"', "get"));
    const later = await one.client.sendRequest(CodeActionResolveRequest.type, action);
    expect(later.edit).toBeUndefined();
  });

  it("says why it fails", async () => {
    const one = await opened(FILES, "a.yaml", {
      ...ABLE,
      textDocument: {
        codeAction: { ...ABLE.textDocument?.codeAction, resolveSupport: { properties: ["edit"] } },
      },
    });
    const said = new Promise<string>((done) => {
      one.client.onNotification(ShowMessageNotification.type, ({ message }) => done(message));
    });
    const action = named(await actionsAt(one, "a.yaml", '"|*"'), TITLE);
    writeFileSync(join(one.root, COUNTS), "[]");
    const resolved: CodeAction = await one.client.sendRequest(CodeActionResolveRequest.type, action);
    expect(resolved.edit).toBeUndefined();
    expect(await said).toMatch(/^The suppressions in '.*' must look like/);
  });

  it("is a command where the client makes no files", async () => {
    const one = await opened(FILES, "a.yaml", {
      textDocument: ABLE.textDocument,
      workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } },
    } as typeof ABLE);
    const action = named(await actionsAt(one, "a.yaml", '"|*"'), TITLE);
    expect(action.edit).toBeUndefined();
    const applied = new Promise<ApplyWorkspaceEditParams>((done) => {
      one.client.onRequest(ApplyWorkspaceEditRequest.type, (params) => {
        done(params);
        return { applied: true };
      });
    });
    const { command = "", arguments: given } = action.command ?? {};
    await one.client.sendRequest(ExecuteCommandRequest.type, { command, arguments: given ?? [] });
    const { edit, label } = await applied;
    expect(label).toBe(TITLE);
    expect(after(one, { ...FILES, [COUNTS]: "", [KNOWN]: "" }, edit)).toEqual({
      ...FILES,
      ...(await written(one.root, "a.yaml")),
    });
  });
});
