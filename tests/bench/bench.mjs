// Measures the command against ESLint that only parses the same files, in one run and interleaved, since
// only ratios mean anything on a shared machine: npm run build && npm run bench -- --corpus DIRECTORY [--runs N]
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { measureBuilds } from "./builds.mjs";
import { measureCache } from "./cache.mjs";
import { measureConfigurations } from "./configurations.mjs";
import { measureConnections } from "./connections.mjs";
import { measureEditor } from "./editor.mjs";

const { values } = parseArgs({
  options: {
    corpus: { type: "string", default: process.env.GITOPS_CORPUS },
    runs: { type: "string", default: "5" },
  },
});
if (!values.corpus || !existsSync(values.corpus)) {
  console.error("bench: say where real manifests are, with --corpus DIRECTORY or in GITOPS_CORPUS.");
  process.exit(2);
}
const corpus = resolve(values.corpus);
const runs = Number(values.runs);

const require = createRequire(import.meta.url);
const packageDirectory = resolve(import.meta.dirname, "../..");
const eslint = join(dirname(require.resolve("eslint/package.json")), "bin/eslint.js");
const scratch = mkdtempSync(join(tmpdir(), "gitops-bench-"));
const config = join(scratch, "eslint.config.mjs");
writeFileSync(
  config,
  `import yml from ${JSON.stringify(require.resolve("eslint-plugin-yml"))};
export default [
  { ignores: ["**/templates/**"] },
  { files: ["**/*.{yaml,yml}"], plugins: { yml }, language: "yml/yaml" },
];
`,
);

/** ESLint with our preset: what the syntax tree costs that no rule asks for. */
const configs = Object.fromEntries(
  ["on-demand", "always"].map((ast) => {
    const file = join(scratch, `${ast}.config.mjs`);
    writeFileSync(
      file,
      `import gitops from ${JSON.stringify(join(packageDirectory, "dist/lib/index.js"))};
export default [
  { ignores: ["**/templates/**"] },
  { ...gitops.configs.recommended, languageOptions: { ast: "${ast}" } },
  { files: ["**/*.{yaml,yml}"], settings: { gitops: { root: ${JSON.stringify(corpus)} } } },
];
`,
    );
    return [ast, [eslint, "--no-config-lookup", "-c", file, "--format", "json", corpus]];
  }),
);

/** The rules that the recommended preset began with, so that what the others cost shows. */
const FOUR = ["no-wildcard-verbs", "no-cluster-admin-binding", "require-default-deny", "no-missing-role"];

const contenders = {
  "gitops-lint": [join(packageDirectory, "dist/cli/bin.js"), "--root", corpus, corpus],
  "gitops-lint, four rules": [
    join(packageDirectory, "dist/cli/bin.js"),
    "--preset",
    "none",
    ...FOUR.flatMap((rule) => ["--rule", `${rule}: error`]),
    "--root",
    corpus,
    corpus,
  ],
  "gitops-lint --preset all": [
    join(packageDirectory, "dist/cli/bin.js"),
    "--preset",
    "all",
    "--root",
    corpus,
    corpus,
  ],
  "eslint, recommended, tree on demand": configs["on-demand"],
  "eslint, recommended, tree always": configs.always,
  "eslint, yml/yaml, no rules": [eslint, "--no-config-lookup", "-c", config, "--format", "json", corpus],
};

/** Wall time of a command in milliseconds. */
function time(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: corpus,
    maxBuffer: 2 ** 30,
    encoding: "utf8",
  });
  if (status !== 0 && status !== 1) throw new Error(`${args.join(" ")} ended with ${status}: ${stderr}`);
  return performance.now() - start;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

try {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    // The machine remembers files: who comes first pays for the others.
    const order = Object.entries(contenders);
    for (const [name, args] of run % 2 === 0 ? order : order.reverse()) times[name].push(time(args));
  }
  const base = median(times["eslint, yml/yaml, no rules"]);
  const four = median(times["gitops-lint, four rules"]);
  console.table(
    Object.entries(times).map(([command, all]) => ({
      command,
      "median ms": Math.round(median(all)),
      "min ms": Math.round(Math.min(...all)),
      "max ms": Math.round(Math.max(...all)),
      "ratio to eslint": Number((median(all) / base).toFixed(3)),
      "ratio to four rules": Number((median(all) / four).toFixed(3)),
    })),
  );
  console.table(measureConfigurations(corpus, median(times["gitops-lint"]), runs));
  console.table(measureBuilds(corpus));
  console.table(measureConnections());
  console.table(measureCache(runs));
  console.table(await measureEditor());
} finally {
  rmSync(scratch, { recursive: true });
}
