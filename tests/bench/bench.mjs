// Measures the command from outside, beside other programs and interleaved, since only ratios mean anything on a shared
// machine: npm run build && npm run bench -- [--corpus DIRECTORY] [--runs N] [--sizes N,N] [--only SECTION] [--write]
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { join, resolve } from "node:path";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { againstOnCorpus, bySize, peersHere, rendering } from "./against.mjs";
import { measureBuilds } from "./builds.mjs";
import { measureCache } from "./cache.mjs";
import { measureCharts } from "./charts.mjs";
import { measureConfigurations } from "./configurations.mjs";
import { measureConnections } from "./connections.mjs";
import { measureEditor } from "./editor.mjs";
import { measureFetched } from "./fetched.mjs";
import { measureLanguageServer } from "./language-server.mjs";
import { measureQuestions } from "./questions.mjs";
import { measureReviews } from "./reviews.mjs";

const { values } = parseArgs({
  options: {
    corpus: { type: "string", default: process.env.GITOPS_CORPUS },
    runs: { type: "string", default: "5" },
    sizes: { type: "string", default: "1000,10000,100000" },
    only: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const corpus = values.corpus && resolve(values.corpus);
if (corpus && !existsSync(corpus))
  fail(`there is no directory '${corpus}'; name one of real manifests with --corpus.`);
const runs = Number(values.runs);
const sizes = values.sizes.split(",").map(Number);

/** What is measured, in the order of the page; each has tables, none if what it needs is not there. */
const SECTIONS = {
  corpus: {
    title: "Real repositories, cold",
    about:
      "Whole runs without a cache. The floor finds the files, reads all of them, and reads the documents of the kinds that matter once; it resolves and judges nothing.",
    tables: async () => (corpus ? await againstOnCorpus(corpus, runs) : []),
  },
  sizes: {
    title: "By size, cold",
    about: "Repositories of many teams with a base and two overlays each, made up from a seed.",
    tables: async () => [await bySize(sizes, runs)],
  },
  rendering: {
    title: "Rendering with kustomize",
    about: "What it takes to render every kustomization with the program itself, one after another.",
    tables: async () => (corpus ? [await rendering(corpus)] : []),
  },
  builds: {
    title: "What is applied together",
    about:
      "Reading the facts of all files, resolving what they apply, and doing so again after one edit; in one process.",
    tables: () => (corpus ? [measureBuilds(corpus), measureConfigurations(corpus, runs)] : []),
  },
  cache: {
    title: "Warm, and after one change",
    about: "`gitops-lint --cache` in a made-up repository of 10,000 manifests.",
    tables: async () => [await measureCache(runs)],
  },
  charts: {
    title: "Helm charts",
    about:
      "Charts of 13 kB of templates and values each, which is the median of 2,295 public ones; and a made-up repository without charts beside the same with one.",
    tables: async () => [await measureCharts(runs)],
  },
  fetched: {
    title: "Charts that were fetched",
    about:
      "A made-up repository with releases of charts that lie elsewhere. Without a lock, and with one that names nothing, they are hidden parts and cost the same; with one they are rendered, 13 kB of templates and values each.",
    tables: async () => [await measureFetched(runs)],
  },
  questions: {
    title: "Questions",
    about: "Each in a process of its own.",
    tables: async () => [await measureQuestions(runs), await measureReviews(runs)],
  },
  connections: {
    title: "Connections",
    about: "All connections of a made-up cluster.",
    tables: () => [measureConnections()],
  },
  editor: {
    title: "In an editor",
    about:
      "One file of 10,000 linted through ESLint in a process that lives on, with changes in between, in milliseconds.",
    tables: async () => [await measureEditor()],
  },
  server: {
    title: "The language server",
    about:
      "From its start to the first findings of an open file, without and with what it has kept, beside a run of the command; then edits of that file, each before its findings, a hover on a subject or references are asked for. In processor time: edits of all threads, hovers and references of the one that answers.",
    tables: async () => [[await measureLanguageServer()]],
  },
};

function fail(words) {
  console.error(`bench: ${words}`);
  process.exit(2);
}

function versionOf(name) {
  const file = join(import.meta.dirname, "../../node_modules", name, "package.json");
  return `${name} ${JSON.parse(readFileSync(file, "utf8")).version}`;
}

function circumstances() {
  const { version } = createRequire(import.meta.url)("../../package.json");
  const programs = [
    `gitops-lint ${version}`,
    `Node.js ${process.versions.node}`,
    ...["eslint", "eslint-plugin-yml", "yaml"].map(versionOf),
    ...peersHere().map((peer) => `${peer.name} ${peer.version}`),
  ];
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${arch()}`;
  return `Measured on ${machine}, with ${programs.join(", ")}; the median of ${runs} runs.`;
}

function markdownTable(rows) {
  const names = Object.keys(rows[0]);
  const lines = [names, names.map((name) => (typeof rows[0][name] === "number" ? "--:" : ":--"))];
  for (const row of rows) lines.push(names.map((name) => String(row[name])));
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

if (values.only !== undefined && !Object.hasOwn(SECTIONS, values.only))
  fail(`there is no section '${values.only}'. There is: ${Object.keys(SECTIONS).join(", ")}.`);
const parts = [
  "# How fast it is",
  "`npm run bench -- --write` has written this page. Only ratios mean anything on another machine.",
  circumstances(),
];
for (const [name, { title, about, tables }] of Object.entries(SECTIONS)) {
  if (values.only !== undefined && values.only !== name) continue;
  const filled = (await tables()).filter((rows) => rows.length > 0);
  if (filled.length === 0) continue;
  console.log(`\n${title}`);
  for (const rows of filled) console.table(rows);
  parts.push(`## ${title}`, about, ...filled.map(markdownTable));
  // After each, since the whole takes a while.
  if (values.write) await writePage();
}

async function writePage() {
  const page = join(import.meta.dirname, "../../docs/performance.md");
  const { format } = await import("prettier");
  writeFileSync(page, await format(`${parts.join("\n\n")}\n`, { parser: "markdown" }));
}
