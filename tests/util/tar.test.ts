import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { archive, type Entry, tar } from "../helm/chart/archives.js";
import { readArchive } from "../../lib/util/tar.js";

const read = (...entries: Entry[]) =>
  readArchive(archive(...entries)).map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]);

describe("the files of an archive", () => {
  test.each<[string, Entry[], string[][]]>([
    ["stand without the chart's folder", [{ name: "a/b.txt", content: "x" }], [["b.txt", "x"]]],
    [
      "may be empty",
      [{ name: "a/b" }, { name: "a/c", content: "y" }],
      [
        ["b", ""],
        ["c", "y"],
      ],
    ],
    [
      "are not its folders",
      [{ name: "a/", type: "5" }, { name: "a/b", type: "5" }, { name: "a/c" }],
      [["c", ""]],
    ],
    ["may have a name in two parts", [{ name: "c.txt", prefix: "a/b" }], [["b/c.txt", ""]]],
    [
      "may have a name of GNU",
      [{ name: "x", type: "L", content: "a/long\0" }, { name: "a/lo" }],
      [["long", ""]],
    ],
    [
      "may have a name of POSIX",
      [{ name: "x", type: "x", content: "15 path=a/long\n" }, { name: "a/lo" }],
      [["long", ""]],
    ],
    [
      "are not its comment",
      [{ name: "pax", type: "g", content: "15 comment=abc\n" }, { name: "a/b" }],
      [["b", ""]],
    ],
    [
      "have the name of GNU before that of POSIX, in whatever order",
      [
        { name: "x", type: "L", content: "a/gnu\0" },
        { name: "x", type: "x", content: "16 path=a/posix\n" },
        { name: "a/b" },
      ],
      [["gnu", ""]],
    ],
    [
      "have nothing of an earlier header of POSIX",
      [
        { name: "x", type: "x", content: "14 path=a/one\n" },
        { name: "x", type: "x", content: "13 comment=x\n" },
        { name: "a/b" },
      ],
      [["b", ""]],
    ],
    [
      "have the size that POSIX says",
      [
        { name: "x", type: "x", content: "13 size=1024\n" },
        { name: "a/b", size: 0, content: tar({ name: "a/c" }).subarray(0, 1024) },
      ],
      [["b", tar({ name: "a/c" }).toString("utf8", 0, 1024)]],
    ],
    [
      "are not hidden in the content of a link, which has none",
      [{ name: "a/b", type: "2", content: tar({ name: "a/c" }).subarray(0, 512) }],
      [
        ["b", ""],
        ["c", ""],
      ],
    ],
    ["may end with a slash", [{ name: "a/templates/b.yaml/", content: "x" }], [["templates/b.yaml", "x"]]],
    ["may be folders of old programs", [{ name: "a/b/", type: "\0" }, { name: "a/c" }], [["c", ""]]],
    ["may have names of Windows", [{ name: "a\\b\\c" }], [["b/c", ""]]],
    ["have clean names", [{ name: "a/./b//c/../d" }], [["b/d", ""]]],
    [
      "may be 512 bytes long",
      [{ name: "a/b", content: "x".repeat(512) }, { name: "a/c" }],
      [
        ["b", "x".repeat(512)],
        ["c", ""],
      ],
    ],
  ])("%s", (_, entries, files) => {
    expect(read(...entries)).toEqual(files);
  });

  test("links are empty files, as Helm has them", () => {
    expect(read({ name: "a/b", type: "2" })).toEqual([["b", ""]]);
  });
});

describe("an archive is refused", () => {
  test.each<[string, Entry]>([
    ["'a/../../etc/passwd' leads out of the chart", { name: "a/../../etc/passwd" }],
    ["'a//etc/passwd' is an absolute path", { name: "a//etc/passwd" }],
    ["'Chart.yaml' is not in the folder of the chart", { name: "Chart.yaml" }],
    ["'a/c:/x' has the name of a drive", { name: "a/c:/x" }],
    ["'Chart.yaml' is not in a folder", { name: "Chart.yaml/x" }],
    ["the archive is cut off", { name: "a/b", size: 100_000 }],
    ["'a/b' is a sparse file, which is not read here", { name: "a/b", type: "S" }],
    [
      "a header of the archive is larger than 1 MB",
      { name: "x", type: "L", content: "x".repeat(2 ** 20 + 1) },
    ],
    ["a header of the archive is damaged", { name: "x", type: "x", content: `${"0".repeat(2 ** 20 - 2)}1 ` }],
    [
      `'a/../../${"n".repeat(200 - 8)}…' leads out of the chart`,
      { name: "x", type: "L", content: `a/../../${"n".repeat(1000)}` },
    ],
    [
      "'a/b' is larger than the 5 MB that Helm reads",
      { name: "a/b", content: "x".repeat(5 * 1024 * 1024 + 1) },
    ],
  ])("%s", (message, entry) => {
    expect(() => read(entry, { name: "a/b" })).toThrow(message);
  });

  test("if it is no archive", () => {
    expect(() => readArchive(Buffer.from("a: b"))).toThrow("it is not an archive packed with gzip");
    expect(() => readArchive(Buffer.from([0x1f, 0x8b, 1, 2]))).toThrow("it is not packed as gzip packs");
    expect(() => readArchive(archive())).toThrow("it has no files");
    expect(() => readArchive(gzipSync("x".repeat(600)))).toThrow("a header of the archive is damaged");
  });

  test("if it unpacks to more than it may", () => {
    expect(() => readArchive(gzipSync(Buffer.alloc(40 * 1024 * 1024)))).toThrow(
      "it unpacks to more than 30 MB",
    );
  });

  test("if others have taken the room", () => {
    const room = { bytes: 1_000_000 };
    readArchive(archive({ name: "a/b" }), room);
    expect(room.bytes).toBeLessThan(1_000_000);
    expect(() => readArchive(gzipSync(Buffer.alloc(1_000_000)), room)).toThrow(
      "the archives here unpack to more than is followed",
    );
    expect(room.bytes).toBe(0);
  });

  test("if it has too many files", () => {
    const entries = Array.from({ length: 20_001 }, (_, index) => ({ name: `a/${index}` }));
    expect(() => readArchive(gzipSync(tar(...entries), { level: 1 }))).toThrow(
      "it has more than 20000 files",
    );
  });
});
