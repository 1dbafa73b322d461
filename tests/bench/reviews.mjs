// What it takes to say what a change gives away, beside a lint of the same repository; and to search for ways to cluster-admin.
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { madeUp, write } from "./made-up.mjs";
import { measure, median } from "./process.mjs";
import { rights } from "./rights.mjs";

const command = resolve(import.meta.dirname, "../../dist/cli/bin.js");
const MANIFESTS = 10_000;
const [ROLES, BINDINGS] = [10_000, 2_000];
const BOUND =
  "\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: change }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }\nsubjects: [{ kind: User, name: ada, apiGroup: rbac.authorization.k8s.io }]\n";

/** `diff` and a lint by turns, and `paths`: as the processor time of the command itself, without that of git. */
export async function measureReviews(runs) {
  return [...(await measureDiff(runs)), ...(await measurePaths(runs))];
}

async function measureDiff(runs) {
  const root = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  const cache = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  try {
    write(root, madeUp(MANIFESTS));
    git(root, "init", "--quiet");
    git(root, "add", "--all");
    git(root, "commit", "--quiet", "--message", "Begin");
    appendFileSync(join(root, "teams/t0/base/role.yaml"), BOUND);
    const warm = ["--cache", "--cache-location", cache];
    const asked = { lint: [], "diff HEAD": ["diff", "HEAD"] };
    for (const [name, args] of Object.entries(asked)) asked[`${name} --cache, again`] = [...args, ...warm];
    // Each cache is filled before anything is measured.
    for (const args of Object.values(asked)) await run(root, args);
    return await measured(root, asked, `${MANIFESTS.toLocaleString("en")} manifests, one changed`, runs);
  } finally {
    rmSync(root, { recursive: true });
    rmSync(cache, { recursive: true });
  }
}

async function measurePaths(runs) {
  const root = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  try {
    mkdirSync(join(root, ".git"));
    write(root, rights(ROLES, BINDINGS));
    const repository = `${ROLES.toLocaleString("en")} roles, ${BINDINGS.toLocaleString("en")} bindings`;
    return await measured(root, { paths: ["paths"] }, repository, runs);
  } finally {
    rmSync(root, { recursive: true });
  }
}

async function measured(root, asked, repository, runs) {
  const all = new Map(Object.keys(asked).map((name) => [name, []]));
  for (let turn = 0; turn < runs; turn++) {
    for (const [name, args] of Object.entries(asked)) all.get(name).push(await run(root, args));
  }
  return [...all].map(([name, ones]) => ({
    "a review": name,
    repository,
    "wall ms": Math.round(median(ones.map(({ wall }) => wall))),
    "processor ms": Math.round(median(ones.map(({ processor }) => processor))),
    "peak MB": Math.round(median(ones.map(({ peak }) => peak))),
  }));
}

/** @throws if the command fails; what it finds is no failure */
async function run(root, args) {
  const one = await measure(process.execPath, [command, ...args, "--root", root], { cwd: root });
  if (one.status !== 0 && one.status !== 1)
    throw new Error(`${args.join(" ")} ended with ${one.status}: ${one.stderr}`);
  return one;
}

function git(root, ...args) {
  const who = ["-c", "user.name=Bench", "-c", "user.email=bench@example.com"];
  execFileSync("git", [...who, ...args], { cwd: root });
}
