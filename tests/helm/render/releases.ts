import { chartFiles, described } from "../chart/charts.js";
import type { ValuesLayer } from "../../../lib/helm/chart/layers.js";
import { loadChart } from "../../../lib/helm/chart/load.js";
import { type Release, render, type Rendering } from "../../../lib/helm/render/render.js";
import type { Limits } from "../../../lib/helm/template/budget.js";
import { readYaml } from "../../../lib/helm/yaml/read.js";

type Files = Readonly<Record<string, string>>;

/** A release as `helm template` makes it. */
export const RELEASE: Release = {
  name: "rel",
  namespace: "ns",
  values: [],
  operation: "install",
  lookup: "empty",
  includeCrds: true,
  capabilities: { kubernetesVersion: "1.33.2", apiVersions: new Set(["v1", "apps/v1"]), isComplete: true },
};

/** Renders a chart called `a`, of which a `Chart.yaml` may be given. */
export function renderFiles(files: Files, release: Partial<Release> = {}, limits?: Limits): Rendering {
  const chart = loadChart(chartFiles({ "Chart.yaml": described("a"), ...files }));
  return render(chart, { ...RELEASE, ...release }, limits);
}

/** Renders one template of a chart. */
export function renderTemplate(
  template: string,
  release: Partial<Release> = {},
  files: Files = {},
): Rendering {
  return renderFiles({ "templates/t.yaml": template, ...files }, release);
}

/** What each template writes: for each world its decisions and documents, or the error. */
export function written({ files }: Rendering): Record<string, Record<string, string[] | string>> {
  return Object.fromEntries(
    files.map(({ template, worlds }) => [
      template,
      Object.fromEntries(
        worlds.map(({ decisions, documents }) => [
          decisions.map(({ unknown, holds }) => (holds ? "+" : "-") + unknown.id).join(" "),
          "error" in documents ? documents.error.message : documents.map(({ text }) => text.text),
        ]),
      ),
    ]),
  );
}

/** What one template writes. */
export function writtenBy(template: string, release?: Partial<Release>, files?: Files): unknown {
  return written(renderTemplate(template, release, files))["a/templates/t.yaml"];
}

export function layer(text: string, file = "given.yaml"): ValuesLayer {
  const value = readYaml(text, { span: (start, end) => ({ file, start, end }) });
  if (value.type !== "map") throw new Error("Values are a mapping.");
  return value;
}
