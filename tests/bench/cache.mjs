// How long `gitops-lint --cache` takes in a repository of 10,000 manifests, by wall clock and by processor time: the
// second one tells something on a busy machine, too.
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { madeUp, write } from "./made-up.mjs";

const COMMAND = resolve(import.meta.dirname, "../../dist/cli/bin.js");
/** Has a process say at its end how much processor time it took, in milliseconds. Loading it takes next to none. */
const REPORT = `process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write("\\n" + (user + system) / 1000);
});
`;
const MANIFESTS = 10_000;
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

export function measureCache(runs) {
  const root = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  const cache = `${root}-cache`;
  const report = `${root}-report.cjs`;
  writeFileSync(report, REPORT);
  const time = (...args) => {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ["--require", report, COMMAND, ...args, root], {
      encoding: "utf8",
    });
    const wall = performance.now() - started;
    if (status !== 1) throw new Error(`gitops-lint ended with ${status}: ${stderr}`);
    return { wall, processor: Number(stderr.trim().split("\n").at(-1)) };
  };
  const cached = () => time("--cache", "--cache-location", cache);
  const role = join(root, "teams/t7/base/role.yaml");
  // What is short comes first: a machine that has worked for a minute is slower than one that somebody works at.
  const steps = {
    "nothing changed": cached,
    "a Deployment changed": () => {
      appendFileSync(join(root, "teams/t7/base/app-1/deployment.yaml"), "# changed\n");
      return cached();
    },
    "a Role changed": () => {
      writeFileSync(role, readFileSync(role, "utf8").replace("get,", "get, watch,"));
      return cached();
    },
    "a Role changed, without stored results": () => {
      for (const name of readdirSync(cache)) if (name.endsWith(".results")) rmSync(join(cache, name));
      writeFileSync(role, readFileSync(role, "utf8").replace("get,", "get, watch,"));
      return cached();
    },
    cold: () => {
      rmSync(cache, { recursive: true, force: true });
      return cached();
    },
    "without --cache": () => time(),
    "--concurrency 2": () => time("--concurrency", "2"),
  };
  try {
    mkdirSync(join(root, ".git"));
    write(root, madeUp(MANIFESTS));
    cached();
    return Object.entries(steps).map(([step, measure]) => {
      const all = Array.from({ length: runs }, measure);
      const of = (kind) => Math.round(median(all.map((one) => one[kind])));
      return { "10,000 manifests, made up": step, "wall ms": of("wall"), "processor ms": of("processor") };
    });
  } finally {
    rmSync(root, { recursive: true });
    rmSync(cache, { recursive: true, force: true });
    rmSync(report);
  }
}
