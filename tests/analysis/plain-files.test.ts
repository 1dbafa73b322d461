import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Analysis } from "../../lib/analysis/analysis.js";
import { duplicateObjects } from "../../lib/analysis/duplicate-objects.js";
import { undeclaredNamespaces } from "../../lib/analysis/undeclared-namespaces.js";
import { repositoryOf } from "../builds/repository-of.js";
import { manifest } from "../rules/manifests.js";

const NAMES = ["a1", "b2", "c3", "d4", "e5"];
const name = fc.constantFrom(...NAMES);

describe("what plain files say together", () => {
  it("leaves out the namespaces that are used and not made, if most are made", () => {
    fc.assert(
      fc.property(fc.array(name), fc.array(name), (made, used) => {
        const files = {
          "a.yaml": made.map((one) => manifest("Namespace", one)).join("---\n"),
          "b.yaml": used.map((one) => manifest("ServiceAccount", "web", one)).join("---\n"),
        };
        const left = [...new Set(used)].filter((one) => !made.includes(one));
        const expected = left.length <= new Set(made).size ? left : [];
        const found = undeclaredNamespaces(new Analysis(repositoryOf(files), {}));
        expect(found.map((one) => one.name).sort()).toEqual(expected.sort());
      }),
    );
  });

  it("has as many duplicates as objects beyond the first of each name", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.option(name, { nil: undefined }))), (objects) => {
        const text = objects.map(([own, where]) => manifest("ServiceAccount", own, where)).join("---\n");
        const found = duplicateObjects(new Analysis(repositoryOf({ "a.yaml": text }), {}));
        const unique = new Set(objects.map((one) => JSON.stringify(one)));
        expect(found).toHaveLength(objects.length - unique.size);
      }),
    );
  });
});
