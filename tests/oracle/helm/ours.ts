import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import {
  type Chart,
  ChartError,
  type ChartFile,
  type ChartFiles,
  isLibrary,
} from "../../../lib/helm/chart/chart.js";
import { coalesceValues } from "../../../lib/helm/chart/coalesce.js";
import { prepare } from "../../../lib/helm/chart/dependencies.js";
import { mergeLayers, type ValuesLayer } from "../../../lib/helm/chart/layers.js";
import { loadChart } from "../../../lib/helm/chart/load.js";
import { FUNCTIONS } from "../../../lib/helm/functions/index.js";
import type { Capabilities } from "../../../lib/helm/render/capabilities.js";
import { renderables } from "../../../lib/helm/render/data.js";
import { type Release, render, type Rendering } from "../../../lib/helm/render/render.js";
import { inOrder, templateSet } from "../../../lib/helm/render/templates.js";
import { Budget } from "../../../lib/helm/template/budget.js";
import { execute } from "../../../lib/helm/template/evaluate.js";
import { Text } from "../../../lib/helm/values/text.js";
import { dict, LimitError, TemplateError } from "../../../lib/helm/values/value.js";
import { readYaml, YamlError } from "../../../lib/helm/yaml/read.js";
import type { ChartQuestion, TemplateQuestion } from "./helm.js";

/** A document that a release has. */
export interface Written {
  /** When it is applied, if it is a hook. */
  events?: readonly string[];
  text: string;
}

/** What a template writes, in each world that is tried. */
export interface WrittenFile {
  template: string;
  worlds: readonly (readonly Written[])[];
}

export type Outcome<Made> =
  | { made: Made }
  | { refused: string }
  /** We do not follow it, and say nothing of it. */
  | { excess: string };

/** What lib/helm makes of a chart that Helm is asked about. */
export function renderChart(
  question: ChartQuestion,
  apiVersions: ReadonlySet<string>,
): Outcome<readonly WrittenFile[]> {
  return outcomeOf(() => {
    const chart = loadChart(filesIn(question.dir));
    if (isLibrary(chart)) throw new ChartError("library charts are not installable");
    return written(render(chart, releaseOf(question, apiVersions)));
  });
}

/** A text, and whether something was decided for it that is not known. */
export interface WrittenText {
  text: string;
  isDecided: boolean;
}

/** What lib/helm makes of one template. */
export function renderTemplate(
  question: TemplateQuestion,
  apiVersions: ReadonlySet<string>,
): Outcome<WrittenText> {
  const metadata = "apiVersion: v2\nname: c\nversion: 1.2.3\nappVersion: '4.5'\n";
  const texts = { "Chart.yaml": metadata, "templates/t.yaml": question.template };
  const files = Object.entries(texts).map(([path, text]) => [path, fileOf(path, Buffer.from(text))] as const);
  return outcomeOf(() => textOf(loadChart(new Map(files)), releaseOf(question, apiVersions)));
}

function textOf(chart: Chart, release: Release): WrittenText {
  const given = mergeLayers(release.values, () => undefined);
  let isDecided = false;
  const decide = () => (isDecided = true);
  const { unit } = prepare(chart, given, { decide, work: () => undefined });
  const files = inOrder(
    renderables(unit, coalesceValues(unit, given), release, FUNCTIONS.get("toYaml")).values(),
  );
  const [file] = files;
  if (!file) throw new Error("There is no template.");
  const names = [["Name", Text.plain(file.path)] as const, ["BasePath", Text.plain(file.basePath)] as const];
  file.data.entries.set("Template", dict(names, "chartutil.Values"));
  const options = { functions: FUNCTIONS, decide, budget: new Budget() };
  try {
    const { text } = execute(templateSet(files), file.path, file.data, options);
    return { text, isDecided };
  } catch (error) {
    // What is refused after a decision may be rendered after the other one.
    if (error instanceof TemplateError && isDecided) return { text: "", isDecided };
    throw error;
  }
}

export function releaseOf(
  question: Pick<ChartQuestion, "name" | "namespace" | "values" | "kubeVersion"> &
    Partial<Pick<ChartQuestion, "includeCrds">>,
  apiVersions: ReadonlySet<string>,
): Release {
  return {
    name: question.name,
    namespace: question.namespace,
    values: question.values.map(layerOf),
    operation: "install",
    lookup: "empty",
    includeCrds: question.includeCrds ?? false,
    capabilities: capabilitiesOf(question.kubeVersion, apiVersions),
  };
}

function capabilitiesOf(kubernetesVersion: string, apiVersions: ReadonlySet<string>): Capabilities {
  // Helm calls itself so when it is built from its sources.
  return { kubernetesVersion, apiVersions, isComplete: true, helmVersion: "v3.19" };
}

function layerOf(text: string): ValuesLayer {
  const value = readYaml(text);
  if (value.type === "nil") return dict();
  if (value.type === "map" || value.type === "unknown") return value;
  throw new ChartError("values are not a map");
}

function written({ files, missing, refused, excess }: Rendering): readonly WrittenFile[] {
  // Helm asks for what the chart itself depends on, not for what the charts in it do.
  const lacks = missing.find((one) => !one.in.includes("/"));
  if (lacks) throw new ChartError(`'${lacks.dependency.name}' is missing`);
  if (refused) throw refused;
  if (excess) throw excess;
  return files.map(({ template, worlds }) => ({
    template,
    worlds: worlds.map(({ documents }) => {
      if ("error" in documents) throw documents.error;
      return documents.map(({ text, hook }) => ({ text: text.text, ...(hook && { events: hook.events }) }));
    }),
  }));
}

function outcomeOf<Made>(make: () => Made): Outcome<Made> {
  try {
    return { made: make() };
  } catch (error) {
    if (error instanceof LimitError) return { excess: error.message };
    if (error instanceof ChartError || error instanceof YamlError) {
      return error.isOurs ? { excess: error.message } : { refused: error.message };
    }
    if (error instanceof TemplateError) return { refused: error.message };
    throw error;
  }
}

/** The files of a chart, links followed. */
export function filesIn(directory: string): ChartFiles {
  const files = new Map<string, ChartFile>();
  const walk = (folder: string) => {
    for (const name of readdirSync(join(directory, folder)).sort()) {
      const path = folder === "" ? name : `${folder}/${name}`;
      if (statSync(join(directory, path)).isDirectory()) walk(path);
      else files.set(path, fileOf(path, readFileSync(join(directory, path))));
    }
  };
  walk("");
  return files;
}

function fileOf(path: string, content: Buffer): ChartFile {
  return { file: path, read: () => content };
}
