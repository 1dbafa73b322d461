import { describe, expect, test } from "vitest";
import { chartArchive } from "./archives.js";
import { archiveFile, chartFiles, described, inCharts } from "./charts.js";
import { ChartError } from "../../../lib/helm/chart/chart.js";
import { loadArchive, loadChart } from "../../../lib/helm/chart/load.js";
import { plain } from "../plain.js";

const load = (files: Readonly<Record<string, string | Uint8Array>>) => loadChart(chartFiles(files));

describe("a chart", () => {
  test("has its files in their places", () => {
    const chart = load({
      "Chart.yaml": described("a", "appVersion: 1.10", "annotations: {b: 1, c: ~}"),
      "Chart.lock": "",
      "values.yaml": "x: 1",
      "values.schema.json": "{}",
      "templates/b.yaml": "b",
      "templates/deep/_c.tpl": "\ufeffc",
      "templates/.hidden": "no",
      "crds/d.yaml": "d",
      "README.md": "e",
      "charts/.git": "",
      "charts/_x": "",
      "charts/s.prov": "",
      ...inCharts("s", { "Chart.yaml": described("s"), "templates/t.yaml": "t" }),
    });
    expect(chart.metadata).toMatchObject({ name: "a", version: "1.2.3", appVersion: "1.1", type: "" });
    expect([...chart.metadata.annotations]).toEqual([
      ["b", "1"],
      ["c", ""],
    ]);
    expect(chart.templates.map(({ path, text }) => [path, text])).toEqual([
      ["templates/b.yaml", "b"],
      ["templates/deep/_c.tpl", "c"],
    ]);
    expect(chart.files.map(({ path }) => path)).toEqual(["README.md", "charts/s.prov", "crds/d.yaml"]);
    expect(chart.charts).toMatchObject([
      {
        metadata: { name: "s" },
        file: "charts/s/Chart.yaml",
        templates: [{ file: "charts/s/templates/t.yaml" }],
      },
    ]);
    expect(plain(chart.values)).toEqual({ x: 1 });
  });

  test("says where its values and its name are written", () => {
    const chart = load({ "Chart.yaml": described("abc"), "values.yaml": "x: yes" });
    expect(chart.metadata.places.get("name")).toEqual({ file: "Chart.yaml", start: 21, end: 24 });
    expect(chart.values.entries.get("x")).toMatchObject({
      value: true,
      from: { file: "values.yaml", start: 3, end: 6 },
    });
  });

  test("leaves out what .helmignore says, in folders that it leaves out as well", () => {
    const chart = load({
      "Chart.yaml": described("a"),
      ".helmignore": "*.bak\nci/\n/templates/x*\n",
      "a.bak": "",
      "ci/x-values.yaml": "",
      "templates/x1/y.yaml": "",
      "templates/z.yaml": "",
      "charts/s/s.bak": "",
      ...inCharts("s", { "Chart.yaml": described("s"), "ci/y": "" }),
    });
    expect(chart.files.map(({ path }) => path)).toEqual([".helmignore"]);
    expect(chart.templates.map(({ path }) => path)).toEqual(["templates/z.yaml"]);
    expect(chart.charts[0]?.files).toEqual([]);
  });

  test("of the first version has its dependencies in requirements.yaml, which is a file too", () => {
    const requirements =
      "dependencies:\n- name: s\n  version: 1.x\n  tags: [t]\n  import-values: [d, {child: e, parent: f}]\n";
    const chart = load({ "Chart.yaml": "name: a\nversion: 1.0.0\n", "requirements.yaml": requirements });
    expect(chart.metadata).toMatchObject({
      apiVersion: "v1",
      dependencies: [
        {
          name: "s",
          version: "1.x",
          tags: ["t"],
          importValues: ["d", { child: "e", parent: "f" }],
          at: { file: "requirements.yaml", start: 22 },
        },
      ],
    });
    expect(chart.files.map(({ path }) => path)).toEqual(["requirements.yaml"]);
  });

  test("has those in its archives, of which nothing is ignored", () => {
    const inner = chartArchive("t", { "Chart.yaml": described("t"), "values.yaml": "w: 2" });
    const chart = load({
      "Chart.yaml": described("a"),
      "charts/s-1.2.3.tgz": chartArchive("s", {
        "Chart.yaml": described("s"),
        ".helmignore": "*",
        "x.bak": "",
      }),
      "charts/t.tgz": inner,
    });
    expect(chart.charts).toMatchObject([
      { metadata: { name: "s" }, archive: "charts/s-1.2.3.tgz", file: "charts/s-1.2.3.tgz/Chart.yaml" },
      { metadata: { name: "t" }, archive: "charts/t.tgz" },
    ]);
    expect(chart.charts[0]?.files.map(({ path }) => path)).toEqual([".helmignore", "x.bak"]);
    expect(plain(loadArchive(archiveFile("t.tgz", inner)).values)).toEqual({ w: 2 });
  });
});

describe("a chart is refused", () => {
  const chart = described("a");
  test.each<[string, Record<string, string | Uint8Array>]>([
    ["there is no 'Chart.yaml'", { "values.yaml": "" }],
    ["it has no 'name'", { "Chart.yaml": "version: 1.0.0" }],
    ["it has no 'version'", { "Chart.yaml": "name: a" }],
    ["'a/b' is not a name", { "Chart.yaml": "name: a/b\nversion: 1.0.0" }],
    ["'1.a' is not a version", { "Chart.yaml": "name: a\nversion: 1.a" }],
    ["its type is 'x', not 'application' or 'library'", { "Chart.yaml": described("a", "type: x") }],
    ["'name' is not a text", { "Chart.yaml": "name: [a]\nversion: 1.0.0" }],
    ["'keywords' is not a list", { "Chart.yaml": described("a", "keywords: a") }],
    ["'deprecated' is neither true nor false", { "Chart.yaml": described("a", "deprecated: maybe") }],
    ["an item of 'dependencies' is empty", { "Chart.yaml": described("a", "dependencies: [~]") }],
    [
      "more than one dependency is called 's'",
      { "Chart.yaml": described("a", "dependencies: [{name: s}, {name: t, alias: s}]") },
    ],
    [
      "the alias 'a.b' has other characters than letters, digits, '-' and '_'",
      { "Chart.yaml": described("a", "dependencies: [{name: s, alias: a.b}]") },
    ],
    ["it is not a mapping", { "Chart.yaml": chart, "values.yaml": "- a" }],
    ["it is not YAML", { "Chart.yaml": chart, "values.yaml": "a: [" }],
    ["'**' is not supported in .helmignore", { "Chart.yaml": chart, ".helmignore": "**/x" }],
    ["in 'charts/README.md', there is no 'Chart.yaml'", { "Chart.yaml": chart, "charts/README.md": "" }],
    [
      "in 'charts/s.tgz', it is not an archive packed with gzip",
      { "Chart.yaml": chart, "charts/s.tgz": "x" },
    ],
    ["'charts/s.tgz' is not an archive", { "Chart.yaml": chart, "charts/s.tgz/x": "x" }],
    ["in 'charts/s', it has no 'version'", { "Chart.yaml": chart, "charts/s/Chart.yaml": "name: s" }],
    [
      "'templates/x' is larger than the 5 MB that Helm reads",
      { "Chart.yaml": chart, "templates/x": Buffer.alloc(5_300_000) },
    ],
  ])("%s", (message, files) => {
    expect(() => load(files)).toThrow(message);
    expect(() => load(files)).toThrow(ChartError);
  });

  test("at the place", () => {
    const at = { file: "Chart.yaml", start: 17, end: 20 };
    expect(() => load({ "Chart.yaml": "name: a\nversion: 1.a" })).toThrow(expect.objectContaining({ at }));
  });

  test("with what is no file", () => {
    const files = new Map([
      ...chartFiles({ "Chart.yaml": chart }),
      ["x", { file: "x", read: () => Buffer.of(), isIrregular: true }] as const,
    ]);
    expect(() => loadChart(files)).toThrow("'x' is not a file that is in the chart");
  });

  test("with 100,000 files", () => {
    const files = Array.from(
      { length: 100_000 },
      (_, index) => [`templates/${index}`, { file: "", read: () => Buffer.of() }] as const,
    );
    expect(() => loadChart(new Map(files))).toThrow("it has more than 20000 files");
  });

  test("with too many rules of what to leave out", () => {
    const files = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`x${index}`, ""]));
    const rules = "a*b*c\n".repeat(1000);
    expect(() => load({ "Chart.yaml": chart, ".helmignore": rules, ...files })).toThrow(
      "its '.helmignore' has too many rules for its files",
    );
  });

  test("with charts in charts without end", () => {
    const files: Record<string, string> = {};
    for (let level = 0; level < 50; level++) files[`${"charts/s/".repeat(level)}Chart.yaml`] = described("s");
    expect(() => load(files)).toThrow("it has charts in charts more than 20 levels deep");
  });
});
