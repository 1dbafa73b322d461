import { describe, expect, it } from "vitest";
import { fixed, lint, suggestions } from "./lint.js";
import { clusterBinding, manifest, roleBinding } from "./manifests.js";

const RULE = "no-redundant-rule";
const role = (...entries: string[]): string =>
  manifest("ClusterRole", "x", undefined, `rules:\n${entries.map((entry) => `  - ${entry}\n`).join("")}`);
const core = (resources: string, verbs: string, rest = ""): string =>
  `{apiGroups: [""], resources: [${resources}], verbs: [${verbs}]${rest}}`;

describe("an entry that another one covers", () => {
  it("is found at its first key, whatever the order", async () => {
    const text = role(core("pods", "get"), core("pods, secrets", "get, list"));
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:6:6-6:15", "This entry adds nothing: entry 2 of the same role allows all of it. Remove it."],
    ]);
    expect(await suggestions(RULE, "a.yaml", text)).toEqual([
      ["Remove the entry.", role(core("pods, secrets", "get, list"))],
    ]);
  });

  it("is fixed where it is the same", async () => {
    const text = role(
      core("pods, secrets", "list, get"),
      core("secrets, pods", "get, list"),
      core("nodes", "get"),
    );
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:7:6-7:15", "This entry adds nothing: it is the same as entry 1 of this role. Remove it."],
    ]);
    expect(await fixed(RULE, text)).toBe(role(core("pods, secrets", "list, get"), core("nodes", "get")));
  });

  it.each([
    ["a wildcard verb", core("pods", "get"), core("pods", "'*'")],
    ["a wildcard group", core("pods", "get"), `{apiGroups: ["*"], resources: [pods], verbs: [get]}`],
    ["a wildcard resource", core("pods/log", "get"), core("'*'", "get")],
    ["a subresource of everything", core("pods/scale", "get"), core("'*/scale'", "get")],
    ["everything for a subresource of everything", core("'*/scale'", "get"), core("'*'", "get")],
    ["no names for some", core("pods", "get", ", resourceNames: [a]"), core("pods", "get")],
    [
      "more names",
      core("pods", "get", ", resourceNames: [a]"),
      core("pods", "get", ", resourceNames: [b, a]"),
    ],
    [
      "more paths",
      `{nonResourceURLs: [/healthz/ping], verbs: [get]}`,
      `{nonResourceURLs: ["/healthz*"], verbs: [get]}`,
    ],
  ])("is found beside %s", async (_, sub, owner) => {
    const found = await lint(RULE, { "a.yaml": role(sub, owner) });
    expect(found.map(([, message]) => message)).toEqual([
      "This entry adds nothing: entry 2 of the same role allows all of it. Remove it.",
    ]);
  });

  it.each([
    ["another group", core("pods", "get"), `{apiGroups: [apps], resources: [pods], verbs: [get]}`],
    ["one verb less", core("pods", "get, list"), core("pods, nodes", "get")],
    ["a resource for its subresource", core("pods/log", "get"), core("pods", "get")],
    ["some names for all", core("pods", "get"), core("pods", "get, list", ", resourceNames: [a]")],
    [
      "a star that is a name",
      core("pods", "get", ", resourceNames: [a]"),
      core("pods", "get", `, resourceNames: ["*"]`),
    ],
    [
      "verbs and resources of several entries",
      core("pods", "get, list"),
      `${core("pods, nodes", "get")}\n  - ${core("pods, nodes", "list")}`,
    ],
    ["what is filled in later", core("pods", "${VERB}"), core("pods", "get, ${VERB}")],
    ["no verbs", core("pods", ""), core("pods", "get")],
    ["nothing that it is about", `{verbs: [get]}`, core("pods", "get")],
  ])("is not one beside %s", async (_, sub, owner) => {
    expect(await lint(RULE, { "a.yaml": role(sub, owner) })).toEqual([]);
  });

  it("is not looked for among very many", async () => {
    expect(
      await lint(RULE, { "a.yaml": role(...Array.from({ length: 501 }, () => core("pods", "get"))) }),
    ).toEqual([]);
  });
});

describe("a value that stands in a list twice", () => {
  it.each([
    [
      "verbs",
      role(core("pods", "get, list, get")),
      "a.yaml:6:61-6:64",
      "get",
      role(core("pods", "get, list")),
    ],
    ["resources", role(core("pods, pods", "get")), "a.yaml:6:41-6:45", "pods", role(core("pods", "get"))],
    [
      "apiGroups",
      role(`{apiGroups: ["", apps, ""], resources: [pods], verbs: [get]}`),
      "a.yaml:6:28-6:30",
      "",
      role(`{apiGroups: ["", apps], resources: [pods], verbs: [get]}`),
    ],
  ])("is found and fixed in %s", async (list, text, place, value, after) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [place, `Value '${value}' appears in '${list}' twice. Remove one.`],
    ]);
    expect(await fixed(RULE, text)).toBe(after);
  });

  it("may be one that is filled in later", async () => {
    expect(await lint(RULE, { "a.yaml": role(core("pods", "'{{a}}', '{{a}}'")) })).toEqual([]);
  });
});

describe("a subject that a binding has twice", () => {
  const account = (rest = "") => `  - { kind: ServiceAccount, name: ci${rest} }\n`;

  it("is found and fixed", async () => {
    const text = roleBinding("x", "shop", "Role", account() + account(", namespace: a") + account());
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:13:35-13:37", "ServiceAccount 'shop/ci' appears in this binding twice. Remove one."],
    ]);
    expect(await fixed(RULE, text)).toBe(
      roleBinding("x", "shop", "Role", account() + account(", namespace: a")),
    );
  });

  it.each([
    ["in another namespace", account(", namespace: a") + account(", namespace: b")],
    ["of another kind", account() + "  - { kind: User, name: ci }\n"],
    [
      "with a name that is filled in later",
      "  - { kind: User, name: '{{a}}' }\n  - { kind: User, name: '{{a}}' }\n",
    ],
    [
      "in a namespace that is filled in later",
      account(", namespace: '{{a}}'") + account(", namespace: '{{a}}'"),
    ],
  ])("is none %s", async (_, subjects) => {
    expect(await lint(RULE, { "a.yaml": clusterBinding("x", subjects) })).toEqual([]);
  });

  describe("in the template of a chart", () => {
    const chart = (rules: string) => ({
      "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
      "web/values.yaml": "all: true\nverbs: [get]\n",
      "web/templates/role.yaml": `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: web }\nrules:\n${rules}`,
    });
    const narrow = '  - { apiGroups: [""], resources: [pods], verbs: [get] }\n';
    const wide = '  - { apiGroups: [""], resources: [pods], verbs: [get, list] }\n';
    const when = (text: string) => `{{- if .Values.all }}\n${text}{{- end }}\n`;

    it.each([
      ["both are always written", narrow + wide, 5],
      ["the wider one is", wide + when(narrow), 7],
      ["a comment is between them", `${narrow}  {{/* All. */}}\n${wide}`, 5],
      ["both are written together", when(narrow + wide), 6],
      ["another document follows", `${wide}${narrow}---\n${when(wide)}`, 6],
    ])("finds an entry if %s", async (_, rules, line) => {
      const found = await lint(RULE, chart(rules));
      expect(found.map(([place]) => place.split(":")[1])).toEqual([String(line)]);
    });

    it.each([
      ["the wider one is only written for some values", narrow + when(wide)],
      ["it is written for others", `{{- if .Values.all }}\n${wide}{{- else }}\n{{- end }}\n${narrow}`],
      [
        "its verbs are values",
        `  - { apiGroups: [""], resources: [pods], verbs: {{ toJson .Values.verbs }} }\n${wide}`,
      ],
      [
        "those of the wider one are",
        `${narrow}  - { apiGroups: [""], resources: [pods], verbs: {{ toJson .Values.verbs }} }\n`,
      ],
      [
        "other values may add to it",
        `${wide}  - apiGroups: [""]\n    resources: [pods]\n    verbs:\n      - get\n{{- if not .Values.all }}\n      - delete\n{{- end }}\n`,
      ],
    ])("is quiet if %s", async (_, rules) => {
      expect(await lint(RULE, chart(rules))).toEqual([]);
    });

    it.each([
      ["one that only some values have", `[{{ if .Values.all }}get, {{ end }}get]`, 0],
      ["two that are always written", "[get, get]", 1],
    ])("judges a list of %s", async (_, verbs, count) => {
      expect(
        await lint(RULE, chart(`  - { apiGroups: [""], resources: [pods], verbs: ${verbs} }\n`)),
      ).toHaveLength(count);
    });
  });
});
