import { describe, expect, it } from "vitest";
import { kustomizationDefects } from "../../../lib/analysis/kustomization-checks/checks.js";
import { kustomizationIn } from "../../../lib/builds/kustomize/kustomization.js";
import { repositoryOf } from "../../builds/repository-of.js";
import { manifest } from "../../rules/manifests.js";

type Files = Record<string, string>;

/** What is wrong with the kustomization in `app`: what, where, and the words that differ. */
function defects(files: Files, strict = false) {
  const repository = repositoryOf(files);
  const kustomization = kustomizationIn(repository, "app");
  if (!kustomization) throw new Error("there is no kustomization");
  return kustomizationDefects(repository, { directory: "app", value: kustomization.value }, { strict }).map(
    ({ at, id, data, instead }) =>
      [id, at.join("."), data?.hint?.trim() ?? data?.object ?? data?.path, instead]
        .filter(Boolean)
        .join(" | "),
  );
}

const role = (name: string, namespace?: string, rest = "") => manifest("Role", name, namespace, rest);
const RULES = 'rules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]\n';

describe("a path that is listed twice", () => {
  const twice = (files: Files) =>
    defects({ "app/kustomization.yaml": "resources: [../base, ../base]\n", ...files });
  const gone =
    "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: a }\n$patch: delete\n";

  it.each<[string, Files, boolean]>([
    [
      "brings something",
      { "base/kustomization.yaml": "resources: [a.yaml]\n", "base/a.yaml": role("a") },
      true,
    ],
    ["brings nothing", { "base/kustomization.yaml": "resources: []\n" }, false],
    [
      "brings what is not read",
      {
        "base/kustomization.yaml": "resources: [a.yaml]\n",
        "base/a.yaml": "apiVersion: v1\nkind: PersistentVolume\nmetadata: { name: a }\n",
      },
      true,
    ],
    [
      "brings what is no object",
      { "base/kustomization.yaml": "resources: [a.yaml]\n", "base/a.yaml": "a: b\n" },
      false,
    ],
    ["brings what is not there", { "base/kustomization.yaml": "resources: [b.yaml]\n" }, false],
    ...["patches", "patchesStrategicMerge"].map((field): [string, Files, boolean] => [
      `may have lost it to ${field}`,
      {
        "base/kustomization.yaml": `resources: [a.yaml]\n${field}: [${field === "patches" ? "{ path: p.yaml }" : "p.yaml"}]\n`,
        "base/a.yaml": role("a"),
        "base/p.yaml": gone,
      },
      false,
    ]),
    ...["components", "transformers"].map((field): [string, Files, boolean] => [
      `may have lost it to ${field}`,
      {
        "base/kustomization.yaml": `resources: [a.yaml]\n${field}: ['https://example.org/x']\n`,
        "base/a.yaml": role("a"),
      },
      false,
    ]),
  ])("%s", (_, files, isFound) => {
    expect(twice(files)).toEqual(isFound ? ["listedTwice | resources.1 | ../base"] : []);
  });

  it.each<[string, string, string[]]>([
    ["resources", "resources: [a.yaml, a.yaml]", ["listedTwice | resources.1 | a.yaml"]],
    ["bases", "bases: [a.yaml, a.yaml]", ["listedTwice | bases.1 | a.yaml"]],
    [
      "files of a generator",
      "resources: [a.yaml]\nconfigMapGenerator: [{ name: x, files: [a.yaml, b=a.yaml] }]",
      [],
    ],
    ["an object in two files", "resources: [a.yaml, b.yaml]", ["objectTwice | resources.1 | Role 'a'"]],
    ["an object in a file", "resources: [c.yaml]", ["heldTwice | resources.0 | Role 'c'"]],
    ["a name that is filled in", "resources: [d.yaml]", []],
    ["a namespace that is filled in", "resources: [e.yaml]", []],
  ])("is judged in %s", (_, kustomization, expected) => {
    const files = {
      "app/a.yaml": role("a"),
      "app/b.yaml": role("a", undefined, RULES),
      "app/c.yaml": `${role("c")}---\n${role("c")}`,
      "app/d.yaml": `${role('"${X}"')}---\n${role('"${X}"')}`,
      "app/e.yaml": `${role("e", '"${X}"')}---\n${role("e", '"${X}"')}`,
    };
    expect(defects({ ...files, "app/kustomization.yaml": `${kustomization}\n` })).toEqual(expected);
  });
});

describe("a merge patch for nothing", () => {
  const patch = (metadata: string, kind = "Role", apiVersion = "rbac.authorization.k8s.io/v1") =>
    `patches: [{ patch: '{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { ${metadata} } }' }]\n`;
  const FOUND = "noPatchedObject | patches.0.patch";
  const CORRECT = "Correct the object it names, or remove it.";

  it.each<[string, string, string, string[]]>([
    ["is for another name", role("reader"), patch("name: reeder"), [`${FOUND} | Did you mean 'reader'?`]],
    ["is for quite another name", role("reader"), patch("name: other"), [`${FOUND} | ${CORRECT}`]],
    ["is for no name", role("reader"), patch("namespace: a"), ["namelessPatch | patches.0.patch"]],
    ["is for a name that is filled in", role("reader"), patch('name: "${NAME}"'), []],
    ["is for a kind that is not read", role("reader"), patch("name: other", "PersistentVolume", "v1"), []],
    [
      "is for a namespace that is not its",
      role("reader", "a"),
      patch("name: reader, namespace: b"),
      [`${FOUND} | There is one in namespace 'a'.`],
    ],
    [
      "is for a namespace although it has none",
      role("reader"),
      patch("name: reader, namespace: b"),
      [`${FOUND} | There is one without a namespace.`],
    ],
    [
      "is for a namespace that is filled in",
      role("reader", "a"),
      patch('name: reader, namespace: "${NS}"'),
      [],
    ],
    ["is for a namespace that is no text", role("reader", "a"), patch("name: reader, namespace: [a]"), []],
    [
      "is for another version",
      role("reader"),
      patch("name: reader", "Role", "rbac.authorization.k8s.io/v1beta1"),
      [`${FOUND} | There is one of apiVersion 'rbac.authorization.k8s.io/v1'.`],
    ],
    ["may be for a name that is filled in", role('"${NAME}"'), patch("name: other"), []],
    ["may be for a namespace that is filled in", role("reader", '"${NS}"'), patch("name: other"), []],
    [
      "is not for one of another kind whose name is filled in",
      `${role("reader")}---\n${manifest("ServiceAccount", '"${NAME}"')}`,
      patch("name: other"),
      [`${FOUND} | ${CORRECT}`],
    ],
    [
      "is not for one of another kind with that name",
      `${role("reader")}---\n${manifest("ServiceAccount", "other")}`,
      patch("name: other"),
      [`${FOUND} | ${CORRECT}`],
    ],
    [
      "is for several",
      `${role("reader", "a")}---\n${role("reader", "b")}`,
      patch("name: reader"),
      ["noPatchedObject | patches.0.patch | There is one in namespace 'a'."],
    ],
  ])("%s", (_, objects, kustomization, expected) => {
    const files = {
      "app/a.yaml": objects,
      "app/kustomization.yaml": `resources: [a.yaml]\n${kustomization}`,
    };
    expect(defects(files)).toEqual(expected);
  });

  it.each(["bases", "generators", "helmCharts", "components"])("may be for what %s bring", (field) => {
    const kustomization = `${field}: ['https://example.org/x']\n${patch("name: other")}`;
    expect(defects({ "app/kustomization.yaml": kustomization })).toEqual([]);
  });

  it("is silent where nothing brings anything, and in a component", () => {
    expect(defects({ "app/kustomization.yaml": patch("name: other") })).toEqual([]);
    const component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [a.yaml]\n";
    expect(
      defects({ "app/a.yaml": role("a"), "app/kustomization.yaml": component + patch("name: other") }),
    ).toEqual([]);
  });

  it("judges the next one, as the one before leaves things", () => {
    const list = (...texts: string[]) =>
      `resources: [a.yaml]\npatches:\n${texts.map((text) => `  - patch: '{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role, ${text} }'\n`).join("")}`;
    const gone = "metadata: { name: a }, $patch: delete";
    const files = (...texts: string[]) => ({
      "app/a.yaml": role("a"),
      "app/kustomization.yaml": list(...texts),
    });
    expect(defects(files("metadata: { name: a }", "metadata: { name: b1 }"))).toEqual([
      `noPatchedObject | patches.1.patch | ${CORRECT}`,
    ]);
    expect(defects(files(gone, "metadata: { name: a }"))).toEqual([
      `noPatchedObject | patches.1.patch | ${CORRECT}`,
    ]);
    expect(defects(files("metadata: { name: b1 }", "metadata: { name: c1 }"))).toHaveLength(2);
  });
});

describe("a JSON patch", () => {
  const judge = (
    operation: string,
    { target = "kind: Role, name: a", objects = role("a", "shop", RULES) } = {},
  ) =>
    defects({
      "app/a.yaml": objects,
      "app/kustomization.yaml": `resources: [a.yaml]\npatches:\n  - target: { ${target} }\n    patch: '[${operation}]'\n`,
    });
  const FOUND = "jsonPatchPath | patches.0.patch | Role 'a' in namespace 'shop'";
  const web = (rest: string) =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a${rest} }\nspec: { template: { metadata: { labels: { x: z } }, spec: { containers: [] } } }\n`;

  it.each<[string, string, Parameters<typeof judge>[1], string[]]>([
    ["replaces what is there", '{"op":"replace","path":"/rules/0/verbs","value":[]}', {}, []],
    ["replaces what is not there", '{"op":"replace","path":"/rules/1/verbs","value":[]}', {}, [FOUND]],
    ["removes what is there", '{"op":"remove","path":"/rules/0"}', {}, []],
    ["removes what is not there", '{"op":"remove","path":"/rules/1"}', {}, [FOUND]],
    ["adds below what is not there", '{"op":"add","path":"/rules/1/verbs/-","value":"x"}', {}, [FOUND]],
    ["replaces what is not read", '{"op":"replace","path":"/other/x","value":1}', {}, []],
    ["copies what is not there", '{"op":"copy","from":"/rules/1","path":"/rules/-"}', {}, []],
    ["tests what is not there", '{"op":"test","path":"/rules/1","value":1}', {}, []],
    [
      "goes on after what is done",
      '{"op":"remove","path":"/rules/0"},{"op":"remove","path":"/rules/0"}',
      {},
      [FOUND],
    ],
    ["is for none", '{"op":"remove","path":"/rules/1"}', { target: "kind: Role, name: b1" }, []],
    [
      "is for one of several",
      '{"op":"remove","path":"/rules/0"}',
      { target: "kind: Role", objects: `${role("b1", "shop", RULES)}---\n${role("a", "shop")}` },
      [FOUND],
    ],
    [
      "is for what has values that are filled in",
      '{"op":"remove","path":"/rules/1"}',
      { objects: role("a", "shop", "rules: ${RULES}\n") },
      [],
    ],
    [
      "removes null, which is there",
      '{"op":"remove","path":"/metadata/namespace"}',
      { objects: role("a").replace("  name: a\n", "  name: a\n  namespace: null\n") },
      [],
    ],
    [
      "removes null in a list, which is there",
      '{"op":"remove","path":"/metadata/namespace"}',
      {
        objects:
          "apiVersion: v1\nkind: List\nitems: [{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: a, namespace: null } }]\n",
      },
      [],
    ],
    [
      "removes what is null in another object",
      '{"op":"remove","path":"/metadata/namespace"}',
      {
        objects: `${role("a")}---\n${role("b1").replace("  name: b1\n", "  name: b1\n  namespace: null\n")}`,
      },
      ["jsonPatchPath | patches.0.patch | Role 'a'"],
    ],
    [
      "adds an annotation where there are none",
      '{"op":"add","path":"/metadata/annotations/x","value":"z"}',
      { target: "kind: Deployment", objects: web("") },
      [],
    ],
    [
      "removes an annotation that is not there",
      '{"op":"remove","path":"/metadata/annotations/x"}',
      { target: "kind: Deployment", objects: web(", annotations: { w: z }") },
      ["jsonPatchPath | patches.0.patch | Deployment 'a'"],
    ],
    [
      "removes annotations that are not there",
      '{"op":"remove","path":"/metadata/annotations"}',
      { target: "kind: Deployment", objects: web("") },
      [],
    ],
  ])("%s", (_, operation, given, expected) => {
    expect(judge(operation, given)).toEqual(expected);
  });
});

describe("a target that selects nothing", () => {
  const judge = (target: string, objects = role("reader", "shop"), more = "") =>
    defects(
      {
        "app/a.yaml": objects,
        "app/kustomization.yaml": `resources: [a.yaml]\n${more}patches:\n  - target: { ${target} }\n    patch: '[{"op":"remove","path":"/rules/0"}]'\n`,
      },
      true,
    );
  const without = (key: string, place = " in namespace 'shop'") =>
    `emptyTarget | patches.0.target.${key} | Without '${key}' it would select Role 'reader'${place}.`;
  const labelled = role("reader", "shop").replace("metadata:\n", "metadata:\n  labels: { a: b }\n");

  it.each<[string, string | undefined, string[]]>([
    ["kind: Role, name: other", undefined, [without("name")]],
    ["kind: Role, namespace: other", undefined, [without("namespace")]],
    ["kind: Role, labelSelector: a=c", labelled, [without("labelSelector")]],
    ["kind: Role, annotationSelector: a=c", labelled, [without("annotationSelector")]],
    ["kind: Role, version: v2", undefined, [without("version")]],
    ["kind: Role, group: apps", undefined, [without("group")]],
    ["kind: ClusterRole, name: reader", undefined, [without("kind")]],
    [
      "kind: ClusterRole, name: other",
      undefined,
      ["emptyTarget | patches.0.target.name | Correct it, or remove the patch."],
    ],
    ["kind: ClusterRole", undefined, [without("kind")]],
    ["kind: Unknown, name: other", undefined, []],
    ["name: other", undefined, []],
    ["kind: Role, name: 7", undefined, ["wrongType | patches.0.target.name | Put it in quotes."]],
    ['kind: Role, name: "${NAME}"', undefined, []],
    ["kind: Role, name: other", role('"${NAME}"'), []],
    [
      "kind: Role, name: other",
      `${role("reader")}---\n${manifest("ServiceAccount", '"${NAME}"')}`,
      [without("name", "")],
    ],
    [
      "kind: Role, name: other",
      `${role("reader")}---\napiVersion: example.org/v1\nkind: Role\nmetadata: { name: other }\n`,
      [],
    ],
    [
      "kind: Role, name: other",
      `${role("reader")}---\napiVersion: v1\nkind: List\nitems: [{ apiVersion: example.org/v1, kind: Role, metadata: { name: other } }]\n`,
      [],
    ],
  ])("with %s", (target, objects, expected) => {
    expect(judge(target, objects)).toEqual(expected);
  });

  it("is one that selects what has gone before", () => {
    const gone =
      "patchesStrategicMerge:\n  - '{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: reader, namespace: shop }, $patch: delete }'\n";
    expect(judge("kind: Role", undefined, gone)).toEqual([
      "emptyTarget | patches.0.target.kind | Correct it, or remove the patch.",
    ]);
  });
});

describe("the name that was meant", () => {
  const FILES = {
    "app/reader.yaml": role("a"),
    "app/sub/kustomization.yaml": "resources: []\n",
    "base/one-more/kustomization.yaml": "resources: []\n",
    "base/two.yaml": role("b1"),
  };
  const judge = (kustomization: string) => defects({ ...FILES, "app/kustomization.yaml": kustomization });
  const MISSING = "Correct the path, or remove it.";

  it.each<[string, string[]]>([
    ["resources: [raeder.yaml]", ["missingPath | resources.0 | Did you mean 'reader.yaml'? | reader.yaml"]],
    [
      "resources: [./raeder.yaml]",
      ["missingPath | resources.0 | Did you mean './reader.yaml'? | ./reader.yaml"],
    ],
    ["resources: [reader.yaml, raeder.yaml]", [`missingPath | resources.1 | ${MISSING}`]],
    [
      "resources: [../base/one-mroe]",
      [`missingPath | resources.0 | Did you mean '../base/one-more'? | ../base/one-more`],
    ],
    [
      "resources: [../base/one-mroe/]",
      [`missingPath | resources.0 | Did you mean '../base/one-more'? | ../base/one-more`],
    ],
    [
      "components: [../base/one-mroe]",
      [`missingPath | components.0 | Did you mean '../base/one-more'? | ../base/one-more`],
    ],
    ["components: [../base/twoo]", [`missingPath | components.0 | ${MISSING}`]],
    ["resources: ['*.yaml']", ["missingPath | resources.0 | It does not expand wildcards: list every file."]],
    ["resources: [kustomisation.yaml]", [`missingPath | resources.0 | ${MISSING}`]],
    [
      "patches: [{ path: raeder.yaml }]",
      ["missingPath | patches.0.path | Did you mean 'reader.yaml'? | reader.yaml"],
    ],
    [
      "configMapGenerator: [{ name: a, files: [k=raeder.yaml] }]",
      ["missingPath | configMapGenerator.0.files.0 | Did you mean 'reader.yaml'?"],
    ],
  ])("for %s", (kustomization, expected) => {
    expect(judge(`${kustomization}\n`)).toEqual(expected);
  });
});

describe("a namespace that makes two objects the same", () => {
  const judge = (kustomization: string, files: Files = {}) =>
    defects({
      "app/kustomization.yaml": `resources: [a.yaml, b.yaml]\nnamespace: team\n${kustomization}`,
      "app/a.yaml": role("a"),
      "app/b.yaml": role("a", "shop"),
      ...files,
    });

  it.each<[string, string, Files]>([
    ["alone", "", {}],
    [
      "before patchesJson6902",
      "patchesJson6902: [{ target: { kind: Role, name: c }, patch: '[{ op: remove, path: /rules }]' }]\n",
      {},
    ],
    [
      "before replacements",
      "replacements: [{ source: { kind: Role, name: c }, targets: [{ select: { kind: Role }, fieldPaths: [rules] }] }]\n",
      {},
    ],
    [
      "before transformers",
      "transformers: [t.yaml]\n",
      {
        "app/t.yaml":
          "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: { name: p }\nprefix: x-\nfieldSpecs: [{ path: metadata/name }]\n",
      },
    ],
  ])("is refused %s", (_, kustomization, files) => {
    expect(judge(kustomization, files)).toContain("namespaceConflict | namespace");
  });

  it("may not be refused where a configuration says that namespaces are elsewhere", () => {
    const files = { "app/c.yaml": "namespace: [{ path: spec/in, create: true }]\n" };
    expect(judge("configurations: [c.yaml]\n", files)).toEqual(judge(""));
  });
});

describe("a patch for what nothing brings", () => {
  const patch =
    "patches: [{ patch: '{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: other } }' }]\n";

  it.each<[string, string[]]>([
    // Whatever renders it then puts the objects there.
    ["", []],
    ["resources: [a.yaml]\n", ["patches.0.patch"]],
    ["components: [../part]\n", ["patches.0.patch"]],
  ])("with %j", (kustomization, expected) => {
    const found = defects({
      "app/kustomization.yaml": `${kustomization}${patch}`,
      "app/a.yaml": role("a"),
      "part/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [a.yaml]\n",
      "part/a.yaml": role("a"),
    });
    expect(found.map((one) => one.split(" | ")[1])).toEqual(expected);
  });
});

describe("patches of several documents", () => {
  const named = (name: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: ${name}, labels: { a: b } }\n`;
  const list = (...names: string[]) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "List",
      items: names.map((name) => ({
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "Role",
        metadata: { ...(name && { name }), labels: { a: "b" } },
      })),
    });
  const GONE = "noPatchedObject | PLACE | Correct the object it names, or remove it.";

  it.each<[string, string, string, string[]]>([
    ["are each for an object", "patches: [{ path: p.yaml }]", `${named("a")}---\n${named("zzzzz")}`, [GONE]],
    [
      "may be for what the first has made, with options",
      "patches: [{ path: p.yaml, options: { allowNameChange: true } }]",
      `${named("a")}---\n${named("zzzzz")}`,
      [],
    ],
    [
      "are still judged by the first, with options",
      "patches: [{ path: p.yaml, options: { allowNameChange: true } }]",
      `${named("zzzzz")}---\n${named("a")}`,
      [GONE],
    ],
    ["may be a List", "patches: [{ path: p.yaml }]", list("a"), []],
    ["may be a List for what is not there", "patches: [{ path: p.yaml }]", list("a", "zzzzz"), [GONE]],
    [
      "may be a List without a name in it",
      "patches: [{ path: p.yaml }]",
      list(""),
      ["namelessPatch | PLACE"],
    ],
    [
      "must not be a List of two for a target",
      "patches: [{ path: p.yaml, target: { kind: Role } }]",
      list("a", "a"),
      ["severalDocuments | PLACE"],
    ],
    [
      "may be a List of one for a target",
      "patches: [{ path: p.yaml, target: { kind: Role } }]",
      list("a"),
      [],
    ],
    [
      "need a name in patchesStrategicMerge as well",
      "patchesStrategicMerge: [p.yaml]",
      named("a").replace("name: a, ", ""),
      ["namelessPatch | PLACE"],
    ],
  ])("%s", (_, kustomization, patch, expected) => {
    const files = {
      "app/kustomization.yaml": `resources: [a.yaml]\n${kustomization}\n`,
      "app/a.yaml": role("a"),
      "app/p.yaml": patch,
    };
    const place = kustomization.startsWith("patches:") ? "patches.0.path" : "patchesStrategicMerge.0";
    expect(defects(files)).toEqual(expected.map((text) => text.replace("PLACE", place)));
  });
});

describe("two Namespaces under one namespace", () => {
  const deleting = "{ apiVersion: v1, kind: Namespace, metadata: { name: b }, $patch: delete }";

  it.each<[string, string, boolean]>([
    ["are one too many", "", true],
    ["are so even if something may be replaced later", "replacements: []", true],
    ["are none where a patch deletes one", `patches: [{ patch: '${deleting}' }]`, false],
    ["are none where a merge patch deletes one", `patchesStrategicMerge: ['${deleting}']`, false],
    [
      "are none where a merge patch deletes one, and something may be replaced later",
      `patchesStrategicMerge: ['${deleting}']\nreplacements: []`,
      false,
    ],
  ])("%s", (_, rest, isFound) => {
    const files = {
      "app/kustomization.yaml": `resources: [a.yaml]\nnamespace: team\n${rest}\n`,
      "app/a.yaml": `${manifest("Namespace", "a")}---\n${manifest("Namespace", "b")}`,
    };
    expect(defects(files).filter((text) => text.startsWith("namespaceConflict"))).toHaveLength(
      isFound ? 1 : 0,
    );
  });
});
