import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "../../lib/kubernetes/kinds.js";
import { isCrdText, withoutSchemas } from "../../lib/manifests/crd-text.js";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";
import { isProblem, parseDocument } from "../../lib/manifests/parse.js";
import { documentText } from "./yaml-texts.js";

const CRD = `---
# a comment
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  annotations:
    controller-gen.kubebuilder.io/version: v0.16.1
  name: widgets.example.org
spec:
  group: example.org
  names:
    kind: Widget
    plural: widgets
    shortNames:
    - wd
  scope: Namespaced
  versions:
  - additionalPrinterColumns:
    - jsonPath: .spec.size
      name: Size
    name: v1
    schema:
      openAPIV3Schema:
        description: |-
          Widget
            name: not this
        type: object
    served: true
    subresources:
      status: {}
  - name: v1beta1
    served: false
    schema:
      openAPIV3Schema:
        type: object
status:
  storedVersions: []
`;

/** What is read of a CustomResourceDefinition; undefined where the text does not parse. */
function read(text: string): unknown {
  const result = parseDocument(text);
  if (isProblem(result) || typeof result.value !== "object" || result.value === null) return undefined;
  return normalise("CustomResourceDefinition", result.value);
}

describe("a CustomResourceDefinition", () => {
  it("loses its schemas and columns, and nothing that is read", () => {
    const short = withoutSchemas(CRD);
    expect(short).not.toContain("type: object");
    expect(short).not.toContain("jsonPath");
    expect(short).toContain("    schema:\n    served: true\n");
    expect(read(short ?? "")).toEqual(read(CRD));
    expect(read(short ?? "")).toMatchObject({ spec: { versions: [{ name: "v1" }, { name: "v1beta1" }] } });
  });

  it("is read the same with CRLF", () => {
    const text = CRD.replaceAll("\n", "\r\n");
    expect(withoutSchemas(text)).not.toContain("type: object");
    expect(read(withoutSchemas(text) ?? "")).toEqual(read(CRD));
  });

  it.each([
    ["with an item in a version's place", CRD.replace("    schema:\n", "    schema: &s\n")],
    ["with an alias", CRD.replace("  - name: v1beta1\n", "  - *old\n")],
    ["with a merge", CRD.replace("    served: false\n", "    <<: *old\n")],
    ["with a text over lines", CRD.replace("  group: example.org\n", "  group: example\n    .org\n")],
    ["with a block scalar", CRD.replace("  group: example.org\n", "  group: |-\n    example.org\n")],
    ["with flow style over lines", CRD.replace("  names:\n", "  conversion: {\n  }\n  names:\n")],
    ["with flow style over lines above", CRD.replace("metadata:\n", "x: {\nmetadata:\n")],
    ["with an anchor above", CRD.replace("metadata:\n", "metadata: &m\n")],
    ["with a tab", CRD.replace("    served: true", "\t  served: true")],
    ["with an escape", CRD.replace("kind: Widget", 'kind: "Wid\\x67et"')],
    ["with an explicit key", CRD.replace("  group: example.org", "  ? group\n  : example.org")],
    [
      "with a template",
      CRD.replace("  scope: Namespaced\n", "  {{- if .x }}\n  scope: Namespaced\n  {{- end }}\n"),
    ],
    ["in JSON", JSON.stringify({ kind: "CustomResourceDefinition", spec: { group: "a" } })],
    ["that is none", CRD.replace("CustomResourceDefinition", "ConfigMap")],
    ["below the root", `kind: List\nitems:\n${CRD.replace("---\n", "- ").replace(/\n(?=.)/g, "\n  ")}`],
  ])("is left whole: %s", (_, text) => {
    expect(withoutSchemas(text)).toBeUndefined();
  });

  it("is told by its own word at the root", () => {
    expect(isCrdText(CRD)).toBe(true);
    expect(isCrdText("kind: 'CustomResourceDefinition' # a\n")).toBe(true);
    expect(isCrdText("a:\n  kind: CustomResourceDefinition\n")).toBe(false);
  });

  it("is read the same, whatever its schemas hold", () => {
    const indented = (text: string, column: number) => text.replace(/^(?=.)/gm, " ".repeat(column));
    let short = 0;
    fc.assert(
      fc.property(
        fc.array(documentText, { minLength: 1, maxLength: 3 }),
        fc.constantFrom("schema", "additionalPrinterColumns"),
        fc.constantFrom(0, 2),
        fc.boolean(),
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom("", "# a comment\n", "      # name: no\n", "\n"),
        (bodies, key, deeper, first, end, between) => {
          const versions = bodies.map((body, index) => {
            const name = `    name: v${index}\n    served: true\n`;
            const schema = `    ${key}:\n${indented(body, 6 + deeper)}\n${between}`;
            return (first ? schema + name : name + schema).replace(/^ {4}/, "  - ");
          });
          const start = CRD.slice(0, CRD.indexOf("  - additional"));
          const text = (start + versions.join("")).replaceAll("\n", end);
          const pruned = withoutSchemas(text);
          const whole = read(text);
          if (whole === undefined || pruned === undefined) return;
          short++;
          expect(read(pruned)).toEqual(whole);
        },
      ),
      { numRuns: 500 },
    );
    expect(short).toBeGreaterThan(50);
  });

  it("is read the same where lines are put in, taken out or moved", () => {
    const lines = CRD.split("\n");
    const piece = fc.constantFrom(
      ...[
        "schema:",
        "- schema:",
        "validation:",
        "{",
        "}",
        "[",
        "]",
        "x: {",
        "x: [",
        "- a",
        "- ",
        "-",
        "a: b",
        "# a",
      ],
      ...[
        'x: "',
        '"',
        "x: '",
        "'",
        "x: |",
        "x: >-",
        "&a",
        "*a",
        "x: &a b",
        "x: *a",
        "spec:",
        "versions:",
        "names:",
      ],
      ...[
        "served: true",
        "name: v2",
        "group: a",
        "? x",
        ": y",
        "!!map",
        "<<: *a",
        "\t",
        "...",
        "kind: X",
        "a,",
        "a: b,",
      ],
    );
    const edit = fc.record({
      at: fc.nat(lines.length),
      remove: fc.nat(2),
      put: fc.option(fc.tuple(fc.constantFrom(0, 2, 4, 6, 8), piece)),
    });
    let short = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const changed = [...lines];
        for (const { at, remove, put } of edits) {
          changed.splice(at, remove, ...(put === null ? [] : [" ".repeat(put[0]) + put[1]]));
        }
        const text = changed.join("\n");
        const pruned = withoutSchemas(text);
        const whole = read(text);
        if (pruned === undefined || whole === undefined) return;
        const brief = read(pruned);
        // Where the short text does not parse, the whole is read.
        if (brief === undefined) return;
        short++;
        expect(brief).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
    expect(short).toBeGreaterThan(100);
  });

  it.each([
    ["spaces", " "],
    ["dashes", "- "],
    ["keys", "schema:\n"],
    ["words", "a"],
    ["colons", "a:"],
    ["quotes", '"'],
    ["lists", "[a, "],
    ["comments", " #"],
  ])("does not stop it: a megabyte of %s", (_, part) => {
    const text = `kind: CustomResourceDefinition\nspec:\n  ${part.repeat(1_000_000 / part.length)}`;
    expect(["string", "undefined"]).toContain(typeof withoutSchemas(text));
  });
});

describe("a file of manifests", () => {
  const file = new ManifestFile(`kind: Role\napiVersion: rbac.authorization.k8s.io/v1\n${CRD}`);

  it("holds it like any object, and knows places in its schemas", () => {
    expect(file.objects.map(({ kind }) => kind)).toEqual(["Role", "CustomResourceDefinition"]);
    const text = `kind: Role\napiVersion: rbac.authorization.k8s.io/v1\n${CRD}`;
    const { start, end } = file.locate(1, ["spec", "versions", 0, "schema", "openAPIV3Schema", "type"]);
    expect(text.slice(start, end)).toBe("object");
    expect(file.values()).toHaveLength(2);
  });

  it("does not count one that does not parse as broken", () => {
    const broken = new ManifestFile(CRD.replace("kind: Widget", "kind: Role\n    kind: Role"));
    expect(broken.objects).toEqual([]);
    expect(broken.broken).toEqual([]);
  });
});
