import fc from "fast-check";
import { stringify } from "yaml";
import { describe, expect, it } from "vitest";
import { isProblem, parseDocument } from "../../lib/manifests/parse.js";
import { pathAt } from "../../lib/manifests/path-at.js";
import { locate, type Path } from "../../lib/manifests/locate.js";

function parsed(text: string) {
  const document = parseDocument(text);
  if (isProblem(document)) throw new Error(document.message);
  return document.nodes;
}

/** The paths to all values that are not empty collections. */
function pathsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) =>
    pathsIn(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

describe("the path at an offset", () => {
  it("is the reverse of the place of a path", () => {
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ depthSize: "small" }, tie("leaf"), tie("list"), tie("map")),
      leaf: fc.oneof(fc.integer(), fc.string({ minLength: 1 }), fc.boolean()),
      list: fc.array(tie("tree"), { minLength: 1, maxLength: 4 }),
      map: fc.dictionary(
        // A key that is a number is another text: `+_0` is `0`.
        fc.string({ minLength: 1 }).filter((key) => key !== "<<" && !/^[-+]?[._]*\d/.test(key)),
        tie("tree"),
        {
          minKeys: 1,
          maxKeys: 4,
        },
      ),
    }));
    fc.assert(
      fc.property(tree, fc.boolean(), (value, flow) => {
        const text = stringify(value, {
          collectionStyle: flow ? "flow" : "block",
          aliasDuplicateObjects: false,
          compat: "yaml-1.1",
        });
        const document = parsed(text);
        for (const path of pathsIn(value)) {
          expect(pathAt(document, locate(document, path).start)).toEqual(path);
        }
      }),
    );
  });

  it.each<[string, string, Path]>([
    ["a key", "a:\n  b: 1\n", ["a"]],
    ["what is not there yet", "a:\n", ["a"]],
    ["a text without a map", "a\n", []],
    ["nothing", "", []],
    ["what comes before everything", "  # a\n", []],
  ])("is that of %s", (_, text, path) => {
    expect(pathAt(parsed(text), 0)).toEqual(path);
  });
});
