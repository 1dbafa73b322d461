import { describe, expect, it } from "vitest";
import { pageOf } from "../../../lib/cli/package.js";
import { markdownAsText } from "../../../lib/cli/report/markdown-as-text.js";
import { rules } from "../../../rules/index.js";
import { run } from "../run.js";

const text = (page: string, width = 40) => markdownAsText(page, width, "https://e.x/docs/rules/a.md");

describe("a page as text", () => {
  it.each<[what: string, page: string, shown: string]>([
    ["headings", "# One\n\n## Two\n", "One\n===\n\nTwo\n---"],
    ["comments", "a\n\n<!-- b\nc -->\n\nd\n", "a\n\nd"],
    [
      "paragraphs",
      "one two three four five six seven eight nine\nten\n",
      "one two three four five six seven eight\nnine ten",
    ],
    [
      "lists",
      "- one two three four five six seven eight nine\n- **b** and `**c**`\n  goes on\n  1. d\n",
      "- one two three four five six seven\n  eight nine\n- b and `**c**` goes on\n  1. d",
    ],
    [
      "code",
      "a\n```yaml\nb: |\n\n  <!-- not code -->\n```\nc\n",
      "a\n\n    b: |\n\n      \n\nc".replace("      ", ""),
    ],
    ["code with longer fences", "````md\n```\n[a](b)\n```\n````\n", "    ```\n    [a](b)\n    ```"],
    [
      "links",
      "[a](b.md#c) [`d`](#e) [https://f.x/](https://f.x/) `[g](h)` <https://i.x>\n",
      "a (https://e.x/docs/rules/b.md#c) `d`\nhttps://f.x/ `[g](h)` https://i.x",
    ],
    ["escaped characters", "a \\* b \\_c\n", "a * b _c"],
    [
      "tables",
      "| A | Bb |\n| :- | -: |\n| `x \\| y` | [l](m.md) |\n| z | |\n",
      "A        Bb\n-------  -------------------------------\n`x | y`  l (https://e.x/docs/rules/m.md)\nz",
    ],
    [
      "tables that are too wide",
      "| Name | What it is |\n| :- | :- |\n| a-name-that-is-long-enough | one two three four |\n",
      "Name: a-name-that-is-long-enough\n    What it is: one two three four",
    ],
    ["words that are longer than a line", `a ${"b".repeat(50)} c\n`, `a\n${"b".repeat(50)}\nc`],
  ])("has %s", (_, page, shown) => {
    expect(text(page)).toBe(shown);
  });

  it.each([80, 40])("has nothing of Markdown's own for any rule, in %i columns", (width) => {
    for (const name of Object.keys(rules)) {
      const page = pageOf(name) ?? expect.fail(name);
      const shown = text(page, width);
      expect(shown, name).not.toMatch(/<!--|\]\(|^ {0,3}(?:\||#+ |```)|:--/m);
      const wide = shown.split("\n").filter((line) => line.length > width && !line.startsWith("    "));
      // A word can be longer than a line.
      for (const line of wide)
        expect(line.trim().replace(/^(?:[-*]|\d+\.) /, ""), name).toMatch(/^\S+$|^\S+ {2,}|^`/);
    }
  });

  it("is what --explain prints", async () => {
    const { code, out } = await run("/nowhere", "--explain", "no-wildcard-verbs");
    expect(code).toBe(0);
    expect(out).toMatch(/^gitops\/no-wildcard-verbs\n=+\n\n📝 Disallow `\*` as a verb/);
    expect(out).toMatch(/\nWhy it matters\n-{14}\n\n/);
    expect(out).toContain("\n    apiVersion: rbac.authorization.k8s.io/v1\n    kind: Role\n");
  });

  it("takes no longer for what would make a pattern try again and again", () => {
    const long = ["`", "[", "**", "| ", "[`", "\\", "<http:", "- ", "<!--"].map((part) =>
      part.repeat(20_000),
    );
    for (const page of long) expect(text(page).length).toBeGreaterThanOrEqual(0);
  });
});
