// How long `gitops-lint --cache` takes in a repository of 10,000 manifests, by wall clock and by processor time: the
// second one tells something on a busy machine, too.
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
import { measure, median, spread } from "./process.mjs";

const COMMAND = resolve(import.meta.dirname, "../../dist/cli/bin.js");
const MANIFESTS = 10_000;

export async function measureCache(runs) {
  const root = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  const cache = `${root}-cache`;
  const time = async (...args) => {
    const one = await measure(process.execPath, [COMMAND, ...args, root]);
    if (one.status !== 1) throw new Error(`gitops-lint ended with ${one.status}: ${one.stderr}`);
    return one;
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
    await cached();
    const rows = [];
    for (const [step, run] of Object.entries(steps)) {
      const all = [];
      for (let count = 0; count < runs; count++) all.push(await run());
      const of = (kind) => Math.round(median(all.map((one) => one[kind])));
      rows.push({
        "10,000 manifests, made up": step,
        "wall ms": of("wall"),
        spread: spread(all.map(({ wall }) => wall)),
        "processor ms": of("processor"),
        "peak MB": of("peak"),
      });
    }
    return rows;
  } finally {
    rmSync(root, { recursive: true });
    rmSync(cache, { recursive: true, force: true });
  }
}
