import { describe, expect, it } from "vitest";
import {
  characterWidth,
  displayWidth,
  padded,
  shortened,
  shortenedFront,
  wrapped,
} from "../../lib/util/display-width.js";

describe("the width of a text at a terminal", () => {
  it.each([
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 1],
    ["日本", 4],
    ["한국", 4],
    ["\u1112\u1161\u11AB", 2],
    ["ｆ", 2],
    ["🎉", 2],
    ["\u200D", 0],
    ["Ω…✖", 3],
    ["", 0],
  ])("of %j is %i", (text, width) => {
    expect(displayWidth(text)).toBe(width);
    expect([...text].reduce((sum, one) => sum + characterWidth(one), 0)).toBe(width);
  });

  it("decides about padding", () => {
    expect(padded("日", 4)).toBe("日  ");
    expect(padded("long", 2)).toBe("long");
  });

  it("decides where lines break", () => {
    expect(wrapped("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrapped("日本 日本 日本", 9)).toEqual(["日本 日本", "日本"]);
    expect(wrapped("a muchlongerword b", 4)).toEqual(["a", "muchlongerword", "b"]);
    expect(wrapped("", 4)).toEqual([""]);
  });

  it("decides what is cut off", () => {
    expect(shortened("a sentence", 5)).toBe("a se…");
    expect(shortened("日本日本", 6)).toBe("日本…");
    expect(shortened("short", 5)).toBe("short");
    expect(shortenedFront("/a/long/path", 6)).toBe("…/path");
    expect(shortenedFront("/日本/日本", 5)).toBe("…日本");
    expect(shortenedFront("/a", 6)).toBe("/a");
  });
});
