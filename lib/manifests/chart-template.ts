import { dirname, join, sep } from "node:path";

/**
 * Whether a file is a template of a Helm chart: it is below a `templates` directory next to a
 * `Chart.yaml`. Such a file becomes YAML only when the chart is rendered.
 * @param file its absolute path
 * @param isChart whether a file exists and describes a chart, by its absolute path
 */
export function isChartTemplate(file: string, isChart: (file: string) => boolean): boolean {
  if (!file.includes(`${sep}templates${sep}`)) return false;
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    if (directory.endsWith(`${sep}templates`) && isChart(join(dirname(directory), "Chart.yaml"))) return true;
    if (directory === dirname(directory)) return false;
  }
}
