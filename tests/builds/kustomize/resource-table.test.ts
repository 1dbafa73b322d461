import { describe, expect, test } from "vitest";
import { FRESH, type Id, remember, type Resource } from "../../../lib/builds/kustomize/resource.js";
import { ResourceTable } from "../../../lib/builds/kustomize/resource-table.js";

function resource(name: string, namespace?: string, previous: readonly Id[] = []): Resource {
  const object = { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } };
  return { ...FRESH, kind: "ServiceAccount", object, previous, file: "a.yaml", document: 0, at: [] };
}

function renamed(one: Resource, name: string): Resource {
  const metadata = { ...one.object.metadata, name };
  return { ...remember(one), object: { ...one.object, metadata } };
}

const [a, b, a2, c] = [
  resource("a"),
  resource("b", "team"),
  resource("a", "team"),
  resource("c", "shop", [{ kind: "ServiceAccount", name: "old", namespace: "default" }]),
];

describe("the positions of resources", () => {
  test.each<[string[] | undefined, string[] | undefined, number[]]>([
    [undefined, undefined, [0, 1, 2, 3]],
    [["a"], undefined, [0, 2]],
    [["b", "a"], undefined, [0, 1, 2]],
    [["a", "a"], undefined, [0, 2]],
    [["old"], undefined, [3]],
    [["gone"], undefined, []],
    [[], undefined, []],
    [undefined, ["team"], [1, 2]],
    // Its own and the one it had.
    [undefined, ["default"], [0, 3]],
    [undefined, ["shop"], [3]],
    [["a"], ["default", "team", "shop"], [0, 2]],
    [["a"], ["shop"], [3]],
    [["a"], ["default"], [0, 2]],
    [["a", "b", "c"], ["shop"], [3]],
    [["a"], [], []],
  ])("of the names %j and the namespaces %j", (names, namespaces, positions) => {
    expect([...ResourceTable.of([a, b, a2, c]).positions(names, namespaces)]).toEqual(positions);
  });

  test("follow what is changed, added and deleted", () => {
    const table = ResourceTable.of([a, b]);
    expect([...table.positions(["x"])]).toEqual([]);
    table.set(1, renamed(b, "x"));
    expect([...table.positions(["x"])]).toEqual([1]);
    expect([...table.positions(["b"])]).toEqual([1]);
    table.add(c);
    expect([...table.positions(["old"])]).toEqual([2]);
    table.set(0, undefined);
    expect(table.at(0)).toBeUndefined();
    expect(table.size).toBe(3);
    expect(table.resources.map(({ object }) => object.metadata?.name)).toEqual(["x", "c"]);
    table.set(0, a2);
    expect([...table.positions(undefined, ["team"])]).toEqual([0, 1]);
    expect(table.resources.map(({ object }) => object.metadata?.name)).toEqual(["a", "x", "c"]);
  });

  test("are known by what only one of namespace and kind says", () => {
    const table = ResourceTable.of([a, b]);
    expect([...table.positions(undefined, ["moved"])]).toEqual([]);
    table.set(0, { ...a, object: { ...a.object, metadata: { name: "a", namespace: "moved" } } });
    expect([...table.positions(undefined, ["moved"])]).toEqual([0]);
    // A role of the cluster has no namespace.
    const role = {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name: "b", namespace: "team" },
    };
    table.set(1, { ...b, kind: "ClusterRole", object: role });
    expect([...table.positions(undefined, ["_non_namespaceable_"])]).toEqual([1]);
    table.set(0, { ...a, previous: [{ kind: "Role", name: "before", namespace: "before" }] });
    expect([...table.positions(["before"])]).toEqual([0]);
  });
});

describe("a table", () => {
  test("leaves what it was made from alone", () => {
    const list = [a, b];
    const table = ResourceTable.of(list);
    expect(table.resources).toBe(list);
    table.set(0, a);
    expect(table.resources).toBe(list);
    table.set(0, undefined);
    expect(list).toEqual([a, b]);
    expect(table.resources).toEqual([b]);
    const before = table.resources;
    table.set(1, c);
    expect(before).toEqual([b]);
    expect(table.resources).toEqual([c]);
  });

  test("is the one that has left the list, for as long as it has no other", () => {
    const first = ResourceTable.of([a, b]);
    first.set(0, a2);
    const left = first.resources;
    expect(ResourceTable.of(left)).toBe(first);
    first.set(0, c);
    const other = ResourceTable.of(left);
    expect(other).not.toBe(first);
    expect(other.resources).toEqual([a2, b]);
  });
});
