import { describe, expect, test } from "vitest";
import { noteChange, noteChanges } from "../../../lib/builds/kustomize/changes.js";
import type { Change } from "../../../lib/builds/kustomize/resource.js";

const by = (file: string) => ({ file, document: 0, path: [] });
const change = (file: string, ...path: (string | number)[]): Change => ({ path, by: by(file) });
const shown = (changes: readonly Change[]) =>
  changes.map(({ path, by: { file } }) => `${file}:${path.join("/")}`);

const OLD = [
  change("old", "rules"),
  change("old", "rules", 0),
  change("old", "rules", 0, "verbs"),
  change("old", "metadata", "name"),
];

describe("changes", () => {
  test.each<[(string | number)[], string[]]>([
    [
      ["rules", 0],
      ["old:rules", "old:metadata/name", "new:rules/0"],
    ],
    [
      ["rules", "0"],
      ["old:rules", "old:metadata/name", "new:rules/0"],
    ],
    [["rules"], ["old:metadata/name", "new:rules"]],
    [
      ["rules", 1],
      ["old:rules", "old:rules/0", "old:rules/0/verbs", "old:metadata/name", "new:rules/1"],
    ],
    [
      ["metadata", "name"],
      ["old:rules", "old:rules/0", "old:rules/0/verbs", "new:metadata/name"],
    ],
    [
      ["metadata", "name", "x"],
      [...OLD.map(({ path }) => `old:${path.join("/")}`), "new:metadata/name/x"],
    ],
    [[], ["new:"]],
  ])("at %j take the place of those within", (path, expected) => {
    expect(shown(noteChange(OLD, path, by("new")))).toEqual(expected);
    expect(shown(noteChanges(OLD, [change("new", ...path)]))).toEqual(expected);
    // Many are noted in another way.
    const others = Array.from({ length: 9 }, (_, index) => change("x", "x", index));
    const all = shown(noteChanges(OLD, [...others, change("new", ...path)]));
    expect(all.filter((one) => !one.startsWith("x:"))).toEqual(expected);
    expect(all.length - expected.length).toBe(path.length === 0 ? 0 : 9);
  });

  test("are the same, few or many, one after the other", () => {
    const added = [
      change("1", "a", 0),
      change("2", "a", "0", "b"),
      change("3", "a"),
      change("4", "a", 0),
      change("5", "b"),
      change("6", "b", "c"),
      change("7", "b", "c"),
      change("8", "d", "e"),
      change("9", "d"),
      change("10", "d", "f"),
    ];
    const before = [
      change("old", "a", 0, "b", "c"),
      change("old", "b", "c", "d"),
      change("old", "d"),
      change("old", "z"),
    ];
    const oneByOne = added.reduce(
      (all, { path, by }) => noteChange(all, path, by),
      before as readonly Change[],
    );
    expect(shown(noteChanges(before, added))).toEqual(shown(oneByOne));
    expect(shown(oneByOne)).toEqual(["old:z", "3:a", "4:a/0", "5:b", "7:b/c", "9:d", "10:d/f"]);
  });

  test("are the very same list without any", () => {
    expect(noteChanges(OLD, [])).toBe(OLD);
  });
});
