// Whole cold runs, beside the least that has to be done, ESLint that only parses, and other linters.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { madeUp, write } from "./made-up.mjs";
import { measure, median, onPath, spread } from "./process.mjs";

const require = createRequire(import.meta.url);
const packageDirectory = resolve(import.meta.dirname, "../..");
const command = join(packageDirectory, "dist/cli/bin.js");
const eslint = join(dirname(require.resolve("eslint/package.json")), "bin/eslint.js");
const node = process.execPath;

/** The rules that the recommended preset began with, so that what the others cost shows. */
const FOUR = ["no-wildcard-verbs", "no-cluster-admin-binding", "require-default-deny", "no-missing-role"];
const OURS = "gitops-lint";

/** Other linters, as they are called on a directory without a network. They end with other codes for findings. */
const PEERS = {
  "kube-linter": { version: ["version"], args: (root) => ["lint", root] },
  polaris: { version: ["version"], args: (root) => ["audit", "--audit-path", root, "--format", "pretty"] },
  trivy: {
    version: ["--version"],
    args: (root) => ["config", "--offline-scan", "--skip-check-update", "--quiet", root],
  },
  checkov: {
    version: ["--version"],
    args: (root) => ["--directory", root, "--framework", "kubernetes", "--compact", "--quiet"],
  },
  "kube-score": { version: ["version"], args: (root) => ["score", ...manifestsIn(root)] },
};

function manifestsIn(root) {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name) && !/^kustomization\./.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The other linters that are here, with their versions. */
export function peersHere() {
  return Object.entries(PEERS).flatMap(([name, peer]) => {
    const program = onPath(name);
    if (program === undefined) return [];
    const { stdout, stderr } = spawnSync(program, peer.version, { encoding: "utf8" });
    const [version = "unknown"] = /\d+\.\d+[\w.-]*/.exec(`${stdout}${stderr}`) ?? [];
    return [{ name, program, version, args: peer.args }];
  });
}

/** ESLint that parses the files of a root, with rules or none. */
function eslintArguments(scratch, root, name, lines) {
  const config = join(scratch, `${name}.config.mjs`);
  writeFileSync(config, `${lines.join("\n")}\n`);
  return [eslint, "--no-config-lookup", "-c", config, "--format", "json", root];
}

function contenders(root, scratch, isBig) {
  const ours = [command, "--root", root, root];
  const yml = JSON.stringify(require.resolve("eslint-plugin-yml"));
  const plugin = JSON.stringify(join(packageDirectory, "dist/lib/index.js"));
  const parsing = eslintArguments(scratch, root, "parsing", [
    `import yml from ${yml};`,
    `export default [{ ignores: ["**/templates/**"] }, { files: ["**/*.{yaml,yml}"], plugins: { yml }, language: "yml/yaml" }];`,
  ]);
  const linting = eslintArguments(scratch, root, "linting", [
    `import gitops from ${plugin};`,
    `export default [{ ignores: ["**/templates/**"] }, gitops.configs.recommended, { files: ["**/*.{yaml,yml}"], settings: { gitops: { root: ${JSON.stringify(root)} } } }];`,
  ]);
  const rows = { [OURS]: [node, ours], "the floor": [node, [join(import.meta.dirname, "floor.mjs"), root]] };
  if (isBig) return rows;
  const four = ["--preset", "none", ...FOUR.flatMap((rule) => ["--rule", `${rule}: error`])];
  return {
    ...rows,
    "gitops-lint, four rules": [node, [...ours, ...four]],
    "gitops-lint --preset all": [node, [...ours, "--preset", "all"]],
    "eslint, gitops.configs.recommended": [node, linting],
    "eslint, yml/yaml, no rules": [node, parsing],
    ...Object.fromEntries(peersHere().map(({ name, program, args }) => [name, [program, args(root)]])),
  };
}

/** Rows for one root: interleaved, since only ratios mean anything on a machine that others use. */
async function compare(label, root, runs, isBig) {
  const scratch = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  try {
    const all = Object.entries(contenders(root, scratch, isBig));
    const measured = new Map(all.map(([name]) => [name, []]));
    for (let run = 0; run < runs; run++) {
      // The machine remembers files: who comes first pays for the others.
      for (const [name, [program, args]] of run % 2 === 0 ? all : all.toReversed()) {
        const one = await measure(program, args, { cwd: root });
        if (program === node && one.status !== 0 && one.status !== 1)
          throw new Error(`${args.join(" ")} ended with ${one.status}: ${one.stderr}`);
        measured.get(name).push(one);
      }
    }
    const of = (name, what) => median(measured.get(name).map((one) => one[what]));
    return all.map(([name, [program]]) => ({
      [label]: name,
      "wall ms": Math.round(of(name, "wall")),
      spread: spread(measured.get(name).map(({ wall }) => wall)),
      "processor ms": program === node ? Math.round(of(name, "processor")) : "-",
      "peak MB": Math.round(of(name, "peak")) || "-",
      "times ours": Number((of(name, "wall") / of(OURS, "wall")).toFixed(2)),
    }));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** A table for each repository of a directory, the directory itself being one of several. */
export async function againstOnCorpus(corpus, runs) {
  const names = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const roots = [...names.map(({ name }) => [name, join(corpus, name)]), ["all of them", corpus]];
  const tables = [];
  for (const [label, root] of roots) tables.push(await compare(label, root, runs, false));
  return tables;
}

/** One table: repositories made up from a seed, by how many manifests they have. */
export async function bySize(sizes, runs) {
  const rows = [];
  for (const size of sizes) {
    const root = mkdtempSync(join(tmpdir(), "gitops-bench-"));
    try {
      mkdirSync(join(root, ".git"));
      write(root, madeUp(size));
      rows.push(
        ...(await compare("manifests, made up", root, runs, true)).map((row) => {
          const { ["manifests, made up"]: name, ...rest } = row;
          return { "manifests, made up": size.toLocaleString("en"), command: name, ...rest };
        }),
      );
    } finally {
      rmSync(root, { recursive: true });
    }
  }
  return rows;
}

/** What it takes to render every kustomization of a corpus, where kustomize or kubectl is there. */
export async function rendering(corpus) {
  const kustomize = onPath("kustomize");
  const kubectl = onPath("kubectl");
  if (kustomize === undefined && kubectl === undefined) return [];
  const [program, args] = kustomize === undefined ? [kubectl, ["kustomize"]] : [kustomize, ["build"]];
  const rows = [];
  for (const { name } of readdirSync(corpus, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  )) {
    const root = join(corpus, name);
    const directories = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /^kustomization\.ya?ml$|^Kustomization$/.test(entry.name))
      .map((entry) => entry.parentPath);
    const begun = performance.now();
    // Nothing is fetched: a remote base fails at once.
    for (const directory of directories)
      await measure(program, [...args, directory], { cwd: root, limit: 20_000 });
    rows.push({
      [`${program.split("/").at(-1)}, every overlay`]: name,
      kustomizations: directories.length,
      "wall ms": Math.round(performance.now() - begun),
    });
  }
  return rows;
}
