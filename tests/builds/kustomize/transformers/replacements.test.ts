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

describe("a replacement", () => {
  const all = documents(
    text.serviceAccount("name: source, namespace: team, labels: {v: a-b-c, n: '7'}, annotations: {note: x}"),
    text.role("name: source, namespace: team"),
    text.serviceAccount("name: one, labels: {app: web, v: x-y-z}"),
    text.serviceAccount("name: two, namespace: far, annotations: {v: x-y-z}"),
    text.role("name: three, labels: {v: x-y-z}"),
  );
  /** The labels `v` of the account, the account elsewhere and the role. */
  const labels = (source: string, target: string, more = "") => {
    const { objects } = applied(
      `${more}\nreplacements: [{source: {${source}}, targets: [{${target}}]}]\n`,
      all,
    );
    return objects.slice(2).map(({ object }) => object.metadata?.labels?.v);
  };
  const FROM = "kind: ServiceAccount, name: source, fieldPath: metadata.labels.v";
  const ALL = "select: {namespace: default}, fieldPaths: [metadata.labels.v]";
  const V = "fieldPaths: [metadata.labels.v]";
  const old = "x-y-z";

  test.each<[string, string, unknown[]]>([
    [FROM, ALL, ["a-b-c", undefined, "a-b-c"]],
    [FROM, `select: {}, ${V}`, ["a-b-c", undefined, "a-b-c"]],
    [FROM, `select: {}, ${V}, options: {create: true}`, ["a-b-c", "a-b-c", "a-b-c"]],
    [FROM, `select: {}, ${V}, options: {create: yes}`, ["a-b-c", undefined, "a-b-c"]],
    [FROM, `select: {kind: Role}, ${V}`, [old, undefined, "a-b-c"]],
    [FROM, `select: {version: v1, kind: ServiceAccount}, ${V}`, ["a-b-c", undefined, old]],
    [FROM, `select: {group: rbac.authorization.k8s.io}, ${V}`, [old, undefined, "a-b-c"]],
    [FROM, `select: {name: one}, ${V}`, ["a-b-c", undefined, old]],
    [FROM, `select: {namespace: far}, ${V}`, [old, undefined, old]],
    [FROM, `select: {labelSelector: app=web}, ${V}`, ["a-b-c", undefined, old]],
    [FROM, `select: {labelSelector: 'app > 1'}, ${V}`, [old, undefined, old]],
    [FROM, `select: {annotationSelector: v}, ${V}`, [old, undefined, old]],
    [FROM, `select: [1], ${V}`, [old, undefined, old]],
    [FROM, V, [old, undefined, old]],
    [FROM, `select: {}, fieldPaths: {a: b}`, [old, undefined, old]],
    [FROM, `${ALL}, reject: [{kind: Role}]`, ["a-b-c", undefined, old]],
    [FROM, `${ALL}, reject: [{name: one}, {name: three}]`, [old, undefined, old]],
    [FROM, `${ALL}, reject: [{name: one, kind: Role}]`, ["a-b-c", undefined, "a-b-c"]],
    [FROM, `${ALL}, reject: [{labelSelector: app=web}]`, [old, undefined, "a-b-c"]],
    [FROM, `${ALL}, reject: [{labelSelector: 'app > 1'}]`, [old, undefined, old]],
    [FROM, `${ALL}, reject: [{version: v1}]`, [old, undefined, old]],
    [FROM, `${ALL}, reject: [{group: rbac.authorization.k8s.io}]`, ["a-b-c", undefined, old]],
    [FROM, `${ALL}, reject: [{namespace: default}]`, [old, undefined, old]],
    [FROM, `${ALL}, options: {delimiter: '-'}`, ["a-b-c-y-z", undefined, "a-b-c-y-z"]],
    [FROM, `${ALL}, options: {delimiter: '-', index: 1}`, ["x-a-b-c-z", undefined, "x-a-b-c-z"]],
    [FROM, `${ALL}, options: {delimiter: '-', index: 2}`, ["x-y-a-b-c", undefined, "x-y-a-b-c"]],
    [FROM, `${ALL}, options: {delimiter: '-', index: 3}`, ["x-y-z-a-b-c", undefined, "x-y-z-a-b-c"]],
    [FROM, `${ALL}, options: {delimiter: '-', index: -1}`, ["a-b-c-x-y-z", undefined, "a-b-c-x-y-z"]],
    [FROM, `${ALL}, options: {delimiter: ''}`, ["a-b-c", undefined, "a-b-c"]],
    [FROM, `${ALL}, options: {delimiter: 1}`, ["a-b-c", undefined, "a-b-c"]],
    [
      FROM,
      `select: {name: two}, ${V}, options: {create: true, delimiter: '-', index: 1}`,
      [old, "-a-b-c", old],
    ],
    [`${FROM}, options: {delimiter: '-'}`, ALL, ["a", undefined, "a"]],
    [`${FROM}, options: {delimiter: '-', index: 2}`, ALL, ["c", undefined, "c"]],
    [`${FROM}, options: {delimiter: '-', index: 3}`, ALL, [UNKNOWN, undefined, UNKNOWN]],
    [`${FROM}, options: {delimiter: ''}`, ALL, ["a-b-c", undefined, "a-b-c"]],
    ["kind: ServiceAccount, name: source", ALL, ["source", undefined, "source"]],
    ["kind: ServiceAccount, name: source, fieldPath: ''", ALL, ["source", undefined, "source"]],
    ["kind: ServiceAccount, name: source, fieldPath: metadata.gone", ALL, [UNKNOWN, undefined, UNKNOWN]],
    // Several are no source.
    ["name: source", ALL, [UNKNOWN, undefined, UNKNOWN]],
    ["name: source, kind: Role, fieldPath: kind", ALL, ["Role", undefined, "Role"]],
    ["group: rbac.authorization.k8s.io, name: source, fieldPath: kind", ALL, ["Role", undefined, "Role"]],
    ["namespace: far, fieldPath: metadata.annotations.v", ALL, [old, undefined, old]],
  ])("from {%s} to {%s}", (source, target, expected) => {
    expect(labels(source, target)).toEqual(expected);
  });

  test("finds what it names by any name that it had", () => {
    const { objects } = applied("transformers: [t.yaml]\nnamePrefix: p-\n", all, {
      "t.yaml": `apiVersion: builtin\nkind: ReplacementTransformer\nmetadata: {name: n}\nreplacements: [{source: {${FROM}}, targets: [{select: {name: one}, ${V}}, {select: {name: p-three}, ${V}}, {select: {name: two}, reject: [{name: p-two}], ${V}, options: {create: true}}]}]\n`,
    });
    expect(objects.slice(2).map(({ object }) => object.metadata?.labels?.v)).toEqual([
      "a-b-c",
      undefined,
      "a-b-c",
    ]);
  });

  test("notes each path that it writes", () => {
    const { objects } = applied(
      `replacements: [{source: {${FROM}}, targets: [{select: {name: one}, fieldPaths: [metadata.labels.v, metadata.labels.gone, metadata.labels.app]}]}]\n`,
      all,
    );
    const by = { file: "kustomization.yaml", document: 0, path: ["replacements", 0] };
    expect(objects[2]?.changes).toEqual([
      { path: ["metadata", "labels", "v"], by },
      { path: ["metadata", "labels", "app"], by },
    ]);
    expect(objects[3]?.changes).toBeUndefined();
  });
});
