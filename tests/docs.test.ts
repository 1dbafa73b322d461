import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { FIRST_MINOR, LAST_MINOR } from "../lib/kubernetes/data/api-resources.js";
import { BOOTSTRAP_RELEASE } from "../lib/kubernetes/data/bootstrap-bindings.js";
import { controlTitle } from "../lib/rule-kit/benchmarks.js";
import { rulesByTopic, TOPICS } from "../lib/rule-kit/topics.js";
import { rules } from "../rules/index.js";
import { run } from "./cli/run.js";
import { blocks, examples, home, read, sections } from "./pages.js";

describe.each(Object.entries(rules))("the page of %s", (name, rule) => {
  const page = sections(read(`docs/rules/${name}.md`));

  it("shows what is wrong and what is right", () => {
    const { wrong, right } = examples(name);
    // What was fetched is in no block of a page: this one says it in words.
    if (name !== "no-unsafe-source") expect(wrong).not.toEqual([]);
    expect(right).not.toEqual([]);
    expect(page.has("Why it matters")).toBe(true);
    expect(page.has("When not to use it")).toBe(true);
  });

  it("begins with the header that is generated", () => {
    const text = read(`docs/rules/${name}.md`);
    expect(text.startsWith(`# gitops/${name}\n\n📝 ${rule.meta.docs.description}.\n`)).toBe(true);
    expect(text.split(`# gitops/${name}\n`).length - 1).toBe(1);
  });

  it("prints the controls of the rule", () => {
    const printed = [...(page.get("Controls") ?? "").matchAll(/^- (.*)$/gm)].map(([, text]) => text);
    const longNames = rule.meta.docs.controls.map(controlTitle);
    expect(printed).toEqual(longNames);
  });

  it("links to nothing that is not there", () => {
    expect(links(`docs/rules/${name}.md`).filter((link) => !existsSync(join(home, link)))).toEqual([]);
  });
});

const GUIDES = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "CHANGELOG.md",
  ...readdirSync(join(home, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
/** Where the links of a page lead that stay in the repository. */
const links = (path: string): string[] =>
  [...read(path).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = ""]) => join(dirname(path), link));

describe("the guides", () => {
  it.each(GUIDES)("%s links to nothing that is not there", (path) => {
    expect(links(path).filter((link) => !existsSync(join(home, link)))).toEqual([]);
  });

  it("can all be reached from the README", () => {
    expect(links("README.md")).toEqual(expect.arrayContaining(GUIDES.slice(1)));
  });

  it("name every option of the command", async () => {
    const pages = GUIDES.map(read).join("\n");
    const options = [
      ...(await run("/nowhere", "lint", "--help")).out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm),
    ].map(([, name = ""]) => name);
    expect(options).toContain("--staged");
    expect(options.filter((name) => !pages.includes(name))).toEqual([]);
  });

  it("name the options that the preset strict sets", () => {
    const page = sections(read("docs/configs.md")).get("Presets") ?? "";
    const rows = [...page.matchAll(/^\| \[([\w-]+)\]\(\S+\) +\| (.*?) +\|$/gm)].map(([, name, row = ""]) => [
      name,
      [...row.matchAll(/`(\w+): /g)].map(([, option]) => option),
    ]);
    const strict = Object.entries(rules).flatMap(([name, { meta }]) =>
      meta.docs.strictOptions ? [[name, Object.keys(meta.docs.strictOptions)]] : [],
    );
    expect(rows).toEqual(strict);
  });

  it("name the versions of Kubernetes that the data is of", () => {
    const range = `1.${FIRST_MINOR} to 1.${LAST_MINOR}`;
    const pages = ["docs/rules/known-resource.md", "docs/configs.md", "CHANGELOG.md"];
    expect(pages.filter((path) => !read(path).includes(range))).toEqual([]);
    const [major, minor] = BOOTSTRAP_RELEASE.split(".");
    expect(read("docs/who-can.md")).toContain(`own roles are those of version ${major}.${minor}.`);
  });

  it("name every rule in the list of changes", () => {
    const changes = read("CHANGELOG.md");
    expect(Object.keys(rules).filter((name) => !changes.includes(`\`${name}\``))).toEqual([]);
  });
});

it("has a page for every rule and no other", () => {
  const files = readdirSync(join(home, "docs/rules")).filter((file) => file !== "images");
  const names = files.map((file) => file.replace(/\.md$/, ""));
  expect(names.sort()).toEqual(Object.keys(rules).sort());
});

describe("the README", () => {
  const readme = read("README.md");

  it("lists every rule with its description", () => {
    for (const [name, { meta }] of Object.entries(rules)) {
      const row = readme.split("\n").find((line) => line.startsWith(`| [${name}](docs/rules/${name}.md) `));
      expect(row).toContain(` ${meta.docs.description} `);
    }
  });

  it("has the rules by topic, as the command lists them", () => {
    const list = sections(readme).get("Rules") ?? "";
    const shown = list.split(/^### /m).slice(1);
    expect(shown.map((part) => part.slice(0, part.indexOf("\n")))).toEqual(TOPICS);
    for (const { topic, rules: about } of rulesByTopic(rules)) {
      const part = shown.find((text) => text.startsWith(`${topic}\n`)) ?? "";
      const names = [...part.matchAll(/^\| \[([\w-]+)\]/gm)].map(([, name]) => name);
      expect(names.sort()).toEqual(about.map(([name]) => name).sort());
    }
  });
});

it("shows in CONTRIBUTING a rule that is there, as it is there", () => {
  expect(blocks(read("CONTRIBUTING.md"), "ts")).toContain(read("rules/no-empty-binding.ts"));
});
