import { join, resolve, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { isChartTemplate } from "../../lib/manifests/chart-template.js";

const root = resolve(sep, "repository");

describe("isChartTemplate", () => {
  it.each<[file: string, there: string[], expected: boolean]>([
    ["charts/a/templates/role.yaml", ["charts/a/Chart.yaml"], true],
    ["charts/a/templates/rbac/role.yaml", ["charts/a/Chart.yaml"], true],
    ["charts/a/templates/templates/role.yaml", ["charts/a/Chart.yaml"], true],
    ["charts/a/templates/role.yaml", [], false],
    ["charts/a/templates/role.yaml", ["charts/Chart.yaml"], false],
    ["charts/a/templates/role.yaml", ["charts/a/templates/Chart.yaml"], false],
    ["charts/a/values.yaml", ["charts/a/Chart.yaml"], false],
    ["charts/a/templates.yaml", ["charts/a/Chart.yaml"], false],
    ["charts/a/my-templates/role.yaml", ["charts/a/Chart.yaml"], false],
    ["templates/role.yaml", ["Chart.yaml"], true],
  ])("%s beside %j: %j", (file, there, expected) => {
    const files = new Set(there.map((path) => join(root, path)));
    expect(isChartTemplate(join(root, file), (path) => files.has(path))).toBe(expected);
  });

  it("ends at the top of the file system", () => {
    expect(isChartTemplate(join(sep, "templates", "role.yaml"), () => false)).toBe(false);
  });
});
