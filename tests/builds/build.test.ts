import { describe, expect, it } from "vitest";
import { type AppliedObject, placeOf, writtenAt } from "../../lib/builds/build.js";

const by = (file: string, ...path: (string | number)[]) => ({ file, document: 2, path });
const object: AppliedObject = {
  kind: "Role",
  object: {},
  file: "role.yaml",
  document: 1,
  at: ["items", 0],
  changes: [
    { path: ["rules"], by: by("rules.yaml", "spec", "rules") },
    { path: ["rules", 0, "verbs"], by: by("verbs.yaml", 3, "value") },
    { path: ["rules", "0", "verbs"], by: by("later.yaml") },
    { path: ["metadata", "labels", "a"], by: by("label.yaml", "a") },
  ],
};

describe("where a value is written", () => {
  it.each<[(string | number)[], object]>([
    [["kind"], { file: "role.yaml", document: 1, path: ["items", 0, "kind"] }],
    [[], { file: "role.yaml", document: 1, path: ["items", 0] }],
    [["rules"], by("rules.yaml", "spec", "rules")],
    [["rules", 1, "verbs"], by("rules.yaml", "spec", "rules", 1, "verbs")],
    [["rules", 0], by("rules.yaml", "spec", "rules", 0)],
    // Of two that are as long, the last counts.
    [["rules", 0, "verbs"], by("later.yaml")],
    [["rules", "0", "verbs", 1], by("later.yaml", 1)],
    [["metadata", "labels"], { file: "role.yaml", document: 1, path: ["items", 0, "metadata", "labels"] }],
    [["metadata", "labels", "a"], by("label.yaml", "a")],
    [
      ["metadata", "labels", "b"],
      { file: "role.yaml", document: 1, path: ["items", 0, "metadata", "labels", "b"] },
    ],
  ])("at %j", (path, place) => {
    expect(placeOf(object, path)).toEqual(place);
  });

  it("is, of the whole object, its file", () => {
    expect(writtenAt(object)).toEqual({ file: "role.yaml", document: 1, path: ["items", 0] });
    expect(placeOf({ ...object, changes: undefined }, ["rules"])).toEqual({
      file: "role.yaml",
      document: 1,
      path: ["items", 0, "rules"],
    });
  });
});
