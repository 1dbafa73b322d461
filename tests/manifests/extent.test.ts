import { expect, it } from "vitest";
import { ManifestFile } from "../../lib/manifests/manifest-file.js";

const TEXT = `# a comment
kind: Role
rules:
  - verbs: [get]
    resources: [pods]   # these
  - verbs: [list]

---
base: &b { a: 1 }
copy: *b
merged: { <<: *b }
flow: [ { x: 1 }, 2 ]
`;

it.each([
  [0, [], `kind: Role\nrules:\n  - verbs: [get]\n    resources: [pods]   # these\n  - verbs: [list]`],
  [0, ["kind"], "kind: Role"],
  [0, ["rules"], "rules:\n  - verbs: [get]\n    resources: [pods]   # these\n  - verbs: [list]"],
  [0, ["rules", 0], "verbs: [get]\n    resources: [pods]"],
  [0, ["rules", 1, "verbs", 0], "list"],
  [0, ["rules", 2], undefined],
  [1, ["base"], "base: &b { a: 1 }"],
  [1, ["copy"], "copy: *b"],
  [1, ["copy", "a"], undefined],
  [1, ["merged", "a"], undefined],
  [1, ["flow", 0], "{ x: 1 }"],
  [2, [], undefined],
] as const)("all that is written at a path: %i %j", (document, path, expected) => {
  const file = new ManifestFile(TEXT);
  const extent = file.extent(document, path);
  expect(extent && TEXT.slice(extent.start, extent.end)).toBe(expected);
});

it("is unknown in what does not parse", () => {
  expect(new ManifestFile("kind: [").extent(0, ["kind"])).toBeUndefined();
});
