import { describe, expect, test } from "vitest";
import { UNKNOWN } from "../../../../lib/kubernetes/objects.js";
import { applied, documents, first, firstApplied, text } from "../applied.js";

const objects = documents(
  text.serviceAccount("name: source, namespace: team"),
  text.binding(
    "name: b",
    "kind: Role, name: a-b-c",
    "{kind: ServiceAccount, name: x}, {kind: User, name: y}",
  ),
);
const replacement = (source: string, target: string) =>
  `replacements:\n- source: {${source}}\n  targets:\n  - ${target}\n`;
const SOURCE = "kind: ServiceAccount, name: source";
const BINDING = "select: {kind: RoleBinding}";

describe("replacements", () => {
  test.each([
    ["a name", SOURCE, `{${BINDING}, fieldPaths: [roleRef.name]}`, "source", ["x", "y"]],
    [
      "another field",
      `${SOURCE}, fieldPath: metadata.namespace`,
      `{${BINDING}, fieldPaths: [roleRef.name]}`,
      "team",
      ["x", "y"],
    ],
    [
      "a part",
      SOURCE,
      `{${BINDING}, fieldPaths: [roleRef.name], options: {delimiter: '-', index: 1}}`,
      "a-source-c",
      ["x", "y"],
    ],
    [
      "a part in front",
      SOURCE,
      `{${BINDING}, fieldPaths: [roleRef.name], options: {delimiter: '-', index: -1}}`,
      "source-a-b-c",
      ["x", "y"],
    ],
    [
      "a part behind",
      SOURCE,
      `{${BINDING}, fieldPaths: [roleRef.name], options: {delimiter: '-', index: 9}}`,
      "a-b-c-source",
      ["x", "y"],
    ],
    [
      "an item by its field",
      SOURCE,
      `{${BINDING}, fieldPaths: ["subjects.[kind=ServiceAccount].name"]}`,
      "a-b-c",
      ["source", "y"],
    ],
    ["all items", SOURCE, `{${BINDING}, fieldPaths: ["subjects.*.name"]}`, "a-b-c", ["source", "source"]],
    [
      "what is rejected",
      SOURCE,
      `{${BINDING}, reject: [{name: b}], fieldPaths: [roleRef.name]}`,
      "a-b-c",
      ["x", "y"],
    ],
    [
      "what a label rejects",
      SOURCE,
      `{${BINDING}, reject: [{labelSelector: '!app'}], fieldPaths: [roleRef.name]}`,
      "a-b-c",
      ["x", "y"],
    ],
    ...["{kind: Role}", "{name: other}", "{labelSelector: 'app=x'}", "{annotationSelector: 'app'}", "{}"].map(
      (reject): [string, string, string, string, string[]] => [
        `what ${reject} does not reject`,
        SOURCE,
        `{${BINDING}, reject: [${reject}], fieldPaths: [roleRef.name]}`,
        "source",
        ["x", "y"],
      ],
    ),
    [
      "what any of several rejects",
      SOURCE,
      `{${BINDING}, reject: [{name: other}, {kind: RoleBinding}], fieldPaths: [roleRef.name]}`,
      "a-b-c",
      ["x", "y"],
    ],
    [
      "a part of a part that is not there",
      SOURCE,
      `{${BINDING}, fieldPaths: [roleRef.name], options: {delimiter: '-', index: 0}}`,
      "source-b-c",
      ["x", "y"],
    ],
    [
      "the first part",
      SOURCE,
      `{${BINDING}, fieldPaths: [roleRef.name], options: {delimiter: '-'}}`,
      "source-b-c",
      ["x", "y"],
    ],
    [
      "an unknown source",
      "kind: ConfigMap, name: config, fieldPath: data.x",
      `{${BINDING}, fieldPaths: [roleRef.name]}`,
      UNKNOWN,
      ["x", "y"],
    ],
  ])("write %s", (_, source, target, role, subjects) => {
    const binding = first(applied(replacement(source, target), objects), "RoleBinding");
    expect(binding.roleRef).toMatchObject({ name: role });
    expect(binding.subjects).toMatchObject(subjects.map((name) => ({ name })));
  });

  test("make a field on demand, and say where they stand", () => {
    const target = `{${BINDING}, fieldPaths: [metadata.namespace], options: {create: true}}`;
    const { object, changes } = firstApplied(
      applied(replacement(`${SOURCE}, fieldPath: metadata.namespace`, target), objects),
      "RoleBinding",
    );
    expect(object.metadata?.namespace).toBe("team");
    expect(changes).toEqual([
      {
        path: ["metadata", "namespace"],
        by: { file: "kustomization.yaml", document: 0, path: ["replacements", 0] },
      },
    ]);
  });

  test.each(["", "- "])("come from a file, one or a list", (dash) => {
    const built = applied("replacements: [{path: r.yaml}]\n", objects, {
      "r.yaml": `${dash}{source: {${SOURCE}}, targets: [{${BINDING}, fieldPaths: [roleRef.name]}]}\n`,
    });
    expect(first(built, "RoleBinding").roleRef).toMatchObject({ name: "source" });
    expect(built.files.get("r.yaml")).toBe("configuration");
  });

  test("can never write a wrong type", () => {
    const built = applied(
      replacement(
        "kind: RoleBinding, name: b, fieldPath: subjects",
        `{${BINDING}, fieldPaths: [metadata.name]}`,
      ),
      objects,
    );
    expect(first(built, "RoleBinding").metadata?.name).not.toBeInstanceOf(Array);
  });

  test.each([
    "replacements: [{source: {kind: Role}}]",
    "replacements: [7]",
    "replacements: [{path: gone.yaml}]",
  ])("are incomplete: %s", (kustomization) => {
    expect(applied(`${kustomization}\n`, objects).hidden[0]?.reason).toBeTypeOf("string");
  });
});
