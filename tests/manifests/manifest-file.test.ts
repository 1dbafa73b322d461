import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, type Decoded } from "../../lib/manifests/decode.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { documentText } from "./yaml-texts.js";

const RBAC = "apiVersion: rbac.authorization.k8s.io/v1\n";

/** The objects of a text as `kind name@document path`. */
function objects(text: string): string[] {
  return new ManifestFile(text).objects.map(({ kind, object, document, at }) =>
    [kind, object.metadata?.name ?? "-", `@${document}`, ...at].join(" "),
  );
}

function role(name: string): string {
  return `${RBAC}kind: Role\nmetadata:\n  name: ${name}\n`;
}

describe("the objects of a file", () => {
  it.each<[name: string, text: string, expected: string[]]>([
    ["nothing", "", []],
    ["a Role", role("a"), ["Role a @0"]],
    ["several, in order", `${role("a")}---\n${role("b")}`, ["Role a @0", "Role b @1"]],
    ["CRLF", role("a").replaceAll("\n", "\r\n"), ["Role a @0"]],
    ["others between", `---\n# a\n---\nkind: ConfigMap\n---\n${role("a")}`, ["Role a @2"]],
    [
      "JSON",
      '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"a"}}',
      ["Role a @0"],
    ],
    ["the kind of another group", "apiVersion: example.com/v1\nkind: Role\n", []],
    ["a kind without a group", "kind: Role\n", []],
    ["a group without a kind", RBAC, []],
    ["a kind that is no text", `${RBAC}kind: [Role]\n`, []],
    ["a kind in a deeper map", `spec:\n  ${RBAC}  kind: Role\n`, []],
    [
      "Calico's NetworkPolicy",
      "apiVersion: crd.projectcalico.org/v1\nkind: NetworkPolicy\n",
      ["CalicoNetworkPolicy - @0"],
    ],
    [
      "a List",
      `apiVersion: v1\nkind: List\nitems:\n- ${role("a").replaceAll("\n", "\n  ")}\n- kind: Foo\n- ${role("b").replaceAll("\n", "\n  ")}`,
      ["Role a @0 items 0", "Role b @0 items 2"],
    ],
    [
      "a typed list, whose items need not say what they are",
      `${RBAC}kind: RoleList\nitems:\n- metadata: {name: a}\n- {kind: ClusterRole, metadata: {name: b}}\n`,
      ["Role a @0 items 0", "ClusterRole b @0 items 1"],
    ],
    [
      "a list of lists",
      `apiVersion: v1\nkind: List\nitems:\n- ${RBAC}  kind: RoleList\n  items: [{metadata: {name: a}}]\n`,
      ["Role a @0 items 0 items 0"],
    ],
    [
      "items that are no objects",
      `${RBAC}kind: RoleList\nitems: [null, a, 1, [b], [], {}]\n`,
      ["Role - @0 items 5"],
    ],
    ["items that are no list", `${RBAC}kind: RoleList\nitems: {a: b}\n`, []],
    ["a List without items", "apiVersion: v1\nkind: List\n", []],
    ["a List of nothing", "apiVersion: v1\nkind: List\nitems: []\n", []],
    ["a list of another group", "apiVersion: example.com/v1\nkind: RoleList\nitems: [{}]\n", []],
    [
      "an item's own __proto__",
      `${RBAC}kind: RoleList\nitems: [{__proto__: {kind: ClusterRole}}]\n`,
      ["Role - @0 items 0"],
    ],
    ["a document's own __proto__", `__proto__: {kind: Role}\n${RBAC}`, []],
    ["a merged kind", `x: &x {kind: Role}\n<<: *x\n${RBAC}`, ["Role - @0"]],
    [
      "one that comes through an alias",
      `apiVersion: v1\nkind: List\nx: &x {${RBAC.trim()}, kind: Role}\nitems: [*x, *x]`,
      ["Role - @0 items 0", "Role - @0 items 1"],
    ],
    ["a document at the end of a broken one", `kind: ConfigMap\na: [\n---\n${role("a")}`, ["Role a @1"]],
  ])("%s", (_, text, expected) => {
    expect(objects(text)).toEqual(expected);
  });

  it("are those of lists in lists, as deep as a document may be", () => {
    const nested = (depth: number): string =>
      depth === 0
        ? `{${RBAC.trim()}, kind: Role}`
        : `{apiVersion: v1, kind: List, items: [${nested(depth - 1)}]}`;
    expect(objects(nested(9))).toHaveLength(1);
    expect(objects(nested(90))).toHaveLength(1);
  });

  it("are read once", () => {
    const file = new ManifestFile(role("a"));
    expect(file.objects).toBe(file.objects);
  });
});

describe("broken documents", () => {
  it.each<
    [
      name: string,
      text: string,
      expected: [message: string, document: number, at: number, template: boolean][],
    ]
  >([
    ["none", role("a"), []],
    [
      "one",
      `---\n${role("a")}---\n${RBAC}kind: Role\na: [\n`,
      [["Flow sequence in block collection must be sufficiently indented and end with a ]", 1, 137, false]],
    ],
    ["a key twice", `${role("a")}kind: Role\n`, [["Duplicate key 'kind'", 0, 72, false]]],
    ["one of another kind", "apiVersion: v1\nkind: ConfigMap\na: [\n", []],
    ["one without an API", "kind: Role\na: [\n", []],
    [
      "one in JSON",
      '{"apiVersion": "v1", "kind": "Role", "a": [}',
      [["Flow sequence in block collection must be sufficiently indented and end with a ]", 0, 43, false]],
    ],
    [
      "a template",
      `${RBAC}kind: Role\n{{ if .Values.a }}\n`,
      [["Implicit map keys need to be followed by map values", 0, 52, true]],
    ],
  ])("%s", (_, text, expected) => {
    const broken = new ManifestFile(text).broken;
    expect(
      broken.map(({ message, document, start, template }) => [message, document, start, template]),
    ).toEqual(expected);
  });

  it.each([
    ["{{ .Values.a }}", true],
    ["{% if a %}", true],
    ["<%= a %>", true],
    ["##NAME##", true],
    ["@NAME@", true],
    ["%[1]s", true],
    ["${NAME}", false],
    ["## heading ##", false],
    ["b # {{ c }}", false],
    ["'#{{ c }}'", true],
  ])("with %s are templates: %j", (mark, template) => {
    const [broken] = new ManifestFile(`${RBAC}kind: Role\nb: ]\na: ${mark}\n`).broken;
    expect(broken?.template).toBe(template);
  });

  it("are told in the order of the file", () => {
    const text = `${RBAC}kind: Role\na: [\n`;
    expect(
      new ManifestFile([text, role("a"), text].join("---\n")).broken.map(({ document }) => document),
    ).toEqual([0, 2]);
  });

  it("are told of every kind where that is asked", () => {
    const text = [`${RBAC}kind: Role\na: [\n`, role("a"), "b: ]\n", "c: {{ d }}\n"].join("---\n");
    expect(
      new ManifestFile(text).unparsed.map(({ document, start, template }) => [document, start, template]),
    ).toEqual([
      [0, text.indexOf("[") + 2, false],
      [2, text.indexOf("]"), false],
      [3, text.indexOf("{ d }"), true],
    ]);
  });
});

describe("places in a file", () => {
  const text = `---\n${role("a")}---\n# b\n${role("b")}---\n${RBAC}kind: Role\na: [`;
  const file = new ManifestFile(text);
  const at = (document: number, path: (string | number)[]) => {
    const { start, end } = file.locate(document, path);
    return [text.slice(start, end), start];
  };

  it("are offsets in the file", () => {
    expect(at(0, ["metadata", "name"])).toEqual(["a", text.indexOf("name: a") + 6]);
    expect(at(1, ["metadata", "name"])).toEqual(["b", text.indexOf("name: b") + 6]);
    expect(at(1, ["metadata", "namespace"])).toEqual(["metadata", text.lastIndexOf("metadata")]);
  });

  it("are the problem's in a document that does not parse", () => {
    expect(file.locate(2, ["metadata"])).toEqual({ start: text.length, end: text.length });
  });

  it("are the start where there is no such document", () => {
    expect(file.locate(7, ["metadata"])).toEqual({ start: 0, end: 0 });
    expect(file.locate(-1, [])).toEqual({ start: 0, end: 0 });
  });

  it("are inside of Lists", () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n- ${role("a").replaceAll("\n", "\n  ")}`;
    const manifests = new ManifestFile(list);
    const [object] = manifests.objects;
    const { start } = manifests.locate(0, [...(object?.at ?? []), "metadata", "name"]);
    expect(start).toBe(list.indexOf("name: a") + 6);
  });
});

describe("the values of a file", () => {
  it("are one for each document, in its place", () => {
    const text = "a: 1\n---\n---\n# b\n---\nkind: ConfigMap\n---\na: [\n---\n- c\n---\ntext\n";
    expect(new ManifestFile(text).values()).toEqual([
      { a: 1 },
      null,
      null,
      { kind: "ConfigMap" },
      undefined,
      ["c"],
      "text",
    ]);
  });
});

describe("mentionsOpenShift", () => {
  it.each([
    ["apiVersion: route.openshift.io/v1\n", true],
    ['kind: A\napiVersion: "apps.openshift.io/v1"\n', true],
    ["apiVersion: config.imageregistry.operator.openshift.io/v1", true],
    ["apiVersion: apps/v1\n", false],
    ["# apiVersion: route.openshift.io/v1\n", false],
    ["apiVersion: openshift.io/v1\n", false],
    ["apiVersion: a\nb: route.openshift.io/v1\n", false],
  ])("%j: %j", (text, expected) => {
    expect(new ManifestFile(text).mentionsOpenShift).toBe(expected);
  });
});

describe("a hostile file", () => {
  const part = fc.oneof(
    documentText,
    fc.constantFrom(
      ...[
        role("a"),
        RBAC,
        "kind: Role\n",
        "kind: List\nitems:\n",
        "- ",
        "---\n",
        "...\n",
        "\n",
        "a: [",
        "{{ a }}",
        "\0",
      ],
      ...[
        "\ufeff",
        "\u2028",
        "\r",
        "%YAML 1.1\n---\n",
        '"',
        "'",
        "}",
        "]",
        "\ud800",
        "*a",
        "&a ",
        "<<: ",
        "  ",
      ],
    ),
  );

  it("throws nothing and is only pointed into", () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        const file = new ManifestFile(text);
        file.values();
        const places = [
          ...file.broken,
          ...file.objects.map(({ document, at }) => file.locate(document, [...at, "metadata", "name"])),
        ];
        for (const { start, end } of places) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("may hold very many documents and objects", () => {
    expect(new ManifestFile("---\n".repeat(200_000)).objects).toHaveLength(0);
    expect(new ManifestFile(`${RBAC}kind: RoleList\nitems: [${"{},".repeat(50_000)}]`).objects).toHaveLength(
      50_000,
    );
    expect(new ManifestFile(`${RBAC}kind: Role\n---\n`.repeat(5000)).objects).toHaveLength(5000);
  });

  it("may look like a template for very long", () => {
    const [broken] = new ManifestFile(`${RBAC}kind: Role\n]\n# ##${"a".repeat(500_000)}`).broken;
    expect(broken?.template).toBe(false);
  });
});

describe("documents of kinds that are not read", () => {
  const map = "apiVersion: v1\nkind: ConfigMap\n";
  const role = "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n";
  const crd = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n";

  it.each<[name: string, text: string | Decoded, lines: number[]]>([
    ["that parse", `${map}data: { a: b }\n---\n${map}`, []],
    ["with a key twice", `${map}data:\n  a: b\n  a: c\n`, [5]],
    ["with a list that is never closed, behind others", `${role}---\n${map}---\n${map}data: [a\n`, [9]],
    ["several of them", `${map}data: [\n---\n${map}---\n${map}\tx\n`, [3, 10]],
    ["in JSON", '{ "apiVersion": "v1", "kind": "ConfigMap", }, }\n', [1]],
    ["indented", ` apiVersion: v1\n kind: ConfigMap\ndata: x\n`, [3]],
    ["a definition of a custom resource", `${crd}metadata: { name: [ }\n`, [3]],
    ["not UTF-8", decode(Buffer.from(`${map}data: { a: caf\u00e9 }\n`, "latin1")), [3]],
    [
      "not UTF-8, beside a kind that is read",
      decode(Buffer.from(`${role}---\n${map}# \u00e9\n`, "latin1")),
      [],
    ],
    ["of a kind that is read", `${role}rules: [\n`, []],
    ["that are templates", `${map}data: {{ .Values.data }}\n`, []],
    ["that are no objects", "values: [\n", []],
    ["that hold objects", "extra:\n  - apiVersion: v1\n    kind: ConfigMap\n    data: [\n", []],
    ["a chart", "apiVersion: v2\nname: [\n", []],
  ])("%s", (_, text, lines) => {
    expect(new ManifestFile(text).brokenOthers).toEqual(lines);
  });
});
