import { expect, test } from "vitest";
import { buildKustomization } from "../../../lib/builds/kustomize/kustomize.js";
import { UNKNOWN } from "../../../lib/kubernetes/objects.js";
import { repositoryOf } from "../repository-of.js";
import { oddExamples } from "./odd-examples.js";

/** What an example applies: names, with the labels that are not everywhere. */
function appliedBy(part: string): string[] {
  const example = oddExamples.find(({ name }) => name.includes(part));
  if (!example) throw new Error(`there is no example '${part}'`);
  const { objects } = buildKustomization(repositoryOf(example.files), example.directory);
  return objects.map(({ object: { metadata } }) =>
    [metadata?.name, ...Object.entries(metadata?.labels ?? {}).map((entry) => entry.join("="))].join(" "),
  );
}

const MANAGED = `app.kubernetes.io/managed-by=kustomize-${UNKNOWN}`;

test.each<[string, string[]]>([
  ["the label of who manages it", ["r", "b", "p"].map((name) => `${name} ${MANAGED}`)],
  ["the label of a base", ["x-r", "x-b", "x-p"]],
  ["a patch file that is a List", ["r a=b", "b a=b", "p"]],
  ["a merge patch that is a List", ["r a=b", "b a=b", "p"]],
  ["a List of one patch for a target", ["r a=b", "b", "p"]],
  ["a List of roles as a patch", ["r a=b", "b", "p"]],
  ["a List within a text", ["r a=b", "b", "p"]],
  ["with namePrefix: [{path: metadata/name}]", ["x-r q=w", "x-b q=w", "x-p q=w"]],
  ["with namePrefix: [{path: metadata/name, kind", ["x-r q=w", "b q=w", "p q=w"]],
  ["for one kind, in the layer above", ["y-x-r q=w", "b q=w", "p q=w"]],
  ["for one kind after a base", ["y-x-x-r", "x-b", "x-p"]],
  ["for one kind in a component", ["x-z-z-r", "z-b", "z-p"]],
])("of '%s' applies %j", (part, expected) => {
  expect(appliedBy(part)).toEqual(expected);
});

test.each(oddExamples.filter(({ isRefused }) => isRefused))("$name is refused", ({ files, directory }) => {
  const { hidden } = buildKustomization(repositoryOf(files), directory);
  expect(hidden.map(({ kind }) => kind)).toContain("impossible");
});
