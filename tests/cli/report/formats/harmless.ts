import { expect } from "vitest";

const ESC = "\u001B";

/** Fails where a terminal or a runner would do more with a text than to show it. */
export function expectHarmless(text: string, format = "") {
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(text).not.toMatch(/##(vso|teamcity)?\[/i);
  // JSON is not read for these, nor are its strings at the beginning of a line.
  if (!/^[[{]/.test(text)) expect(text).not.toMatch(/\[\[ATTACHMENT\||travis_(fold|time):/i);
  expect(text).not.toMatch(/^(---|\+\+\+|~~~|\^\^\^)\s/m);
  const commands = text.split("\n").filter((line) => line.trimStart().startsWith("::"));
  const ours = commands.filter((line) => format === "github" && /^::(error|warning) [^:]*::/.test(line));
  expect(commands).toEqual(ours);
}

/** The names of elements and attributes, and what could not stand in XML. */
export function expectXml(text: string) {
  expect(text).not.toMatch(/[\p{Cs}\uFFFE\uFFFF]/u);
  const open: string[] = [];
  const rest = text.replace(/^<\?xml [^?]*\?>/, "").replace(/<[^>]*>/g, (tag) => {
    const [, close, name = "", , empty] =
      /^<(\/?)([a-z-]+)((?: [a-z]+="[^"<>]*")*)(\/?)>$/.exec(tag) ?? expect.fail(tag);
    if (close) expect(open.pop()).toBe(name);
    else if (!empty) open.push(name);
    return "";
  });
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]/);
  expect(text).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/);
}

/** Parts of texts that a terminal, a runner or a format could take for more than text. */
export const ATOMS: readonly string[] = [
  ..."\u0000\u0007\b\t\n\r\u001B\u007F\u0085\u009B\u00A0\u00AD\u200B\u200E\u202A\u202E\u2028\u2029\u2066\uFEFF",
  ...["\ud800", "\udc00", "\u{E0001}", "\uFFFE", "\r\n", "\n::error::", "\r::stop-commands::x", "::error::x"],
  ...["\n  ::add-mask::x", "##[error]", "##", "[", "##vso[task.setvariable variable=x]y", "##VSO[x]"],
  ...["##teamcity[x]", `${ESC}]0;x\u0007`, `${ESC}[31m`, "section_start:1:x\r\u001B[0K", "]]>", "<!--", "&"],
  ...["[[ATTACHMENT|/etc/passwd]]", "--- ", "\n+++ x", "\n~~~ x", "\n^^^ +++\n", "travis_fold:start:x"],
  ...['"', "'", "%0A::error::", "a", " ", ".", "|", "`", "/", "\\", "gitops/", ":", ","],
];
