import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { archive, type Entry, tar } from "../../helm/chart/archives.js";
import { UNPACK_LIMITS, unpackTarGz } from "../../../lib/fetch/archives/unpack.js";

const read = (...entries: Entry[]) =>
  [...unpackTarGz(archive(...entries))].map(([path, bytes]) => [path, bytes.toString()]);

describe("the files of an archive", () => {
  test("have paths without './', and are no folders, links or devices", () => {
    const entries: Entry[] = [
      { name: "./", type: "5" },
      { name: "./apps/", type: "5" },
      { name: "./apps/a.yaml", content: "a: 1" },
      { name: "b//c.yaml", content: "" },
      { name: "old", type: "\0", content: "x" },
      { name: "contiguous", type: "7", content: "x" },
      { name: "link", type: "2" },
      { name: "hard", type: "1" },
      { name: "device", type: "3" },
      { name: "global", type: "g", content: "20 comment=something" },
    ];
    expect(read(...entries)).toEqual([
      ["apps/a.yaml", "a: 1"],
      ["b/c.yaml", ""],
      ["old", "x"],
      ["contiguous", "x"],
    ]);
  });

  test.each<[string, Entry[], string]>([
    ["lead out", [{ name: "a/../../b" }], '"a/../../b" leads out of the archive'],
    ["lead out as a link", [{ name: "../b", type: "2" }], '"../b" leads out of the archive'],
    ["are absolute", [{ name: "/etc/passwd" }], '"/etc/passwd" is an absolute path'],
    ["have a drive", [{ name: "C:x" }], '"C:x" is an absolute path'],
    ["have a backslash", [{ name: "a\\..\\b" }], '"a\\\\..\\\\b" has a backslash in its name'],
    ["have controls", [{ name: "a\u001b[2J" }], '"a\\u001b[2J" has control characters in its name'],
    [
      "are no UTF-8",
      [{ name: "x", type: "L", content: Buffer.from([0xff]) }, { name: "y" }],
      '"\ufffd" has control',
    ],
    [
      "are deep",
      [{ name: "x", type: "L", content: "d/".repeat(200) + "f" }, { name: "y" }],
      "is more than 100 directories deep",
    ],
    ["are files in files", [{ name: "a/b/c" }, { name: "a" }], "'a' is a file and a directory"],
  ])("are refused where they %s", (_, entries, message) => {
    expect(() => read(...entries)).toThrow(message);
  });

  test("are refused where there are too many or none", () => {
    expect(() => unpackTarGz(archive({ name: "a" }, { name: "b" }), { ...UNPACK_LIMITS, files: 1 })).toThrow(
      "it has more than 1 files",
    );
    expect(() => read({ name: "a/", type: "5" })).toThrow("it has no files");
  });

  test("are refused where they unpack to more than may be", () => {
    const bomb = gzipSync(Buffer.concat([tar({ name: "a" }), Buffer.alloc(3 * 2 ** 20)]));
    expect(() => unpackTarGz(bomb, { bytes: 2 ** 21, files: 1 })).toThrow("it unpacks to more than 2 MB");
  });

  test.each([
    ["no gzip", Buffer.from("nothing"), "it is not an archive packed with gzip"],
    ["cut off", archive({ name: "a", size: 4000 }), "the archive is cut off"],
    ["damaged", gzipSync(Buffer.alloc(1024, 1)), "a header of the archive is damaged"],
  ])("are refused where it is %s", (_, bytes, message) => {
    expect(() => unpackTarGz(bytes)).toThrow(message);
  });
});
