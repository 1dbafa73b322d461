import { describe, expect, test } from "vitest";
import type { HiddenPart } from "../../../lib/builds/hidden-part.js";
import { applied, build, names, text } from "./applied.js";

const ROLE = text.role("name: a");
const COMPONENT = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";

/** What a kustomization hides: kind and reason, and the rest if there is more. */
function hidden(kustomization: string, others: Record<string, string> = {}): unknown[] {
  return applied(`${kustomization}\n`, ROLE, others).hidden.map(shown);
}

function shown({ kind, reason, file, names, ...about }: HiddenPart): unknown {
  expect(file).toBe("kustomization.yaml");
  const said = `${kind}: ${reason.replace("kustomization.yaml ", "")}`;
  return names.length + Object.keys(about).length === 0 ? said : [said, { names, ...about }];
}

const impossible = (reason: string) => [`impossible: ${reason}`];

describe("a field of a wrong type is refused, and the rest is applied", () => {
  test.each<[string, unknown[]]>([
    ...["bases", "components", "configurations", "generators", "transformers"].flatMap(
      (key): [string, unknown[]][] => [
        [`${key}: a`, impossible(`has a '${key}' that is not a list`)],
        [`${key}: {a: b}`, impossible(`has a '${key}' that is not a list`)],
        [`${key}: null`, []],
        [`${key}: []`, []],
        [`${key}: [{a: b}, 1]`, impossible(`has an entry in '${key}' that is not a path`)],
      ],
    ),
    ["validators: a", impossible("has a 'validators' that is not a list")],
    ["crds: a", impossible("has a 'crds' that is not a list")],
    ["patches: {a: b}", impossible("has a 'patches' that is not a list")],
    ["patches: [a]", impossible("has a patch that is neither a path nor a text")],
    ["patches: [{path: 1}]", impossible("has a patch that is neither a path nor a text")],
    ["patches: [{patch: [1]}]", impossible("has a patch that is neither a path nor a text")],
    [
      "patches: [{patch: ' ', target: {kind: Role}}]",
      impossible("has a patch that is neither a path nor a text"),
    ],
    ["patches: [{patch: '7'}]", impossible("has a patch that is not an object")],
    ["patches: [{patch: '7', target: {kind: Role}}]", impossible("has a patch that is not an object")],
    [
      "patches: [{patch: '[]', target: 7}]",
      ["program: has a patch whose target is an expression that is not understood"],
    ],
    ["patches: [{patch: '[]', target: null}]", impossible("has a patch that is not an object")],
    [
      "patches: [{patch: '[]', target: {kind: '[a]'}}]",
      ["program: has a patch whose target is an expression that is not understood"],
    ],
    [
      "patches: [{patch: '[]', target: {labelSelector: 'a > 1'}}]",
      ["program: has a patch whose targets cannot be known"],
    ],
    [
      'patches: [{patch: "{a: b}\\n---\\n{a: b}", target: {kind: Role}}]',
      impossible("has a patch of several documents with one target"),
    ],
    [
      "patches: [{patch: '{a: ', target: {kind: Role}}]",
      impossible("has an inline text that holds nothing that can be read"),
    ],
    [
      'patches: [{patch: "[]\\n---\\n{a: ", target: {kind: Role}}]',
      impossible("has an inline text that does not parse"),
    ],
    ["patchesStrategicMerge: a", impossible("has a 'patchesStrategicMerge' that is not a list")],
    ["patchesStrategicMerge: [{a: b}]", impossible("has a patch that is neither a path nor a text")],
    ["patchesJson6902: a", impossible("has a 'patchesJson6902' that is not a list")],
    ["patchesJson6902: [{path: 1}]", impossible("has a patch that is neither a path nor a text")],
    [
      "patchesJson6902: [{patch: '[]'}]",
      ["program: has a patch whose target is an expression that is not understood"],
    ],
    [
      "patchesJson6902: [{patch: '{}', target: {kind: Role}}]",
      impossible("has a JSON patch that is not a list of operations"),
    ],
    ["configMapGenerator: {a: b}", impossible("has a 'configMapGenerator' that is not a list")],
    ["configMapGenerator: [{name: 1}]", impossible("generates a ConfigMap without a name")],
    ["secretGenerator: [{name: ''}]", impossible("generates a Secret without a name")],
    ["secretGenerator: [{metadata: {name: a}}]", []],
    ["replacements: {a: b}", impossible("has a 'replacements' that is not a list")],
    ["replacements: [{source: {}}]", impossible("has a replacement without a source or without targets")],
    ["replacements: [{targets: []}]", impossible("has a replacement without a source or without targets")],
    ["replacements: [{source: {}, targets: []}]", []],
    [
      "replacements: [{source: {}, targets: {}}]",
      impossible("has a replacement without a source or without targets"),
    ],
    ["vars: {a: b}", impossible("has a 'vars' that is not a list")],
    ["labels: {a: b}", impossible("has a 'labels' that is not a list")],
    ["namespace: 1", impossible("has a 'namespace' that is not a string")],
    ["namespace: [a]", impossible("has a 'namespace' that is not a string")],
    ["namePrefix: 1", impossible("has a 'namePrefix' that is not a string")],
    ["nameSuffix: {a: b}", impossible("has a 'nameSuffix' that is not a string")],
    ["namespace: null", []],
    ["namePrefix: ''", []],
    ["helmCharts: a", impossible("has a 'helmCharts' that is not a list")],
    ["toString: 1\nconstructor: 2", []],
  ])("%s", (kustomization, expected) => {
    const built = applied(`${kustomization}\n`, ROLE);
    expect(built.hidden.map(shown)).toEqual(expected);
    expect(names(built)).toEqual(["Role a"]);
  });
});

describe("what is not there", () => {
  test.each<[string, string, readonly string[], source?: object]>([
    ["resources: [objects.yaml, gone.yaml]", "file: includes 'gone.yaml', which is not there", ["gone.yaml"]],
    [
      "resources: [objects.yaml, deep/er/gone.yaml]",
      "file: includes 'deep/er/gone.yaml', which is not there",
      ["er/gone.yaml"],
    ],
    [
      "resources: [objects.yaml, ../gone]",
      "remote: uses '../gone', which is not in this repository",
      ["../gone"],
    ],
    [
      "resources: [objects.yaml, 'github.com/a/b']",
      "remote: includes 'github.com/a/b', which is not there",
      ["a/b"],
      { type: "git", url: "https://github.com/a/b" },
    ],
    [
      "resources: [objects.yaml, 'github.com:a/b']",
      "remote: includes 'github.com:a/b', which is not there",
      ["github.com:a/b"],
      { type: "git", url: "https://github.com/a/b" },
    ],
    [
      "resources: [objects.yaml, 'git@example.org:a/b']",
      "remote: includes 'git@example.org:a/b', which is not there",
      ["git@example.org:a/b"],
      { type: "git", url: "ssh://git@example.org/a/b" },
    ],
    [
      "resources: [objects.yaml, 'a/b?ref=main']",
      "remote: includes 'a/b?ref=main', which is not there",
      ["a/b?ref=main"],
    ],
    [
      "resources: [objects.yaml, 'a/b?x=y&version=1']",
      "remote: includes 'a/b?x=y&version=1', which is not there",
      ["a/b?x=y&version=1"],
    ],
    [
      "resources: [objects.yaml, 'a/b?reference=1']",
      "file: includes 'a/b?reference=1', which is not there",
      ["a/b?reference=1"],
    ],
    ["resources: [objects.yaml, 'a/b.git']", "remote: includes 'a/b.git', which is not there", ["a/b.git"]],
    [
      "resources: [objects.yaml, 'a/b.github']",
      "file: includes 'a/b.github', which is not there",
      ["a/b.github"],
    ],
    [
      "resources: [objects.yaml, 'x/github.com/a']",
      "file: includes 'x/github.com/a', which is not there",
      ["github.com/a"],
    ],
    ["bases: [gone]", "file: includes 'gone', which is not there", ["gone"]],
    ["components: [gone]", "file: includes 'gone', which is not there", ["gone"]],
    ["configurations: [gone.yaml]", "file: uses 'gone.yaml', which is not there", ["gone.yaml"]],
    ["generators: [gone.yaml]", "file: uses 'gone.yaml', which is not there", ["gone.yaml"]],
    ["transformers: [gone.yaml]", "file: uses 'gone.yaml', which is not there", ["gone.yaml"]],
    [
      "transformers: [../gone.yaml]",
      "remote: uses '../gone.yaml', which is not in this repository",
      ["../gone.yaml"],
    ],
    ["replacements: [{path: gone.yaml}]", "file: uses 'gone.yaml', which is not there", ["gone.yaml"]],
    ["patches: [{path: gone.yaml}]", "impossible: uses 'gone.yaml', which is not there", ["gone.yaml"]],
    [
      "patches: [{path: 'https://example.org//a.yaml'}]",
      "impossible: uses 'https://example.org//a.yaml', which is not in this repository",
      ["https://example.org//a.yaml"],
    ],
    [
      "patches: [{path: ../gone.yaml}]",
      "impossible: uses '../gone.yaml', which is not in this repository",
      ["../gone.yaml"],
    ],
    ["patchesStrategicMerge: [gone.yaml]", "impossible: uses 'gone.yaml', which is not there", ["gone.yaml"]],
    [
      "patchesJson6902: [{path: gone.yaml, target: {kind: Role}}]",
      "impossible: uses 'gone.yaml', which is not there",
      ["gone.yaml"],
    ],
    [
      `patches: [{path: ${"p".repeat(100)}}]`,
      `impossible: uses '${"p".repeat(100)}', which is not there`,
      ["p".repeat(100)],
    ],
    [
      `patches: [{path: ${"p".repeat(101)}}]`,
      `impossible: uses '${"p".repeat(100)}…', which is not there`,
      ["p".repeat(101)],
    ],
  ])("%s", (kustomization, said, named, source) => {
    const { hidden, objects } = build({
      "kustomization.yaml": kustomization.startsWith("resources")
        ? kustomization
        : `resources: [objects.yaml]\n${kustomization}`,
      "objects.yaml": ROLE,
    });
    expect(hidden.map(shown)).toEqual([[said, { names: named, ...(source && { source }) }]]);
    expect(objects).toHaveLength(1);
  });

  test.each([
    "crds: [gone.yaml]",
    "validators: [gone.yaml]",
    "openapi: {path: gone.yaml}",
    "crds: [1]",
    "crds: [../x.yaml]",
  ])("hides nothing where nothing of it is read: %s", (kustomization) => {
    expect(hidden(kustomization)).toEqual([]);
  });
});

describe("files that are there", () => {
  test.each([
    ["crds: [x.yaml]", "configuration"],
    ["validators: [x.yaml]", "configuration"],
    ["openapi: {path: x.yaml}", "configuration"],
    ["helmCharts: [{name: a, valuesFile: x.yaml}]", "configuration"],
    ["configMapGenerator: [{name: a, files: [x.yaml]}]", "configuration"],
    ["configMapGenerator: [{name: a, files: [key=./x.yaml]}]", "configuration"],
    ["configMapGenerator: [{name: a, envs: [x.yaml]}]", "configuration"],
    ["secretGenerator: [{name: a, env: x.yaml}]", "configuration"],
    ["configurations: [x.yaml]", "configuration"],
    ["transformers: [x.yaml]", "configuration"],
    ["generators: [x.yaml]", "configuration"],
    ["replacements: [{path: x.yaml}]", "configuration"],
    ["patches: [{path: x.yaml}]", "patch"],
    ["patchesStrategicMerge: [x.yaml]", "patch"],
    ["patchesJson6902: [{path: x.yaml, target: {kind: Widget}}]", "patch"],
    ["bases: [x.yaml]", "resource"],
    // What makes it an object counts most, whichever comes first.
    ["configMapGenerator: [{name: a, files: [objects.yaml]}]", undefined],
  ])("are used: %s", (kustomization, use) => {
    const { files } = applied(`${kustomization}\n`, ROLE, { "x.yaml": ROLE.replace("name: a", "name: x") });
    expect(files.get("x.yaml")).toBe(use);
    expect(files.get("objects.yaml")).toBe("resource");
    expect(files.get("kustomization.yaml")).toBe("kustomization");
  });

  test.each<[string, Record<string, string>, unknown[]]>([
    [
      "resources: [x.yaml]",
      { "x.yaml": `${ROLE}---\napiVersion: v1\nkind: Namespace\nmetadata: {\n` },
      [["text: includes 'x.yaml', which does not parse", { names: [], texts: ["x.yaml"] }]],
    ],
    [
      "resources: [x]",
      { "x/kustomization.yaml": COMPONENT },
      [["text: includes the component 'x' as a resource", { names: [], texts: ["x/"] }]],
    ],
    [
      "components: [x]",
      { "x/kustomization.yaml": "resources: []\n" },
      [["text: includes 'x' as a component, which it is not", { names: [], texts: ["x/"] }]],
    ],
    [
      "resources: [x]",
      { "x/kustomization.yaml": "resources: [../x]\n" },
      ["program: includes 'x', which includes itself"],
    ],
    [
      "resources: [a.yaml]",
      { "a.yaml": ROLE, "kustomization.yml": "resources: []\n" },
      impossible("is not the only kustomization in its directory"),
    ],
    [
      "transformers: [x.yaml]",
      { "x.yaml": "# nothing\n" },
      impossible("uses 'x.yaml', which holds nothing that can be read"),
    ],
    [
      "transformers: [x.yaml]",
      { "x.yaml": "{a: " },
      impossible("uses 'x.yaml', which holds nothing that can be read"),
    ],
    [
      "patches: [{path: x.yaml}]",
      { "x.yaml": "{kind: Role, metadata: {name: a}}\n---\n{a: " },
      impossible("uses 'x.yaml', which does not parse"),
    ],
    [
      "generators: [x.yaml]",
      { "x.yaml": "[1]\n" },
      impossible("has an entry in 'generators' that is not an object"),
    ],
    [
      "transformers: [x.yaml]",
      { "x.yaml": "1\n" },
      impossible("has an entry in 'transformers' that is not an object"),
    ],
    [
      "transformers: [x.yaml]",
      { "x.yaml": "{apiVersion: v1, kind: PrefixTransformer}\n" },
      ["program: uses the transformer 'PrefixTransformer', which is a program or not understood"],
    ],
    [
      "transformers: ['{kind: 1}']",
      {},
      ["program: uses the transformer '1', which is a program or not understood"],
    ],
    [
      "generators: ['{apiVersion: v1, kind: ConfigMapGenerator}']",
      {},
      ["program: uses the generator 'ConfigMapGenerator', which is a program or not understood"],
    ],
    [
      "generators: ['{apiVersion: builtin, kind: Other}']",
      {},
      ["program: uses the generator 'Other', which is a program or not understood"],
    ],
    [
      "generators: ['{apiVersion: builtin, kind: SecretGenerator}']",
      {},
      impossible("generates a Secret without a name"),
    ],
    [
      "generators: ['{apiVersion: builtin, kind: ConfigMapGenerator}']",
      {},
      impossible("generates a ConfigMap without a name"),
    ],
    [
      "generators: ['{apiVersion: viaduct.ai/v1, kind: ksops}']",
      {},
      ["secrets: uses the generator 'ksops', which is a program or not understood"],
    ],
    [
      "generators: ['{apiVersion: goabout.com/v1beta1, kind: SopsSecretGenerator}']",
      {},
      ["secrets: uses the generator 'SopsSecretGenerator', which is a program or not understood"],
    ],
    [
      "generators: ['{apiVersion: x.SOPS.io/v1, kind: Any}']",
      {},
      ["secrets: uses the generator 'Any', which is a program or not understood"],
    ],
    [
      "generators: ['{apiVersion: x.viaduct.ai/v1, kind: Any}']",
      {},
      ["program: uses the generator 'Any', which is a program or not understood"],
    ],
    [
      "generators: ['{apiVersion: sops, kind: Any}']",
      {},
      ["program: uses the generator 'Any', which is a program or not understood"],
    ],
    [
      "transformers: [x]",
      {
        "x/kustomization.yaml":
          "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {}\nresources: []\n",
      },
      [],
    ],
    [
      "transformers: [x]",
      { "x/kustomization.yaml": "nameSuffix: a\n" },
      ["program: takes configurations from 'x', which changes them"],
    ],
    [
      "transformers: [x]",
      { "x/kustomization.yaml": "resources: [gone.yaml]\n" },
      [["file: takes configurations from 'gone.yaml', which is not there", { names: ["x/gone.yaml"] }]],
    ],
    [
      "transformers: [x]",
      { "x/kustomization.yaml": "resources: [../../gone.yaml, 1]\n" },
      [
        ["file: takes configurations from '../../gone.yaml', which is not there", { names: [""] }],
        ["file: takes configurations from '1', which is not there", { names: [""] }],
      ],
    ],
    ["transformers: [x]", { "x/kustomization.yaml": "resources: [../x]\n" }, []],
  ])("hide: %s with %j", (kustomization, others, expected) => {
    const listed = kustomization.startsWith("resources")
      ? kustomization
      : `resources: [objects.yaml]\n${kustomization}`;
    const { hidden } = build({ "kustomization.yaml": listed, "objects.yaml": ROLE, ...others });
    expect(hidden.map(shown)).toEqual(expected);
  });
});

describe("hidden parts of a base", () => {
  test("are those of all that include it, each once, in the namespace they set", () => {
    const files = {
      "base/kustomization.yaml": "resources: [gone.yaml]\n",
      "one/kustomization.yaml": "resources: [../base]\nnamespace: one\n",
      "two/kustomization.yaml": "resources: [../base]\nnamespace: ${NS}\n",
      "kustomization.yaml": "resources: [one, two, base]\n",
    };
    const part = {
      kind: "file",
      reason: "base/kustomization.yaml includes 'gone.yaml', which is not there",
      file: "base/kustomization.yaml",
      names: ["base/gone.yaml"],
    };
    expect(build(files, "one").hidden).toEqual([{ ...part, namespace: "one" }]);
    expect(build(files, "two").hidden).toEqual([part]);
    expect(build(files).hidden).toEqual([{ ...part, namespace: "one" }, part]);
  });
});
