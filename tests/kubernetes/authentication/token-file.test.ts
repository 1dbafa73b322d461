import { describe, expect, it } from "vitest";
import { readTokenFile } from "../../../lib/kubernetes/authentication/token-file.js";

describe("readTokenFile", () => {
  it("says whom each token makes one, and never the token", () => {
    const text =
      'a1,ada,1001,"dev,ops"\r\n\nb2,bot,1002\n"c,3","eve ""e""",3,dev\n,nobody,4\nd4,"two\nlines",5\ne5,joe,6,\n';
    expect(readTokenFile(text)).toEqual([
      { user: "ada", groups: ["dev", "ops"], line: 1 },
      { user: "bot", groups: [], line: 3 },
      { user: 'eve "e"', groups: ["dev"], line: 4 },
      { user: "two\nlines", groups: [], line: 6 },
      { user: "joe", groups: [""], line: 8 },
    ]);
  });

  it.each([["a,ada\n"], ['a,"ada,1\n'], ['a,b"c,1\n'], ['a,"b"c,1\n']])("refuses %j", (text) => {
    expect(readTokenFile(text)).toBeUndefined();
  });

  it("takes linear time", () => {
    expect(readTokenFile('"'.repeat(1_000_001))).toBeUndefined();
    expect(readTokenFile(`a,b,c,"${"\n".repeat(500_000)}`)).toBeUndefined();
    expect(readTokenFile(`a,b,c,"${"\n".repeat(500_000)}"`)?.length).toBe(1);
    expect(readTokenFile("")).toEqual([]);
  });
});
