/**
 * Tests the tests: makes one small mistake at a time in the code, and sees whether a test fails.
 *
 *   npm run test:mutants -- --folder lib/kubernetes --sample 150 --seed 1
 *   npm run test:mutants -- lib/kubernetes/rbac/authorizer.ts
 *
 * Without --sample, all mutants of the files are tried. It prints how many are killed, and those that survive.
 */
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { clearInterval, setInterval } from "node:timers";
import { parseArgs } from "node:util";
import { inflateRawSync } from "node:zlib";
import { findMutants } from "./find-mutants.mjs";

/**
 * @typedef {{ home: string, phase: "coverage" | "judge", files: { path: string, first: number }[], results: string,
 *   modules: string, tests?: string[], size?: number, jobs?: Job[] }} Plan what the process that runs the tests is told
 * @typedef {{ number: number, runs: { file: string, only?: string[], count: number }[] }} Job
 */

const home = resolve(import.meta.dirname, "../..");

/** What the tests are tried on, unless files are named. */
const FOLDERS = ["lib/kubernetes", "lib/builds", "lib/analysis"];
/** Tables of facts, each row with its source: a test of a row would only say it twice. */
const TABLES = /^lib\/kubernetes\/(?:data\/|components\/flags\/(?!flag-)[a-z-]+\.ts$)/;
/** The tests that are tried: those that start no other programs. */
const TESTS = ["analysis", "builds", "cli/commands", "kubernetes", "manifests", "rule-kit", "rules"];
/** Those that try everything shallowly, and take long. */
const SHALLOW = ["tests/rules/odd-names.test.ts", "tests/rules/eslint-9.test.ts"];
/** Where it is kept which tests come by which mutants. */
const REMEMBERED = join(home, "coverage/mutants");
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: "string" },
    seed: { type: "string", default: "1" },
    folder: { type: "string", multiple: true },
    workers: { type: "string", default: "1" },
    // Seconds after which a mutant that says nothing never ends.
    patience: { type: "string", default: "300" },
    json: { type: "string" },
    // The survivors of an earlier run, as its --json wrote them.
    again: { type: "string" },
    // How much of the time that all tests take may go into one mutant.
    effort: { type: "string", default: "0.1" },
  },
});

const scratch = mkdtempSync(join(tmpdir(), "gitops-mutants-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

const started = Date.now();
const files = readMutants(filesIn(FOLDERS).filter((file) => !TABLES.test(file)));
const wanted = files.filter(({ file }) =>
  positionals.length > 0
    ? positionals.includes(file)
    : (values.folder ?? FOLDERS).some((folder) => file.startsWith(`${folder}/`)),
);
const chosen = values.again
  ? survivorsOf(wanted, values.again)
  : chooseMutants(wanted, Number(values.sample ?? Infinity), Number(values.seed));
console.log(`${chosen.length} of ${sumOf(wanted, ({ mutants }) => mutants.length)} mutants`);
const common = digestOfCommon();
const covering = await findCoverage();
console.log(`covered by ${covering.size} test files after ${seconds()} s`);
const outcomes = await judgeAll(chosen, covering);
report(chosen, outcomes);

function seconds() {
  return Math.round((Date.now() - started) / 1000);
}

function filesIn(folders) {
  return folders
    .flatMap((folder) =>
      readdirSync(join(home, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
        .map(({ parentPath, name }) => relative(home, join(parentPath, name))),
    )
    .sort();
}

/** The mutants of the files, numbered from 1 on. */
function readMutants(names) {
  let next = 1;
  return names.map((file) => {
    const path = join(home, file);
    const first = next;
    const mutants = findMutants(readFileSync(path, "utf8")).map((mutant) => ({
      ...mutant,
      file,
      number: next++,
    }));
    return { path, file, first, mutants };
  });
}

/** The mutants that survived in an earlier run. */
function survivorsOf(all, path) {
  const textOf = ({ file, line, start, mutated }) => JSON.stringify([file, line, start, mutated]);
  const earlier = JSON.parse(readFileSync(path, "utf8")).filter(({ outcome }) => outcome === "survived");
  const texts = new Set(earlier.map(textOf));
  return all.flatMap(({ mutants }) => mutants.filter((one) => texts.has(textOf(one))));
}

/** So many mutants of each folder, the same for the same seed. */
function chooseMutants(all, size, seed) {
  const groups = new Map();
  for (const { file, mutants } of all) {
    const group = groups.get(folderOf(file)) ?? [];
    for (const mutant of mutants) group.push(mutant);
    groups.set(folderOf(file), group);
  }
  return [...groups.values()].flatMap((group) => {
    const random = randomFrom(seed);
    for (let at = 0; at < Math.min(size, group.length); at++) {
      const other = at + Math.floor(random() * (group.length - at));
      [group[at], group[other]] = [group[other], group[at]];
    }
    return group.slice(0, size).sort((a, b) => a.number - b.number);
  });
}

/** Numbers from 0 to 1 that only look like chance: mulberry32. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function folderOf(file) {
  return file.split("/").slice(0, 2).join("/");
}

/** For each test file what it takes, and which of its tests come by which mutant: as it is remembered, or tried. */
async function findCoverage() {
  const size = sumOf(files, ({ mutants }) => mutants.length) + 1;
  const tests = filesIn(TESTS.map((name) => `tests/${name}`));
  const keyOf = (file) => join(REMEMBERED, `${digest([file], common)}.json`);
  mkdirSync(REMEMBERED, { recursive: true });
  const found = new Map();
  const take = (line) => {
    const covered = line.covered.map(([test, bits]) => [test, inflateRawSync(Buffer.from(bits, "base64"))]);
    if (line.failed === undefined) found.set(relative(home, line.file), { ...line, covered });
    else console.log(`left out, since it fails without a mistake: ${line.failed}`);
  };
  const missing = tests.filter((file) => {
    if (!file.endsWith(".test.ts") || SHALLOW.includes(file)) return false;
    if (!existsSync(keyOf(file))) return true;
    take(JSON.parse(readFileSync(keyOf(file), "utf8")));
    return false;
  });
  const planOf = (part) => ({ tests: part.map((file) => join(home, file)), size });
  await inProcesses("coverage", missing, planOf, (line) => {
    writeFileSync(keyOf(relative(home, line.file)), JSON.stringify(line));
    take(line);
  });
  return found;
}

/** A digest of what all tests have in common. */
function digestOfCommon() {
  const code = filesIn(["lib", "rules"]);
  const helpers = filesIn(["tests"]).filter((file) => !file.endsWith(".test.ts"));
  return digest([...code, ...helpers, "tests/mutants/find-mutants.mjs", "tests/mutants/instrument.mjs"]);
}

/** A digest of files, which differs when any does. */
function digest(names, before = "") {
  const hash = createHash("sha256").update(before);
  for (const name of names)
    hash
      .update(name)
      .update("\0")
      .update(readFileSync(join(home, name)))
      .update("\0");
  return hash.digest("hex");
}

/** What became of each mutant, by number. */
async function judgeAll(mutants, coverage) {
  const outcomes = new Map();
  const jobs = [];
  for (const mutant of mutants) {
    const runs = runsFor(mutant, coverage);
    if (runs.length === 0) outcomes.set(mutant.number, { outcome: "not covered" });
    else jobs.push({ number: mutant.number, runs });
  }
  await inProcesses(
    "judge",
    jobs,
    (part) => ({ jobs: part }),
    ({ number, outcome, by }) => {
      if (outcome) outcomes.set(number, { outcome, by });
      if (outcome && outcomes.size % 50 === 0) console.log(`${outcomes.size} after ${seconds()} s`);
    },
  );
  return outcomes;
}

/**
 * The tests that come by a mutant: those of its own file first, all of them, then those that are near, then those that
 * do more with its file than import it, the fastest first. What all tests come by is not tried with all of them.
 */
function runsFor({ file, number }, coverage) {
  const own = `tests/${file.replace(/^lib\//, "").replace(/\.ts$/, ".test.ts")}`;
  const near = `${dirname(own)}/`;
  const { first, mutants } = files.find((one) => one.file === file);
  const runs = [];
  for (const [test, { covered, count, milliseconds }] of coverage) {
    const only = covered.flatMap(([id, bits]) => (has(bits, number) ? [id] : []));
    if (only.length === 0) continue;
    const isWhole = test === own || only.includes("");
    const isDone = covered.some(([id, bits]) => id !== "" && mutants.some((_, at) => has(bits, first + at)));
    const rank = test === own ? 0 : test.startsWith(near) ? 1 : isDone ? 2 : 3;
    const cost = isWhole ? milliseconds : (milliseconds * only.length) / covered.length;
    runs.push({ file: join(home, test), count, rank, cost, ...(isWhole ? {} : { only }) });
  }
  runs.sort((a, b) => a.rank - b.rank || a.cost - b.cost);
  let left = Number(values.effort) * sumOf([...coverage.values()], ({ milliseconds }) => milliseconds);
  return runs.filter(({ cost }) => (left -= cost) > -cost);
}

function has(bits, number) {
  return ((bits[number >> 3] >> (number & 7)) & 1) === 1;
}

function sumOf(items, sizeOf) {
  return items.reduce((sum, item) => sum + sizeOf(item), 0);
}

/** Has processes do something with all items, and starts another for the rest where one does not come to an end. */
async function inProcesses(phase, items, planOf, onLine) {
  const workers = Math.min(Number(values.workers), items.length);
  const parts = Array.from({ length: workers }, (_, index) =>
    items.filter((_, at) => at % workers === index),
  );
  await Promise.all(
    parts.map(async (part, index) => {
      for (let rest = part; rest.length > 0;) {
        const { lines, isComplete } = await inProcess(
          phase,
          planOf(rest),
          `${phase}-${index}-${rest.length}`,
          onLine,
        );
        if (isComplete) return;
        const last = lines.at(-1);
        if (phase === "coverage") throw new Error("The tests did not come to an end without a mistake.");
        const done = new Set(lines.map(({ number }) => number));
        if (last && last.outcome === undefined) onLine({ number: last.number, outcome: "timeout" });
        if (done.size === 0) throw new Error("The tests did not start.");
        rest = rest.filter(({ number }) => !done.has(number));
      }
    }),
  );
}

/** Runs one process, and gives the lines that it has written. */
function inProcess(phase, plan, name, onLine) {
  const [planFile, results] = [join(scratch, `${name}.json`), join(scratch, `${name}.jsonl`)];
  writeFileSync(results, "");
  const modules = join(REMEMBERED, `modules-${common.slice(0, 16)}`);
  const sources = files.map(({ path, first }) => ({ path, first }));
  writeFileSync(planFile, JSON.stringify({ home, phase, files: sources, results, modules, ...plan }));
  const lines = [];
  let read = 0;
  const readOn = () => {
    const text = readFileSync(results, "utf8");
    const end = text.lastIndexOf("\n") + 1;
    for (const line of text.slice(read, end).split("\n").filter(Boolean)) {
      const value = JSON.parse(line);
      lines.push(value);
      onLine(value);
    }
    read = end;
  };
  return new Promise((done) => {
    const config = join(import.meta.dirname, "vitest.config.mjs");
    const child = spawn(
      process.execPath,
      [join(home, "node_modules/vitest/vitest.mjs"), "run", "--config", config],
      {
        cwd: home,
        env: { ...process.env, GITOPS_MUTANTS_PLAN: planFile },
        stdio: ["ignore", "pipe", "pipe"],
        detached: true,
      },
    );
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const end = () => process.kill(-child.pid, "SIGKILL");
    process.once("exit", end);
    const watch = setInterval(() => {
      readOn();
      if (phase === "judge" && Date.now() - statSync(results).mtimeMs > 1000 * Number(values.patience)) end();
    }, 500);
    child.on("close", (code, signal) => {
      clearInterval(watch);
      process.removeListener("exit", end);
      readOn();
      const isComplete = code === 0;
      if (!isComplete) console.log(code, signal, output.slice(-3000));
      done({ lines, isComplete });
    });
  });
}

function report(mutants, outcomes) {
  const survivors = mutants.filter(({ number }) =>
    ["survived", "not covered"].includes(outcomes.get(number).outcome),
  );
  for (const { file, line, kind, original, mutated, number } of survivors)
    console.log(
      `${file}:${line} ${outcomes.get(number).outcome} (${kind})\n  - ${short(original)}\n  + ${short(mutated)}`,
    );
  for (const folder of new Set(mutants.map(({ file }) => folderOf(file)))) {
    const counts = { killed: 0, timeout: 0, survived: 0, "not covered": 0 };
    const those = mutants.filter(({ file }) => folderOf(file) === folder);
    for (const { number } of those) counts[outcomes.get(number).outcome]++;
    const score = (100 * (counts.killed + counts.timeout)) / those.length;
    const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
    console.log(
      `${folder}, seed ${values.seed}: ${score.toFixed(1)} % of ${those.length} (${parts.join(", ")})`,
    );
  }
  console.log(`${seconds()} s`);
  if (values.json) {
    const all = mutants.map((mutant) => ({ ...mutant, ...outcomes.get(mutant.number) }));
    writeFileSync(values.json, `${JSON.stringify(all, undefined, 1)}\n`);
  }
}

function short(text) {
  const line = text.replace(/\s+/g, " ");
  return line === "" ? "(nothing)" : line.length > 160 ? `${line.slice(0, 157)}...` : line;
}
