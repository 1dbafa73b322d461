import { CodeActionRequest } from "vscode-languageserver-protocol/node";
import { describe, expect, it } from "vitest";
import { LAYOUTS } from "../layouts.js";
import { session } from "../session.js";
import { ABLE, actionsAt, after, type Files, findingsIn, named, opened } from "./actions.js";

/** The file of a layout with a name. */
const fileNamed = (files: Files, name: string) =>
  Object.keys(files).find((path) => path.endsWith(`/${name}`)) ?? "";

/** A layout whose Deployment and one of whose bindings name ServiceAccounts that are nowhere. */
function withoutAccounts(files: Files): Files {
  const [deployment, binding] = [fileNamed(files, "deployment.yaml"), fileNamed(files, "read.yaml")];
  return {
    ...files,
    [deployment]: (files[deployment] ?? "").replace(
      "serviceAccountName: shop",
      "serviceAccountName: counter",
    ),
    [binding]: (files[binding] ?? "").replace(
      /(subjects:\n {2}- kind: ServiceAccount\n {4}name:) shop/,
      "$1 clerk",
    ),
  };
}

/** What is left if a finding goes away, or all findings of its rule in its file. */
function without(all: readonly string[], gone: string, isEvery: boolean): string[] {
  if (isEvery) return all.filter((one) => one !== gone);
  const at = all.indexOf(gone);
  return all.filter((_, index) => index !== at);
}

describe.each(Object.entries(LAYOUTS))("in a repository for %s", (_, layout) => {
  it("each action ends what it is about and brings nothing new", async () => {
    const files = withoutAccounts(layout);
    const before = await findingsIn(files);
    const one = await session(files, { capabilities: ABLE });
    const seen = new Set<string>();
    for (const path of new Set(before.map((finding) => finding.split(" ")[0] ?? ""))) {
      const lines = (files[path] ?? "").split("\n").length;
      const actions = await one.client.sendRequest(CodeActionRequest.type, {
        textDocument: { uri: one.uri(path) },
        range: { start: { line: 0, character: 0 }, end: { line: lines, character: 0 } },
        context: { diagnostics: [], only: ["quickfix"] },
      });
      for (const action of actions ?? []) {
        if (!("edit" in action)) throw new Error(`No edit: ${action.title}`);
        // One of those that are alike is enough.
        if (seen.has(action.title.replace(/ \(line .*/, ""))) continue;
        seen.add(action.title.replace(/ \(line .*/, ""));
        const isEvery = /^(?:Disable|Accept).* this file/.test(action.title);
        const rule = String(action.diagnostics?.[0]?.code);
        const now = await findingsIn(after(one, files, action.edit));
        expect(now, `${path}: ${action.title}`).toEqual(without(before, `${path} gitops/${rule}`, isEvery));
      }
    }
    expect(seen.size).toBeGreaterThan(15);
  });

  it("offers a Role for a binding without one", async () => {
    const path = fileNamed(layout, "missing.yaml");
    const one = await opened(layout, path);
    const action = named(await actionsAt(one, path, "name: pod-|raeder"), "Create");
    expect(action.title).toBe("Create Role 'pod-raeder' beside this binding");
    const isPlain = path.startsWith("shop/");
    expect(after(one, layout, action.edit)[path]).toBe(
      `${layout[path]}---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: pod-raeder
${isPlain ? "  namespace: shop\n" : ""}# TODO: list the apiGroups, resources and verbs that its subjects need, and no more.
rules: []
`,
    );
  });

  it("offers the ServiceAccounts that are missing", async () => {
    const files = withoutAccounts(layout);
    for (const [name, account] of [
      ["deployment.yaml", "counter"],
      ["read.yaml", "clerk"],
    ] as const) {
      const path = fileNamed(files, name);
      const one = await opened(files, path);
      const action = named(
        await actionsAt(one, path, `: ${account.slice(0, 2)}|${account.slice(2)}`),
        "Create",
      );
      const now = after(one, files, action.edit)[path] ?? "";
      const isPlain = path.startsWith("shop/");
      expect(now.slice((files[path] ?? "").length)).toBe(
        `---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ${account}\n${isPlain ? "  namespace: shop\n" : ""}`,
      );
    }
  });

  it("isolates a namespace, with DNS or for ingress alone", async () => {
    const path =
      (await findingsIn(layout)).find((one) => one.includes("require-default-deny"))?.split(" ")[0] ?? "";
    const one = await opened(layout, path);
    const text = layout[path] ?? "";
    const name = /name: (\S+)/.exec(text)?.[1] ?? "";
    const actions = await actionsAt(one, path, `name: ${name.slice(0, 2)}|${name.slice(2)}`);
    expect(actions.map(({ title }) => title)).toEqual([
      "Add a default-deny policy for ingress",
      "Add a default-deny policy that lets pods reach DNS only",
      "Disable 'require-default-deny' for this line",
      "Disable 'require-default-deny' for this file",
      "Accept all that 'require-default-deny' finds in this file, in eslint-suppressions.json",
    ]);
    const deny = (types: string) =>
      `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: ${name}
spec:
  podSelector: {}
  policyTypes: [${types}]
`;
    const ingress = after(one, layout, named(actions, "Add a default-deny policy for ingress").edit)[path];
    expect(ingress).toContain(deny("Ingress"));
    const both = after(one, layout, named(actions, "Add a default-deny policy that").edit)[path];
    expect(both).toContain(deny("Ingress, Egress"));
    expect(both).toContain("name: allow-dns");
  });
});
