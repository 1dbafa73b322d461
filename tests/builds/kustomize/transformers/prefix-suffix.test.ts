import { expect, test } from "vitest";
import { applied, build, documents, names, text } from "../applied.js";

test("prefix and suffix are added to all names but those of Namespaces", () => {
  const objects = documents(text.role("name: a"), text.clusterRole("name: b"), text.namespace("c"));
  expect(names(applied("namePrefix: p-\nnameSuffix: -s\n", objects))).toEqual([
    "Role p-a-s",
    "ClusterRole p-b-s",
    "Namespace c",
  ]);
});

test("layers add up", () => {
  const built = build({
    "base/kustomization.yaml": "resources: [role.yaml]\nnamePrefix: base-\n",
    "base/role.yaml": text.role("name: a"),
    "kustomization.yaml": "resources: [base]\nnamePrefix: top-\n",
  });
  expect(names(built)).toEqual(["Role top-base-a"]);
});

test.each([
  ["PrefixTransformer", "prefix: t-", ["Role t-a", "ServiceAccount b"]],
  ["SuffixTransformer", "suffix: -t", ["Role a-t", "ServiceAccount b"]],
  ["PrefixSuffixTransformer", "prefix: t-\nsuffix: -t", ["Role t-a-t", "ServiceAccount b"]],
])("a %s reaches what its field specs name", (kind, option, expected) => {
  const built = applied(
    "transformers: [t.yaml]\n",
    documents(text.role("name: a"), text.serviceAccount("name: b")),
    {
      "t.yaml": `apiVersion: builtin\nkind: ${kind}\nmetadata: {name: n}\n${option}\nfieldSpecs: [{path: metadata/name, kind: Role}]\n`,
    },
  );
  expect(names(built)).toEqual(expected);
});
