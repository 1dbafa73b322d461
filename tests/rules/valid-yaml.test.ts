import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { manifest } from "./manifests.js";

const RULE = "valid-yaml";
const broken = (problem: string) =>
  `This manifest cannot be parsed, so nothing in it was checked: ${problem}.`;

describe("valid-yaml", () => {
  it.each([
    [
      "an open bracket",
      `${manifest("Role", "x")}rules: [\n`,
      "a.yaml:6:1-6:1",
      "Flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
    [
      "a key twice",
      manifest("Role", "x", undefined, "kind: Role\n"),
      "a.yaml:5:1-5:5",
      "Duplicate key 'kind'",
    ],
    [
      "an alias without an anchor",
      manifest("Role", "x", undefined, "rules: *none\n"),
      "a.yaml:5:8-5:13",
      "Alias '*none' has no anchor before it",
    ],
    [
      "an anchor in itself",
      manifest("Role", "x", undefined, "rules: &a [*a]\n"),
      "a.yaml:5:12-5:14",
      "Anchor 'a' contains itself",
    ],
  ])("reports %s with the parser's words", async (_, text, place, problem) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[place, broken(problem)]]);
  });

  it("does not lose the findings of the other documents", async () => {
    const role = manifest("Role", "x", undefined, 'rules: [{ verbs: ["*"] }]\n');
    const text = `${role}---\n${manifest("Role", "y", undefined, "rules: ]\n")}---\n${role}`;
    expect(await lint("no-wildcard-verbs", { "a.yaml": text })).toHaveLength(2);
    expect((await lint(RULE, { "a.yaml": text })).map(([place]) => place)).toEqual(["a.yaml:11:8-11:9"]);
  });

  it.each([
    ["a key twice", "resources: []\nresources: [role.txt]\n", "2:1-2:10", "Duplicate key 'resources'"],
  ])("reports a kustomization with %s, which says no kind", async (_, text, place, problem) => {
    const [finding, ...more] = await lint(RULE, { "kustomization.yaml": text });
    expect(finding).toEqual([`kustomization.yaml:${place}`, broken(problem)]);
    expect(more).toEqual([]);
    expect(await lint(RULE, { "values.yaml": text })).toEqual([]);
  });

  it("reads brackets whose content is not indented, as go-yaml does", async () => {
    const files = {
      "kustomization.yaml": "resources: [\nrole.yaml\n]\n",
      "role.yaml": manifest("Role", "x", "shop", "rules: [\n{ verbs: ['*'] }\n]\n"),
    };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint("no-wildcard-verbs", files)).toEqual([
      ["role.yaml:7:11-7:14", expect.stringContaining("Verb '*'")],
    ]);
  });

  it("reads a file whose lines end as only go-yaml ends them", async () => {
    const role = manifest("Role", "x", undefined, 'rules:\r- verbs: ["*"]\n');
    expect(await lint(RULE, { "a.yaml": role })).toEqual([]);
    expect(await lint("no-wildcard-verbs", { "a.yaml": role })).toHaveLength(1);
  });

  it.each([
    ["an escaped key", 'apiVersion: v1\n"\\u006bind": Role\nmetadata: { name: x\n'],
    ["a tag", "apiVersion: v1\nkind: !!str Role\nmetadata: { name: x\n"],
    ["a mark of templates in a comment", `${manifest("Role", "x")}rules: [ # {{ x }}\n`],
  ])("is not misled by %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toHaveLength(1);
  });

  it.each([
    ["what is no manifest", "services: [\n"],
    ["a kind that is not read", "apiVersion: v1\nkind: Secret\ndata: [\n"],
    ["a template", `${manifest("Role", "x")}{{- if .Values.rules }}\nrules: []\n{{- end }}\n`],
    ["an empty file", ""],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });
});

describe("valid-yaml, of the encoding of a text,", () => {
  const role = manifest(
    "Role",
    "x",
    undefined,
    'rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]\n',
  );
  const utf16 = (text: string) => Buffer.from(text, "utf16le");
  const notText = (encoding: string) =>
    `This file is not valid ${encoding} here, so kustomize, Flux and Argo CD refuse it. Save it as UTF-8.`;
  const NUL =
    "This file has a NUL byte here, as UTF-16 without a byte order mark does, so nothing can read it. Save it as UTF-8.";

  it.each<[string, Uint8Array, string, string]>([
    ["Latin-1", Buffer.from(`# \u00fcber caf\u00e9\n${role}`, "latin1"), "1:3-1:4", notText("UTF-8")],
    [
      "Latin-1 behind what is UTF-8",
      Buffer.concat([Buffer.from(`# caf\u00e9 \uFFFD\n${role}---\n# `), Buffer.from([0xe9, 0x0a])]),
      "8:3-8:4",
      notText("UTF-8"),
    ],
    [
      "half of a character at the end",
      Buffer.from([...Buffer.from(`${role}# `), 0xe2, 0x82]),
      "6:3-6:4",
      notText("UTF-8"),
    ],
    ["UTF-16 with half of a pair", utf16(`\uFEFF${role}# \ud800 c\n`), "6:3-6:4", notText("UTF-16")],
    [
      "UTF-16 with an odd byte",
      Buffer.concat([utf16(`\uFEFF${role}# `), Buffer.from([32])]),
      "6:3-6:4",
      notText("UTF-16"),
    ],
    ["UTF-16 without a mark", utf16(role), "1:2-1:3", NUL],
    [
      "UTF-32",
      Buffer.concat([
        Buffer.from([0xff, 0xfe, 0, 0]),
        ...[...role].map((c) => Buffer.from([c.charCodeAt(0), 0, 0, 0])),
      ]),
      "1:1-1:2",
      NUL,
    ],
    ["a NUL in a comment", Buffer.from(`${role}# \0\n`), "6:3-6:4", NUL],
  ])("reports %s once, where it begins", async (_, bytes, place, message) => {
    expect(await lint(RULE, { "a.yaml": bytes })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it.each<[string, Uint8Array | string]>([
    ["UTF-8", role],
    ["UTF-8 with a mark", `\uFEFF${role}`],
    ["UTF-8 with the character for what could not be read", `# \uFFFD\n${role}`],
    ["UTF-16", utf16(`\uFEFF${role}`)],
    ["UTF-16 in the other order", utf16(`\uFEFF${role}`).swap16()],
    ["UTF-16 with the character for what could not be read", utf16(`\uFEFF# \uFFFD \u{1F600}\n${role}`)],
    [
      "Latin-1 in what is of no kind that is read",
      Buffer.from("apiVersion: v1\nkind: ConfigMap\ndata: { a: \u00e9 }\n", "latin1"),
    ],
    ["UTF-16 without a mark in what is of no such kind", utf16("a: b\n")],
  ])("is silent on %s", async (_, bytes) => {
    expect(await lint(RULE, { "a.yaml": bytes })).toEqual([]);
  });

  it.each<[string, Uint8Array]>([
    ["UTF-16", utf16(`\uFEFF# \u{1F600}\n${role.replace("get", '"*"')}`)],
    ["Latin-1", Buffer.from(`# \u00e9\n${role.replace("get", '"*"')}`, "latin1")],
  ])("lets the other rules read %s, and offers no edit of what ESLint has not read", async (_, bytes) => {
    const files = { "a.yaml": bytes };
    expect(await lint("no-wildcard-verbs", files)).toEqual([
      ["a.yaml:6:55-6:58", expect.stringContaining("Verb '*' allows every action on 'pods'") as string],
    ]);
    expect(await suggestions("no-wildcard-verbs", "a.yaml", bytes)).toEqual([]);
  });
});
