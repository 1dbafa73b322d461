import { describe, expect, test } from "vitest";
import { chartFiles, described, inCharts } from "./charts.js";
import { coalesceValues } from "../../../lib/helm/chart/coalesce.js";
import { prepare } from "../../../lib/helm/chart/dependencies.js";
import { layerAt, mergeLayers, type ValuesLayer } from "../../../lib/helm/chart/layers.js";
import { loadChart } from "../../../lib/helm/chart/load.js";
import { entryOf } from "../../../lib/helm/chart/tables.js";
import { Text } from "../../../lib/helm/values/text.js";
import { unknown, type Value } from "../../../lib/helm/values/value.js";
import { readYaml } from "../../../lib/helm/yaml/read.js";
import { plain } from "../plain.js";

const SECRET = unknown("secret", "the Secret is not in the repository");

function layer(text: string, file = "given.yaml"): ValuesLayer {
  const value = readYaml(text, { span: (start, end) => ({ file, start, end }) });
  if (value.type !== "map") throw new Error("Values are a mapping.");
  return value;
}

/** What the templates of a chart see as `.Values`, and those of the charts in it below. */
function valuesOf(files: Readonly<Record<string, string>>, layers: readonly ValuesLayer[], holds = true) {
  const given = mergeLayers(layers, () => undefined);
  const decided: string[] = [];
  const prepared = prepare(loadChart(chartFiles(files)), given, {
    decide: ({ id }) => {
      decided.push(id);
      return holds;
    },
    work: () => undefined,
  });
  return { ...prepared, decided, values: coalesceValues(prepared.unit, given) };
}

function seen(files: Readonly<Record<string, string>>, ...layers: readonly string[]): unknown {
  return plain(
    valuesOf(
      files,
      layers.map((one) => layer(one)),
    ).values,
  );
}

describe("values of a chart and of a release", () => {
  const chart = (values: string) => ({ "Chart.yaml": described("a"), "values.yaml": values });
  test.each<[string, string, string[], unknown]>([
    ["tables are merged", "a: {b: 1, c: 2}", ["a: {b: 3}"], { a: { b: 3, c: 2 } }],
    ["lists are replaced", "a: [1, 2]", ["a: [3]"], { a: [3] }],
    ["later layers win", "a: 1", ["a: 2\nb: {c: 1}", "a: 3\nb: {d: 1}"], { a: 3, b: { c: 1, d: 1 } }],
    ["null takes a value away", "a: 1\nb: {c: 1, d: 2}", ["a: ~\nb: {c: ~}"], { b: { d: 2 } }],
    ["null takes away what an earlier layer says", "a: 1", ["a: 2", "a: ~"], {}],
    ["a null of a layer is undone by a later one", "a: 1", ["a: ~", "a: 3"], { a: 3 }],
    ["null stays where there is nothing to take away", "", ["a: ~"], { a: null }],
    ["null of the chart itself stays", "a: ~\nb: {c: ~}", [], { a: null, b: { c: null } }],
    ["a scalar takes the place of a table", "a: {b: 1}", ["a: 2"], { a: 2 }],
    ["a table takes the place of a scalar", "a: 2", ["a: {b: 1}"], { a: { b: 1 } }],
    ["numbers are floats", "a: 1_000\nb: 0x10", [], { a: 1000, b: 16 }],
  ])("%s", (_, own, layers, values) => {
    expect(seen(chart(own), ...layers)).toEqual(values);
  });

  test("each value stands where it was written last", () => {
    const { values } = valuesOf(chart("a: {b: 1, c: 2}"), [
      layer("a: {c: 3}", "one"),
      layer("a: {d: 4}", "two"),
    ]);
    const a = at(values, "a");
    expect(at(a, "b")).toMatchObject({ from: { file: "values.yaml", start: 7 } });
    expect(at(a, "c")).toMatchObject({ from: { file: "one", start: 7 } });
    expect(at(a, "d")).toMatchObject({ from: { file: "two", start: 7 } });
    expect(a.type === "map" && [...(a.keys ?? [])].map(([key, { file }]) => [key, file])).toEqual(
      expect.arrayContaining([
        ["b", "values.yaml"],
        ["c", "one"],
        ["d", "two"],
      ]),
    );
  });
});

describe("values that are not known", () => {
  const files = { "Chart.yaml": described("a"), "values.yaml": "a: 1\nb: {c: 2}" };
  const hidden = { unknown: SECRET.why };

  test("hide what they may take the place of, and nothing after them", () => {
    expect(plain(valuesOf(files, [SECRET]).values)).toEqual({ a: hidden, b: { c: hidden } });
    expect(plain(valuesOf(files, [SECRET, layer("a: 3\nd: {e: 4}")]).values)).toEqual({
      a: 3,
      b: { c: hidden },
      d: { e: 4 },
    });
    expect(plain(valuesOf(files, [layer("a: 3\nb: {d: 5}"), SECRET]).values)).toEqual({
      a: hidden,
      b: { c: hidden, d: hidden },
    });
  });

  test("may be at one place", () => {
    const one = layerAt(["b", "c"], SECRET);
    expect(plain(valuesOf(files, one ? [one] : []).values)).toEqual({ a: 1, b: { c: hidden } });
    expect(layerAt([], Text.plain("x"))).toBeUndefined();
    expect(plain(valuesOf(files, [layerAt(["b"], SECRET) ?? SECRET]).values)).toEqual({ a: 1, b: hidden });
  });

  test("are the same at the same place", () => {
    const { values } = valuesOf(files, [SECRET]);
    expect(at(at(values, "b"), "c")).toMatchObject({ id: "secret.b.c" });
    expect(entryOf(values, "z")).toMatchObject({ id: "secret.z" });
  });
});

describe("values of charts in a chart", () => {
  const parent = (values: string, ...more: string[]) => ({
    "Chart.yaml": described("a", ...more),
    "values.yaml": values,
    ...inCharts("s", {
      "Chart.yaml": described("s"),
      "values.yaml": "x: 1\nz: {w: 2}\nglobal: {own: 1, both: {s: 1}}\nexports: {data: {e: {f: 5}}}\n",
    }),
  });
  const global = { own: 1, both: { s: 1 } };
  const rest = { z: { w: 2 }, exports: { data: { e: { f: 5 } } } };

  test("are in a table of its name, below the chart's own", () => {
    expect(seen(parent("s: {x: 3}"))).toMatchObject({ s: { x: 3, ...rest, global } });
    expect(seen(parent("s: {x: 3}"), "s: {x: 4}")).toMatchObject({ s: { x: 4, ...rest } });
    expect(seen(parent("s: {x: ~}"))).toEqual({ s: { ...rest, global } });
    expect(seen(parent("s: {x: 3}"), "s: {x: ~}")).toEqual({ s: { ...rest, global } });
  });

  test("have the globals of the chart over their own", () => {
    expect(seen(parent("global: {g: 7, both: {a: 2}}"))).toMatchObject({
      global: { g: 7, both: { a: 2 } },
      s: { global: { g: 7, own: 1, both: { a: 2, s: 1 } } },
    });
    expect(seen(parent("global: {own: 7}"))).toMatchObject({ s: { global: { own: 7 } } });
  });

  test("must be a table", () => {
    expect(() => seen(parent("s: 1"))).toThrow("the values for the chart 's' in it are not a mapping");
  });

  test("are not known where the table is not", () => {
    const { values } = valuesOf(parent(""), [layerAt(["s"], SECRET) ?? SECRET]);
    expect(plain(at(values, "s"))).toMatchObject({
      x: { unknown: SECRET.why },
      z: { w: { unknown: SECRET.why } },
    });
  });

  test.each<[string, string, unknown]>([
    ["an export", "[data]", { e: { f: 5 } }],
    ["a table at another place", "[{child: z, parent: m.n}]", { m: { n: { w: 2 } } }],
    ["a table at the top", "[{child: z, parent: .}]", { w: 2 }],
    ["nothing that is no table", "[{child: x, parent: m}]", {}],
    [
      "the first where two say something",
      "[{child: z, parent: m}, {child: exports.data.e, parent: m}]",
      { m: { w: 2, f: 5 } },
    ],
  ])("may be imported: %s", (_, imports, values) => {
    const files = parent("", `dependencies: [{name: s, version: '*', import-values: ${imports}}]`);
    const { s, ...own } = seen(files) as Record<string, unknown>;
    expect(s).toMatchObject({ x: 1 });
    expect(own).toEqual({ ...(values as object) });
  });

  test("that are imported are below the chart's own", () => {
    const files = parent("e: {f: 9}", "dependencies: [{name: s, version: 1.x, import-values: [data]}]");
    expect(seen(files)).toMatchObject({ e: { f: 9 } });
  });
});

describe("charts in a chart", () => {
  const chart = (values: string, dependencies: string) => ({
    "Chart.yaml": described("a", `dependencies: ${dependencies}`),
    "values.yaml": values,
    ...inCharts("s", { "Chart.yaml": described("s"), "values.yaml": "x: 1" }),
    ...inCharts("t", { "Chart.yaml": described("t"), "values.yaml": "" }),
  });
  const parts = (values: string, dependencies: string, holds = true) => {
    const { unit, decided, missing } = valuesOf(
      chart("", dependencies),
      values === "?" ? [SECRET] : [layer(values)],
      holds,
    );
    return { parts: unit.parts.map(({ name, path }) => `${name} ${path}`), decided, missing };
  };
  const [S, T] = ["s a/charts/s", "t a/charts/t"];

  test.each<[string, string, string, string[]]>([
    ["are there without being named", "{}", "[]", [S, T]],
    ["are on by default", "{}", "[{name: s, version: 1.2.3}]", [T, S]],
    [
      "are switched off by a condition",
      "s: {enabled: false}",
      "[{name: s, version: '*', condition: s.enabled}]",
      [T],
    ],
    ["are on if the condition says nothing", "{}", "[{name: s, version: '*', condition: s.enabled}]", [T, S]],
    [
      "obey the first condition that is there",
      "s: {a: false, b: true}",
      "[{name: s, version: '*', condition: 's.c,s.a,s.b'}]",
      [T],
    ],
    [
      "do not obey what is no boolean",
      "s: {a: 'false'}",
      "[{name: s, version: '*', condition: s.a}]",
      [T, S],
    ],
    ["are switched off by a tag", "tags: {front: false}", "[{name: s, version: '*', tags: [front]}]", [T]],
    [
      "are on if one tag is",
      "tags: {front: false, back: true}",
      "[{name: s, version: '*', tags: [front, back]}]",
      [T, S],
    ],
    [
      "obey the condition over tags",
      "tags: {front: false}\ns: {use: true}",
      "[{name: s, version: '*', tags: [front], condition: s.use}]",
      [T, S],
    ],
    [
      "may be there twice",
      "{}",
      "[{name: s, version: '*', alias: p}, {name: s, version: '*', alias: q}]",
      [T, "p a/charts/p", "q a/charts/q"],
    ],
    [
      "of which one may be off",
      "q: {use: false}",
      "[{name: s, version: '*', alias: p}, {name: s, version: '*', alias: q, condition: q.use}]",
      [T, "p a/charts/p"],
    ],
    ["of another version keep their name", "{}", "[{name: s, version: 2.x, alias: p}]", [S, T]],
  ])("%s", (_, values, dependencies, names) => {
    expect(parts(values, dependencies)).toEqual({ parts: names, decided: [], missing: [] });
  });

  test("are looked for in those that are on", () => {
    const dependencies =
      "[{name: u, version: '*', condition: u.use}, {name: w, version: '*', condition: w.use}]";
    expect(parts("w: {use: false}", dependencies).missing).toMatchObject([
      { in: "a", dependency: { name: "u" } },
    ]);
  });

  test("hang on what is not known", () => {
    const dependencies = "[{name: s, version: '*', condition: s.use}, {name: t, version: '*', tags: [x]}]";
    expect(parts("?", dependencies, true)).toMatchObject({
      parts: [S, T],
      decided: ["secret.s.use", "secret.tags.x"],
    });
    expect(parts("?", dependencies, false).parts).toEqual([]);
  });

  test("have values of their own under each alias", () => {
    const files = chart(
      "p: {x: 2}",
      "[{name: s, version: '*', alias: p}, {name: s, version: '*', alias: q}]",
    );
    expect(seen(files)).toMatchObject({ p: { x: 2 }, q: { x: 1 } });
  });

  test("in charts obey conditions from the top", () => {
    const files = {
      ...chart("", "[{name: s, version: '*'}]"),
      ...inCharts("s", {
        "Chart.yaml": described("s", "dependencies: [{name: i, version: '*', condition: i.use}]"),
        "charts/i/Chart.yaml": described("i"),
      }),
    };
    const inner = (values: string) =>
      valuesOf(files, [layer(values)])
        .unit.parts.find(({ name }) => name === "s")
        ?.parts.map(({ path }) => path);
    expect(inner("{}")).toEqual(["a/charts/s/charts/i"]);
    expect(inner("s: {i: {use: false}}")).toEqual([]);
  });
});

function at(value: Value | undefined, key: string): Value {
  const found = value?.type === "map" ? value.entries.get(key) : undefined;
  if (!found) throw new Error(`There is no '${key}'.`);
  return found;
}
