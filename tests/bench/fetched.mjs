// What a lock costs, with nothing in it and with charts that were fetched, beside runs of the same without one.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { StoreWriter } from "../../dist/lib/fetch/store/store-writer.js";
import { printLock } from "../../dist/lib/repository/sources/lock-file.js";
import { LOCK_FILE } from "../../dist/lib/repository/sources/locked.js";
import { archive } from "./archive.mjs";
import { chartsOf } from "./charts.mjs";
import { madeUp, write } from "./made-up.mjs";
import { times } from "./objects.mjs";
import { measure, median } from "./process.mjs";

const command = resolve(import.meta.dirname, "../../dist/cli/bin.js");
const MANIFESTS = 2000;
const CHARTS = 15;
const REPOSITORY = "https://charts.example.org";

const source = `apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata: { name: charts, namespace: shop }
spec: { url: ${REPOSITORY} }
`;
const release = (chart) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${chart}, namespace: shop }
spec:
  chart: { spec: { chart: ${chart}, version: 1.2.3, sourceRef: { kind: HelmRepository, name: charts } } }
`;

/** Puts charts into a store, and returns the lock that names them. */
function lockOf(store, names) {
  const writer = new StoreWriter(store);
  const files = [...chartsOf(names.length)];
  return printLock(
    names.map((chart) => {
      const own = files.filter(([path]) => path.startsWith(`charts/${chart}/`));
      const bytes = archive(own.map(([path, text]) => [path.slice("charts/".length), text]));
      const request = { type: "helm", repository: REPOSITORY, chart, version: "1.2.3" };
      const digest = writer.put({ content: "chart", bytes });
      const source = { request, name: `chart ${chart} 1.2.3`, version: "1.2.3", digest, content: "chart" };
      writer.remember(source);
      return { ...source, neededBy: [] };
    }),
  );
}

/** Whole runs by turns, so that what else the machine does counts in all of them. */
export async function measureFetched(runs) {
  const scratch = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  try {
    const store = join(scratch, "store");
    const names = times(CHARTS, (index) => `chart-${index}`);
    const releases = new Map([
      ["shop/source.yaml", source],
      ...names.map((one) => [`shop/${one}.yaml`, release(one)]),
    ]);
    const cached = ["--cache", "--cache-location", join(scratch, "cache")];
    const repositories = {
      "without a lock": {},
      "without a lock, `--cache`": { args: cached },
      "with an empty lock": { lock: "version: 1\nsources: []\n" },
      "with a lock of 15 charts": { lock: lockOf(store, names) },
      "with a lock of 15 charts, `--cache`": { lock: lockOf(store, names), args: cached },
    };
    const kept = [];
    for (const [name, { lock, args = [] }] of Object.entries(repositories)) {
      const root = join(scratch, `root-${kept.length}`);
      mkdirSync(join(root, ".git"), { recursive: true });
      write(root, new Map([...madeUp(MANIFESTS), ...releases]));
      if (lock !== undefined) writeFileSync(join(root, LOCK_FILE), lock);
      const run = () =>
        measure(process.execPath, [command, ...args, "--root", root], {
          cwd: root,
          env: { ...process.env, GITOPS_LINT_STORE: store },
        });
      // What is kept between runs is there when they are measured.
      await run();
      kept.push({ name, run, all: [] });
    }
    for (let turn = 0; turn < runs; turn++) for (const { run, all } of kept) all.push(await run());
    const [first] = kept.map(({ all }) => processorOf(all));
    return kept.map(({ name, all }) => ({
      "2,000 manifests and 15 releases": name,
      "processor ms": Math.round(processorOf(all)),
      "of that without a lock": `${Math.round((100 * processorOf(all)) / first)} %`,
      "peak MB": Math.round(median(all.map(({ peak }) => peak))),
    }));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function processorOf(all) {
  return median(all.map(({ processor }) => processor));
}
