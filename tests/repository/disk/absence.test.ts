import fs, { mkdirSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { Disk } from "../../../lib/repository/disk/absence.js";
import { DiskTree } from "../../../lib/repository/disk/file-tree.js";
import { temporary } from "../temporary.js";

describe("a path that is not there", () => {
  it("may be in a submodule that was not fetched, however far down", () => {
    const root = temporary({ "full/a.yaml": "" });
    mkdirSync(join(root, "sub/module"), { recursive: true });
    const tree = new DiskTree(root);
    const paths = ["sub/module", "sub/module/a", "sub/module/a/b/c/d", "sub", "sub/x/y", "full/x/y", "x/y/z"];
    expect(paths.filter((path) => tree.isSubmodule(path))).toEqual(paths.slice(0, 3));
    expect(tree.isSubmodule("full/a.yaml/x")).toBe(false);
  });

  it("may be generated if a .gitignore names it or a directory above it", () => {
    const disk = new Disk(
      new DiskTree(temporary({ "a/.gitignore": "out/\n*.gen\n", "a/b/.gitignore": "c\n" })),
    );
    expect(["a/out/x/y", "a/x/y.gen", "a/b/c/d"].map((path) => disk.at(path))).toEqual(
      Array(3).fill("unknown"),
    );
    expect(["a/x/y", "b/out/x", "a/c/d"].map((path) => disk.at(path))).toEqual(Array(3).fill("missing"));
  });

  it("takes few looks, however many parts it has", () => {
    const opened = vi.spyOn(fs, "opendirSync");
    const listed = vi.spyOn(fs, "readdirSync");
    syncBuiltinESMExports();
    try {
      const disk = new Disk(new DiskTree(temporary({ "a/a/x.yaml": "" })));
      expect(disk.at(`${"a/".repeat(1900)}b`)).toBe("missing");
      expect(opened.mock.calls.length).toBeLessThan(20);
      expect(listed.mock.calls.length).toBeLessThan(10);
      expect(opened.mock.calls.length).toBeGreaterThan(0);
      expect(listed.mock.calls.length).toBeGreaterThan(0);
    } finally {
      vi.restoreAllMocks();
      syncBuiltinESMExports();
    }
  });
});
