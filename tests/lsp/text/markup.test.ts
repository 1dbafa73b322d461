import { describe, expect, it } from "vitest";
import { escaped, linkAddress } from "../../../lib/lsp/text/markup.js";

describe("a text of a manifest in Markdown", () => {
  it.each([
    ["[x](command:evil)", String.raw`\[x\](command:evil)`],
    ["![x](y)", String.raw`!\[x\](y)`],
    ["<img src=x>", String.raw`\<img src=x\>`],
    ["&lt;", String.raw`\&lt;`],
    ["see https://evil.example/x", String.raw`see https\://evil.example/x`],
    ["HTTP://evil.example", String.raw`HTTP\://evil.example`],
    ["WWW.evil.example", String.raw`WWW\.evil.example`],
    ["mailto:a@evil.example", String.raw`mailto:a\@evil.example`],
    ["system:serviceaccount:shop:web", "system:serviceaccount:shop:web"],
    ["apps/v1 a_b", "apps/v1 a_b"],
  ])("is nothing but a text: %s", (text, expected) => {
    expect(escaped(text)).toBe(expected);
  });

  it("ends no address of a link by the name of a file", () => {
    expect(linkAddress("file:///a)[b](command:c).yaml")).toBe("file:///a%29%5Bb%5D%28command:c%29.yaml");
  });
});
