import { describe, expect, it } from "vitest";
import { TECHNIQUES } from "../../../lib/analysis/escalation/techniques.js";
import { read } from "../../pages.js";

const page = read("docs/escalation-paths.md");

/** A text without the marks of code, which the page may set otherwise. */
const plain = (text: string) => text.replaceAll(/[`'\\]/g, "");

describe("the page on escalation paths", () => {
  it.each(TECHNIQUES.map((one) => [one.name, one] as const))("says what %s takes and gives", (name, one) => {
    const [, section = ""] = page.split(`### ${one.title}\n`);
    const text = plain(section.slice(0, section.search(/^##/m)));
    expect(text).toContain(`\n${name}\n`);
    expect(text).toContain(`- Takes: ${plain(one.takes)}\n`);
    expect(text).toContain(`- Gives: ${plain(one.gives)}\n`);
    for (const source of one.cites) expect(text).toContain(plain(source));
  });

  it("has no other steps", () => {
    const steps = page.slice(page.indexOf("## The steps"), page.indexOf("## What is not followed"));
    expect([...steps.matchAll(/^### (.*)$/gm)].map(([, title]) => title)).toEqual(
      TECHNIQUES.map(({ title }) => title),
    );
  });
});
