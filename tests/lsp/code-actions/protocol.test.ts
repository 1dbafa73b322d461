import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  type Command,
  CodeActionTriggerKind,
  ShowMessageNotification,
} from "vscode-languageserver-protocol/node";
import { describe, expect, it } from "vitest";
import { run } from "../../cli/run.js";
import { ABLE, actionsAt, after, named, opened } from "./actions.js";

/** Two documents with an automatic fix each, and one that only a person can mend. */
const TEXT = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: a, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [ingress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: b, namespace: shop }
spec:
  podSelector: {}
  policyTypes: [egress]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: wide }
rules:
  - { apiGroups: [""], resources: [pods], verbs: ["*"] }
`;
const FIXABLE = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: a, namespace: shop }
rules:
  # The first.
  - { apiGroups: [""], resources: [pods], verbs: [get, list, get] }
  - { apiGroups: [""], resources: [pods], verbs: [list, get] }
  - apiGroups: [apps]
    resources: [deployments]
    verbs: [watch, watch, watch] # The last.
`;
const CONFIG = { ".gitops-lint.yaml": "rules:\n  no-redundant-rule: error\n" };
const kinds = (actions: readonly CodeAction[]) => [...new Set(actions.map(({ kind }) => kind))];

describe("a request for actions", () => {
  it("names the rule's own way out first, and what it is about", async () => {
    const one = await opened({ "a.yaml": TEXT }, "a.yaml");
    const actions = await actionsAt(one, "a.yaml", '"|*"');
    expect(actions[0]?.diagnostics).toMatchObject([{ code: "no-wildcard-verbs", source: "gitops-lint" }]);
    expect(kinds(actions)).toEqual(["quickfix"]);
  });

  it("is answered by kinds", async () => {
    const one = await opened({ "a.yaml": TEXT }, "a.yaml");
    expect(await actionsAt(one, "a.yaml", '"|*"', { only: ["refactor"] })).toEqual([]);
    expect(await actionsAt(one, "a.yaml", '"|*"', { only: ["source.organizeImports"] })).toEqual([]);
    expect(kinds(await actionsAt(one, "a.yaml", '"|*"', { only: ["quickfix"] }))).toEqual(["quickfix"]);
  });

  it("is about the findings that the client names, wherever its cursor is", async () => {
    const one = await opened({ "a.yaml": TEXT }, "a.yaml");
    const [all] = [await one.diagnostics("a.yaml")];
    const wide = all.find(({ code }) => code === "no-wildcard-verbs");
    const actions = await actionsAt(one, "a.yaml", "api|Version", { diagnostics: wide ? [wide] : [] });
    expect(actions.map(({ title }) => title)).toContain("Disable 'no-wildcard-verbs' for this line");
    expect(await actionsAt(one, "a.yaml", "api|Version")).toEqual([]);
  });

  it("is answered with edits of the text as it is, by its version", async () => {
    const one = await opened({ "a.yaml": TEXT }, "a.yaml");
    await one.type("a.yaml", `# More\n${TEXT}`);
    const { edit } = named(
      await actionsAt(one, "a.yaml", '"|*"'),
      "Disable 'no-wildcard-verbs' for this line",
    );
    expect(edit?.documentChanges).toMatchObject([{ textDocument: { uri: one.uri("a.yaml"), version: 2 } }]);
    expect(after(one, { "a.yaml": `# More\n${TEXT}` }, edit)["a.yaml"]).toContain(
      "rules:\n  # eslint-disable-next-line",
    );
  });

  it("gets changes by URI where the client knows no others", async () => {
    const one = await opened({ "a.yaml": TEXT }, "a.yaml", {
      textDocument: ABLE.textDocument,
    } as typeof ABLE);
    const { edit } = named(
      await actionsAt(one, "a.yaml", '"|*"'),
      "Disable 'no-wildcard-verbs' for this line",
    );
    expect(Object.keys(edit?.changes ?? {})).toEqual([one.uri("a.yaml")]);
  });

  it("gets commands where the client knows nothing else", async () => {
    const one = await opened({ "a.yaml": TEXT }, "a.yaml", { workspace: { applyEdit: true } });
    const { textDocument, position } = one.at("a.yaml", '"|*"');
    const actions = await one.client.sendRequest(CodeActionRequest.type, {
      ...{ textDocument, range: { start: position, end: position } },
      context: { diagnostics: [] },
    });
    expect(actions?.map((action) => (action as Command).command)).toContain("gitops-lint.apply");
  });

  // Neovim asks again for any action without a command, whether its edit is left to be told or not.
  it("is answered with the same action when what has its edit already is asked for again", async () => {
    const one = await opened({ "a.yaml": TEXT }, "a.yaml");
    const shown: string[] = [];
    one.client.onNotification(ShowMessageNotification.type, ({ message }) => {
      shown.push(message);
    });
    const action = named(await actionsAt(one, "a.yaml", '"|*"'), "Disable 'no-wildcard-verbs' for this line");
    expect(action.edit).toBeDefined();
    expect(await one.client.sendRequest(CodeActionResolveRequest.type, action)).toEqual(action);
    expect(shown).toEqual([]);
  });

  it.each(["a: [", "{{ x }}", ""])("is answered in a file that says nothing: %j", async (text) => {
    const one = await opened({ "a.yaml": text }, "a.yaml");
    expect(await actionsAt(one, "a.yaml", "|")).toEqual([]);
    await one.open("new/b.yaml", text);
    expect(await actionsAt(one, "new/b.yaml", "|")).toEqual([]);
  });

  it("offers nothing about findings where none are reported", async () => {
    const one = await opened({ "a.yaml": TEXT }, "a.yaml");
    await one.client.sendNotification("workspace/didChangeConfiguration", {
      settings: { gitopsLint: { enable: false } },
    });
    expect(await actionsAt(one, "a.yaml", '"|*"')).toEqual([]);
  });
});

describe("a selection with thousands of findings", () => {
  it("gets a menu that can be read", async () => {
    const rule = '  - { apiGroups: [""], resources: [pods], verbs: ["*"] }\n';
    const text = `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: wide }\nrules:\n${rule.repeat(3000)}`;
    const one = await opened({ "a.yaml": text }, "a.yaml");
    const actions = await one.client.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: one.uri("a.yaml") },
      range: { start: { line: 0, character: 0 }, end: { line: 4000, character: 0 } },
      context: { diagnostics: [] },
    });
    const lines = actions?.filter(({ title }) =>
      title.startsWith("Disable 'no-wildcard-verbs' for this line"),
    );
    expect(lines).toHaveLength(20);
  });
});

describe("fixing all of a file", () => {
  const FIX = { only: ["source.fixAll"] };

  it("is what --fix does", async () => {
    for (const text of [TEXT, FIXABLE, FIXABLE.replaceAll("\n", "\r\n")]) {
      const files = { ...CONFIG, "a.yaml": text };
      const one = await opened(files, "a.yaml");
      const actions = await actionsAt(one, "a.yaml", "api|Version", FIX);
      const now = after(one, files, actions[0]?.edit);
      await run(one.root, "--fix", "--root", one.root, one.root);
      expect(now["a.yaml"]).toBe(readFileSync(join(one.root, "a.yaml"), "utf8"));
      expect(kinds(actions)).toEqual(text === TEXT ? [] : ["source.fixAll.gitops"]);
      expect(now["a.yaml"]).toContain(text === TEXT ? "policyTypes" : "The first.");
    }
  });

  it("is offered on request only", async () => {
    const one = await opened({ ...CONFIG, "a.yaml": FIXABLE }, "a.yaml");
    const at = (context: Parameters<typeof actionsAt>[3]) =>
      actionsAt(one, "a.yaml", "list, |get] }", context);
    expect(kinds(await at({}))).not.toContain("source.fixAll.gitops");
    const saved = await at({ ...FIX, triggerKind: CodeActionTriggerKind.Automatic });
    expect(kinds(saved)).toEqual(["source.fixAll.gitops"]);
  });

  it("of one finding is preferred", async () => {
    const one = await opened({ ...CONFIG, "a.yaml": FIXABLE }, "a.yaml");
    const actions = await actionsAt(one, "a.yaml", "list, |get] }");
    const preferred = actions.filter(({ isPreferred }) => isPreferred);
    expect(preferred.map(({ title }) => title)).toEqual(["Fix what 'no-redundant-rule' finds here"]);
  });
});
