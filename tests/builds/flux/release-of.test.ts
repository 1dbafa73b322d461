import { describe, expect, it } from "vitest";
import { ofKinds } from "../../../lib/builds/build.js";
import { chartOfRelease } from "../../../lib/builds/flux/release-chart.js";
import { releaseOf } from "../../../lib/builds/flux/release-of.js";
import { RefusedValues } from "../../../lib/builds/helm/refused-values.js";
import type { Release } from "../../../lib/builds/helm/release.js";
import { resolveKustomizations } from "../../../lib/builds/kustomize/roots.js";
import { UNKNOWN } from "../../../lib/kubernetes/objects.js";
import { gitRepository, FLEET } from "../controllers/controlled.js";
import { repositoryOf } from "../repository-of.js";

const CHART = {
  "charts/app/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
  "charts/app/values.yaml": "a: 1\n",
  "charts/app/values-prod.yaml": "a: 2\n",
};
const SOURCE = gitRepository("fleet", "url: https://github.com/acme/fleet");
const CHART_SPEC =
  "chart: { spec: { chart: ./charts/app, sourceRef: { kind: GitRepository, name: fleet, namespace: flux-system } } }";

const helmRelease = (spec: string) =>
  [
    "apiVersion: helm.toolkit.fluxcd.io/v2",
    "kind: HelmRelease",
    "metadata: { name: app, namespace: web }",
    `spec: { ${spec} }`,
    "",
  ].join("\n");

/** How the HelmRelease in `apps` installs its chart; undefined if the chart is not here. */
function installed(spec: string, texts: Record<string, string> = {}): Release | undefined {
  const resources = [
    "release.yaml",
    ...Object.keys(texts)
      .filter((path) => /^apps\/[^/]*map/.test(path))
      .map((path) => path.slice(5)),
  ];
  const repository = repositoryOf(
    {
      ...CHART,
      "apps/kustomization.yaml": `resources: [${resources.join(", ")}]\n`,
      "apps/release.yaml": helmRelease(spec),
      "sources/kustomization.yaml": "resources: [source.yaml]\n",
      "sources/source.yaml": SOURCE,
      ...texts,
    },
    FLEET,
  );
  const { builds } = resolveKustomizations(repository);
  const build = builds.find(({ directory }) => directory === "apps");
  const [release] = ofKinds(build?.objects ?? [], ["HelmRelease"]);
  const sources = builds.flatMap(({ objects }) => ofKinds(objects, ["GitRepository"]));
  if (!build || !release) throw new Error("there is no release");
  const chart = chartOfRelease(repository, release, build, sources);
  return chart && releaseOf(repository, release, build, chart, "app");
}

const valuesOf = (spec: string, texts?: Record<string, string>) =>
  installed(`${CHART_SPEC}, ${spec}`, texts)?.values.map(({ value, place, why }) => ({
    value,
    at: place && [place.file, ...place.path].join(" "),
    ...(why !== undefined && { why }),
  }));

describe("the chart of a HelmRelease", () => {
  it("is one of this repository if its source is", () => {
    expect(installed(CHART_SPEC)).toMatchObject({
      directory: "charts/app",
      name: "app",
      namespace: "web",
      values: [],
      isTemplated: false,
      includeCrds: true,
    });
  });

  it.each([
    ["charts/app", "charts/app"],
    ["/charts//app/", "charts/app"],
    ["../charts/app", "charts/app"],
    ["charts/other", undefined],
    ["charts", undefined],
    ['"charts/${APP}"', undefined],
  ])("is at a path from the root: %s", (path, directory) => {
    const chart = installed(CHART_SPEC.replace("./charts/app", path));
    expect(chart?.directory).toBe(directory);
  });

  it.each([
    ["a HelmRepository", "chart: { spec: { chart: app, sourceRef: { kind: HelmRepository, name: fleet } } }"],
    [
      "a source that is not here",
      CHART_SPEC.replace("name: fleet", "name: other").replace("./charts/app", "./"),
    ],
    ["an OCIRepository", "chartRef: { kind: OCIRepository, name: app }"],
    ["a HelmChart that is not here", "chartRef: { kind: HelmChart, name: app }"],
  ])("is none of %s", (_, spec) => {
    expect(installed(spec)).toBeUndefined();
  });

  it("is none of another repository", () => {
    const source = gitRepository("fleet", "url: https://github.com/acme/other");
    expect(installed(CHART_SPEC, { "sources/source.yaml": source })).toBeUndefined();
  });

  it("is that of a HelmChart beside it", () => {
    const chart = [
      "apiVersion: source.toolkit.fluxcd.io/v1",
      "kind: HelmChart",
      "metadata: { name: app, namespace: web }",
      "spec: { chart: ./charts/app, sourceRef: { kind: GitRepository, name: fleet, namespace: flux-system }, valuesFiles: [charts/app/values-prod.yaml] }",
      "",
    ].join("\n");
    expect(
      installed("chartRef: { kind: HelmChart, name: app }", { "apps/map.yaml": chart })?.chartValues,
    ).toEqual([{ value: { a: 2 }, place: { file: "charts/app/values-prod.yaml", document: 0, path: [] } }]);
  });
});

describe("what a HelmRelease asks of Helm", () => {
  it.each([
    ["install: { crds: Skip }", false],
    ["install: { skipCRDs: true }", false],
    ["install: { crds: Skip }, upgrade: { crds: CreateReplace }", true],
    ["upgrade: { crds: Skip }", true],
  ])("has CRDs or not: %s", (spec, includeCrds) => {
    expect(installed(`${CHART_SPEC}, ${spec}`)?.includeCrds).toBe(includeCrds);
  });

  it.each([
    ["install: { disableHooks: true }", undefined],
    ["install: { disableHooks: true }, upgrade: { disableHooks: true }", true],
  ])("has hooks unless nothing runs them: %s", (spec, skipHooks) => {
    expect(installed(`${CHART_SPEC}, ${spec}`)?.skipHooks).toBe(skipHooks);
  });

  it("has files in place of the chart's own values", () => {
    const files = (rest: string) =>
      installed(CHART_SPEC.replace("./charts/app,", `./charts/app, ${rest},`))?.chartValues?.map(
        ({ value }) => value,
      );
    expect(files("valuesFiles: [charts/app/values.yaml, ./charts/app/values-prod.yaml]")).toEqual([
      { a: 1 },
      { a: 2 },
    ]);
    expect(files("valuesFiles: [missing.yaml], ignoreMissingValuesFiles: true")).toEqual([]);
    expect(files("interval: 1h")).toBeUndefined();
    expect(() => files("valuesFiles: [missing.yaml]")).toThrow(
      new RefusedValues("takes values from 'missing.yaml', which is not there", {
        file: "apps/release.yaml",
        document: 0,
        path: ["spec", "chart", "spec", "valuesFiles", 0],
      }),
    );
  });
});

const configMap = (data: string, metadata = "name: map, namespace: web") =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { ${metadata} }\ndata: { ${data} }\n`;
const FROM = "valuesFrom: [{ kind: ConfigMap, name: map }]";

describe("what the source of a chart leaves out", () => {
  const texts = {
    "sources/source.yaml": gitRepository(
      "fleet",
      "url: https://github.com/acme/fleet, ignore: values-prod.yaml",
    ),
  };
  const FILES = "valuesFiles: [charts/app/values.yaml, charts/app/values-prod.yaml]";

  it("is not among its files of values", () => {
    const spec = CHART_SPEC.replace("chart: ./", `${FILES}, ignoreMissingValuesFiles: true, chart: ./`);
    expect(installed(spec, texts)?.chartValues?.map(({ value }) => value)).toEqual([{ a: 1 }]);
    expect(() => installed(spec.replace("true", "false"), texts)).toThrow(RefusedValues);
  });
});

describe("the values of a HelmRelease", () => {
  it("are its own over those of the ConfigMaps that it names", () => {
    const texts = { "apps/map.yaml": configMap('values.yaml: "b: yes"') };
    expect(valuesOf(`${FROM}, values: { c: 3 }`, texts)).toEqual([
      { value: { b: true }, at: "apps/map.yaml data values.yaml" },
      { value: { c: 3 }, at: "apps/release.yaml spec values" },
    ]);
  });

  it.each<[about: string, entry: string, data: string, value: unknown]>([
    ["another key", "valuesKey: x", "x: 'b: 1'", { b: 1 }],
    ["a path", "valuesKey: x, targetPath: a.b", "x: '12'", { a: { b: 12n } }],
    ["a path and quotes", "valuesKey: x, targetPath: a.b", `x: "'12'"`, { a: { b: "12" } }],
    [
      "a path and no meaning",
      "valuesKey: x, targetPath: a.b, literal: true",
      "x: 'a,b={c'",
      { a: { b: "a,b={c" } },
    ],
    ["a path into a list", "valuesKey: x, targetPath: 'a[1]'", "x: y", { a: [null, "y"] }],
    ["a variable of Flux", "valuesKey: x", "x: 'b: ${B}'", { b: UNKNOWN }],
  ])("are taken by %s", (_, entry, data, value) => {
    const found = valuesOf(`valuesFrom: [{ kind: ConfigMap, name: map, ${entry} }]`, {
      "apps/map.yaml": configMap(data),
    });
    expect(found?.map((one) => one.value)).toEqual([value]);
  });

  it.each<[about: string, spec: string, values: unknown[], why?: string]>([
    ["a Secret", "valuesFrom: [{ kind: Secret, name: s }]", [UNKNOWN], "what is in Secret 's' is not known"],
    [
      "a path of a Secret",
      "valuesFrom: [{ kind: Secret, name: s, targetPath: a.b }]",
      [{ a: { b: UNKNOWN } }],
    ],
    ["a ConfigMap that is not here", FROM, [UNKNOWN], "what is in ConfigMap 'map' is not known"],
    ["a variable", "values: { a: 'x-${Y}' }", [{ a: `x-${UNKNOWN}` }]],
    ["whatever fills in all", "values: '${VALUES}'", [UNKNOWN], "all of its values are filled in later"],
  ])("are not known where they are of %s", (_, spec, values, why) => {
    const found = valuesOf(spec);
    expect(found?.map(({ value }) => value)).toEqual(values);
    if (why !== undefined) expect(found?.[0]?.why).toBe(why);
  });

  it("are those that kustomize generates, under a name that it follows", () => {
    const kustomization = [
      "namespace: web",
      "resources: [release.yaml]",
      "configMapGenerator: [{ name: map, files: [values.yaml=values/web.yaml] }, { name: more, literals: ['x=b: 2'], options: { disableNameSuffixHash: true } }]",
      "configurations: [config.yaml]",
      "",
    ].join("\n");
    const texts = {
      "apps/kustomization.yaml": kustomization,
      "apps/config.yaml":
        "nameReference: [{ kind: ConfigMap, version: v1, fieldSpecs: [{ path: spec/valuesFrom/name, kind: HelmRelease }] }]\n",
      "apps/values/web.yaml": "a: 5\n",
    };
    const spec =
      "valuesFrom: [{ kind: ConfigMap, name: map }, { kind: ConfigMap, name: more, valuesKey: x }]";
    expect(valuesOf(spec, texts)).toEqual([
      { value: { a: 5 }, at: "apps/values/web.yaml" },
      { value: { b: 2 }, at: "apps/kustomization.yaml configMapGenerator 1 literals 0" },
    ]);
  });

  it.each<[about: string, texts: Record<string, string>]>([
    [
      "two have the name",
      {
        "apps/map.yaml": configMap("values.yaml: 'a: 1'"),
        "apps/map2.yaml": configMap("values.yaml: 'a: 2'", "name: map"),
      },
    ],
    [
      "it is in another namespace",
      { "apps/map.yaml": configMap("values.yaml: 'a: 1'", "name: map, namespace: other") },
    ],
    [
      "a patch may change it",
      {
        "apps/map.yaml": configMap("values.yaml: 'a: 1'"),
        "apps/kustomization.yaml":
          "resources: [release.yaml, map.yaml]\npatches: [{ target: { kind: ConfigMap }, patch: '[{ op: remove, path: /data }]' }]\n",
      },
    ],
    ["nothing applies it beside the release", { "other/map.yaml": configMap("values.yaml: 'a: 1'") }],
    [
      "it has variables of its own",
      {
        "apps/kustomization.yaml":
          "resources: [release.yaml]\ngeneratorOptions: { disableNameSuffixHash: true }\nconfigMapGenerator: [{ name: map, envs: [x.env] }]\n",
      },
    ],
  ])("are not known if %s", (_, texts) => {
    expect(valuesOf(FROM, texts)?.map(({ value }) => value)).toEqual([UNKNOWN]);
  });

  it("lack a key that may be missing, and are refused without one that may not", () => {
    const texts = { "apps/map.yaml": configMap("x: y") };
    expect(valuesOf("valuesFrom: [{ kind: ConfigMap, name: map, optional: true }]", texts)).toEqual([]);
    expect(() => valuesOf(FROM, texts)).toThrow(
      "takes values from the key 'values.yaml' of ConfigMap 'map', which does not have it",
    );
    expect(() => valuesOf(FROM, { "apps/map.yaml": configMap("values.yaml: text") })).toThrow(
      "takes values from ConfigMap 'map', which is not a map",
    );
    expect(() =>
      valuesOf("valuesFrom: [{ kind: ConfigMap, name: map, valuesKey: x, targetPath: a }]", {
        "apps/map.yaml": configMap("x: 'a,b'"),
      }),
    ).toThrow("sets 'a', which Helm refuses: the key 'b' has no value");
  });
});
