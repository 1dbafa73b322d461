import { describe, expect, it } from "vitest";
import { applied, text } from "./applied.js";

const ROLE = text.role("name: a");

/** What a kustomization hides: its kind, why, the names, and the texts that may name more. */
function hidden(kustomization: string, others: Record<string, string> = {}) {
  const parts = applied(kustomization, ROLE, others).hidden;
  return parts.map(({ kind, reason, names, texts }) => [kind, reason, names, texts ?? []]);
}

describe("what a kustomization hides", () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    ["helmCharts: [{ name: web }]", "renders the Helm chart 'web'", ["web"], ["charts/web/templates/"]],
    [
      "helmGlobals: { chartHome: ../home }\nhelmCharts: [{ name: web }]",
      "renders the Helm chart 'web'",
      ["web"],
      [],
    ],
    [
      "helmGlobals: { chartHome: home }\nhelmCharts: [{ name: web, releaseName: shop, repo: 'https://example.org' }]",
      "renders the Helm chart 'web'",
      ["web", "shop", "https://example.org"],
      ["home/web/templates/"],
    ],
    [
      "helmChartInflationGenerator: [{ chartName: web }]",
      "renders the Helm chart 'web'",
      ["web"],
      ["charts/web/templates/"],
    ],
    [
      "helmGlobals: { chartHome: 1 }\nhelmCharts: [{ name: web }]",
      "renders the Helm chart 'web'",
      ["web"],
      [],
    ],
    ["helmCharts: [{ name: 1 }]", "renders a Helm chart", [], []],
  ])("of %j is a chart", (kustomization, reason, names, texts) => {
    expect(hidden(kustomization)).toEqual([["chart", `kustomization.yaml ${reason}`, names, texts]]);
  });

  it.each([
    ["patches: [{ patch: '# nothing' }]"],
    ["patches: [{ patch: '' , target: { kind: Role } }]"],
    ["patchesStrategicMerge: ['# nothing\n']"],
    ["patches: [{ target: { name: 'a(?=b)' }, patch: '[]' }]"],
  ])("of %j is not nothing", (kustomization) => {
    expect(hidden(kustomization).map(([kind]) => kind)).not.toEqual([]);
  });

  it.each([
    ["commonLabels: { a: b, c: d }", undefined],
    ["commonLabels: { a: b, c: 1 }", "has a 'commonLabels' that is not a map of strings"],
    ["commonLabels: [a]", "has a 'commonLabels' that is not a map of strings"],
    ["commonAnnotations: { a: true, b: c }", "has a 'commonAnnotations' that is not a map of strings"],
    ["components: a", "has a 'components' that is not a list"],
    ["components: null", undefined],
  ])("of a wrong type is what would follow: %s", (kustomization, reason) => {
    expect(hidden(kustomization)[0]?.[1]).toBe(reason && `kustomization.yaml ${reason}`);
  });
});
