import { describe, expect, it } from "vitest";
import { buildsOf, FLEET, flux, gitRepository } from "../controllers/controlled.js";

const CHART = {
  "charts/app/Chart.yaml": "apiVersion: v2\nname: app\nversion: 1.0.0\n",
  "charts/app/values.yaml": "verbs: [get]\n",
  "charts/app/templates/role.yaml": [
    "apiVersion: rbac.authorization.k8s.io/v1",
    "kind: Role",
    "metadata: { name: {{ .Release.Name }} }",
    "rules: [{ apiGroups: [''], resources: [pods], verbs: {{ toJson .Values.verbs }} }]",
    "",
  ].join("\n"),
};
const SOURCE = gitRepository("fleet", "url: https://github.com/acme/fleet");

const helmRelease = (name: string, spec = "", chart = "charts/app") =>
  [
    "apiVersion: helm.toolkit.fluxcd.io/v2",
    "kind: HelmRelease",
    `metadata: { name: ${name}, namespace: web }`,
    `spec: { chart: { spec: { chart: ${chart}, sourceRef: { kind: GitRepository, name: fleet, namespace: flux-system } } }${spec === "" ? "" : `, ${spec}`} }`,
    "",
  ].join("\n");

/** The builds of HelmReleases, or of whatever hides a chart. */
function shown(texts: Record<string, string>): Record<string, string[]> {
  const builds = buildsOf({ ...CHART, "sources/fleet.yaml": SOURCE, ...texts }, FLEET);
  return Object.fromEntries(
    builds
      .filter(({ type, hidden }) => type === "helm" || hidden.length > 0)
      .map(({ type, directory, objects, hidden, isDefault, cluster }) => [
        `${type} ${directory}${isDefault ? " by default" : ""}${cluster === undefined ? "" : ` in ${cluster}`}`,
        [
          ...objects.map(({ object: { kind, metadata, rules } }) => {
            const verbs = (rules as { verbs: string[] }[] | undefined)?.[0]?.verbs.join(" ");
            return [kind, `${metadata?.namespace}/${metadata?.name}`, verbs].filter(Boolean).join(" ");
          }),
          ...hidden.map(({ kind, reason }) => `${kind}: ${reason}`),
        ],
      ]),
  );
}

describe("what a HelmRelease installs", () => {
  it("is what its chart renders, which hides nothing any more", () => {
    expect(shown({ "apps/app.yaml": helmRelease("app") })).toEqual({
      "helm charts/app": ["Role web/app get"],
    });
  });

  it("is not known if its chart is not here", () => {
    const found = shown({ "apps/app.yaml": helmRelease("app", "", "charts/other") });
    expect(Object.keys(found)).toEqual(["plain apps", "helm charts/app by default"]);
    expect(found["plain apps"]).toEqual([
      "HelmRelease web/app",
      "chart: HelmRelease 'app' installs objects that are not in this repository",
    ]);
  });

  it("is only what the source has of the chart", () => {
    const source = (ignore: string) => ({
      "apps/app.yaml": helmRelease("app", "", "charts/app"),
      "sources/fleet.yaml": gitRepository("fleet", `url: https://github.com/acme/fleet, ignore: "${ignore}"`),
      "charts/app/templates/account.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: app }\n",
    });
    const both = ["ServiceAccount web/app", "Role web/app get"];
    expect(shown(source("*.md"))["helm charts/app"]).toEqual(both);
    expect(shown(source("/*\\n!/charts"))["helm charts/app"]).toEqual(both);
    expect(shown(source("role.yaml"))["helm charts/app"]).toEqual(["ServiceAccount web/app"]);
    const { "plain apps": hidden, ...others } = shown(source("/charts"));
    expect(hidden).toContain("chart: HelmRelease 'app' installs objects that are not in this repository");
    expect(Object.keys(others)).toEqual(["helm charts/app by default"]);
  });

  it("goes where it says, with its values, its patches and the labels for all", () => {
    const spec = [
      "targetNamespace: other, releaseName: named, values: { verbs: [list] }",
      "postRenderers: [{ kustomize: { patches: [{ target: { kind: Role }, patch: '[{ op: add, path: /rules/0/verbs/-, value: watch }]' }] } }]",
      "commonMetadata: { labels: { team: x } }",
      "install: { createNamespace: true }",
    ].join(", ");
    const builds = buildsOf(
      { ...CHART, "a/source.yaml": SOURCE, "a/app.yaml": helmRelease("app", spec) },
      FLEET,
    );
    const build = builds.find(({ type }) => type === "helm");
    expect(build?.objects.map(({ object }) => object)).toEqual([
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "Role",
        metadata: { name: "named", namespace: "other", labels: { team: "x" } },
        rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["list", "watch"] }],
      },
    ]);
    expect(build?.objects[0]?.changes).toEqual([
      {
        path: ["rules", 0, "verbs", 1],
        by: {
          file: "a/app.yaml",
          document: 0,
          path: ["spec", "postRenderers", 0, "kustomize", "patches", 0, "patch"],
        },
      },
    ]);
    expect(build?.namespaces).toEqual([
      {
        name: "other",
        place: { file: "a/app.yaml", document: 0, path: ["spec", "targetNamespace"] },
        created: true,
      },
    ]);
    expect(build?.appliedBy).toEqual({ file: "a/app.yaml", document: 0, path: [] });
  });

  it("is in another cluster if it is told to", () => {
    const texts = { "apps/app.yaml": helmRelease("app", "kubeConfig: { secretRef: { name: remote } }") };
    expect(Object.keys(shown(texts))).toEqual(["helm charts/app in flux: web/remote"]);
  });

  it("is nothing if its values are refused", () => {
    const texts = {
      "apps/app.yaml": helmRelease("app").replace(
        "chart: charts/app,",
        "chart: charts/app, valuesFiles: [x.yaml],",
      ),
    };
    expect(shown(texts)).toEqual({
      "helm charts/app": ["impossible: HelmRelease 'app' takes values from 'x.yaml', which is not there"],
    });
  });

  it("can be more HelmReleases", () => {
    const texts = {
      "apps/all.yaml": helmRelease("all", "", "charts/all"),
      "charts/all/Chart.yaml": "apiVersion: v2\nname: all\nversion: 1.0.0\n",
      "charts/all/templates/app.yaml": helmRelease("{{ .Release.Name }}-app", "values: { verbs: [list] }"),
    };
    expect(shown(texts)).toEqual({
      "helm charts/all": ["HelmRelease web/all-app"],
      "helm charts/app": ["Role web/all-app list"],
    });
  });

  it("is applied through Flux, and leaves kustomizations that Flux does not reach as they are", () => {
    const texts = {
      "clusters/app.yaml": helmRelease("app"),
      "other/kustomization.yaml": "resources: [role.yaml]\n",
      "other/role.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: x }\n",
    };
    const builds = buildsOf({ ...CHART, "sources/fleet.yaml": SOURCE, ...texts }, FLEET);
    expect(builds.find(({ directory }) => directory === "other")?.isUnreached).toBeUndefined();
    const reached = buildsOf(
      {
        ...CHART,
        ...texts,
        "sources/fleet.yaml": SOURCE,
        "flux.yaml": flux("apps", "path: ./clusters", "flux-system", "fleet"),
      },
      FLEET,
    );
    expect(reached.map(({ type, directory }) => `${type} ${directory}`)).toEqual(
      expect.arrayContaining(["flux clusters", "helm charts/app"]),
    );
    expect(reached.find(({ directory }) => directory === "other")?.isUnreached).toBe(true);
  });
});
