import { describe, expect, test } from "vitest";
import { applied, documents, text } from "../applied.js";

const OBJECTS = documents(
  text.role("name: a, labels: {l: old}"),
  text.serviceAccount("name: b, namespace: far"),
  text.clusterRole("name: c"),
  text.namespace("n"),
  "{apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: things.example.org}, spec: {group: example.org, names: {kind: Thing, plural: things}, scope: Namespaced, versions: []}}\n",
);

/** The metadata of all objects, with what one transformer in a file makes of them. */
function metadata(kind: string, rest: string) {
  const { objects, hidden } = applied("transformers: [t.yaml]\n", OBJECTS, {
    "t.yaml": `apiVersion: builtin\nkind: ${kind}\n${rest}\n`,
  });
  expect(hidden).toEqual([]);
  return objects.map(({ object: { metadata } }) => {
    const { name, namespace, labels, annotations } = metadata ?? {};
    return [
      [namespace, name].filter((part) => part !== undefined).join("/"),
      ...Object.entries({ ...labels, ...annotations }).map(([key, value]) => `${key}=${value}`),
    ].join(" ");
  });
}

const SAME = ["a l=old", "far/b", "c", "n", "things.example.org"];
const NAME = "fieldSpecs: [{path: metadata/name}]";
const LABELS = "fieldSpecs: [{path: metadata/labels, create: true}]";

describe("a transformer in a file", () => {
  test.each<[string, string, string[]]>([
    [
      "NamespaceTransformer",
      "metadata: {namespace: t}",
      ["t/a l=old", "t/b", "c", "n", "things.example.org"],
    ],
    [
      "NamespaceTransformer",
      "metadata: {namespace: t}\nunsetOnly: true",
      ["t/a l=old", "far/b", "c", "n", "things.example.org"],
    ],
    [
      "NamespaceTransformer",
      "metadata: {namespace: t}\nunsetOnly: yes",
      ["t/a l=old", "t/b", "c", "n", "things.example.org"],
    ],
    [
      "NamespaceTransformer",
      "metadata: {namespace: t}\nfieldSpecs: [{path: metadata/name, kind: Namespace, create: true}]",
      ["t/a l=old", "t/b", "c", "t", "things.example.org"],
    ],
    [
      "NamespaceTransformer",
      "metadata: {namespace: t}\nfieldSpecs: [{path: metadata/labels/l}]",
      ["t/a l=t", "t/b", "c", "n", "things.example.org"],
    ],
    [
      "NamespaceTransformer",
      "metadata: {namespace: t}\nfieldSpecs: [{path: metadata/name}]",
      ["t/a l=old", "t/t", "c", "t", "things.example.org"],
    ],
    ["NamespaceTransformer", "metadata: {namespace: ''}", SAME],
    ["NamespaceTransformer", "metadata: {namespace: 1}", SAME],
    ["PrefixTransformer", `prefix: p-\n${NAME}`, ["p-a l=old", "far/p-b", "p-c", "n", "things.example.org"]],
    [
      "PrefixTransformer",
      "prefix: p-\nfieldSpecs: [{path: metadata/labels/l}, {path: metadata/labels/x, create: true}]",
      ["a l=p-old", "far/b", "c", "n", "things.example.org"],
    ],
    ["PrefixTransformer", `prefix: 1\n${NAME}`, SAME],
    ["PrefixTransformer", "prefix: p-", SAME],
    ["SuffixTransformer", `suffix: -s\n${NAME}`, ["a-s l=old", "far/b-s", "c-s", "n", "things.example.org"]],
    ["SuffixTransformer", `prefix: p-\n${NAME}`, SAME],
    [
      "PrefixSuffixTransformer",
      `prefix: p-\nsuffix: -s\n${NAME}`,
      ["p-a-s l=old", "far/p-b-s", "p-c-s", "n", "things.example.org"],
    ],
    [
      "PrefixSuffixTransformer",
      `prefix: p-\nfieldSpecs: [{path: metadata/name, kind: Role}]`,
      ["p-a l=old", "far/b", "c", "n", "things.example.org"],
    ],
    [
      "LabelTransformer",
      `labels: {l: new, m: x}\n${LABELS}`,
      ["a l=new m=x", "far/b l=new m=x", "c l=new m=x", "n l=new m=x", "things.example.org l=new m=x"],
    ],
    [
      "LabelTransformer",
      "labels: {l: new}\nfieldSpecs: [{path: metadata/labels}]",
      ["a l=new", "far/b", "c", "n", "things.example.org"],
    ],
    [
      "LabelTransformer",
      "labels: {l: new}\nfieldSpecs: [{path: metadata/labels, create: true, kind: ServiceAccount}]",
      ["a l=old", "far/b l=new", "c", "n", "things.example.org"],
    ],
    [
      "LabelTransformer",
      "labels: {l: new}\nfieldSpecs: [{path: metadata/labels, create: true, group: rbac.authorization.k8s.io}]",
      ["a l=new", "far/b", "c l=new", "n", "things.example.org"],
    ],
    [
      "LabelTransformer",
      "labels: {l: new}\nfieldSpecs: [{path: metadata/labels, create: true, version: v1, kind: Namespace}]",
      ["a l=old", "far/b", "c", "n l=new", "things.example.org"],
    ],
    [
      "LabelTransformer",
      "labels: {l: new}\nfieldSpecs: [{path: metadata/labels, create: true, version: v2}]",
      SAME,
    ],
    [
      "LabelTransformer",
      "labels: {l: new}\nfieldSpecs: [{path: metadata/labels, create: true, kind: Role}, {path: metadata/labels}]",
      ["a l=new", "far/b", "c", "n", "things.example.org"],
    ],
    ["LabelTransformer", "labels: {l: new}\nfieldSpecs: [{path: metadata/name}]", SAME],
    [
      "LabelTransformer",
      "labels: {l: 1, m: x}\nfieldSpecs: [{path: /metadata/labels}]",
      ["a l=old m=x", "far/b", "c", "n", "things.example.org"],
    ],
    [
      "AnnotationsTransformer",
      "annotations: {l: new}\nfieldSpecs: [{path: metadata/annotations, create: true, kind: Role}]",
      ["a l=new", "far/b", "c", "n", "things.example.org"],
    ],
    [
      "PatchTransformer",
      "target: {kind: Role}\npatch: '[{op: add, path: /metadata/labels/m, value: x}]'",
      ["a l=old m=x", "far/b", "c", "n", "things.example.org"],
    ],
    [
      "PatchTransformer",
      "patch: '{apiVersion: v1, kind: Namespace, metadata: {name: n, labels: {m: x, o: 1}}}'",
      ["a l=old", "far/b", "c", "n m=x o=1", "things.example.org"],
    ],
    [
      "PatchJson6902Transformer",
      "target: {kind: ServiceAccount}\njsonOp: '[{op: add, path: /metadata/labels, value: {m: x}}]'",
      ["a l=old", "far/b m=x", "c", "n", "things.example.org"],
    ],
    ["PatchStrategicMergeTransformer", "patches: ''", SAME],
    [
      "PatchStrategicMergeTransformer",
      "paths: ['{apiVersion: v1, kind: Namespace, metadata: {name: n, labels: {m: x}}}']\npatches: '{apiVersion: v1, kind: ServiceAccount, metadata: {name: b, namespace: far, labels: {m: y}}}'",
      ["a l=old", "far/b m=y", "c", "n m=x", "things.example.org"],
    ],
    [
      "ReplacementTransformer",
      "replacements: [{source: {kind: Namespace}, targets: [{select: {kind: Role}, fieldPaths: [metadata.labels.l]}]}]",
      ["a l=n", "far/b", "c", "n", "things.example.org"],
    ],
    ["ImageTagTransformer", "imageTag: {name: a, newTag: b}", SAME],
    ["ReplicaCountTransformer", "replica: {name: a, count: 2}", SAME],
    ["HashTransformer", "", SAME],
  ])("%s with %j", (kind, rest, expected) => {
    expect(metadata(kind, rest)).toEqual(expected);
  });
});

describe("labels of a kustomization", () => {
  test.each<[string, string[]]>([
    ["labels: [{pairs: {l: new}}]", ["a l=new", "far/b l=new"]],
    ["labels: [{pairs: {m: x}}, {pairs: {m: y, l: z}}]", ["a l=z m=y", "far/b m=y l=z"]],
    [
      "labels: [{pairs: {m: x}}]\ncommonLabels: {m: y}\ncommonAnnotations: {o: z}",
      ["a l=old m=y o=z", "far/b m=y o=z"],
    ],
    [
      "labels: [{pairs: {m: x}, fields: [{path: metadata/annotations, create: true, kind: Role}]}]",
      ["a l=old m=x", "far/b m=x"],
    ],
    ["labels: [{pairs: {m: x}, fields: 1, includeSelectors: 'true'}]", ["a l=old m=x", "far/b m=x"]],
    ["labels: [{pairs: {}}]\ncommonAnnotations: {}", ["a l=old", "far/b"]],
    ["namePrefix: p-\nnameSuffix: -s\nnamespace: t", ["t/p-a-s l=old", "t/p-b-s"]],
  ])("with %j", (kustomization, expected) => {
    const { objects } = applied(`${kustomization}\n`, OBJECTS);
    expect(
      objects.slice(0, 2).map(({ object: { metadata } }) => {
        const { name, namespace, labels, annotations } = metadata ?? {};
        const entries = Object.entries({ ...labels, ...annotations }).map(
          ([key, value]) => `${key}=${value}`,
        );
        return [[namespace, name].filter((part) => part !== undefined).join("/"), ...entries].join(" ");
      }),
    ).toEqual(expected);
  });
});
