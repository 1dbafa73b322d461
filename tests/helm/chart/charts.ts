import type { ChartFile, ChartFiles } from "../../../lib/helm/chart/chart.js";

/** The files of a chart, each called by its path in its folder. */
export function chartFiles(files: Readonly<Record<string, string | Uint8Array>>): ChartFiles {
  return new Map(
    Object.entries(files).map(([path, content]) => [path, { file: path, read: () => bytesOf(content) }]),
  );
}

/** A `Chart.yaml` of a name, and what else is given. */
export function described(name: string, ...lines: string[]): string {
  return ["apiVersion: v2", `name: ${name}`, "version: 1.2.3", ...lines, ""].join("\n");
}

/** The files of a chart in the `charts/` of another. */
export function inCharts(name: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`charts/${name}/${path}`, text]));
}

export function archiveFile(file: string, bytes: Uint8Array): ChartFile {
  return { file, read: () => bytes };
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? Buffer.from(content) : content;
}
