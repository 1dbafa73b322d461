import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type ChartCase, casesIn } from "./cases.js";
import { compareChart } from "./compare-charts.js";
import { buildHelm, Helm } from "./helm.js";
import { causes, unexpected } from "./known-differences.js";
import { renderChart } from "./ours.js";

const OWN = join(import.meta.dirname, "charts");
const directory = process.env.GITOPS_CHARTS ?? "";
const program = await buildHelm();
const areThere = existsSync(directory);
if (program !== undefined && !areThere) {
  console.warn("No public charts are compared with Helm: GITOPS_CHARTS names no directory of charts.");
}

/** What the cluster has, besides what Helm takes for granted. */
const API_VERSIONS = [
  "networking.k8s.io/v1/Ingress",
  "policy/v1/PodDisruptionBudget",
  "monitoring.coreos.com/v1",
  "monitoring.coreos.com/v1/ServiceMonitor",
  "cert-manager.io/v1",
];

describe.skipIf(program === undefined)("charts, as Helm renders them", () => {
  const helm = new Helm(program ?? "");
  afterAll(() => helm.stop());

  /** Compares a chart, and says how. */
  async function compare({ directory, values }: ChartCase) {
    const { capabilities } = await helm.ask({ op: "capabilities" });
    const question = {
      op: "template" as const,
      dir: directory,
      name: "release-name",
      namespace: "release-namespace",
      values,
      // A Helm that is built from its sources believes that Kubernetes is 1.20.
      kubeVersion: "1.33.0",
      apiVersions: API_VERSIONS,
      includeCrds: true,
      skipSchema: true,
    };
    const theirs = await helm.ask(question);
    const ours = renderChart(question, new Set([...(capabilities?.APIVersions ?? []), ...API_VERSIONS]));
    return compareChart(ours, theirs);
  }

  const own = casesIn(OWN);
  test.each(own.filter(({ name }) => !name.startsWith("refused/")))("$name", async (one) => {
    expect(await compare(one)).toEqual({ verdict: "equal", objects: expect.any(Number) as number });
  });

  test.each(own.filter(({ name }) => name.startsWith("refused/")))("$name", async (one) => {
    expect(await compare(one)).toEqual({ verdict: "refused alike", why: expect.any(String) as string });
  });

  test.skipIf(!areThere)("public ones", async () => {
    const counts = { equal: 0, "refused alike": 0, different: 0, objects: 0 };
    const charts = { equal: new Set<string>(), different: new Set<string>() };
    const found = new Map<string, readonly string[]>();
    for (const one of casesIn(directory)) {
      const comparison = await compare(one);
      counts[comparison.verdict]++;
      if (comparison.verdict === "equal") {
        counts.objects += comparison.objects;
        charts.equal.add(one.directory);
      }
      if (comparison.verdict !== "different") continue;
      found.set(one.name, comparison.lines);
      if (!comparison.lines[0]?.startsWith("Helm alone")) charts.different.add(one.directory);
    }
    const rendered = new Set([...charts.equal, ...charts.different]).size;
    console.log(`${rendered} charts, ${charts.different.size} not wholly equal, ${JSON.stringify(counts)}`);
    for (const { cause, count } of causes(found)) console.log(`${count}: ${cause}`);

    expect(unexpected(found)).toEqual([]);
  });
});
