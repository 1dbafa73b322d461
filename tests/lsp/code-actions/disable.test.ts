import { describe, expect, it } from "vitest";
import { examples } from "../../pages.js";
import { actionsAt, after, type Files, findingsIn, named, opened } from "./actions.js";

const HEAD = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: reader
`;
const ROLE = `${HEAD}rules:
  - apiGroups: [""]
    resources: [pods]
    verbs: ["*"] # everything
`;
const LINE = "Disable 'no-wildcard-verbs' for this line";
const FILE = "Disable 'no-wildcard-verbs' for this file";
const RULE = "gitops/no-wildcard-verbs";
/** That the other rule has nothing to be switched off for. */
const UNUSED = ["a.yaml null"];
const TODO = "TODO: say why this is meant";

/** The file after an action, and what is found then. */
async function done(text: string, marked: string, title: string, path = "a.yaml", more: Files = {}) {
  const files = { ...more, [path]: text };
  const one = await opened(files, path);
  const now = after(one, files, named(await actionsAt(one, path, marked), title).edit);
  return { text: now[path], found: await findingsIn(now) };
}

/** Which comments are offered. */
async function offered(text: string, marked: string, path = "a.yaml", more: Files = {}) {
  const actions = await actionsAt(await opened({ ...more, [path]: text }, path), path, marked);
  return actions.map(({ title }) => title).filter((title) => title.startsWith("Disable"));
}

describe("switching a rule off", () => {
  it("is a comment above the line, as far in as the line", async () => {
    const { text, found } = await done(ROLE, '"|*"', LINE);
    expect(text).toBe(
      ROLE.replace("    verbs", `    # eslint-disable-next-line ${RULE} -- ${TODO}\n    verbs`),
    );
    expect(found).toEqual([]);
  });

  it("joins a comment that is there, before its reason", async () => {
    const comment = "    # eslint-disable-next-line gitops/known-verb -- for tests\n";
    const { text, found } = await done(ROLE.replace("    verbs", `${comment}    verbs`), '"|*"', LINE);
    expect(text).toBe(
      ROLE.replace("    verbs", `${comment.replace("known-verb", `known-verb, ${RULE}`)}    verbs`),
    );
    expect(found).toEqual(UNUSED);
  });

  it("keeps line ends, also behind characters of two units", async () => {
    const written = `# 🙂 eslint\n${ROLE}`.replaceAll("\n", "\r\n");
    const { text, found } = await done(written, '"|*"', LINE);
    expect(text).toBe(
      written.replace("    verbs", `    # eslint-disable-next-line ${RULE} -- ${TODO}\r\n    verbs`),
    );
    expect(found).toEqual([]);
  });

  it("of a file is a comment at its beginning, or joins the one there", async () => {
    const { text, found } = await done(ROLE, '"|*"', FILE);
    expect(text).toBe(`# eslint-disable ${RULE} -- ${TODO}\n${ROLE}`);
    expect(found).toEqual([]);
    const joined = await done(`# eslint-disable gitops/known-verb\n${ROLE}`, '"|*"', FILE);
    expect(joined.text).toBe(`# eslint-disable gitops/known-verb, ${RULE}\n${ROLE}`);
    expect(joined.found).toEqual(UNUSED);
  });

  it("is possible in a list over several lines", async () => {
    const written = ROLE.replace('["*"]', '[\n      "*",\n    ]');
    const { text, found } = await done(written, '"|*"', LINE);
    expect(text).toContain(`[\n      # eslint-disable-next-line ${RULE} -- ${TODO}\n      "*",`);
    expect(found).toEqual([]);
  });

  it("is offered for the line only where that makes a comment", async () => {
    const [policies = ""] = examples("no-argocd-policy-wildcard").wrong;
    const titles = await offered(policies, "platform, |*", "a.yaml", {
      ".gitops-lint.yaml": "preset: all\n",
    });
    expect(titles).not.toEqual([]);
    expect(titles.filter((title) => title.endsWith("line"))).toEqual([]);
    // A block scalar has no line above its text that could hold one.
    const folded = ROLE.replace('["*"] # everything', "\n      - >-\n        *");
    expect(await offered(folded, "  >|-")).not.toContain(LINE);
  });

  it("is not offered in JSON", async () => {
    const json = JSON.stringify({
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "reader" },
      rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["*"] }],
    });
    expect(await offered(json, '"|*"', "a.json")).toEqual([]);
  });

  it("has room for the reason where the client has snippets", async () => {
    const one = await opened({ "a.yaml": ROLE }, "a.yaml", {
      textDocument: { codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: [] } } } },
      workspace: { workspaceEdit: { documentChanges: true, snippetEditSupport: true } },
    });
    const { edit } = named(await actionsAt(one, "a.yaml", '"|*"'), LINE);
    expect(edit?.documentChanges).toEqual([
      {
        textDocument: { uri: one.uri("a.yaml"), version: 1 },
        edits: [
          {
            range: { start: { line: 7, character: 0 }, end: { line: 7, character: 0 } },
            snippet: {
              kind: "snippet",
              value: `    # eslint-disable-next-line ${RULE} -- \${1:${TODO}}\n`,
            },
          },
        ],
      },
    ]);
  });

  describe("in a template of a chart", () => {
    const chart = { "Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n" };
    const template = ROLE.replace("name: reader", "name: {{ .Release.Name }}");

    it("is a comment of the template, which leaves nothing in what is rendered", async () => {
      const { text, found } = await done(template, '"|*"', LINE, "templates/role.yaml", chart);
      expect(text).toBe(
        template.replace(
          "    verbs",
          `    {{- /* eslint-disable-next-line ${RULE} -- ${TODO} */}}\n    verbs`,
        ),
      );
      expect(found).toEqual([]);
      const whole = await done(template, '"|*"', FILE, "templates/role.yaml", chart);
      expect(whole.text).toBe(`{{- /* eslint-disable ${RULE} -- ${TODO} */}}\n${template}`);
      expect(whole.found).toEqual([]);
    });

    it("joins a comment that is there", async () => {
      const comment = "    {{- /* eslint-disable-next-line gitops/known-verb -- x */}}\n";
      const written = template.replace("    verbs", `${comment}    verbs`);
      const { text, found } = await done(written, '"|*"', LINE, "templates/role.yaml", chart);
      expect(text).toBe(written.replace("known-verb", `known-verb, ${RULE}`));
      expect(found).toEqual(["templates/role.yaml null"]);
    });
  });
});
