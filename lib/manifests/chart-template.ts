import { dirname, join, sep } from "node:path";

/**
 * Whether a file is a template of a Helm chart: it is below a `templates` directory next to a
 * `Chart.yaml`. Such a file becomes YAML only when the chart is rendered.
 * @param file its absolute path
 * @param exists whether a file exists, by its absolute path
 */
export function isChartTemplate(file: string, exists: (file: string) => boolean): boolean {
  if (!file.includes(`${sep}templates${sep}`)) return false;
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    if (directory.endsWith(`${sep}templates`) && exists(join(dirname(directory), "Chart.yaml"))) return true;
    if (directory === dirname(directory)) return false;
  }
}
