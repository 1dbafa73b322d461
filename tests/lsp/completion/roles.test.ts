import { describe, expect, it } from "vitest";
import { modelOf } from "../model-of.js";
import { LAYOUTS, type Layout } from "../layouts.js";
import { complete } from "./completing.js";

const RBAC = "rbac.authorization.k8s.io";

const BINDINGS: Readonly<Record<string, { path: string; place: string }>> = {
  plain: { path: "shop/read.yaml", place: "shop/role.yaml" },
  kustomize: { path: "base/read.yaml", place: "base/role.yaml" },
  Flux: { path: "apps/base/read.yaml", place: "apps/base/role.yaml" },
  "Argo CD": { path: "base/read.yaml", place: "base/role.yaml" },
};

describe("roles", () => {
  it.each(Object.entries(LAYOUTS))(
    "are offered to a binding, laid out as %s",
    async (name, layout: Layout) => {
      const { path = "", place = "" } = BINDINGS[name] ?? {};
      const marked = (layout[path] ?? "").replace("name: pod-reader", "name: ‸");
      const of = await complete(layout, path, marked);
      expect(of.labels).toEqual(["pod-reader"]);
      expect(of.item("pod-reader").detail).toBe(place);
      expect(of.chosen("pod-reader")).toBe(layout[path]);
      const told = await of.told("pod-reader");
      expect(told.detail).toBe(`${place}:1`);
      expect(told.documentation).toMatchObject({
        kind: "markdown",
        value: expect.stringContaining(`(${of.session.uri(place)}#L1)`) as string,
      });
      const { value } = told.documentation as { value: string };
      expect(value).toContain("get, list, watch on pods, pods/log");
      if (name === "kustomize") expect(value).toContain("As 'overlays/production' applies it:\n\n");
    },
  );

  it.each(Object.entries(LAYOUTS))(
    "of the cluster are offered with those of every cluster, laid out as %s",
    async (name, layout: Layout) => {
      const path = (BINDINGS[name]?.path ?? "").replace("read", "secrets");
      const of = await complete(
        layout,
        path,
        (layout[path] ?? "").replace("name: secret-admin", "name: sec‸"),
      );
      expect(of.labels.slice(0, 2)).toEqual(["secret-admin", "admin"]);
      expect(of.item("admin").detail).toBe("built in");
      expect(of.chosen("secret-admin")).toBe(layout[path]);
      expect((await of.told("cluster-admin")).documentation).toMatchObject({
        value: "Allows everything in the cluster.",
      });
    },
  );

  it("are known while the binding is being written, and does not parse", async () => {
    const of = await complete(
      LAYOUTS.plain ?? {},
      "shop/new.yaml",
      `apiVersion: ${RBAC}/v1
kind: RoleBinding
metadata:
  name: new
  namespace: shop
roleRef:
  kind: Role
  name: "po‸
  apiGroup
subjects: [
`,
    );
    expect(of.labels).toEqual(["pod-reader"]);
    expect(of.chosen("pod-reader")).toContain(`name: "pod-reader\n`);
  });

  it("of both kinds are offered where no kind is written yet, and only kinds that the binding takes", async () => {
    const begin = (kind: string) =>
      `apiVersion: ${RBAC}/v1\nkind: ${kind}\nmetadata: { name: b, namespace: shop }\n`;
    const layout = LAYOUTS.plain ?? {};
    const any = await complete(layout, "shop/b.yaml", `${begin("RoleBinding")}roleRef:\n  name: ‸\n`);
    expect(any.labels.slice(0, 2)).toEqual(["pod-reader", "secret-admin"]);
    const inRole = await complete(layout, "shop/b.yaml", `${begin("RoleBinding")}roleRef: { kind: ‸ }\n`);
    expect(inRole.labels).toEqual(["Role", "ClusterRole"]);
    const cluster = await complete(
      layout,
      "shop/b.yaml",
      `${begin("ClusterRoleBinding")}roleRef: { kind: R‸ }\n`,
    );
    expect(cluster.labels).toEqual(["ClusterRole"]);
    expect(cluster.chosen("ClusterRole")).toContain("roleRef: { kind: ClusterRole }");
    const group = await complete(layout, "shop/b.yaml", `${begin("RoleBinding")}roleRef:\n  apiGroup: ‸`);
    expect(group.labels).toEqual([RBAC]);
  });

  it.each(Object.entries(LAYOUTS))(
    "that are offered are found once they are written, laid out as %s",
    async (name, layout: Layout) => {
      for (const [file, written] of [
        ["read", "pod-reader"],
        ["secrets", "secret-admin"],
      ] as const) {
        const path = (BINDINGS[name]?.path ?? "").replace("read", file);
        const of = await complete(layout, path, (layout[path] ?? "").replace(`name: ${written}`, "name: ‸"));
        const own = of.labels.filter((label) => of.item(label).detail !== "built in");
        expect(own).toEqual([written]);
        for (const label of own) {
          const { analysis } = modelOf({ ...layout, [path]: of.chosen(label) });
          const bindings = analysis.ofKind("RoleBinding").filter(({ object }) => object.file === path);
          expect(bindings.length).toBeGreaterThan(0);
          for (const binding of bindings) expect(analysis.role(binding).state).toBe("found");
        }
      }
    },
  );
});
