import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFINITIONS } from "../../../lib/kubernetes/data/definitions.js";
import type { KindName } from "../../../lib/kubernetes/objects.js";
import { fieldType } from "../../../lib/kubernetes/schema/definition.js";
import { schemaDefects } from "../../../lib/kubernetes/schema/schema-defects.js";

type Path = (string | number)[];

/** The kinds that are judged whole, with an apiVersion that is served. */
const WHOLE: Partial<Record<KindName, string>> = {
  Role: "rbac.authorization.k8s.io/v1",
  ClusterRole: "rbac.authorization.k8s.io/v1",
  RoleBinding: "rbac.authorization.k8s.io/v1",
  ClusterRoleBinding: "rbac.authorization.k8s.io/v1",
  NetworkPolicy: "networking.k8s.io/v1",
  Namespace: "v1",
  ServiceAccount: "v1",
  Pod: "v1",
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  CronJob: "batch/v1",
  Service: "v1",
  Secret: "v1",
  Ingress: "networking.k8s.io/v1",
};

/** A value of each type that is right, some levels deep, and every place in it with its type. */
function whole(written: string, at: Path, depth: number): { value: unknown; places: [Path, string][] } {
  const type = fieldType(written);
  const places: [Path, string][] = [[at, type.is]];
  switch (type.is) {
    case "text":
    case "secret":
      return { value: "a", places };
    case "boolean":
      return { value: true, places };
    case "integer":
    case "number or text":
    case "quantity":
      return { value: 80, places };
    case "any":
      return { value: {}, places: [] };
    case "list": {
      const item = whole(type.of, [...at, 0], depth);
      return { value: [item.value], places: [...places, ...item.places] };
    }
    case "map": {
      const item = whole(type.of, [...at, "x"], depth);
      return { value: { x: item.value }, places: [...places, ...item.places] };
    }
    case "definition": {
      const fields = depth > 12 ? [] : Object.entries(DEFINITIONS[type.name] ?? {});
      const all = fields.map(([name, field]) => [name, whole(field, [...at, name], depth + 1)] as const);
      const value = Object.fromEntries(all.map(([name, item]) => [name, item.value]));
      return { value, places: [...places, ...all.flatMap(([, item]) => item.places)] };
    }
  }
}

function put(value: unknown, [step, ...rest]: Path, next: unknown): unknown {
  if (step === undefined) return next;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === step ? put(item, rest, next) : item));
  const map = value as Record<string, unknown>;
  return { ...map, [step]: put(map[step], rest, next) };
}

const TEXTS = ["text", "secret", "number or text"];
const ALL = [...TEXTS, "boolean", "integer", "quantity", "list", "map", "definition"];

/** Values, and the types that may have them. */
const VALUES: [value: unknown, types: string[]][] = [
  ["get", TEXTS],
  ["", TEXTS],
  ["500m", [...TEXTS, "quantity"]],
  [true, ["boolean"]],
  [5, ["integer", "number or text", "quantity"]],
  [5.5, ["quantity"]],
  [[], ["list"]],
  [{}, ["map", "definition"]],
  [null, ALL],
  ["${VALUE}", ALL],
];

const object = (kind: KindName) => {
  const { value, places } = whole(kind, [], 0);
  const known = { ...(value as object), apiVersion: WHOLE[kind], kind };
  return {
    known,
    places: places.filter(([[first]]) => first !== undefined && !/^(apiVersion|kind)$/.test(String(first))),
  };
};

describe("schemaDefects", () => {
  it.each(Object.keys(WHOLE) as KindName[])(
    "accepts every field of a %s, and of a value in each its type",
    (kind) => {
      const { known, places } = object(kind);
      expect(schemaDefects(kind, known)).toEqual([]);
      fc.assert(
        fc.property(fc.constantFrom(...places), fc.constantFrom(...VALUES), ([at, type], [value, types]) => {
          const found = schemaDefects(kind, put(known, at, value)).map((defect) => [defect.id, defect.at]);
          expect(found).toEqual(types.includes(type) ? [] : [["wrongType", at]]);
        }),
      );
    },
  );

  it.each(Object.keys(WHOLE) as KindName[])("finds a field more in every map of a %s", (kind) => {
    const { known, places } = object(kind);
    for (const [at] of places.filter(([, type]) => type === "definition")) {
      const found = schemaDefects(kind, put(known, [...at, "unheardOf"], {})).map(({ id, at: where }) => [
        id,
        where,
      ]);
      expect(found).toEqual([["unknownField", [...at, "unheardOf"]]]);
    }
  });

  it("takes nothing from the prototypes of JavaScript", () => {
    const value = JSON.parse(
      '{"apiVersion": "v1", "kind": "Namespace", "metadata": {"labels": {"__proto__": "a", "toString": "b"}}, "constructor": 1, "valueOf": 1}',
    ) as object;
    expect(schemaDefects("Namespace", value).map(({ id, at }) => [id, ...at])).toEqual([
      ["unknownField", "constructor"],
      ["unknownField", "valueOf"],
    ]);
  });

  it("notes no more than a hundred of one object", () => {
    const verbs = Array.from({ length: 1000 }, (_, index) => index);
    const role = { apiVersion: WHOLE.Role, kind: "Role", rules: [{ verbs }] };
    expect(schemaDefects("Role", role)).toHaveLength(100);
  });

  it("says of a value what it is, and no more", () => {
    const found = (value: unknown) =>
      schemaDefects("Namespace", { apiVersion: "v1", kind: "Namespace", metadata: { name: value } })[0];
    expect(found(["a"])).toMatchObject({ found: { type: "list" } });
    expect(found({})).toMatchObject({ found: { type: "map", isEmpty: true } });
    expect(found(NaN)).toMatchObject({ found: { type: "number", text: "NaN" } });
    const text = schemaDefects("Namespace", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: "x".repeat(1000),
    })[0];
    expect(text).toMatchObject({ found: { type: "text", text: "x".repeat(100) } });
  });
});
