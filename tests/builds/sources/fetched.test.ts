import { describe, expect, it } from "vitest";
import type { Build } from "../../../lib/builds/build.js";
import { resolveBuilds } from "../../../lib/builds/resolve.js";
import { pathInSource } from "../../../lib/repository/sources/fetched.js";
import type { SourceRequest } from "../../../lib/repository/sources/request.js";
import { MemoryStore, repositoryWith, type TestSource } from "../../repository/sources/memory-store.js";

const text = (...lines: string[]) => `${lines.join("\n")}\n`;

/** A chart that gives its release a Role with the verbs of its values. */
const CHART = {
  "Chart.yaml": "apiVersion: v2\nname: mailer\nversion: 1.4.0\n",
  "values.yaml": "verbs: [get]\n",
  "more.yaml": "verbs: [list]\n",
  "templates/role.yaml": text(
    "apiVersion: rbac.authorization.k8s.io/v1",
    "kind: Role",
    "metadata: { name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }} }",
    "rules: [{ apiGroups: [''], resources: [pods], verbs: {{ toJson .Values.verbs }} }]",
  ),
};

const role = (name: string, namespace = "") =>
  text(
    "apiVersion: rbac.authorization.k8s.io/v1",
    "kind: Role",
    `metadata: { name: ${name}${namespace === "" ? "" : `, namespace: ${namespace}`} }`,
    "rules: [{ apiGroups: [''], resources: [pods], verbs: [get] }]",
  );

const object = (apiVersion: string, kind: string, name: string, spec: string, namespace = "mail") =>
  text(
    `apiVersion: ${apiVersion}`,
    `kind: ${kind}`,
    `metadata: { name: ${name}, namespace: ${namespace} }`,
    `spec: { ${spec} }`,
  );
const SOURCES = "source.toolkit.fluxcd.io/v1";
const BASES = object(SOURCES, "GitRepository", "bases", "url: https://example.org/bases, ref: { name: v1 }");
const release = (spec: string) => object("helm.toolkit.fluxcd.io/v2", "HelmRelease", "mailer", spec);
const kustomization = (spec: string) =>
  object("kustomize.toolkit.fluxcd.io/v1", "Kustomization", "apps", spec, "flux-system");
const application = (spec: string) =>
  object(
    "argoproj.io/v1alpha1",
    "Application",
    "mailer",
    `destination: { namespace: mail }, ${spec}`,
    "argocd",
  );
const FROM_REPOSITORY =
  "chart: { spec: { chart: mailer, version: 1.4.x, sourceRef: { kind: HelmRepository, name: charts } } }";
const CHARTS = object(SOURCES, "HelmRepository", "charts", "url: https://charts.example.org/");
const HELM: SourceRequest = {
  type: "helm",
  repository: "https://charts.example.org",
  chart: "mailer",
  version: "1.4.x",
};
const fetchedChart = (request: SourceRequest): TestSource => ({
  ...{ request, name: "chart mailer 1.4.0", version: "1.4.0", chart: CHART },
});
const GIT: SourceRequest = { type: "git", url: "https://example.org/bases", ref: "v1" };
const fetchedTree = (tree: Record<string, string>, request: SourceRequest = GIT): TestSource => ({
  ...{ request, name: "example.org/bases at v1", tree },
});

function buildsOf(texts: Record<string, string>, ...sources: TestSource[]): Build[] {
  return resolveBuilds(repositoryWith(texts, new MemoryStore(...sources))).builds;
}

/** The roles that are applied, the hidden parts, and what is taken in from elsewhere. */
function shown(texts: Record<string, string>, ...sources: TestSource[]) {
  const builds = buildsOf(texts, ...sources);
  return {
    roles: builds.flatMap(({ objects }) =>
      objects
        .filter(({ kind }) => kind === "Role")
        .map(({ object: { metadata, rules }, file }) => {
          const { verbs } = (rules as { verbs: string[] }[])[0] ?? {};
          const where = file.startsWith(".gitops-lint.lock/") ? `>${pathInSource(file)}` : file;
          return `${metadata?.namespace ?? ""}/${metadata?.name ?? ""} ${verbs?.join(" ") ?? ""} ${where}`;
        }),
    ),
    hidden: builds.flatMap(({ hidden }) => hidden.map(({ reason }) => reason)),
    elsewhere: builds.flatMap(({ elsewhere = [] }) =>
      elsewhere.map(({ by, place, request, directory }) => {
        const words = Object.entries(request)
          .map(([key, value]) => `${key}=${value as string}`)
          .join(" ");
        return `${by} ${place.file} ${place.path.join(".")} ${words}${directory === undefined ? "" : " fetched"}`;
      }),
    ),
  };
}

describe("a chart that was fetched", () => {
  const flux = { "release.yaml": release(FROM_REPOSITORY), "charts.yaml": CHARTS };

  it("is rendered for the HelmRelease that names it", () => {
    expect(shown(flux, fetchedChart(HELM))).toEqual({
      roles: ["mail/mailer get >templates/role.yaml"],
      hidden: [],
      elsewhere: [
        "HelmRelease 'mailer' release.yaml spec.chart.spec.chart type=helm repository=https://charts.example.org chart=mailer version=1.4.x fetched",
      ],
    });
  });

  it("is hidden without a lock, and says what would be fetched", () => {
    const { hidden, elsewhere } = shown(flux);
    expect(hidden).toEqual([
      "HelmRelease 'mailer' installs objects that are not in this repository; 'gitops-lint fetch' brings it",
    ]);
    expect(elsewhere).toEqual([
      "HelmRelease 'mailer' release.yaml spec.chart.spec.chart type=helm repository=https://charts.example.org chart=mailer version=1.4.x",
    ]);
  });

  it("takes the values of the release, and files of values in the chart", () => {
    const roles = (spec: string) =>
      shown({ ...flux, "release.yaml": release(spec) }, fetchedChart(HELM)).roles;
    expect(roles(`${FROM_REPOSITORY}, values: { verbs: [watch] }`)).toEqual([
      "mail/mailer watch >templates/role.yaml",
    ]);
    expect(
      roles(FROM_REPOSITORY.replace("version", "valuesFiles: [values.yaml, more.yaml], version")),
    ).toEqual(["mail/mailer list >templates/role.yaml"]);
  });

  it.each<[string, Record<string, string>, SourceRequest]>([
    [
      "a HelmRepository of a registry",
      {
        "release.yaml": release(FROM_REPOSITORY),
        "charts.yaml": object(SOURCES, "HelmRepository", "charts", "type: oci, url: oci://ghcr.io/acme"),
      },
      { type: "oci", url: "oci://ghcr.io/acme/mailer", version: "1.4.x" },
    ],
    [
      "an OCIRepository",
      {
        "release.yaml": release("chartRef: { kind: OCIRepository, name: mailer }"),
        "charts.yaml": object(
          SOURCES,
          "OCIRepository",
          "mailer",
          "url: oci://ghcr.io/acme/mailer, ref: { semver: '>=1.0' }",
        ),
      },
      { type: "oci", url: "oci://ghcr.io/acme/mailer", semver: ">=1.0" },
    ],
    [
      "a HelmChart of Flux",
      {
        "release.yaml": release("chartRef: { kind: HelmChart, name: mailer }"),
        "charts.yaml": `${CHARTS}---\n${object(SOURCES, "HelmChart", "mailer", "chart: mailer, version: 1.4.x, sourceRef: { kind: HelmRepository, name: charts }")}`,
        "kustomization.yaml": "resources: [release.yaml, charts.yaml]\n",
      },
      HELM,
    ],
    [
      "an Application",
      {
        "app.yaml": application(
          "source: { chart: mailer, repoURL: 'https://charts.example.org', targetRevision: 1.4.x }",
        ),
      },
      HELM,
    ],
    [
      "an Application with a registry",
      { "app.yaml": application("source: { chart: mailer, repoURL: ghcr.io/acme, targetRevision: 1.4.0 }") },
      { type: "oci", url: "oci://ghcr.io/acme/mailer", version: "1.4.0" },
    ],
    [
      "a kustomization",
      {
        "kustomization.yaml":
          "namespace: mail\nhelmCharts: [{ name: mailer, repo: 'https://charts.example.org', version: 1.4.x, releaseName: mailer }]\n",
      },
      HELM,
    ],
    [
      "a HelmChart of k3s",
      {
        "chart.yaml": object(
          "helm.cattle.io/v1",
          "HelmChart",
          "mailer",
          "chart: mailer, repo: 'https://charts.example.org', version: 1.4.x, targetNamespace: mail",
          "kube-system",
        ),
      },
      HELM,
    ],
    [
      "an archive",
      {
        "chart.yaml": object(
          "helm.cattle.io/v1",
          "HelmChart",
          "mailer",
          "chart: 'https://example.org/mailer-1.4.0.tgz', targetNamespace: mail",
          "kube-system",
        ),
      },
      { type: "http", url: "https://example.org/mailer-1.4.0.tgz" },
    ],
  ])("is rendered for %s", (_, texts, request) => {
    expect(shown(texts, fetchedChart(request))).toMatchObject({
      roles: ["mail/mailer get >templates/role.yaml"],
      hidden: [],
    });
  });

  it("of a git repository is the directory in it", () => {
    const texts = {
      "release.yaml": release(
        "chart: { spec: { chart: ./charts/mailer, sourceRef: { kind: GitRepository, name: bases }, valuesFiles: [values.yaml, charts/mailer/values.yaml] } }",
      ),
      "source.yaml": BASES,
    };
    const inDirectory = Object.entries(CHART).map(([path, one]) => [`charts/mailer/${path}`, one]);
    const tree = { ...Object.fromEntries(inDirectory), "values.yaml": "verbs: [create]\n" } as Record<
      string,
      string
    >;
    expect(shown(texts, fetchedTree(tree))).toMatchObject({
      roles: ["mail/mailer get >charts/mailer/templates/role.yaml"],
      hidden: [],
    });
  });

  it("is called by its name where something of it is not known", () => {
    const chart = {
      ...CHART,
      "Chart.yaml": `${CHART["Chart.yaml"]}dependencies: [{ name: common, version: 1.0.0 }]\n`,
    };
    expect(shown(flux, { ...fetchedChart(HELM), chart }).hidden).toEqual([
      "the chart mailer 1.4.0 depends on the chart 'common', which is not in its 'charts'",
    ]);
    const texts = {
      "release.yaml": release(
        "chart: { spec: { chart: ./charts/mailer, sourceRef: { kind: GitRepository, name: bases } } }",
      ),
      "source.yaml": BASES,
    };
    const tree = Object.fromEntries(
      Object.entries(chart).map(([path, one]) => [`charts/mailer/${path}`, one]),
    );
    expect(shown(texts, fetchedTree(tree)).hidden).toEqual([
      "the chart in 'charts/mailer' of example.org/bases at v1 depends on the chart 'common', which is not in its 'charts'",
    ]);
  });

  it("names files in it by their names", () => {
    const chart = {
      ...CHART,
      "templates/secret.yaml": text(
        '{{ if not (lookup "v1" "Secret" "mail" "mailer") }}',
        "apiVersion: v1",
        "kind: Secret",
        "metadata: { name: mailer }",
        "{{ end }}",
      ),
    };
    expect(shown(flux, { ...fetchedChart(HELM), chart }).hidden).toEqual([
      "templates/secret.yaml of chart mailer 1.4.0 renders Secret only depending on what is not known (what is in the cluster is not known)",
    ]);
  });

  it("takes values of another repository for an Application", () => {
    const texts = {
      "app.yaml": application(
        "sources: [{ chart: mailer, repoURL: 'https://charts.example.org', targetRevision: 1.4.x, helm: { valueFiles: [$values/prod.yaml] } }, { repoURL: 'https://example.org/bases', targetRevision: v1, ref: values }]",
      ),
    };
    expect(shown(texts, fetchedChart(HELM), fetchedTree({ "prod.yaml": "verbs: [delete]\n" }))).toMatchObject(
      {
        roles: ["mail/mailer delete >templates/role.yaml"],
        hidden: [],
      },
    );
    const { elsewhere } = shown(texts, fetchedChart(HELM));
    expect(elsewhere[1]).toBe(
      "Application 'mailer' app.yaml spec.sources.1.repoURL type=git url=https://example.org/bases ref=v1",
    );
  });

  it("joins the chart that depends on it", () => {
    const texts = {
      "charts/shop/Chart.yaml": text(
        "apiVersion: v2",
        "name: shop",
        "version: 1.0.0",
        "dependencies: [{ name: mailer, version: 1.x, repository: 'https://charts.example.org' }]",
      ),
      "charts/shop/Chart.lock": text(
        "dependencies: [{ name: mailer, version: 1.4.x, repository: 'https://charts.example.org' }]",
      ),
    };
    expect(shown(texts, fetchedChart(HELM))).toMatchObject({
      roles: ["/release-name get >templates/role.yaml"],
      hidden: [],
    });
    expect(shown(texts).hidden).toEqual([
      "the chart in 'charts/shop' depends on the chart 'mailer', which is not in its 'charts'; 'gitops-lint fetch' brings it",
    ]);
  });
});

describe("a base that was fetched", () => {
  const BASE = {
    "base/kustomization.yaml": "namePrefix: base-\nresources: [role.yaml]\n",
    "base/role.yaml": role("reader"),
    "other/role.yaml": role("other"),
  };
  const KUSTOMIZATION = {
    "kustomization.yaml":
      "namespace: shop\nnameSuffix: -x\nresources: ['https://example.org/bases.git/base?ref=v1']\n",
  };
  const request: SourceRequest = { type: "git", url: "https://example.org/bases.git", ref: "v1" };

  it("is built in its place", () => {
    expect(shown(KUSTOMIZATION, fetchedTree(BASE, request))).toEqual({
      roles: ["shop/base-reader-x get >base/role.yaml"],
      hidden: [],
      elsewhere: [
        "kustomization.yaml kustomization.yaml resources.0 type=git url=https://example.org/bases.git ref=v1 fetched",
      ],
    });
    expect(shown(KUSTOMIZATION).hidden).toEqual([
      "kustomization.yaml uses 'https://example.org/bases.git/base?ref=v1', which is not in this repository; 'gitops-lint fetch' brings it",
    ]);
  });

  it("can be a component", () => {
    const texts = {
      "kustomization.yaml":
        "resources: [role.yaml]\ncomponents: ['https://example.org/bases.git/base?ref=v1']\n",
      "role.yaml": role("own"),
    };
    const tree = {
      "base/kustomization.yaml": "kind: Component\nnamePrefix: c-\nresources: [more.yaml]\n",
      "base/more.yaml": role("more"),
    };
    expect(shown(texts, fetchedTree(tree, request)).roles).toEqual([
      "/c-own get role.yaml",
      "/c-more get >base/more.yaml",
    ]);
  });

  it("can be a file", () => {
    const texts = {
      "kustomization.yaml": "namespace: shop\nresources: ['https://example.org/roles.yaml']\n",
    };
    const file = {
      request: { type: "http" as const, url: "https://example.org/roles.yaml" },
      name: "example.org/roles.yaml",
    };
    expect(shown(texts, { ...file, file: role("reader") })).toMatchObject({
      roles: ["shop/reader get >roles.yaml"],
      hidden: [],
    });
  });

  it("can name another one, and even itself", () => {
    const inner: SourceRequest = { type: "git", url: "https://example.org/inner.git" };
    const tree = {
      "base/kustomization.yaml": "namePrefix: outer-\nresources: ['https://example.org/inner.git//deep']\n",
    };
    const other = { "deep/kustomization.yaml": "resources: [role.yaml]\n", "deep/role.yaml": role("reader") };
    expect(shown(KUSTOMIZATION, fetchedTree(tree, request), fetchedTree(other, inner))).toMatchObject({
      roles: ["shop/outer-reader-x get >deep/role.yaml"],
      hidden: [],
    });
    const itself = {
      "base/kustomization.yaml": "resources: [role.yaml, 'https://example.org/bases.git/base?ref=v1']\n",
      "base/role.yaml": role("reader"),
    };
    const { roles, hidden } = shown(KUSTOMIZATION, fetchedTree(itself, request));
    expect(roles).toEqual(["shop/reader-x get >base/role.yaml"]);
    expect(hidden).toHaveLength(1);
    expect(hidden[0]).toMatch(/, which includes itself$/);
  });

  it.each([
    [
      "Kustomization",
      {
        "apps.yaml": kustomization(
          "path: ./base, targetNamespace: shop, sourceRef: { kind: GitRepository, name: bases }, postBuild: { substitute: { who: reader } }",
        ),
        "source.yaml": object(
          SOURCES,
          "GitRepository",
          "bases",
          "url: https://example.org/bases, ref: { name: v1 }",
          "flux-system",
        ),
      },
    ],
    [
      "Application",
      {
        "app.yaml": object(
          "argoproj.io/v1alpha1",
          "Application",
          "apps",
          "destination: { namespace: shop }, source: { repoURL: 'https://example.org/bases', targetRevision: v1, path: base }",
        ),
      },
    ],
  ])("is what a %s applies", (_, texts) => {
    expect(shown(texts, fetchedTree(BASE))).toMatchObject({
      roles: ["shop/base-reader get >base/role.yaml"],
      hidden: [],
    });
  });

  it("without a kustomization is all that is in it, as a Kustomization patches it", () => {
    const texts = {
      "apps.yaml": kustomization(
        "path: ./other, targetNamespace: shop, sourceRef: { kind: GitRepository, name: bases }, patches: [{ target: { kind: Role }, patch: '[{ op: add, path: /rules/0/verbs/-, value: watch }]' }]",
      ),
      "source.yaml": object(
        SOURCES,
        "GitRepository",
        "bases",
        "url: https://example.org/bases, ref: { name: v1 }",
        "flux-system",
      ),
    };
    expect(shown(texts, fetchedTree(BASE))).toMatchObject({
      roles: ["shop/other get watch >other/role.yaml"],
      hidden: [],
    });
  });
});

describe("a lock", () => {
  it("is believed only where the store was answered that, and has it", () => {
    const texts = { "kustomization.yaml": "resources: ['https://example.org/bases.git//base']\n" };
    const request: SourceRequest = { type: "git", url: "https://example.org/bases.git" };
    const tree = { "base/kustomization.yaml": "resources: [role.yaml]\n", "base/role.yaml": role("reader") };
    const hidden = (store: MemoryStore) =>
      resolveBuilds(repositoryWith(texts, store)).builds.flatMap((build) =>
        build.hidden.map(({ reason }) => reason),
      );
    const store = new MemoryStore(fetchedTree(tree, request));
    const [entry] = store.lock;
    expect(hidden(store)).toEqual([]);
    const poisoned = new MemoryStore(
      fetchedTree(tree, { type: "git", url: "https://example.org/other.git" }),
    );
    poisoned.lock.splice(0, 1, { ...(entry as (typeof store.lock)[0]) });
    expect(hidden(poisoned)).toEqual([
      "kustomization.yaml uses 'https://example.org/bases.git//base', which is not in this repository; what .gitops-lint.lock names was not fetched here: 'gitops-lint fetch' brings it",
    ]);
    store.lose(entry?.digest ?? "");
    expect(hidden(store)).toEqual([
      "kustomization.yaml uses 'https://example.org/bases.git//base', which is not in this repository; it is damaged where it is kept: 'gitops-lint fetch' brings it again",
    ]);
  });
});
