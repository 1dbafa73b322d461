import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  between,
  bindingsFor,
  COLUMNS,
  layOut,
  ROW,
} from "../../../../../../lib/cli/report/formats/html/page/graph-layout.js";
import type {
  AccessData,
  BindingData,
  Level,
} from "../../../../../../lib/cli/report/formats/html/page-data.js";

const binding = (name: string, level: Level, subjects: number[], role: number): BindingData => ({
  kind: "RoleBinding",
  name,
  namespace: "shop",
  place: { file: "a.yaml" },
  level,
  can: level === "none" ? [] : ["read every Secret"],
  subjects,
  role,
});
const DATA: AccessData = {
  subjects: [{ name: "User:ada" }, { name: "User:bob" }, { name: "Group:dev" }],
  bindings: [
    binding("one", "none", [0], 0),
    binding("two", "cluster", [0, 1], 1),
    binding("three", "namespace", [2], 0),
  ],
  roles: [
    { kind: "Role", name: "reader", namespace: "shop", places: [] },
    { kind: "ClusterRole", name: "admin", places: [] },
  ],
};

describe("the bindings that are looked for", () => {
  it.each<[string, boolean, number[]]>([
    ["", false, [1, 2, 0]],
    ["", true, [1, 2]],
    ["ADA", false, [1, 0]],
    ["shop/three", false, [2]],
    ["secret reader", false, [2]],
    ["nobody", false, []],
  ])("are those with '%s', dangerous only: %j", (search, isDangerousOnly, expected) => {
    expect(bindingsFor(DATA, { search, isDangerousOnly })).toEqual(expected);
  });
});

describe("the graph", () => {
  it("has each node once, as dangerous as its most dangerous binding, and what is dangerous on top", () => {
    const { columns, edges, height } = layOut(
      DATA,
      bindingsFor(DATA, { search: "", isDangerousOnly: false }),
    );
    const shown = COLUMNS.map((column) =>
      columns[column].map(({ label, level, y }) => [label, level, y / ROW]),
    );
    expect(shown).toEqual([
      [
        ["User:ada", "cluster", 0.5],
        ["User:bob", "cluster", 1.5],
        ["Group:dev", "namespace", 2.5],
      ],
      [
        ["shop/two", "cluster", 0.5],
        ["shop/three", "namespace", 1.5],
        ["shop/one", "none", 2.5],
      ],
      [
        ["ClusterRole admin", "cluster", 0.5],
        ["Role shop/reader", "namespace", 2],
      ],
    ]);
    expect(edges).toHaveLength(7);
    expect(height).toBe(3 * ROW);
  });

  it("tells the clusters of bindings and roles apart, if there are several", () => {
    const inCluster = (cluster: string, role: number) => ({ ...binding("edit", "none", [0], role), cluster });
    const role = (cluster: string) => ({ kind: "ClusterRole", name: "edit", cluster, places: [] });
    const labels = (...clusters: string[]) => {
      const { columns } = layOut(
        {
          subjects: [{ name: "User:ada" }],
          bindings: clusters.map(inCluster),
          roles: clusters.map(role),
        },
        [...clusters.keys()],
      );
      return [columns.binding, columns.role].map((nodes) => nodes.map(({ label }) => label));
    };
    expect(labels("flux:clusters/production", "flux:clusters/staging")).toEqual([
      ["production: shop/edit", "staging: shop/edit"],
      ["production: ClusterRole edit", "staging: ClusterRole edit"],
    ]);
    expect(labels("flux:clusters/production")).toEqual([["shop/edit"], ["ClusterRole edit"]]);
  });

  const data = fc
    .array(
      fc.tuple(fc.array(fc.nat(7), { maxLength: 4 }), fc.nat(4), fc.constantFrom<Level>("none", "cluster")),
      {
        maxLength: 20,
      },
    )
    .map((all): AccessData => ({
      subjects: Array.from({ length: 8 }, (_, index) => ({ name: `User:${index}` })),
      bindings: all.map(([subjects, role, level], index) =>
        binding(`b${index}`, level, [...new Set(subjects)], role),
      ),
      roles: Array.from({ length: 5 }, (_, index) => ({
        kind: "ClusterRole",
        name: `r${index}`,
        places: [],
      })),
    }));

  it("never has two nodes of a column in one place, and finds those in sight", () => {
    fc.assert(
      fc.property(data, fc.nat(600), fc.nat(600), (data, top, size) => {
        const { columns } = layOut(data, [...data.bindings.keys()]);
        for (const column of COLUMNS) {
          const all = columns[column];
          for (const [index, { y }] of all.entries())
            expect(y - (all[index - 1]?.y ?? -ROW)).toBeGreaterThanOrEqual(column === "role" ? 1 : ROW);
          expect(between(all, top, top + size)).toEqual(all.filter(({ y }) => y >= top && y <= top + size));
        }
      }),
    );
  });
});
