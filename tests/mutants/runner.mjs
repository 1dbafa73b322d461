/**
 * Runs the tests once for each mutant, in one process. Vitest asks a runner before it reads the first test file; this
 * one then runs the real tests by itself, and leaves Vitest with a file in which there are none.
 */
import { appendFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";
import { startTests } from "@vitest/runner";
import fc from "fast-check";
import { inject, TestRunner, vi } from "vitest";

/** The mutant that is made now. */
let active = 0;
/** How often a place was come by, and how often it may be. */
let count = 0;
let limit = Infinity;
/** A byte for each mutant that is come by, where that is noted. */
let hits;

globalThis.__mutant = (number) => {
  if (++count > limit) throw new Error("The mutant goes on and on.");
  if (hits !== undefined) hits[number] = 1;
  return number === active;
};

export default class MutantRunner extends TestRunner {
  async onBeforeCollect() {
    const plan = inject("plan");
    // The same made-up inputs for each mutant. The smallest that fails is of no interest.
    fc.configureGlobal({ seed: 1, endOnFailure: true });
    const tests = new Tests(this, plan.home);
    if (plan.phase === "coverage") await cover(tests, plan);
    else await judge(tests, plan);
  }
}

/** Finds which tests come by which mutants. Writes a line for each file. */
async function cover(tests, { tests: files, results, size }) {
  for (const file of files) {
    tests.forget();
    const { failed, came, milliseconds } = await tests.run(file, undefined, size);
    const covered = [...came].map(([test, numbers]) => [test, packed(numbers)]);
    appendFileSync(results, `${JSON.stringify({ file, failed, count, milliseconds, covered })}\n`);
  }
}

/** Bytes of 0 and 1, as bits. */
function packed(bytes) {
  const bits = new Uint8Array(Math.ceil(bytes.length / 8));
  bytes.forEach((byte, at) => (bits[at >> 3] |= byte << (at & 7)));
  return deflateRawSync(bits).toString("base64");
}

/** Runs for each mutant the tests that come by it, until one fails. Writes a line before and after each. */
async function judge(tests, { jobs, results }) {
  for (const { number, runs } of jobs) {
    appendFileSync(results, `${JSON.stringify({ number })}\n`);
    tests.forget();
    active = number;
    appendFileSync(results, `${JSON.stringify({ number, ...(await outcomeOf(tests, runs)) })}\n`);
    active = 0;
  }
}

async function outcomeOf(tests, runs) {
  for (const { file, only, count: usual } of runs) {
    limit = 10 * usual + 100_000;
    const { failed } = await tests.run(file, only && new Set(only));
    const isEndless = count > limit;
    limit = Infinity;
    if (isEndless) return { outcome: "timeout", by: file };
    if (failed !== undefined) return { outcome: "killed", by: failed };
  }
  return { outcome: "survived" };
}

/** Runs test files as Vitest does. */
class Tests {
  #outer;
  #home;

  constructor(outer, home) {
    this.#outer = outer;
    this.#home = home;
  }

  /** Has all modules of the project evaluated anew, with whatever they remember. */
  forget() {
    for (const [path, node] of this.#outer.workerState.evaluatedModules.idToModuleMap) {
      if (!path.startsWith(this.#home) || path.includes("/node_modules/")) continue;
      node.promise = undefined;
      node.exports = undefined;
      node.evaluated = false;
      node.importers.clear();
    }
  }

  /** Runs the tests of a file, or only some, until the first fails, whose name is given. */
  async run(file, only, size) {
    const start = performance.now();
    const runner = new Quiet(this.#outer, only, size);
    count = 0;
    this.#outer.workerState.filepath = file;
    const ran = await startTests([{ filepath: file }], runner);
    hits = undefined;
    vi.resetConfig();
    vi.restoreAllMocks();
    const failed = runner.failed ?? ran.find(({ result }) => result?.state === "fail")?.name;
    return { failed, came: runner.came, milliseconds: Math.round(performance.now() - start) };
  }
}

/** A runner that tells nobody, stops at the first failure, and notes by what each test comes if it is given a size. */
class Quiet extends TestRunner {
  failed = undefined;
  came = new Map();
  #only;
  #size;

  constructor(outer, only, size) {
    super(outer.config);
    this.moduleRunner = outer.moduleRunner;
    this.__setTraces(outer._otel);
    this.#only = only;
    this.#size = size;
    this.#note("");
  }

  onBeforeRunTask(test) {
    if (this.#only && !this.#only.has(test.id)) test.mode = "skip";
    return super.onBeforeRunTask(test);
  }

  onBeforeTryTask(test) {
    this.#note(test.id);
    super.onBeforeTryTask(test);
  }

  onAfterRunTask(test) {
    this.#note("");
    if (test.result?.state === "fail") {
      this.failed ??= `${test.file.name} > ${test.name}`;
      this.cancelRun = true;
    }
    super.onAfterRunTask(test);
  }

  async onAfterRunSuite(suite) {
    if (suite.result?.state === "fail") this.cancelRun = true;
    if ("filepath" in suite && suite.mode !== "skip") await this.snapshotClient.finish(suite.filepath);
  }

  #note(test) {
    if (this.#size === undefined) return;
    hits = this.came.get(test);
    if (!hits) this.came.set(test, (hits = new Uint8Array(this.#size)));
  }
}
