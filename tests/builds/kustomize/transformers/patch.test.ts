import { describe, expect, test } from "vitest";
import { normalise } from "../../../../lib/kubernetes/kinds.js";
import { applied, documents, first, firstApplied, names, text } from "../applied.js";

const RULES = "[{apiGroups: [''], resources: [pods], verbs: [get]}]";
const RBAC = "apiVersion: rbac.authorization.k8s.io/v1";
const everything = [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }];
const role = text.role("name: a, labels: {app: web}", RULES);
const widePatch = `${RBAC}\nkind: Role\nmetadata: {name: a}\nrules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]\n`;

const inline = (patch: string, rest = "") =>
  `patches:\n- patch: |-\n${patch.trimEnd().replace(/^/gm, "    ")}\n${rest.replace(/^(?=.)/gm, "  ")}`;

describe("patches", () => {
  test("a file without a target finds its object by name", () => {
    const built = applied("patches: [{path: patch.yaml}]\n", role, { "patch.yaml": widePatch });
    const { object, changes } = firstApplied(built, "Role");
    expect(object.rules).toEqual(everything);
    expect(object.metadata).toEqual({ name: "a", labels: { app: "web" } });
    expect(changes).toEqual([{ path: ["rules"], by: { file: "patch.yaml", document: 0, path: ["rules"] } }]);
    expect(built.files.get("patch.yaml")).toBe("patch");
  });

  test("an inline patch is said to be where the kustomization holds it", () => {
    const { changes } = firstApplied(applied(inline(widePatch), role), "Role");
    expect(changes).toEqual([
      { path: ["rules"], by: { file: "kustomization.yaml", document: 0, path: ["patches", 0, "patch"] } },
    ]);
  });

  test.each([
    ["another version", widePatch.replace("/v1", "/v1beta1"), 1],
    ["another kind", widePatch.replace("Role", "ClusterRole"), 1],
    ["another namespace", widePatch.replace("name: a", "name: a, namespace: b"), 1],
    ["the default namespace", widePatch.replace("name: a", "name: a, namespace: default"), 0],
    ["a kind that is not read", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n", 1],
  ])("without a target: %s", (_, patch, kept) => {
    const built = applied(inline(patch), role);
    expect(first(built, "Role").rules).toEqual(
      kept === 1 ? [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] : everything,
    );
    expect(built.hidden[0]?.reason).toBeUndefined();
  });

  test("with a target, name and kind in the patch do not count", () => {
    const patch = widePatch.replace("name: a", "name: whatever").replace("Role", "Other");
    const built = applied(
      inline(patch, "target: {kind: Role, name: a|b}\n"),
      documents(role, text.role("name: c")),
    );
    expect(names(built)).toEqual(["Role a", "Role c"]);
    expect(first(built, "Role").rules).toEqual(everything);
  });

  test("a target that selects nothing is normal, and its patch is not even read", () => {
    const built = applied("patches: [{path: patch.yaml, target: {kind: Widget}}]\n", role, {
      "patch.yaml": "}",
    });
    expect(built.hidden[0]?.reason).toBeUndefined();
  });

  test("$patch: delete deletes, with a target all that it selects", () => {
    const patch = `$patch: delete\n${RBAC}\nkind: Role\nmetadata: {name: a}\n`;
    const objects = documents(role, text.role("name: b"), text.serviceAccount("name: c"));
    expect(names(applied(inline(patch), objects))).toEqual(["Role b", "ServiceAccount c"]);
    expect(names(applied(inline(patch, "target: {kind: Role}\n"), objects))).toEqual(["ServiceAccount c"]);
  });

  test("only without a target do null labels delete", () => {
    const patch = `${RBAC}\nkind: Role\nmetadata: {name: a, labels: null}\n`;
    expect(first(applied(inline(patch), role), "Role").metadata?.labels).toBeUndefined();
    const targeted = applied(inline(patch, "target: {kind: Role}\n"), role);
    expect(first(targeted, "Role").metadata?.labels).toEqual({ app: "web" });
  });

  test("a name is changed only where that is allowed", () => {
    const patch = `${RBAC}\nkind: Role\nmetadata: {name: b}\n`;
    const objects = documents(role, text.binding("name: x", "kind: Role, name: a"));
    expect(names(applied(inline(patch, "target: {kind: Role}\n"), objects))[0]).toBe("Role a");
    const built = applied(inline(patch, "target: {kind: Role}\noptions: {allowNameChange: true}\n"), objects);
    expect(names(built)[0]).toBe("Role b");
    expect(first(built, "RoleBinding").roleRef).toMatchObject({ name: "b" });
  });

  test("a kind is changed only where that is allowed", () => {
    const patch = `${RBAC}\nkind: ClusterRole\nmetadata: {name: a}\n`;
    expect(names(applied(inline(patch, "target: {kind: Role}\n"), role))).toEqual(["Role a"]);
    const target = "target: {kind: Role}\noptions: {allowKindChange: true}\n";
    expect(names(applied(inline(patch, target), role))).toEqual(["ClusterRole a"]);
    expect(names(applied(inline(patch.replace("ClusterRole", "Widget"), target), role))).toEqual([]);
  });

  test("a JSON patch of a file", () => {
    const built = applied("patches: [{path: patch.yaml, target: {kind: Role}}]\n", role, {
      "patch.yaml":
        "- {op: add, path: /rules/-, value: {apiGroups: ['*'], resources: ['*'], verbs: ['*']}}\n",
    });
    const { object, changes } = firstApplied(built, "Role");
    expect(object.rules).toHaveLength(2);
    expect(changes).toEqual([
      { path: ["rules", 1], by: { file: "patch.yaml", document: 0, path: [0, "value"] } },
    ]);
  });

  test.each([
    ["on fields that are not read", "- {op: replace, path: /metadata/finalizers/0, value: x}", undefined],
    ["on a field that is known to be missing", "- {op: remove, path: /metadata/namespace}", "does not fit"],
    ["that is no list", "{op: add, path: /x}", undefined],
  ])("a JSON patch %s", (_, patch, reason) => {
    const built = applied(inline(patch, "target: {kind: Role}\n"), role);
    expect(names(built)).toEqual(["Role a"]);
    if (reason === undefined) expect(built.hidden[0]?.reason).toBeUndefined();
    else expect(built.hidden[0]?.reason).toContain(reason);
  });

  test("a patch can take away what the object's kind is read by", () => {
    const built = applied(
      inline("- {op: replace, path: /kind, value: Widget}", "target: {kind: Role}\n"),
      role,
    );
    expect(built.objects).toEqual([]);
  });

  test.each([
    ["neither a path nor a text", "patches: [{target: {kind: Role}}]\n"],
    ["both", "patches: [{path: a.yaml, patch: '{}'}]\n"],
    ["an expression that is not understood", "patches: [{patch: '[]', target: {name: '[a]'}}]\n"],
    ["a file that is not there", "patches: [{path: gone.yaml}]\n"],
    ["no target for a JSON patch", "patches: [{patch: '- {op: remove, path: /rules}'}]\n"],
    ["something else", "patches: [7, null, [x]]\n"],
    ["a target that is none", "patches: [{patch: '[]', target: 7}]\n"],
    ["two documents for one target", inline(`${widePatch}---\n${widePatch}`, "target: {kind: Role}\n")],
  ])("are incomplete with %s", (_, kustomization) => {
    expect(applied(kustomization, role).hidden[0]?.reason).toBeTypeOf("string");
  });

  test("a patch for one of several objects of a name is incomplete", () => {
    const objects = documents(text.role("name: a"), text.role("name: a, namespace: b"));
    const built = applied(`transformers: [t.yaml]\n`, objects, {
      "t.yaml": `apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: n}\npatch: '- {op: add, path: /metadata/namespace, value: default}'\ntarget: {kind: Role}\n---\napiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: m}\npatch: "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: a}}"\n`,
    });
    expect(built.hidden[0]?.reason).toContain("several");
  });
});

describe("older kinds of patches", () => {
  test("patchesStrategicMerge, by file and inline", () => {
    const built = applied(
      `patchesStrategicMerge:\n- patch.yaml\n- |-\n  ${RBAC}\n  kind: Role\n  metadata: {name: b, labels: {x: z}}\n`,
      documents(role, text.role("name: b")),
      {
        "patch.yaml": widePatch,
      },
    );
    expect(built.objects.map(({ object }) => [object.rules, object.metadata?.labels])).toEqual([
      [everything, { app: "web" }],
      [[], { x: "z" }],
    ]);
  });

  test("patchesJson6902 come after the prefix and do not remember a name", () => {
    const kustomization =
      "namePrefix: p-\npatchesJson6902:\n- target: {kind: Role, name: p-a, version: v1}\n  patch: '- {op: replace, path: /metadata/name, value: c}'\n";
    const objects = documents(
      text.role("name: a"),
      text.binding("name: x", "kind: Role, name: a"),
      text.binding("name: y", "kind: Role, name: p-a"),
    );
    const built = applied(kustomization, objects);
    expect(names(built)[0]).toBe("Role c");
    expect(built.objects.slice(1).map(({ object }) => object.roleRef)).toMatchObject([
      { name: "c" },
      { name: "p-a" },
    ]);
  });
});

describe("many patches for many objects", () => {
  const add = (name: string) =>
    `- {target: {kind: Role}, patch: '[{op: add, path: /rules/-, value: {resources: [${name}]}}]'}\n`;
  const patches = (count: number) =>
    `patches:\n${Array.from({ length: count }, (_, index) => add(`r${index}`)).join("")}`;

  test("copy only what they change", () => {
    const base = { rules: [{ resources: ["pods"] }] };
    const old = normalise("Role", base);
    const next = normalise("Role", { ...old, rules: [...old.rules!, { resources: [1] }] }, old);
    expect(next.rules![0]).toBe(old.rules![0]);
    expect(next.rules![1]).toEqual(normalise("Role", { rules: [{ resources: [1] }] }).rules![0]);
  });

  test("are all applied", () => {
    const built = applied(patches(100), role);
    expect(built.hidden[0]?.reason).toBeUndefined();
    expect(first(built, "Role").rules).toHaveLength(101);
    const roles = Array.from({ length: 5 }, (_, index) => text.role(`name: a${index}`, RULES));
    const operations = Array(3000).fill("{op: add, path: /rules/-, value: {resources: [a]}}").join(", ");
    const wide = applied(
      `patches: [{target: {kind: Role}, patch: '[${operations}]'}]\n`,
      documents(...roles),
    );
    expect(wide.hidden).toEqual([]);
    expect(first(wide, "Role").rules).toHaveLength(3001);
  });
});

test("an entry of patchesJson6902 is said to be where the kustomization holds it", () => {
  const patch = "[{op: add, path: /metadata/labels/x, value: y}]";
  const built = applied(
    `patchesJson6902: [{target: {kind: Role, name: a, version: v1}, patch: '${patch}'}]\n`,
    role,
  );
  expect(firstApplied(built, "Role").changes).toEqual([
    {
      path: ["metadata", "labels", "x"],
      by: { file: "kustomization.yaml", document: 0, path: ["patchesJson6902", 0, "patch"] },
    },
  ]);
});

test("a text that is too long is hidden, and changes nothing", () => {
  const built = applied(`patches: [{target: {kind: Role}, patch: '[] #${"x".repeat(1_000_000)}'}]\n`, role);
  expect(built.hidden.map(({ kind, reason }) => [kind, reason])).toEqual([
    ["program", "kustomization.yaml has an inline text that is too long to be read"],
  ]);
  expect(names(built)).toEqual(["Role a"]);
});
