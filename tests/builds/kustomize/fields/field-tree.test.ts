import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changeField, type FieldSpec } from "../../../../lib/builds/kustomize/fields/field-spec.js";
import { changeTrees, fieldTreesOf } from "../../../../lib/builds/kustomize/fields/field-tree.js";
import { FRESH, type Resource } from "../../../../lib/builds/kustomize/resource.js";
import type { AnyObject } from "../../../../lib/kubernetes/objects.js";
import { isMap } from "../../../../lib/util/plain-values.js";

const resource = (object: unknown): Resource => ({
  ...{ kind: "Role", object: object as AnyObject, file: "role.yaml", document: 0, at: [] },
  ...FRESH,
});
const setter = (path: string, create = true) => ({
  path: path.split("/"),
  create,
  set: (old: unknown) => (old === undefined || isMap(old) ? { ...old, [path]: create } : old),
});
const oneByOne = (object: unknown, setters: readonly (FieldSpec & { set: (old: unknown) => unknown })[]) =>
  setters.reduce((value, { path, create, set }) => changeField(value, path, create, set), object);

/** A value as a text, in which `__proto__` is a key like others, and their order does not matter. */
const sorted = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(sorted).join(",")}]`;
  if (!isMap(value)) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${sorted(item)}`);
  return `{${entries.sort().join(",")}}`;
};

describe("fieldTreesOf", () => {
  it("makes one tree of fields that have nothing to do with each other", () => {
    expect(fieldTreesOf([setter("a/b"), setter("a/c"), setter("d")])).toHaveLength(1);
  });

  it.each([[["a", "a"]], [["a", "a/b"]], [["a/b", "a"]], [["a[]/b", "a/c"]], [["a/c", "a[]/b"]]])(
    "begins another where the order matters: %j",
    (paths) => {
      expect(fieldTreesOf(paths.map((path) => setter(path)))).toHaveLength(2);
    },
  );
});

describe("changeTrees", () => {
  const step = fc.constantFrom("a", "b", "c", "a[]", "__proto__", "constructor");
  const path = fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => steps.join("/"));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("x", null, 1),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value")),
    ),
  }));

  it("does what the field specs do one after the other", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("a", "b", "c"), value),
        fc.array(fc.tuple(path, fc.boolean()), { maxLength: 8 }),
        (object, fields) => {
          const setters = fields.map(([at, create]) => setter(at, create));
          const { object: changed } = changeTrees(resource(object), fieldTreesOf(setters));
          expect(sorted(changed)).toBe(sorted(oneByOne(object, setters)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it("leaves a resource as it is if nothing changes", () => {
    const one = resource({ metadata: { name: "a" } });
    expect(changeTrees(one, fieldTreesOf([setter("metadata/labels", false), setter("metadata/name")]))).toBe(
      one,
    );
  });

  it("makes what is missing once for all", () => {
    const trees = fieldTreesOf([setter("metadata/annotations/a"), setter("metadata/annotations/b")]);
    const [first, second] = ["a", "b"].map((name) => changeTrees(resource({ metadata: { name } }), trees));
    expect(first?.object.metadata?.annotations).toEqual({
      a: { "metadata/annotations/a": true },
      b: { "metadata/annotations/b": true },
    });
    expect(second?.object.metadata?.annotations).toBe(first?.object.metadata?.annotations);
  });
});
