import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode } from "../../lib/manifests/decode.js";

const utf16 = (text: string) => Buffer.from(text, "utf16le");

describe("decode", () => {
  it("gives back every text in every encoding that has a mark, and UTF-8", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(!text.startsWith("\uFEFF"));
        expect(decode(Buffer.from(text))).toEqual({ text, isUtf16: false });
        expect(decode(Buffer.from(`\uFEFF${text}`))).toEqual({ text, isUtf16: false });
        expect(decode(utf16(`\uFEFF${text}`))).toEqual({ text, isUtf16: true });
        expect(decode(utf16(`\uFEFF${text}`).swap16())).toEqual({ text, isUtf16: true });
      }),
    );
  });

  it("finds the first place that is no text, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.uint8Array({ minLength: 1 }), (before, bytes) => {
        fc.pre(!before.startsWith("\uFEFF"));
        const isText = (length: number) => {
          try {
            return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
              bytes.subarray(0, length),
            );
          } catch {
            return undefined;
          }
        };
        const all = Buffer.concat([Buffer.from(before), bytes]);
        fc.pre(before !== "" || !/^(?:fffe|feff|efbbbf)/.test(all.toString("hex")));
        const { malformedAt } = decode(all);
        if (isText(bytes.length) !== undefined) {
          expect(malformedAt).toBeUndefined();
          return;
        }
        const longest = bytes.findLastIndex((_, index) => isText(index) !== undefined);
        expect(malformedAt).toBe(before.length + (isText(Math.max(longest, 0)) ?? "").length);
      }),
    );
  });

  it.each([
    ["nothing", [], { text: "", isUtf16: false }],
    ["a mark alone", [0xff, 0xfe], { text: "", isUtf16: true }],
    ["half of a mark", [0xff], { text: "\uFFFD", malformedAt: 0, isUtf16: false }],
    ["a mark and a byte", [0xfe, 0xff, 0], { text: "\uFFFD", malformedAt: 0, isUtf16: true }],
  ])("takes %s", (_, bytes, expected) => {
    expect(decode(Buffer.from(bytes))).toEqual(expected);
  });
});
