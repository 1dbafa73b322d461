import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rules } from "../rules/index.js";
import { run } from "./cli/run.js";
import { home, type Picture, pictures } from "./pages.js";
import { repository } from "./rules/lint.js";

// `npm run generate` lets the comparisons with what the command draws update the files.
const FOLDER = "docs/rules/images";
const EXAMPLE = "docs/connections.svg";

async function draw(root: string): Promise<string> {
  return `${(await run(root, "connections", "--format", "svg", "--root", root)).out}\n`;
}

const pages = Object.entries(rules).map(([name, { meta }]): [string, Picture[], string] => [
  name,
  pictures(name),
  meta.docs.topic,
]);

describe.each(
  pages.flatMap(([rule, all]) =>
    all.map((picture): [string, string, Picture] => [picture.file, rule, picture]),
  ),
)("the picture %s", (file, rule, { alt, files }) => {
  it("is what the command draws of the YAML above it", async () => {
    await expect(await draw(repository(files))).toMatchFileSnapshot(join(home, "docs/rules", file));
  });

  it("is called after its page, and says in words what it shows", () => {
    expect(file).toMatch(new RegExp(`^images/${rule}(-right)?(-\\d)?\\.svg$`));
    expect(alt).toMatch(/^[A-Z].{20,}[^.]$/s);
  });

  it("is small", async () => {
    expect(Buffer.byteLength(await draw(repository(files)))).toBeLessThan(15_000);
  });
});

describe("the picture in the guide", () => {
  it("is what the command draws of the example", async () => {
    await expect(await draw(join(home, "docs/examples/network"))).toMatchFileSnapshot(join(home, EXAMPLE));
  });
});

it("is on every page about network policies, of what is wrong", () => {
  const about = pages.filter(
    ([name, , topic]) => topic === "Network isolation" || name === "require-default-deny",
  );
  const shown = about.map(([name, all]) => all.map(({ file }) => file).includes(`images/${name}.svg`));
  expect(about.map(([name], index) => [name, shown[index]])).toEqual(about.map(([name]) => [name, true]));
});

it("is there for a page", () => {
  const shown = pages.flatMap(([, all]) => all.map(({ file }) => join("docs/rules", file)));
  expect(
    readdirSync(join(home, FOLDER))
      .map((file) => join(FOLDER, file))
      .sort(),
  ).toEqual(shown.sort());
});
