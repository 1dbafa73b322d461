import { describe, expect, it } from "vitest";
import { field } from "../../../lib/util/plain-values.js";
import { application, buildsOf, FLEET, role, shown } from "../controllers/controlled.js";

const DIRECTORY = {
  "apps/a.yaml": role("a"),
  "apps/b.yml": role("b"),
  "apps/c.json": '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"c"}}',
  "apps/deep/d.yaml": role("d"),
};
const KUSTOMIZATION = {
  "apps/kustomization.yaml": "resources: [role.yaml]\nnamePrefix: own-\n",
  "apps/role.yaml": role("reader"),
};

/** What an Application makes of `apps`. */
function apps(source: string, texts: Record<string, string>, rest = ""): string[] | undefined {
  const files = { ...texts, "argocd/app.yaml": application("app", `path: apps, ${source}`, rest) };
  return shown(files, FLEET)["argocd apps"];
}

describe("what an Application applies of a directory", () => {
  it.each<[hook: string, applied: string[]]>([
    ["Skip", []],
    ["'Skip, Skip'", []],
    ["'Skip,'", []],
    ["'Skip,PreSync'", ["a"]],
    ["PreSync", ["a"]],
    ["skip", ["a"]],
    ["''", ["a"]],
  ])("leaves out a hook only if it is to be skipped: %s", (hook, applied) => {
    const annotated = role("a").replace(" }", `, annotations: { argocd.argoproj.io/hook: ${hook} } }`);
    expect(apps("targetRevision: HEAD", { "apps/a.yaml": annotated })).toEqual(applied);
  });

  it.each([
    ["the files in it, JSON too", "targetRevision: HEAD", ["a", "b", "c"]],
    ["those below, if it recurses", "directory: { recurse: true }", ["a", "b", "c", "d"]],
    ["what include says", "directory: { recurse: true, include: '*d.yaml' }", ["d"]],
    ["of several what any says", "directory: { recurse: true, include: '{a.yaml,deep/*}' }", ["a", "d"]],
    ["not what exclude says", "directory: { exclude: '{b.*,c.*}' }", ["a"]],
    [
      "everything, openly, where a pattern is not understood",
      "directory: { exclude: '[ab].*' }",
      [
        "a",
        "b",
        "c",
        "impossible: which files of 'apps' are applied depends on a pattern that is not understood",
      ],
    ],
    [
      "some of it, where Jsonnet is used",
      "directory: { jsonnet: { tlas: [] } }",
      ["a", "b", "c", "program: 'apps' is rendered with Jsonnet"],
    ],
  ])("%s", (_, source, expected) => {
    expect(apps(source, DIRECTORY)).toEqual(expected);
  });

  it("hides something where a file does not parse, or a template of a chart lies in reach", () => {
    const broken = { ...DIRECTORY, "apps/e.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {\n" };
    expect(apps("prune: 1", broken)?.at(-1)).toBe("text: apps/e.yaml does not parse");
    const chart = { "apps/x/Chart.yaml": "name: x\n", "apps/x/templates/role.yaml": role("e") };
    expect(apps("prune: 1", { ...DIRECTORY, ...chart })).toEqual(["a", "b", "c"]);
    expect(apps("directory: { recurse: true }", { ...DIRECTORY, ...chart })?.at(-1)).toBe(
      "chart: 'apps' holds the templates of a chart",
    );
  });
});

describe("what an Application applies of a kustomization", () => {
  it.each([
    ["as it is", "targetRevision: HEAD", ["own-reader"]],
    ["namePrefix replaces", "kustomize: { namePrefix: x- }", ["x-reader"]],
    ["nameSuffix replaces", "kustomize: { nameSuffix: -x }", ["own-reader-x"]],
    ["namespace replaces", "kustomize: { namespace: shop }", ["shop/own-reader"]],
    [
      "patches are appended",
      "kustomize: { patches: [{ target: { kind: Role }, patch: '[{ op: replace, path: /metadata/name, value: y }]' }] }",
      ["own-y"],
    ],
    ["components are appended", "kustomize: { components: [../extra] }", ["own-extra", "own-reader"]],
    [
      "missing components can be ignored",
      "kustomize: { components: [../missing], ignoreMissingComponents: true }",
      ["own-reader"],
    ],
    ["raw, if it says that it is a directory", "directory: { recurse: false }", ["reader"]],
  ])("%s", (_, source, expected) => {
    const component = {
      "extra/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [role.yaml]\n",
      "extra/role.yaml": role("extra"),
    };
    expect(apps(source, { ...KUSTOMIZATION, ...component })).toEqual(expected);
  });

  it.each([
    ["commonLabels: { team: a }", { team: "a", own: "x" }],
    ["commonLabels: { own: a }, forceCommonLabels: true", { own: "a" }],
    ["commonLabels: { team: a }, labelWithoutSelector: true", { team: "a", own: "x" }],
    ["commonLabels: 5", { own: "x" }],
  ])("gets %s", (options, expected) => {
    const texts = {
      ...KUSTOMIZATION,
      "apps/kustomization.yaml": "resources: [role.yaml]\ncommonLabels: { own: x }\n",
      "app.yaml": application("app", `path: apps, kustomize: { ${options} }`),
    };
    const [build] = buildsOf(texts, FLEET);
    expect(build?.objects[0]?.object.metadata?.labels).toEqual(expected);
  });

  it("says of a value that a patch writes where in the Application the patch stands", () => {
    const patch =
      "{ target: { kind: Role }, patch: '[{ op: add, path: /rules, value: [{ verbs: [get] }] }]' }";
    const texts = {
      ...KUSTOMIZATION,
      "app.yaml": application("app", `path: apps, kustomize: { patches: [${patch}] }`),
    };
    expect(buildsOf(texts, FLEET)[0]?.objects[0]?.changes).toMatchObject([
      { by: { file: "app.yaml", document: 0, path: ["spec", "source", "kustomize", "patches", 0, "patch"] } },
    ]);
  });
});

describe("what an Application does not show", () => {
  it.each([
    ["a chart", 'chart: nginx, targetRevision: "1"', "chart", "Application 'app' installs the chart 'nginx'"],
    ["no path", "targetRevision: HEAD", "impossible", "Application 'app' has a source without a path"],
    [
      "a path that is not there",
      "path: missing",
      "remote",
      "Application 'app' applies manifests that are not in this repository",
    ],
    [
      "a path that is filled in",
      'path: "apps/${X}"',
      "path",
      "Application 'app' applies a path that is filled in later",
    ],
    [
      "a plugin",
      "path: apps, plugin: { name: x }",
      "program",
      "Application 'app' has 'apps' rendered by a plugin",
    ],
    [
      "values for Helm",
      "path: apps, helm: { values: x }",
      "chart",
      "Application 'app' has 'apps' rendered by Helm",
    ],
    [
      "a kustomization that is not there",
      "path: apps, kustomize: { namespace: x }",
      "impossible",
      "Application 'app' has 'apps' rendered by kustomize, but it holds no kustomization",
    ],
  ])("%s", (_, source, kind, reason) => {
    const found = buildsOf({ ...DIRECTORY, "app.yaml": application("app", source) }, FLEET);
    expect(found.find(({ type }) => type === "argocd")).toMatchObject({
      objects: [],
      hidden: [{ kind, reason, file: "app.yaml" }],
    });
  });

  it("another repository", () => {
    const text = application("app", "path: apps").replace("acme/fleet", "acme/other");
    const found = buildsOf({ ...DIRECTORY, "app.yaml": text }, FLEET);
    expect(found.find(({ type }) => type === "argocd")).toMatchObject({ objects: [] });
    // Where no remote is known, a directory with manifests may well be meant.
    expect(shown({ ...DIRECTORY, "app.yaml": text })["argocd apps"]).toEqual(["a", "b", "c"]);
  });

  it("what a file beside the manifests changes, unless it names images", () => {
    const override = (text: string) =>
      apps("prune: 1", { ...DIRECTORY, "apps/.argocd-source-app.yaml": text });
    expect(override("kustomize: { images: [a:1] }\n")).toEqual(["a", "b", "c"]);
    expect(override("directory: { recurse: true }\n")?.at(-1)).toBe(
      "program: apps/.argocd-source-app.yaml changes what Application 'app' applies",
    );
  });
});

describe("sources", () => {
  const withSpec = (spec: string) =>
    shown(
      {
        ...DIRECTORY,
        "more/e.yaml": role("e"),
        "app.yaml": `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: app }\nspec: { ${spec} }\n`,
      },
      FLEET,
    );
  const here = "repoURL: https://github.com/acme/fleet.git";

  it("can be several", () => {
    expect(withSpec(`sources: [{ ${here}, path: apps }, { ${here}, path: more }]`)).toMatchObject({
      "argocd apps": ["a", "b", "c", "e"],
    });
  });

  it("are not all resolved where they make very many objects together", () => {
    const roles = Array.from({ length: 600 }, (_, index) => role(`r${index}`)).join("---\n");
    const sources = Array.from({ length: 200 }, () => `{ ${here}, path: many }`).join(", ");
    const text = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: app }\nspec: { sources: [${sources}] }\n`;
    const found = shown({ "many/a.yaml": roles, "app.yaml": text }, FLEET)["argocd many"] ?? [];
    expect(found.at(-1)).toBe("program: Application 'app' has sources with more objects than are resolved");
    expect(found).toContain("r599");
    expect(found.length).toBeLessThan(60_000);
  });

  it("can be there for their files only", () => {
    expect(withSpec(`sources: [{ ${here}, ref: values }, { ${here}, path: more }]`)).toMatchObject({
      "argocd more": ["e"],
    });
  });

  it("can be dry", () => {
    expect(
      withSpec(`sourceHydrator: { drySource: { ${here}, path: more }, syncSource: { path: x } }`),
    ).toMatchObject({
      "argocd more": ["e"],
    });
  });

  it.each(["source: 5", "sources: [1, {}]", "sources: {}", "source: { path: [] }", "destination: 5", "a: 1"])(
    "can be anything: %s",
    (spec) => {
      expect(Object.keys(withSpec(spec))).toContain("argocd .");
    },
  );
});

describe("the destination", () => {
  const texts = { "apps/a.yaml": `${role("a")}---\n${role("b", "own")}` };

  it("fills missing namespaces and overrides none", () => {
    expect(apps("prune: 1", texts, "destination: { namespace: shop }")).toEqual(["own/b", "shop/a"]);
    const [build] = buildsOf(
      { ...texts, "app.yaml": application("app", "path: apps", "destination: { namespace: shop }") },
      FLEET,
    );
    expect(build?.objects[0]?.changes).toEqual([
      {
        path: ["metadata", "namespace"],
        by: { file: "app.yaml", document: 0, path: ["spec", "destination", "namespace"] },
      },
    ]);
  });

  it("gives nothing a namespace that has none", () => {
    const cluster = role("a").replace("kind: Role", "kind: ClusterRole");
    const [build] = buildsOf(
      {
        "apps/a.yaml": cluster,
        "app.yaml": application("app", "path: apps", "destination: { namespace: shop }"),
      },
      FLEET,
    );
    expect(build?.objects[0]?.object.metadata).toEqual({ name: "a" });
  });

  it("names a namespace, which is made if the options say so", () => {
    const namespaces = (rest: string) =>
      buildsOf({ ...texts, "app.yaml": application("app", "path: apps", rest) }, FLEET)[0]?.namespaces;
    const place = { file: "app.yaml", document: 0, path: ["spec", "destination", "namespace"] };
    expect(namespaces("destination: { namespace: shop }")).toEqual([{ name: "shop", place, created: false }]);
    expect(
      namespaces("destination: { namespace: shop }, syncPolicy: { syncOptions: [CreateNamespace=true] }"),
    ).toEqual([{ name: "shop", place, created: true }]);
  });

  it.each([
    ["server: https://1.2.3.4", "server:https://1.2.3.4"],
    ["name: prod", "name:prod"],
    ["server: https://kubernetes.default.svc", undefined],
    ["name: in-cluster", undefined],
    ['server: "{{ server }}"', undefined],
    ["server: 5", undefined],
    ["namespace: x", undefined],
  ])("tells clusters apart: %s", (destination, cluster) => {
    const [build] = buildsOf(
      { ...texts, "app.yaml": application("app", "path: apps", `destination: { ${destination} }`) },
      FLEET,
    );
    expect(build?.cluster).toBe(cluster);
  });
});

describe("labels that a source adds", () => {
  const policy =
    "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: p }\nspec: { podSelector: { matchLabels: { x: y } } }\n";
  const pods =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d }\nspec: { template: { metadata: { labels: { x: y } }, spec: { containers: [{ name: c }] } } }\n";
  it.each([
    ["commonLabels: { a: b }", { a: "b" }, { x: "y", a: "b" }, { x: "y", a: "b" }],
    ["commonLabels: { a: b }, labelWithoutSelector: true", { a: "b" }, { x: "y" }, { x: "y" }],
    [
      "commonLabels: { a: b }, labelWithoutSelector: true, labelIncludeTemplates: true",
      { a: "b" },
      { x: "y" },
      { x: "y", a: "b" },
    ],
    [
      "commonLabels: { a: b }, labelWithoutSelector: false",
      { a: "b" },
      { x: "y", a: "b" },
      { x: "y", a: "b" },
    ],
    ["labelWithoutSelector: true", undefined, { x: "y" }, { x: "y" }],
  ])("with %s", (options, labels, selector, template) => {
    const [build] = buildsOf(
      {
        "apps/kustomization.yaml": "resources: [p.yaml, d.yaml]\n",
        "apps/p.yaml": policy,
        "apps/d.yaml": pods,
        "app.yaml": application("app", `path: apps, kustomize: { ${options} }`),
      },
      FLEET,
    );
    const [one, other] = build?.objects.map(({ object }) => object) ?? [];
    expect(one?.metadata?.labels).toEqual(labels);
    expect(one).toMatchObject({ spec: { podSelector: { matchLabels: selector } } });
    expect(one?.spec).toEqual({ podSelector: { matchLabels: selector } });
    expect(field(other, "spec", "template", "metadata", "labels")).toEqual(template);
  });
});

describe("a chart that a source installs", () => {
  it.each<[string, string[], string | undefined]>([
    ["", ["app", "web", "https://github.com/acme/fleet"], undefined],
    ["helm: { releaseName: shop }", ["app", "shop", "web", "https://github.com/acme/fleet"], undefined],
    ["helm: { valuesObject: { a: { b: c } } }", ["app", "web", "https://github.com/acme/fleet"], "c"],
    ["helm: { values: 'a: { b: c }' }", ["app", "web", "https://github.com/acme/fleet"], "c"],
    [
      "helm: { parameters: [{ name: serviceAccount.name, value: robot }, { name: 1 }] }",
      ["app", "web", "https://github.com/acme/fleet", "robot"],
      "robot",
    ],
  ])("with '%s' goes by its names and values", (helm, names, value) => {
    const files = { "app.yaml": application("app", `chart: web${helm === "" ? "" : `, ${helm}`}`) };
    const [part] = buildsOf(files, FLEET).find(({ type }) => type === "argocd")?.hidden ?? [];
    expect([part?.kind, [...(part?.names ?? [])].sort()]).toEqual(["chart", [...names].sort()]);
    if (value === undefined) expect(part?.values ?? "").not.toContain("c");
    else expect(part?.values).toContain(value);
  });
});

describe("a file beside the manifests", () => {
  const changed = (text: string, name = ".argocd-source.yaml") => {
    const [last] = apps("prune: 1", { ...DIRECTORY, [`apps/${name}`]: text })?.slice(-1) ?? [];
    return last?.startsWith("program: ") ?? false;
  };
  it.each([
    ["kustomize: { images: [a:1] }", false],
    ["kustomize: { images: [a:1], namePrefix: x }", true],
    ["kustomize: { namePrefix: x }", true],
    ["kustomize: {}", true],
    ["kustomize: 1", true],
    ["kustomize: { images: [a:1] }\nhelm: {}", true],
    ["directory: {}", true],
    ["[]", true],
    ["text", true],
    ["null", false],
    ["", false],
  ])("%j changes more than images: %s", (text, expected) => {
    expect(changed(`${text}\n`)).toBe(expected);
  });

  it("is for all Applications, or for the one in its name", () => {
    expect(changed("directory: {}\n", ".argocd-source-app.yaml")).toBe(true);
    expect(changed("directory: {}\n", ".argocd-source-other.yaml")).toBe(false);
  });
});

describe("what an Application hides, whole", () => {
  const hidden = (source: string, rest = "", texts: Record<string, string> = DIRECTORY) => {
    const builds = buildsOf({ ...texts, "app.yaml": application("app", source, rest) }, FLEET);
    return builds.find(({ type }) => type === "argocd")?.hidden;
  };
  const file = "app.yaml";
  const FLEET_URL = "https://github.com/acme/fleet";
  const source = { type: "helm", repository: FLEET_URL, chart: "web" };

  it.each<[string, string, object]>([
    [
      "chart: web",
      "",
      {
        kind: "chart",
        reason: "Application 'app' installs the chart 'web'",
        source,
        names: ["app", "web", FLEET_URL],
        values: "[]",
      },
    ],
    [
      "chart: [web]",
      "",
      {
        kind: "chart",
        reason: "Application 'app' installs the chart ''",
        names: ["app", FLEET_URL],
        values: "[]",
      },
    ],
    [
      "chart: web, helm: { releaseName: shop, valuesObject: { a: 1 }, values: 'b: 2', parameters: [{ name: c.d, value: '3' }, { value: 4 }] }",
      "destination: { namespace: team }",
      {
        kind: "chart",
        reason: "Application 'app' installs the chart 'web'",
        source,
        names: ["app", "shop", "web", FLEET_URL],
        namespace: "team",
        values: '[{"a":1},{"b":2},{"c":{"d":"3"}}]',
      },
    ],
    [
      "chart: web, helm: { valuesObject: [a], values: text }",
      "",
      {
        kind: "chart",
        reason: "Application 'app' installs the chart 'web'",
        source,
        names: ["app", "web", FLEET_URL],
        values: "[]",
      },
    ],
    [
      "chart: '', path: apps, helm: {}",
      "",
      {
        kind: "chart",
        reason: "Application 'app' has 'apps' rendered by Helm",
        names: ["app", "apps"],
        values: "[]",
        texts: ["apps/templates/", "apps/charts/"],
      },
    ],
    [
      "chart: null, path: apps, plugin: {}",
      "",
      { kind: "program", reason: "Application 'app' has 'apps' rendered by a plugin", names: [] },
    ],
    [
      "path: apps, kustomize: {}, plugin: null",
      "",
      {
        kind: "impossible",
        reason: "Application 'app' has 'apps' rendered by kustomize, but it holds no kustomization",
        names: [],
      },
    ],
    [
      "path: ''",
      "",
      { kind: "impossible", reason: "Application 'app' has a source without a path", names: [] },
    ],
    [
      "path: null",
      "",
      { kind: "impossible", reason: "Application 'app' has a source without a path", names: [] },
    ],
    [
      "path: './${A}'",
      "",
      {
        kind: "path",
        reason: "Application 'app' applies a path that is filled in later",
        names: [],
        texts: ["${A}"],
      },
    ],
    [
      "path: 1",
      "",
      {
        kind: "path",
        reason: "Application 'app' applies a path that is filled in later",
        names: [],
        texts: [],
      },
    ],
    [
      "path: gone",
      "",
      {
        kind: "remote",
        reason: "Application 'app' applies manifests that are not in this repository",
        names: ["app", FLEET_URL, "gone"],
      },
    ],
    [
      "path: apps, directory: { jsonnet: {} }",
      "",
      { kind: "program", reason: "'apps' is rendered with Jsonnet", names: ["apps"], texts: [] },
    ],
    [
      "path: apps, directory: { include: 1 }",
      "",
      {
        kind: "impossible",
        reason: "which files of 'apps' are applied depends on a pattern that is not understood",
        names: ["apps"],
        texts: [],
      },
    ],
  ])("with {%s} and {%s}", (source, rest, part) => {
    expect(hidden(source, rest)).toEqual([{ file, ...part }]);
  });

  it.each([
    ["", "impossible", "Application 'app' has no source"],
    ["source: 5", "impossible", "Application 'app' has no source"],
    ["sources: [1]", "impossible", "Application 'app' has no source"],
    ["sources: [{ ref: values }]", "impossible", "Application 'app' has no source"],
    ["sources: [{}]", "impossible", "Application 'app' has a source without a path"],
  ])("with the spec {%s}", (spec, kind, reason) => {
    const text = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: app }\nspec: { ${spec} }\n`;
    const found = buildsOf({ "app.yaml": text }, FLEET).find(({ type }) => type === "argocd");
    expect(found).toMatchObject({ directory: "", objects: [], hidden: [{ kind, reason, file, names: [] }] });
  });

  it("names the templates of a chart in reach, and files that do not parse", () => {
    const texts = {
      ...DIRECTORY,
      "apps/x/Chart.yaml": "name: x\n",
      "apps/x/templates/role.yaml": role("e"),
      "apps/broken.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {\n",
    };
    expect(hidden("path: apps, directory: { recurse: true }", "", texts)).toEqual([
      {
        kind: "text",
        reason: "apps/broken.yaml does not parse",
        file: "apps/broken.yaml",
        names: [],
        texts: ["apps/broken.yaml"],
      },
      {
        kind: "chart",
        reason: "'apps' holds the templates of a chart",
        file,
        names: ["apps"],
        texts: ["apps/x/templates/role.yaml"],
      },
    ]);
    expect(
      hidden("path: apps, directory: { recurse: true, exclude: '{x/*,broken.yaml}' }", "", texts),
    ).toEqual([]);
  });
});

describe("the files of a directory that an Application applies", () => {
  const texts = {
    ...DIRECTORY,
    "apps/x.txt.yaml": role("x"),
    "apps/deep/er/y.yaml": role("y"),
    "apps/y.jsonx": role("z"),
    "appsy/z.yaml": role("z"),
  };
  it.each([
    ["recurse: true", "a b c d x y"],
    ["recurse: yes", "a b c x"],
    ["include: '?.yaml'", "a"],
    ["recurse: true, include: 'deep/*'", "d y"],
    ["recurse: true, include: '{a,b}.y{a,}ml'", "a b"],
    ["include: '{a.yaml,b.yml}', exclude: 'a*'", "b"],
    ["exclude: ''", "a b c x"],
    ["include: null, exclude: '*.yaml'", "b c"],
    ["exclude: 'b.yml'", "a c x"],
  ])("with %s", (options, expected) => {
    expect(apps(`directory: { ${options} }`, texts)?.join(" ")).toBe(expected);
  });

  it.each(["a[b]", "a]", "a\\\\b", "{a", "a}", "{a{b}}", `${"{a,b}".repeat(7)}`])(
    "a pattern that is not understood: %s",
    (pattern) => {
      expect(apps(`directory: { include: "${pattern}" }`, texts)?.at(-1)).toContain("not understood");
    },
  );

  it("a pattern that just is", () => {
    expect(apps(`directory: { include: "{a.yaml,b.yml}${"{,}".repeat(5)}" }`, texts)).toEqual(["a", "b"]);
  });
});

describe("namespaces that an Application names", () => {
  const namespaces = (spec: string) => {
    const text = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: app }\nspec: { ${spec} }\n`;
    const build = buildsOf({ ...KUSTOMIZATION, "app.yaml": text }, FLEET).find(
      ({ type }) => type === "argocd",
    );
    return build?.namespaces?.map(({ name, place, created }) => [name, place.path.join("."), created]);
  };
  const source = "path: apps, repoURL: https://github.com/acme/fleet";
  it.each<[string, unknown[]]>([
    [`source: { ${source} }`, []],
    [
      `destination: { namespace: a }, source: { ${source}, kustomize: { namespace: b } }, syncPolicy: { syncOptions: [x, CreateNamespace=true] }`,
      [
        ["a", "spec.destination.namespace", true],
        ["b", "spec.source.kustomize.namespace", false],
      ],
    ],
    [
      `destination: { namespace: a }, syncPolicy: { syncOptions: [CreateNamespace=false] }`,
      [["a", "spec.destination.namespace", false]],
    ],
    [
      `sources: [{ ${source} }, { ${source}, kustomize: { namespace: b } }], source: { ${source}, kustomize: { namespace: c } }`,
      [["b", "spec.sources.1.kustomize.namespace", false]],
    ],
    [
      `sourceHydrator: { drySource: { ${source}, kustomize: { namespace: b } } }, sources: [{ kustomize: { namespace: c } }]`,
      [["b", "spec.sourceHydrator.drySource.kustomize.namespace", false]],
    ],
    ["destination: { namespace: '${NS}' }", []],
    ["destination: { namespace: 1 }", []],
  ])("with %s", (spec, expected) => {
    expect(namespaces(spec)).toEqual(expected);
  });
});

it("passes on why kustomize refuses what it applies", () => {
  const texts = {
    "apps/kustomization.yaml": "resources: [a.yaml, b.yaml]\n",
    "apps/a.yaml": role("a"),
    "apps/b.yaml": role("a"),
    "app.yaml": application("app", "path: apps"),
  };
  const [build] = buildsOf(texts, FLEET).filter(({ type }) => type === "argocd");
  expect(build?.errors?.map(({ id, place }) => [id, place.file, place.path])).toEqual([
    ["objectTwice", "apps/kustomization.yaml", ["resources", 1]],
  ]);
});
