import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { buildKustomization, Kustomize, kustomizeOf } from "../../../lib/builds/kustomize/kustomize.js";
import { ManifestFile } from "../../../lib/manifests/manifest-file.js";
import { factsOf } from "../../../lib/repository/facts.js";
import { repositoryOf } from "../repository-of.js";
import { applied, build, names, text } from "./applied.js";

const role = text.role("name: a");

describe("a build hides something", () => {
  test.each([
    ["for a URL", "resources: ['https://example.com/x.yaml']", "remote", "https://example.com/x.yaml"],
    ["for another repository", "resources: [github.com/a/b//c?ref=main]", "remote", "github.com/a/b"],
    ["for a path that is not there", "resources: [gone.yaml]", "file", "'gone.yaml', which is not there"],
    ["for a path out of the repository", "resources: [../../x]", "remote", "not in this repository"],
    ["for a chart", "helmCharts: [{name: x}]", "chart", "Helm"],
    ["for a document that does not parse", "resources: [broken.yaml]", "text", "does not parse"],
    ["for a directory without a kustomization", "resources: [plain]", "file", "not there"],
    ["for a wrong type", "namespace: {a: b}", "impossible", "'namespace'"],
    ["for itself", "resources: [.]", "program", "includes itself"],
  ])("%s", (_, kustomization, kind, reason) => {
    const { hidden } = build(
      {
        "a/kustomization.yaml": `${kustomization}\n`,
        "a/role.yaml": role,
        "a/copy.yaml": role,
        "a/broken.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: [}\n",
        "a/plain/x.yaml": "",
      },
      "a",
    );
    expect(hidden).toMatchObject([{ kind, file: "a/kustomization.yaml" }]);
    expect(hidden[0]?.reason).toContain(reason);
  });

  test("where a base is", () => {
    const built = build({
      "kustomization.yaml": "resources: [a]\n",
      "a/kustomization.yaml": "resources: [gone]\n",
    });
    expect(built.hidden[0]?.reason).toContain("a/kustomization.yaml");
  });

  test("where there is no kustomization, or more than one", () => {
    expect(build({}, "nowhere").hidden[0]?.reason).toContain("not there");
    expect(
      build({
        "kustomization.yaml": "resources: [a.yaml]\n",
        Kustomization: "resources: [a.yaml]\n",
        "a.yaml": role,
      }).hidden[0]?.reason,
    ).toContain("only");
  });
});

test("an object that is there twice is an error, and nothing is unknown for it", () => {
  const files = {
    "a/kustomization.yaml": "resources: [role.yaml, copy.yaml]\n",
    "a/role.yaml": role,
    "a/copy.yaml": role,
  };
  const error = {
    id: "objectTwice",
    place: { file: "a/kustomization.yaml", document: 0, path: ["resources", 1] },
    data: { path: "copy.yaml", object: "Role 'a'", first: "a/role.yaml" },
  };
  expect(build(files, "a")).toMatchObject({ errors: [error] });
  expect(build(files, "a").hidden).toEqual([]);
  const above = { ...files, "kustomization.yaml": "resources: [a]\n" };
  expect(build(above)).toMatchObject({ errors: [error] });
  const unknown = { ...files, "a/role.yaml": role.replace("name: a", `name: "\${A}"`) };
  const same = { ...unknown, "a/copy.yaml": unknown["a/role.yaml"] };
  expect(build(same, "a").hidden[0]?.reason).toContain("twice");
});

test("local configuration is left out", () => {
  const local = text.role("name: b, annotations: {config.kubernetes.io/local-config: 'true'}");
  expect(names(applied("", `${role}---\n${local}`))).toEqual(["Role a"]);
});

test("an object knows its place, and the build its files", () => {
  const built = build(
    {
      "a/kustomization.yaml": "resources: [list.yaml]\n",
      "a/list.yaml": `# nothing\n---\napiVersion: v1\nkind: List\nitems:\n- ${role}`,
    },
    "a",
  );
  expect(built).toMatchObject({
    type: "kustomize",
    directory: "a",
    objects: [{ kind: "Role", file: "a/list.yaml", at: ["items", 0] }],
  });
  expect(built.objects[0]).not.toHaveProperty("changes");
  expect(Object.fromEntries(built.files)).toEqual({
    "a/kustomization.yaml": "kustomization",
    "a/list.yaml": "resource",
  });
});

describe("Kustomize", () => {
  const texts: Record<string, string> = {
    "one/kustomization.yaml": "resources: [role.yaml]\n",
    "one/role.yaml": role,
    "two/kustomization.yaml": "resources: [../one]\nnamePrefix: p-\n",
    "three/kustomization.yaml": "resources: [role.yaml]\n",
    "three/role.yaml": role,
    "part/kustomization.yaml": "kind: Component\n",
  };

  test("tells roots from bases and components", () => {
    const kustomize = new Kustomize(repositoryOf(texts));
    expect(kustomize.directories).toEqual(["one", "part", "three", "two"]);
    expect(kustomize.includes("two")).toEqual(["one"]);
    expect(kustomize.isComponent("part")).toBe(true);
    expect(kustomize.isComponent("one")).toBe(false);
  });

  test("gathers only what an edit reaches anew", () => {
    const before = repositoryOf(texts);
    const old = ["one", "two", "three"].map((directory) => buildKustomization(before, directory));
    const edited = text.role("name: b");
    const file = new ManifestFile(edited);
    const after = before.withFile("one/role.yaml", factsOf("one/role.yaml", file), file);
    const kustomize = kustomizeOf(after, before);
    const [one, two, three] = ["one", "two", "three"].map((directory) => kustomize.build(directory));
    expect(three).toBe(old[2]);
    expect(names(one!)).toEqual(["Role b"]);
    expect(names(two!)).toEqual(["Role p-b"]);
    expect(kustomizeOf(after)).toBe(kustomize);
  });
});

describe("never throws", () => {
  const keys = [
    "resources",
    "components",
    "patches",
    "patchesJson6902",
    "patchesStrategicMerge",
    "namespace",
    "namePrefix",
    "labels",
    "commonLabels",
    "commonAnnotations",
    "vars",
    "replacements",
    "transformers",
    "generators",
    "configurations",
    "configMapGenerator",
    "generatorOptions",
    "helmCharts",
    "openapi",
    "crds",
  ];
  const words = fc.constantFrom(
    "a.yaml",
    "b",
    ".",
    "..",
    "kind: X",
    "[{op: add, path: /rules/0, value: 1}]",
    "{$patch: delete}",
    "Role",
    "(((",
    "metadata.name",
    "/",
  );
  const inner = fc.constantFrom(
    "path",
    "patch",
    "target",
    "kind",
    "name",
    "source",
    "targets",
    "select",
    "fieldPaths",
    "fieldPath",
    "options",
    "pairs",
    "objref",
    "fieldSpecs",
    "literals",
    "create",
    "delimiter",
    "index",
    "namespace",
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      words,
      fc.constantFrom(null, 1, true, -1),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(inner, tie("value"), { maxKeys: 4 }),
    ),
  }));

  test("whatever a kustomization holds", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 6 }),
        value,
        (kustomization, other) => {
          const texts = {
            "kustomization.yaml": stringify({ resources: ["a.yaml"], ...kustomization }),
            "a.yaml": role,
            "b/kustomization.yaml": stringify({ transformers: other, resources: ["../a.yaml"] }),
          };
          expect(() => [build(texts), build(texts, "b")]).not.toThrow();
        },
      ),
      { numRuns: 500 },
    );
  });

  test("ends for layers that double", () => {
    const texts: Record<string, string> = {
      "l0/kustomization.yaml": "resources: [role.yaml]\n",
      "l0/role.yaml": role,
    };
    for (let i = 1; i < 40; i++) {
      texts[`a${i}/kustomization.yaml`] = `resources: [../l${i - 1}]\nnamePrefix: a-\n`;
      texts[`b${i}/kustomization.yaml`] = `resources: [../l${i - 1}]\nnamePrefix: b-\n`;
      texts[`l${i}/kustomization.yaml`] = `resources: [../a${i}, ../b${i}]\n`;
    }
    expect(build(texts, "l15").hidden[0]?.reason).toContain("too many");
    expect(build(texts, "l39").hidden[0]?.reason).toContain("nested too deep");
  });
});
