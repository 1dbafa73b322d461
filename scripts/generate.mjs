/**
 * Brings what is made from the rules up to date, in the order in which one needs the other.
 *
 *   npm run generate              writes it
 *   npm run generate -- --check   writes nothing, names what is stale, and fails if anything is
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { startVitest } from "vitest/node";

const home = join(import.meta.dirname, "..");
const isCheck = process.argv.includes("--check");
const rules = readdirSync(join(home, "rules"))
  .filter((file) => file.endsWith(".ts") && file !== "index.ts")
  .map((file) => file.slice(0, -".ts".length))
  .sort();
/** The files that were written, or would be. */
const stale = new Set();

await ruleIndex();
// All that follows is made from the built rules, and would speak of others than those in the folder.
if (stale.size === 0 || !isCheck) {
  pairs();
  build();
  await names();
  pages();
  await configSchema();
  await snapshot();
  await pictures();
}
const all = [...stale].join(", ");
if (stale.size === 0) console.log("Everything that is generated is current.");
else if (isCheck) stop(`Not what the rules say: ${all}. Run \`npm run generate\`.`);
else console.log(`Written: ${all}`);

/** The list of the rules, from the names of their files. */
async function ruleIndex() {
  const camelCase = (rule) => rule.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  await put(
    "rules/index.ts",
    `// Written by \`npm run generate\` from the files of this folder: do not edit.
import type { RuleDefinition } from "../lib/rule-kit/define-rule.js";
import { judgeSourcesBy } from "../lib/rule-kit/source-findings.js";
${rules.map((rule) => `import ${camelCase(rule)} from "./${rule}.js";`).join("\n")}

/** Every rule, by name. */
export const rules: Record<string, RuleDefinition> = {
${rules.map((rule) => `"${rule}": ${camelCase(rule)},`).join("\n")}
};

judgeSourcesBy(Object.values(rules));
`,
  );
}

/** What each rule must have that nothing can generate. */
function pairs() {
  const pages = readdirSync(join(home, "docs/rules"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => file.replace(/\.md$/, ""));
  const lonely = rules.find((rule) => !pages.includes(rule));
  if (lonely) stop(`Rule '${lonely}' has no page. Write docs/rules/${lonely}.md.`);
  const left = pages.find((page) => !rules.includes(page));
  if (left) stop(`docs/rules/${left}.md is the page of no rule. Delete it.`);
}

/** A rule says its name itself, for the address of its page. */
async function names() {
  const { rules: built } = await import("../dist/rules/index.js");
  for (const [file, { name }] of Object.entries(built)) {
    if (file !== name) stop(`rules/${file}.ts calls itself '${name}'. Write '${file}' there.`);
  }
}

function build() {
  const { status } = spawnSync(process.execPath, [join(home, "scripts/build.mjs")], {
    cwd: home,
    stdio: "inherit",
  });
  if (status !== 0) stop("The rules do not build, so nothing can be generated from them.");
}

/** The tables of rules and options, in the README and in the pages. */
function pages() {
  const generator = fileURLToPath(
    import.meta.resolve("eslint-doc-generator/dist/bin/eslint-doc-generator.js"),
  );
  const files = ["README.md", ...rules.map((rule) => `docs/rules/${rule}.md`)];
  const before = files.map(read);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [generator, ...(isCheck ? ["--check"] : [])],
    { cwd: home, encoding: "utf8" },
  );
  const named = [...stderr.matchAll(/^Please run eslint-doc-generator\..* (\S+\.md)( is out-of-date\.)?$/gm)];
  for (const [, file] of named) stale.add(file);
  if (status !== 0 && named.length === 0) stop(`The pages could not be generated.\n${stdout}${stderr}`);
  for (const [index, file] of files.entries()) if (read(file) !== before[index]) stale.add(file);
}

/** The schema of the configuration file, which names every rule with its options. */
async function configSchema() {
  const { configSchema: schemaOf } = await import("../dist/lib/plugin/config-schema.js");
  const { rules: built } = await import("../dist/rules/index.js");
  await put("docs/gitops-lint.schema.json", JSON.stringify(schemaOf(built)));
}

/** What the test of the plugin holds of the options of each rule. */
async function snapshot() {
  const file = readdirSync(join(home, "tests"), { recursive: true })
    .map((path) => join("tests", path))
    .find((path) => path.endsWith(join("__snapshots__", "plugin.test.ts.snap")));
  if (file === undefined) stop("The snapshot of the rules, plugin.test.ts.snap, is nowhere below tests/.");
  const before = read(file);
  // Vitest takes away nothing while it runs a part of a test.
  const entries = before.split(/^(?=exports\[`)/m);
  const nameOf = (entry) => /^exports\[`(.*) > (.*) \d+`\]/.exec(entry)?.slice(1);
  const kept = entries.filter((entry) => rules.includes(nameOf(entry)?.[0] ?? rules[0])).join("");
  if (kept !== before && !isCheck) writeFileSync(join(home, file), kept);
  const test = join(dirname(file), "..", "plugin.test.ts");
  const titles = new Set(entries.flatMap((entry) => nameOf(entry)?.[1] ?? []));
  const unmatched = await runSnapshots(test, [...titles]);
  if (isCheck ? unmatched > 0 || kept !== before : read(file) !== before) stale.add(file);
}

/** The pictures of the pages, which are files that a test compares with what the command draws. */
async function pictures() {
  const test = "tests/pictures.test.ts";
  const folder = "docs/rules/images";
  const inFolder = (one) => readdirSync(join(home, one)).map((file) => `${one}/${file}`);
  const drawn = () =>
    ["docs/connections.svg", ...inFolder("docs/images"), ...inFolder(folder)].map((path) => [
      path,
      read(path),
    ]);
  const before = new Map(drawn());
  const shown = rules.map((rule) => read(`docs/rules/${rule}.md`)).join("\n");
  for (const path of before.keys()) {
    if (path.startsWith(folder) && !shown.includes(`](${relative("docs/rules", path)})`)) {
      stale.add(path);
      if (!isCheck) rmSync(join(home, path));
    }
  }
  const unmatched = await runSnapshots(test, ["is what the command draws"]);
  if (isCheck && unmatched > 0) stale.add(folder);
  for (const [path, text] of drawn()) if (text !== before.get(path)) stale.add(path);
}

/** Runs the tests of some titles, and lets them write what they compare with, or says how many are not like it. */
async function runSnapshots(test, titles) {
  const vitest = await startVitest("test", [test], {
    root: home,
    config: false,
    include: [test],
    watch: false,
    testNamePattern: titles.map((title) => title.replace(/[^\w\s]/g, "\\$&")).join("|"),
    testTimeout: 60_000,
    update: isCheck ? "none" : "all",
    reporters: [{}],
  });
  const { total, unmatched } = vitest.snapshot.summary;
  const failures = vitest.state
    .getTestModules()
    .flatMap((module) => [
      ...module.errors().map(({ message }) => message),
      ...[...module.children.allTests("failed")].map(
        (failed) => `${failed.fullName}: ${failed.result().errors[0]?.message}`,
      ),
    ]);
  await vitest.close();
  // A snapshot that does not match is a failure as well, and the one that is looked for.
  if (total === 0 || failures.length > unmatched) stop([`${test} fails.`, ...failures].join("\n"));
  return unmatched;
}

/** Writes a file as prettier wants it, or only looks whether that would change it. */
async function put(path, text) {
  const file = join(home, path);
  const formatted = await format(text, { ...(await resolveConfig(file)), filepath: file });
  if (existsSync(file) && read(path) === formatted) return;
  stale.add(relative(home, file));
  if (!isCheck) writeFileSync(file, formatted);
}

function read(path) {
  return readFileSync(join(home, path), "utf8");
}

function stop(sentence) {
  console.error(sentence);
  process.exit(1);
}
