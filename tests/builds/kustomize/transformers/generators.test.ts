import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../../lib/kubernetes/objects.js";
import { Layer } from "../../../../lib/builds/kustomize/layer.js";
import { FRESH, type Resource } from "../../../../lib/builds/kustomize/resource.js";
import { absorb, generate } from "../../../../lib/builds/kustomize/transformers/generators.js";
import { repositoryOf } from "../../repository-of.js";
import { applied, build, first, text } from "../applied.js";

const role = text.role(
  "name: a",
  "[{apiGroups: [''], resources: [configmaps], resourceNames: [config, other], verbs: [get]}]",
);
const resourceNames = (kustomization: string, others: Record<string, string> = {}) => {
  const [rule] = first(applied(kustomization, role, others), "Role").rules as { resourceNames: string[] }[];
  return rule?.resourceNames;
};

describe("generated names", () => {
  test.each([
    ["have a hash", "configMapGenerator: [{name: config}]\n", `config-${UNKNOWN}`],
    ["of Secrets, too", "secretGenerator: [{name: config}]\n", `config-${UNKNOWN}`],
    [
      "have a prefix before it",
      "namePrefix: p-\nconfigMapGenerator: [{name: config}]\n",
      `p-config-${UNKNOWN}`,
    ],
    [
      "have none where that is said",
      "namePrefix: p-\nconfigMapGenerator: [{name: config, options: {disableNameSuffixHash: true}}]\n",
      "p-config",
    ],
    [
      "have none where that is said for all",
      "namePrefix: p-\ngeneratorOptions: {disableNameSuffixHash: true}\nconfigMapGenerator: [{name: config}]\n",
      "p-config",
    ],
    ["of another namespace do not count", "configMapGenerator: [{name: config, namespace: far}]\n", "config"],
  ])("%s", (_, kustomization, name) => {
    expect(resourceNames(kustomization)).toEqual([name, "other"]);
  });

  test("of a generator in a file", () => {
    const generator = "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: config}\n";
    expect(resourceNames("generators: [g.yaml]\n", { "g.yaml": generator })).toEqual([
      `config-${UNKNOWN}`,
      "other",
    ]);
  });

  test.each(["merge", "replace"])("are followed through a layer that uses behavior %s", (behavior) => {
    const built = build({
      "base/kustomization.yaml":
        "resources: [role.yaml]\nnamePrefix: p-\nconfigMapGenerator: [{name: config}]\n",
      "base/role.yaml": role,
      "kustomization.yaml": `resources: [base]\nconfigMapGenerator: [{name: config, behavior: ${behavior}, literals: [a=b]}]\n`,
    });
    expect(first(built, "Role").rules).toMatchObject([{ resourceNames: [`p-config-${UNKNOWN}`, "other"] }]);
  });
});

test("generated objects are not among the applied ones, and their inputs are no objects", () => {
  const built = applied("configMapGenerator: [{name: config, files: [x=input.yaml]}]\n", role, {
    "input.yaml": role,
  });
  expect(built.objects).toHaveLength(1);
  expect(built.files.get("input.yaml")).toBe("configuration");
});

test.each([
  "configMapGenerator: [1, {name: [a]}]",
  "configMapGenerator: x",
  "secretGenerator: [{literals: [1, '=']}]",
])("%s", (kustomization) => {
  expect(applied(`${kustomization}\n`, role).objects).toHaveLength(1);
});

describe("a generated object", () => {
  const layerOf = (value: Record<string, unknown> = {}, texts: Record<string, string> = {}) =>
    new Layer(repositoryOf(texts), "app", { path: "app/kustomization.yaml", value });
  const place = { file: "app/kustomization.yaml", document: 0, path: ["configMapGenerator", 0] };
  const made = (
    entry: unknown,
    value: Record<string, unknown> = {},
    kind: "ConfigMap" | "Secret" = "ConfigMap",
  ) => generate(layerOf(value), kind, entry, place);

  test("says what it is and where it comes from", () => {
    expect(made({ name: "a" })).toEqual({
      resource: {
        ...FRESH,
        kind: undefined,
        object: {
          apiVersion: "v1",
          kind: "ConfigMap",
          metadata: { name: "a", namespace: undefined, labels: undefined, annotations: undefined },
          data: {},
        },
        hashed: true,
        ...place,
        at: ["configMapGenerator", 0],
      },
      behavior: "create",
      hasVariables: false,
    });
    expect(made({ name: "a", literals: ["a=b"] }, {}, "Secret")?.resource.object).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "a" },
    });
  });

  test.each<[Record<string, unknown>, Record<string, unknown>, object]>([
    [{ name: "a", metadata: { name: "b", namespace: "c" } }, {}, { name: "a", namespace: "c" }],
    [{ metadata: { name: "b" }, namespace: "n" }, {}, { name: "b", namespace: "n" }],
    [{ name: "", metadata: { name: "b" }, namespace: "" }, {}, { name: "b" }],
    [
      { name: "a", options: { labels: { x: "1" } } },
      { labels: { x: "2", y: "3" } },
      { name: "a", labels: { x: "1", y: "3" } },
    ],
    [
      { name: "a", options: { annotations: { x: 1, y: "2" } } },
      { labels: 5 },
      { name: "a", annotations: { y: "2" } },
    ],
  ])("of %j with %j is called", (entry, generatorOptions, metadata) => {
    expect(made(entry, { generatorOptions })?.resource.object.metadata).toEqual(metadata);
  });

  test.each<[unknown, unknown, boolean]>([
    [{}, {}, true],
    [{ disableNameSuffixHash: true }, {}, false],
    [{}, { disableNameSuffixHash: true }, false],
    [{ disableNameSuffixHash: false }, { disableNameSuffixHash: "true" }, true],
  ])("with the options %j and %j has a hash: %s", (options, generatorOptions, hashed) => {
    expect(made({ name: "a", options }, { generatorOptions })?.resource.hashed).toBe(hashed);
  });

  test.each([
    [undefined, "create"],
    ["create", "create"],
    ["merge", "merge"],
    ["replace", "replace"],
    ["else", "create"],
  ])("with the behavior %s", (behavior, expected) => {
    expect(made({ name: "a", behavior })?.behavior).toBe(expected);
  });

  test.each<[object, object, boolean]>([
    [{ literals: ["a=b", "c=d=e", "f=", "g", "=h", 1] }, { a: "b", c: "d=e", f: "" }, false],
    [
      { literals: ["a='b'", 'c="d"', "e='f\"", "g='", "h=''", "i=x'y'", "j=l1\nl2", "k='l1\nl2'"] },
      { a: "b", c: "d", e: "'f\"", g: "'", h: "", i: "x'y'", j: "l1\nl2", k: "l1\nl2" },
      false,
    ],
    [
      { files: ["x.conf", "deep/y.conf", "z=deep/x.conf", 1] },
      { "x.conf": UNKNOWN, "y.conf": UNKNOWN, z: UNKNOWN },
      false,
    ],
    [{ files: ["a=x.conf"], literals: ["a=b"] }, { a: "b" }, false],
    [{ envs: ["x.env"] }, {}, true],
    [{ envs: [] }, {}, false],
    [{ env: "x.env" }, {}, true],
  ])("of %j has content", (entry, data, hasVariables) => {
    const generated = made({ name: "a", ...entry });
    expect(generated?.resource.object.data).toEqual(data);
    expect(generated?.hasVariables).toBe(hasVariables);
  });

  test("uses files below and above its directory", () => {
    const texts = { "app/x.conf": "", "app/k.yaml": "", "shared/y.env": "", "app/z.env": "", "gone=": "" };
    const layer = layerOf({}, texts);
    generate(
      layer,
      "ConfigMap",
      { name: "a", files: ["x.conf", "k=k.yaml", 1, "gone"], envs: ["../shared/y.env"], env: "z.env" },
      place,
    );
    expect(Object.fromEntries(layer.files)).toEqual({
      "app/kustomization.yaml": "kustomization",
      "app/x.conf": "configuration",
      "app/k.yaml": "configuration",
      "shared/y.env": "configuration",
      "app/z.env": "configuration",
    });
    expect(layer.looked.has("app/gone")).toBe(true);
  });

  describe("with the name of another", () => {
    const there = (entry: object, change: Partial<Resource> = {}): Resource => {
      const resource = made(entry)?.resource;
      if (!resource) throw new Error("Nothing is made.");
      return { ...resource, ...change };
    };
    const after = (resources: readonly Resource[], entry: object) => {
      const generated = made(entry);
      if (!generated) throw new Error("Nothing is made.");
      return absorb(layerOf(), resources, generated).map(({ object, hashed }) => [
        object.metadata?.name,
        object.metadata?.namespace,
        object.data,
        hashed,
      ]);
    };
    const old = there({ name: "a", literals: ["x=1", "y=2"], options: { labels: { l: "1" } } });

    test.each<[string, object, unknown[]]>([
      [
        "is added under another name",
        { name: "b" },
        [
          ["a", undefined, { x: "1", y: "2" }, true],
          ["b", undefined, {}, true],
        ],
      ],
      [
        "is added in another namespace",
        { name: "a", namespace: "n" },
        [
          ["a", undefined, { x: "1", y: "2" }, true],
          ["a", "n", {}, true],
        ],
      ],
      ["is not added twice", { name: "a", literals: ["z=3"] }, [["a", undefined, { x: "1", y: "2" }, true]]],
      [
        "is merged",
        { name: "a", behavior: "merge", literals: ["y=3", "z=4"] },
        [["a", undefined, { x: "1", y: "3", z: "4" }, true]],
      ],
      [
        "is merged with variables that may be any",
        { name: "a", behavior: "merge", envs: ["e"], literals: ["z=4"] },
        [["a", undefined, { x: UNKNOWN, y: UNKNOWN, z: "4" }, true]],
      ],
      [
        "replaces",
        { name: "a", behavior: "replace", literals: ["z=4"], options: { disableNameSuffixHash: true } },
        [["a", undefined, { z: "4" }, false]],
      ],
      [
        "is added where there is none to merge with",
        { name: "b", behavior: "merge" },
        [
          ["a", undefined, { x: "1", y: "2" }, true],
          ["b", undefined, {}, true],
        ],
      ],
    ])("%s", (_, entry, expected) => {
      expect(after([old], entry)).toEqual(expected);
    });

    test("keeps the name that layers have given", () => {
      const prefixed = {
        ...old,
        previous: [{ kind: "ConfigMap", name: "a", namespace: "default" }],
        object: { ...old.object, metadata: { name: "p-a", namespace: "n" } },
      };
      expect(after([prefixed], { name: "a", behavior: "merge", literals: ["z=4"] })).toEqual([
        ["p-a", "n", { x: "1", y: "2", z: "4" }, true],
      ]);
    });

    test("is no other kind's", () => {
      const secret = { ...old, object: { ...old.object, kind: "Secret" } };
      const other = { ...old, object: { ...old.object, apiVersion: "example.org/v1" } };
      expect(after([secret, other], { name: "a", behavior: "merge" })).toHaveLength(3);
      expect(after([secret, other], { name: "a" })).toHaveLength(3);
    });
  });
});
