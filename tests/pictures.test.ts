import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rules } from "../rules/index.js";
import { run } from "./cli/run.js";
import { home, type Picture, pictures, read } from "./pages.js";
import { type Diagnostic, editorPicture } from "./pictures/editor.js";
import { markdownPicture } from "./pictures/markdown.js";
import { NEOVIM } from "./pictures/neovim.js";
import { terminalPicture } from "./pictures/terminal.js";
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

const IMAGES = "docs/images";
const SHOP = "docs/examples/shop";
/** What a browser shows: scripts/report-picture.mjs takes it. */
const PHOTO = "report.png";

/** What the guides show beside connections, by the name of the file. */
const SHOWN: Readonly<Record<string, () => Promise<string>>> = {
  "terminal.svg": async () => {
    const { out } = await printed(home, 100, SHOP);
    return terminalPicture("gitops-lint docs/examples/shop", `$ gitops-lint ${SHOP}\n${out}`, 100);
  },
  "folded.svg": async () => {
    const root = repository(manyTeams());
    const { out } = await printed(root, 80);
    return terminalPicture("The end of a long report", out.slice(out.lastIndexOf("\u001b[1mgitops/")), 80);
  },
  "editor.svg": async () => {
    const path = "checkout/rbac.yaml";
    const { out } = await run(home, "--format", "json", join(home, SHOP, path));
    const [result] = JSON.parse(out) as { messages: Diagnostic[] }[];
    const [found] = result?.messages ?? [];
    if (!found) throw new Error(`Nothing is found in ${path}.`);
    return editorPicture("A finding in an editor", path, read(`${SHOP}/${path}`), found);
  },
  "markdown.svg": async () => {
    const { out } = await run(home, "--format", "markdown", join(home, SHOP));
    return markdownPicture("The report as Markdown", out);
  },
};

/** What the command prints at a terminal of some columns in a directory. */
async function printed(directory: string, columns: number, ...paths: string[]): Promise<{ out: string }> {
  Object.assign(process.stdout, { isTTY: true, columns, rows: 24, hasColors: () => true });
  vi.spyOn(process, "cwd").mockReturnValue(directory);
  const { out } = await run(directory, ...paths);
  return { out: out.replaceAll("ROOT/", ".../").replaceAll("(0.0 s)", "(0.2 s)") };
}

/** The shop once for each of many teams. */
function manyTeams(): Record<string, string> {
  const entries = readdirSync(join(home, SHOP), { recursive: true });
  const paths = entries.map((path) => String(path).replaceAll("\\", "/"));
  const yaml = paths.filter((path) => path.endsWith(".yaml") && !path.startsWith("."));
  const teams = Array.from({ length: 30 }, (_, index) => `team-${index + 1}`);
  return Object.fromEntries(
    teams.flatMap((team, index) =>
      yaml.map((path) => [
        `${index < 20 ? "production" : "staging"}/${team}/${path}`,
        read(`${SHOP}/${path}`)
          .replaceAll("shop", team)
          .replaceAll("name: deployer", `name: ${team}-deployer`),
      ]),
    ),
  );
}

describe("the pictures in the guides", () => {
  const { isTTY, columns, rows } = process.stdout;
  beforeEach(() => {
    for (const name of ["CI", "NO_COLOR", "FORCE_COLOR"]) vi.stubEnv(name, "");
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    Object.assign(process.stdout, { isTTY, columns, rows });
  });

  it.each(Object.entries(SHOWN))("%s is what the command draws or prints", async (file, drawn) => {
    const svg = await drawn();
    expect(Buffer.byteLength(svg)).toBeLessThan(20_000);
    await expect(svg).toMatchFileSnapshot(join(home, IMAGES, file));
  });

  it("are shown in some page, each with words, and no others are there", () => {
    const guides = [
      "README.md",
      ...readdirSync(join(home, "docs"))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `docs/${name}`),
    ];
    const texts = guides.map(read).join("\n");
    const shown = [...texts.matchAll(/!\[([^\]]{20,})\]\((?:docs\/)?images\/([\w-]+\.\w+)\)/g)].map(
      ([, , file = ""]) => file,
    );
    const all = [...Object.keys(SHOWN), ...Object.keys(NEOVIM), PHOTO].sort();
    expect([...new Set(shown)].sort()).toEqual(all);
    expect(readdirSync(join(home, IMAGES)).sort()).toEqual(all);
  });

  it("is small where a browser has taken it", () => {
    expect(statSync(join(home, IMAGES, PHOTO)).size).toBeLessThan(150_000);
  });
});
