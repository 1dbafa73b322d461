import { describe, expect, it } from "vitest";
import {
  type FindingsFilter,
  groupsOf,
} from "../../../../../../lib/cli/report/formats/html/page/findings-groups.js";
import {
  reachAt,
  reachWords,
  windowOf,
} from "../../../../../../lib/cli/report/formats/html/page/matrix-window.js";
import { counted, placeWords, searchFor } from "../../../../../../lib/cli/report/formats/html/page/words.js";
import type { FindingsData, NetworkData } from "../../../../../../lib/cli/report/formats/html/page-data.js";

describe("the groups of findings", () => {
  const data: FindingsData = {
    files: ["a/x.yaml", "a/y.yaml", "z.yaml"],
    rules: [
      { id: "gitops/one", description: "One" },
      { id: "gitops/two", description: "Two" },
    ],
    findings: [
      { f: 0, r: 0, at: [1, 2], isError: true, message: "First" },
      { f: 1, r: 0, at: [3, 4], isError: false, message: "Second", object: "Role shop/x" },
      { f: 2, r: 1, at: [5, 6], isError: true, message: "Third" },
    ],
    withoutRoom: 0,
    suppressed: 0,
  };
  const all: FindingsFilter = { search: "", severity: "all", grouping: "rule" };

  it.each<[Partial<FindingsFilter>, [string, number, number][]]>([
    [
      {},
      [
        ["gitops/one", 2, 1],
        ["gitops/two", 1, 1],
      ],
    ],
    [
      { grouping: "directory" },
      [
        ["a", 2, 1],
        [".", 1, 1],
      ],
    ],
    [
      { grouping: "file" },
      [
        ["a/x.yaml", 1, 1],
        ["a/y.yaml", 1, 0],
        ["z.yaml", 1, 1],
      ],
    ],
    [
      { grouping: "severity" },
      [
        ["errors", 2, 2],
        ["warnings", 1, 0],
      ],
    ],
    [{ severity: "warning" }, [["gitops/one", 1, 0]]],
    [{ search: "SHOP/x role" }, [["gitops/one", 1, 0]]],
    [{ search: "z.yaml:5:6" }, [["gitops/two", 1, 1]]],
    [{ search: "nothing" }, []],
  ])("with %j", (filter, expected) => {
    const groups = groupsOf(data, { ...all, ...filter });
    expect(groups.map(({ title, findings, errors }) => [title, findings.length, errors])).toEqual(expected);
  });
});

describe("the part of a matrix that is drawn", () => {
  const names = [...Array.from({ length: 90 }, (_, index) => `team-${index}`), "outside"];
  const data: NetworkData = {
    names,
    cells: names.map(() => "a".repeat(45) + "sun" + "n".repeat(43)),
    details: {},
    connections: [],
    isolation: [],
    notes: [],
  };

  it("is forty rows and columns of those that are looked for", () => {
    const { rows, columns, allRows, allColumns } = windowOf(data, { from: "team-8", to: "", page: [0, 2] });
    expect([rows, allRows, allColumns]).toEqual([[8, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89], 11, 91]);
    expect(columns).toEqual([80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90]);
  });

  it.each([
    [0, 0, "within team-0: everything is allowed"],
    [0, 45, "from team-0 to team-45: something is allowed"],
    [0, 46, "from team-0 to team-46: it is not known whether something is allowed"],
    [90, 47, "from outside to team-47: nothing is allowed"],
    [90, 90, "from outside to outside: policies have no say"],
  ])("says of %d, %d: %s", (row, column, words) => {
    expect(reachWords(data, row, column, reachAt(data, row, column))).toBe(words);
  });
});

describe("words", () => {
  it("are as people read them", () => {
    expect([counted(1, "path"), counted(5000, "path")]).toEqual(["1 path", "5,000 paths"]);
    expect([placeWords({ file: "a" }), placeWords({ file: "a", line: 3 })]).toEqual(["a", "a:3"]);
  });

  it("are searched for in whatever order and case", () => {
    expect(["b A", "ab", " ", "c"].map((search) => searchFor(search)("Abc b"))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(searchFor("a d")("abc")).toBe(false);
  });
});
