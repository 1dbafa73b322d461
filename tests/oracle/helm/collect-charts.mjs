/**
 * Copies the charts of repositories that were fetched, as they are compared with Helm: each with what it depends on in
 * its `charts/`, taken from the same repositories by its name, since a repository keeps no copies of it.
 *
 *   node tests/oracle/helm/collect-charts.mjs DIRECTORY GIT_DIRECTORY...
 *
 * A git directory becomes a folder of the directory, named as its parent if it is called `repo` or `.git`.
 */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { isMap, isSeq, parse, parseDocument } from "yaml";

const MANY = 1 << 28;
/** Charts that are not meant to work, but to be refused by what is tested with them. */
const NOT_CHARTS = /(^|\/)(testdata|testfiles|\.git|node_modules|vendor)\//;

const [target, ...repositories] = process.argv.slice(2);
if (target === undefined || repositories.length === 0) {
  console.error("usage: node collect-charts.mjs DIRECTORY GIT_DIRECTORY...");
  process.exit(2);
}
for (const repository of repositories) copyCharts(repository);
const all = chartsIn(target);
const byName = new Map();
for (const chart of all) byName.set(chart.name, [...(byName.get(chart.name) ?? []), chart]);
const counts = { charts: all.length, dependencies: 0, missing: new Set() };
const done = new Set();
for (const chart of all) bringDependencies(chart);
console.log(
  `${counts.charts} charts, ${counts.dependencies} dependencies, missing: ${[...counts.missing].join(", ")}`,
);

function copyCharts(repository) {
  const name = basename(
    /^(repo|\.git)$/.test(basename(repository)) ? dirname(resolve(repository)) : repository,
  );
  const to = join(target, name);
  if (existsSync(to)) return;
  const files = git(repository, ["ls-tree", "-r", "--name-only", "-z", "HEAD"]).split("\0").filter(Boolean);
  const directories = files
    .filter(
      (file) => /(^|\/)Chart\.yaml$/.test(file) && !NOT_CHARTS.test(file) && !file.startsWith("Chart.yaml"),
    )
    .map((file) => dirname(file))
    .sort();
  const outermost = directories.filter((one) => !directories.some((other) => one.startsWith(`${other}/`)));
  if (outermost.length === 0) return;
  mkdirSync(to, { recursive: true });
  const left = missingFiles(repository, outermost).map((file) => `:(exclude,literal)${file}`);
  const archive = execFileSync("git", ["--git-dir", repository, "archive", "HEAD", ...outermost, ...left], {
    maxBuffer: MANY * 4,
  });
  execFileSync("tar", ["-x", "-C", to], { input: archive, maxBuffer: MANY });
  // What links to files that lie outside of every chart, which Helm refuses.
  for (const entry of readdirSync(to, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink() && !existsSync(file)) rmSync(file);
  }
}

/** The files whose content a partial clone has left out, without which git makes no archive. */
function missingFiles(repository, directories) {
  const entries = git(repository, ["ls-tree", "-r", "-z", "HEAD", ...directories])
    .split("\0")
    .filter(Boolean);
  const blobs = entries.map((entry) => /^\d+ blob (\w+)\t([^]*)$/.exec(entry)).filter(Boolean);
  const answers = git(repository, ["cat-file", "--batch-check"], blobs.map(([, id]) => `${id}\n`).join(""));
  const missing = new Set(answers.split("\n").filter((line) => line.endsWith(" missing")));
  return blobs.filter(([, id]) => missing.has(`${id} missing`)).map(([, , file]) => file);
}

function git(repository, args, input = "") {
  return execFileSync("git", ["--git-dir", repository, ...args], {
    encoding: "utf8",
    input,
    maxBuffer: MANY,
    stdio: ["pipe", "pipe", "ignore"],
  });
}

/** The charts below a directory, without those in the `charts/` of others. */
function chartsIn(directory) {
  if (existsSync(join(directory, "Chart.yaml"))) {
    const chart = readChart(directory);
    return chart ? [chart] : [];
  }
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap(({ name }) => chartsIn(join(directory, name)));
}

function readChart(directory) {
  try {
    const { name, version } = parse(readFileSync(join(directory, "Chart.yaml"), "utf8"));
    return typeof name === "string" ? { directory, name, version: String(version) } : undefined;
  } catch {
    return undefined;
  }
}

function bringDependencies(chart) {
  if (done.has(chart)) return;
  done.add(chart);
  const file = ["Chart.yaml", "requirements.yaml"]
    .map((name) => join(chart.directory, name))
    .find((one) => existsSync(one) && /^dependencies:/m.test(readFileSync(one, "utf8")));
  if (file === undefined) return;
  const document = parseDocument(readFileSync(file, "utf8"));
  const list = document.get("dependencies");
  if (!isSeq(list)) return;
  let isChanged = false;
  for (const item of list.items) {
    if (!isMap(item)) continue;
    const name = String(item.get("name"));
    const charts = join(chart.directory, "charts");
    const place = join(charts, name);
    if (existsSync(place)) continue;
    if (
      existsSync(charts) &&
      readdirSync(charts).some((one) => new RegExp(`^${name}-\\d.*\\.tgz$`).test(one))
    )
      continue;
    const found = dependencyOf(chart, item.toJSON());
    if (!found) {
      counts.missing.add(name);
      continue;
    }
    bringDependencies(found);
    cpSync(found.directory, place, { recursive: true, dereference: true });
    counts.dependencies++;
    if (item.get("version") === found.version) continue;
    // Helm leaves out what is not of the version that it is asked for.
    item.set("version", found.version);
    isChanged = true;
  }
  if (isChanged) writeFileSync(file, document.toString({ lineWidth: 0 }));
}

/** The chart of a name that is most likely meant: of the same repository, or of the one that the address names. */
function dependencyOf(chart, { name, repository = "", version = "" }) {
  if (repository.startsWith("file://")) {
    const directory = resolve(chart.directory, repository.slice("file://".length));
    const there = all.find((one) => resolve(one.directory) === directory);
    if (there) return there;
  }
  const [home] = homeOf(chart);
  const points = (one) => {
    const [folder, owner] = homeOf(one);
    const isNamed = repository.toLowerCase().includes(owner);
    const isOfMajor = major(one.version) === major(version);
    return (folder === home ? 4 : 0) + (isNamed ? 2 : 0) + (isOfMajor ? 3 : 0);
  };
  const named = (byName.get(name) ?? []).filter((one) => one !== chart);
  return named.reduce((best, one) => (best && points(best) >= points(one) ? best : one), undefined);
}

/** The folder that a chart's repository became, and the beginning of its owner's name. */
function homeOf({ directory }) {
  const [folder = ""] = relative(target, directory).split("/");
  return [folder, folder.split(/[+-]/)[0].toLowerCase()];
}

function major(version) {
  return /\d+/.exec(version)?.[0];
}
