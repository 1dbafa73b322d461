import { describe, expect, it } from "vitest";
import { buildsOf, flux, FLEET, gitRepository, role, shown } from "../controllers/controlled.js";

/** A repository as `flux bootstrap` leaves it. */
const BOOTSTRAP = {
  "clusters/prod/flux-system/sync.yaml": `${gitRepository("flux-system", "url: ssh://git@github.com/acme/fleet")}---\n${flux("flux-system", "path: ./clusters/prod")}`,
  "clusters/prod/flux-system/kustomization.yaml": "resources: [sync.yaml]\n",
};
const APPS = {
  "apps/kustomization.yaml": "resources: [role.yaml]\n",
  "apps/role.yaml": role("reader"),
};

/** What a Kustomization with a spec makes of `apps`. */
function apps(spec: string, texts: Record<string, string> = APPS): string[] | undefined {
  const all = shown({
    ...BOOTSTRAP,
    ...texts,
    "clusters/prod/apps.yaml": flux("apps", `path: ./apps, ${spec}`),
  });
  return all["flux apps"];
}

describe("what a Flux Kustomization applies", () => {
  it("is the kustomization of its path, and no build of its own any more", () => {
    expect(shown({ ...BOOTSTRAP, ...APPS, "clusters/prod/apps.yaml": flux("apps", "path: ./apps") })).toEqual(
      {
        "flux clusters/prod": [],
        "flux apps": ["reader"],
      },
    );
  });

  it("is every .yaml and .yml below a path without one, directories with a kustomization as units", () => {
    const texts = {
      "apps/a.yaml": role("a"),
      "apps/deep/er/b.yml": role("b"),
      "apps/c.json": '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"c"}}',
      "apps/unit/kustomization.yaml": "resources: [d.yaml]\nnamePrefix: unit-\n",
      "apps/unit/d.yaml": role("d"),
      "apps/unit/unlisted.yaml": role("e"),
    };
    expect(apps("interval: 1h", texts)).toEqual(["a", "b", "unit-d"]);
    const builds = buildsOf({
      ...BOOTSTRAP,
      ...texts,
      "clusters/prod/apps.yaml": flux("apps", "path: ./apps"),
    });
    expect(builds.map(({ type, directory }) => `${type} ${directory}`)).toEqual([
      "flux clusters/prod",
      "flux apps",
      // Flux leaves JSON out.
      "plain apps",
    ]);
    expect(Object.fromEntries(builds[1]?.files ?? [])).toEqual({
      "apps/a.yaml": "resource",
      "apps/deep/er/b.yml": "resource",
      "apps/unit/kustomization.yaml": "kustomization",
      "apps/unit/d.yaml": "resource",
    });
  });

  it("can be the whole repository", () => {
    const texts = {
      "flux-system/sync.yaml": `${gitRepository("flux-system", "url: x")}---\n${flux("flux-system", "interval: 1h")}`,
      "flux-system/kustomization.yaml": "resources: [sync.yaml]\n",
      "a.yaml": role("a"),
      "b/b.yaml": role("b"),
    };
    expect(shown(texts)).toEqual({ "flux .": ["a", "b"] });
  });

  it.each([
    ["targetNamespace replaces", "targetNamespace: shop", "namespace: own\n", ["shop/reader"]],
    ["namePrefix replaces", "namePrefix: x-", "namePrefix: own-\n", ["x-reader"]],
    ["nameSuffix replaces", "nameSuffix: -x", "nameSuffix: -own\n", ["reader-x"]],
    ["without them the values stay", "prune: true", "namePrefix: own-\n", ["own-reader"]],
    [
      "patches are appended",
      "patches: [{ target: { kind: Role }, patch: '[{ op: replace, path: /metadata/name, value: writer }]' }]",
      "patches: [{ target: { name: reader }, patch: '[{ op: replace, path: /metadata/name, value: editor }]' }]\n",
      ["writer"],
    ],
    [
      "strategic merge patches of older versions, too",
      "patchesStrategicMerge: [{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: reader }, $patch: delete }]",
      "",
      [],
    ],
    [
      "and JSON patches of older versions",
      "patchesJson6902: [{ target: { kind: Role }, patch: [{ op: replace, path: /metadata/name, value: writer }] }]",
      "",
      ["writer"],
    ],
  ])("%s", (_, spec, kustomization, expected) => {
    const texts = { ...APPS, "apps/kustomization.yaml": `resources: [role.yaml]\n${kustomization}` };
    expect(apps(spec, texts)).toEqual(expected);
  });

  it("appends components, which may lie outside the path", () => {
    const component = {
      ...APPS,
      "components/extra/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\n",
      "components/extra/extra.yaml": role("extra"),
    };
    expect(apps("components: [../components/extra]", component)).toEqual(["extra", "reader"]);
    expect(apps("components: [../missing], ignoreMissingComponents: true", component)).toEqual(["reader"]);
    expect(apps("components: [../missing]", component)).toEqual([
      "reader",
      "file: apps/kustomization.yaml includes '../missing', which is not there",
    ]);
  });

  it("says of a value that a patch writes where in the Kustomization the patch stands", () => {
    const patch =
      "{ target: { kind: Role }, patch: '[{ op: add, path: /rules, value: [{ verbs: [get] }] }]' }";
    const texts = {
      ...BOOTSTRAP,
      ...APPS,
      "apps/kustomization.yaml":
        "resources: [role.yaml]\npatches: [{ target: { kind: Pod }, patch: '[{ op: remove, path: /spec }]' }]\n",
      "clusters/prod/apps.yaml": flux("apps", `path: ./apps, patches: [${patch}]`),
    };
    const [object] = buildsOf(texts).find(({ directory }) => directory === "apps")?.objects ?? [];
    expect(object?.changes?.at(-1)).toMatchObject({
      path: ["rules"],
      by: { file: "clusters/prod/apps.yaml", document: 0, path: ["spec", "patches", 0, "patch"] },
    });
  });

  it.each<[string, Record<string, string>]>([
    ["a .sourceignore at the root", { ".sourceignore": "/apps/b.yaml\n" }],
    ["one in a directory", { "apps/.sourceignore": "b.yaml\n" }],
    ["the last pattern that matches", { ".sourceignore": "/apps/*\n!/apps/a.yaml\n" }],
  ])("leaves out what %s names", (_, ignored) => {
    expect(apps("interval: 1h", { "apps/a.yaml": role("a"), "apps/b.yaml": role("b"), ...ignored })).toEqual([
      "a",
    ]);
  });

  it("leaves out what the source's spec.ignore names, and hides what a kustomization lists such a file", () => {
    const source = gitRepository("flux-system", 'url: x, ignore: "/*\\n!/clusters\\n!/apps\\n/apps/b.yaml"');
    const sync = `${source}---\n${flux("flux-system", "path: ./clusters/prod")}`;
    const texts = { "clusters/prod/sync.yaml": sync, "apps/a.yaml": role("a"), "apps/b.yaml": role("b") };
    const kustomization = flux("apps", "path: ./apps");
    expect(shown({ ...texts, "clusters/prod/apps.yaml": kustomization })["flux apps"]).toEqual(["a"]);
    const listing = { ...texts, "apps/kustomization.yaml": "resources: [a.yaml, b.yaml]\n" };
    expect(shown({ ...listing, "clusters/prod/apps.yaml": kustomization })["flux apps"]).toEqual([
      "a",
      "file: apps/kustomization.yaml includes 'b.yaml', which is not there",
    ]);
  });

  it("is not what a chart's templates become", () => {
    const chart = { "apps/x/Chart.yaml": "name: x\n", "apps/x/templates/role.yaml": role("b") };
    const hidden = "chart: Kustomization 'apps' applies the templates of a chart";
    expect(apps("interval: 1h", { "apps/a.yaml": role("a"), ...chart })).toEqual(["a", hidden]);
    expect(apps("interval: 1h", { ...APPS, ...chart })).toEqual(["reader"]);
  });

  it("gets common labels", () => {
    const texts = {
      ...BOOTSTRAP,
      ...APPS,
      "clusters/prod/apps.yaml": flux(
        "apps",
        "path: ./apps, commonMetadata: { labels: { team: a, wrong: 1 } }",
      ),
    };
    const build = buildsOf(texts).find(({ directory }) => directory === "apps");
    expect(build?.objects[0]?.object.metadata?.labels).toEqual({ team: "a" });
  });
});

describe("whether a source is this repository", () => {
  /** The build of `./apps` by a source of a name and a spec. */
  const of = (name: string, spec: string, checkout = FLEET, path = "./apps") => {
    const all = buildsOf(
      {
        ...APPS,
        "other/a.yaml": role("a"),
        "sync.yaml": `${gitRepository(name, spec)}---\n${flux("apps", `path: ${path}`, "flux-system", name)}`,
      },
      checkout,
    );
    return all.find(({ type }) => type === "flux");
  };
  const UNKNOWN = { remotes: [], branches: [] };
  const MAIN = { ...FLEET, branches: ["main", "my-change"] };
  const HELD_ELSEWHERE = "Kustomization 'apps' applies manifests that are not in this repository";

  it.each([
    ["the bootstrap's", "flux-system", "url: https://example.org/other", FLEET],
    ["a remote, by ssh", "fleet", "url: ssh://git@GitHub.com:22/acme/fleet.git", FLEET],
    ["a remote, by https", "fleet", "url: https://user:token@github.com/acme/fleet/", FLEET],
    ["on the same branch", "fleet", "url: https://github.com/acme/fleet, ref: { branch: main }", MAIN],
    [
      "on the branch that is checked out",
      "fleet",
      "url: https://github.com/acme/fleet, ref: { branch: my-change }",
      MAIN,
    ],
    ["at a tag", "fleet", "url: https://github.com/acme/fleet, ref: { tag: v1.0 }", MAIN],
    [
      "on some branch where that is not known",
      "fleet",
      "url: https://github.com/acme/fleet, ref: { branch: x }",
      FLEET,
    ],
    ["perhaps, where no remote is known", "fleet", "url: https://example.org/other", UNKNOWN],
    ["perhaps, where its URL is not known", "fleet", 'url: "${URL}"', FLEET],
  ])("%s", (_, name, spec, checkout) => {
    expect(of(name, spec, checkout)).toMatchObject({ directory: "apps", files: expect.any(Map) as unknown });
    expect(of(name, spec, checkout)?.hidden[0]?.reason).toBeUndefined();
  });

  it.each([
    ["another URL", "fleet", "url: https://github.com/acme/other", FLEET],
    ["another host", "fleet", "url: https://gitlab.com/acme/fleet", FLEET],
    ["another branch", "fleet", "url: https://github.com/acme/fleet, ref: { branch: other }", MAIN],
  ])("not with %s", (_, name, spec, checkout) => {
    expect(of(name, spec, checkout)).toMatchObject({
      objects: [],
      hidden: [{ kind: "remote", reason: HELD_ELSEWHERE }],
    });
  });

  it("counts a path only if it is a directory here that is not the root, where no remote is known", () => {
    expect(of("fleet", "url: https://github.com/acme/fleet", UNKNOWN, "./")?.hidden[0]?.reason).toBe(
      HELD_ELSEWHERE,
    );
    expect(of("fleet", "url: https://github.com/acme/fleet", UNKNOWN, "./missing")?.hidden[0]?.reason).toBe(
      HELD_ELSEWHERE,
    );
    expect(of("fleet", "url: https://github.com/acme/fleet", FLEET, "./")?.hidden[0]?.reason).toBeUndefined();
  });

  it("never leaves the repository", () => {
    expect(of("fleet", "url: https://github.com/acme/fleet", FLEET, "../../apps")?.directory).toBe("apps");
  });

  it.each(["OCIRepository", "Bucket"])("never for an %s", (kind) => {
    const texts = { ...APPS, "sync.yaml": flux("apps", "path: ./apps").replace("GitRepository", kind) };
    expect(shown(texts)).toEqual({
      "kustomize apps": ["reader"],
      "flux .": [`remote: ${HELD_ELSEWHERE}`],
    });
  });

  it("not known where the path is filled in later", () => {
    expect(
      of("fleet", "url: https://github.com/acme/fleet", FLEET, '"./${CLUSTER}"')?.hidden[0]?.reason,
    ).toBe("Kustomization 'apps' applies a path that is filled in later");
  });
});

it.each([
  ["no spec", "spec: 5"],
  [
    "lists for maps",
    "spec: { sourceRef: [], path: [], patches: {}, components: 5, postBuild: [], kubeConfig: 1 }",
  ],
  [
    "wrong entries",
    "spec: { sourceRef: { kind: GitRepository, name: flux-system }, path: ./apps, targetNamespace: [], namePrefix: 5, patches: [1, { patch: 5 }], components: [{}], postBuild: { substitute: { A: [] }, substituteFrom: 7 }, commonMetadata: { labels: 5 } }",
  ],
])("does not fail on %s", (_, spec) => {
  const text = `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: 5, namespace: flux-system }\n${spec}\n`;
  const builds = buildsOf({ ...BOOTSTRAP, ...APPS, "clusters/prod/apps.yaml": text });
  expect(builds.filter(({ type }) => type === "flux")).toHaveLength(2);
});

describe("what a Kustomization changes", () => {
  const objects = (spec: string, texts: Record<string, string> = APPS) =>
    buildsOf({
      ...BOOTSTRAP,
      ...texts,
      "clusters/prod/apps.yaml": flux("apps", `path: ./apps, ${spec}`),
    }).find(({ directory }) => directory === "apps");

  it.each<[string, object]>([
    ["commonMetadata: { labels: { a: b, c: 1 } }", { name: "reader", labels: { a: "b" } }],
    ["commonMetadata: { labels: { c: 1 } }", { name: "reader" }],
    ["commonMetadata: { labels: [a] }", { name: "reader" }],
    [
      "commonMetadata: { labels: { a: '${A}' } }, postBuild: { substitute: { A: x } }",
      { name: "reader", labels: { a: "${A}" } },
    ],
    ["namePrefix: ''", { name: "reader" }],
    ["namePrefix: null, nameSuffix: -s", { name: "reader-s" }],
    ["targetNamespace: n, namePrefix: p-", { name: "p-reader", namespace: "n" }],
    [
      "patchesStrategicMerge: [{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: reader, labels: { a: b } } }]",
      { name: "reader", labels: { a: "b" } },
    ],
    [
      "patchesStrategicMerge: ['{ apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: { name: reader, labels: { a: b } } }']",
      { name: "reader", labels: { a: "b" } },
    ],
    [
      "patchesJson6902: [{ target: { kind: Role }, patch: [{ op: add, path: /metadata/labels, value: { a: b } }] }]",
      { name: "reader", labels: { a: "b" } },
    ],
    [
      "patchesJson6902: [{ target: { kind: Role }, patch: '[{ op: add, path: /metadata/labels, value: { a: b } }]' }]",
      { name: "reader", labels: { a: "b" } },
    ],
  ])("with %s", (spec, metadata) => {
    const build = objects(spec);
    expect(build?.objects.map(({ object }) => object.metadata)).toEqual([metadata]);
    expect(build?.hidden).toEqual([]);
  });

  it.each([
    ["patchesJson6902: [1]", "apps/kustomization.yaml has a patch that is neither a path nor a text"],
    ["patchesStrategicMerge: [1]", "apps/kustomization.yaml has a patch that is neither a path nor a text"],
    ["targetNamespace: 1", "apps/kustomization.yaml has a 'namespace' that is not a string"],
    [
      "components: [gone], ignoreMissingComponents: false",
      "apps/kustomization.yaml includes 'gone', which is not there",
    ],
    [
      "components: [1], ignoreMissingComponents: 'true'",
      "apps/kustomization.yaml has an entry in 'components' that is not a path",
    ],
    ["components: [1, gone], ignoreMissingComponents: true", undefined],
  ])("hides something with %s", (spec, reason) => {
    expect(objects(spec)?.hidden.map((part) => part.reason)).toEqual(reason === undefined ? [] : [reason]);
  });

  it("names a namespace where it is written", () => {
    expect(objects("targetNamespace: shop")?.namespaces).toEqual([
      {
        name: "shop",
        place: { file: "clusters/prod/apps.yaml", document: 0, path: ["spec", "targetNamespace"] },
        created: false,
      },
    ]);
    for (const spec of ["interval: 1h", "targetNamespace: '${NS}'", "targetNamespace: 1"])
      expect(objects(spec)?.namespaces).toEqual([]);
  });

  it("puts what it hides into its namespace", () => {
    const texts = { "apps/kustomization.yaml": "resources: [gone.yaml]\n", "apps/role.yaml": role("a") };
    expect(objects("targetNamespace: shop", texts)?.hidden.map(({ namespace }) => namespace)).toEqual([
      "shop",
    ]);
    expect(objects("targetNamespace: '${NS}'", texts)?.hidden.map(({ namespace }) => namespace)).toEqual([
      undefined,
    ]);
    expect(objects("interval: 1h", texts)?.hidden.map(({ namespace }) => namespace)).toEqual([undefined]);
  });

  it.each<[string, string | undefined]>([
    ["interval: 1h", "flux:clusters/prod"],
    ["kubeConfig: null", "flux:clusters/prod"],
    ["kubeConfig: { secretRef: { name: far } }", "flux:clusters/prod flux-system/far"],
    ["kubeConfig: { configMapRef: { name: map } }", "flux:clusters/prod flux-system/map"],
    ["kubeConfig: { secretRef: { name: '${FAR}' } }", undefined],
    ["kubeConfig: {}", undefined],
  ])("applies to the cluster of %s", (spec, cluster) => {
    expect(objects(spec)?.cluster).toBe(cluster);
  });
});

it("hides an object whose kind a variable fills in, alone in its file or not", () => {
  const unknown = role("a").replace("kind: Role", "kind: ${KIND}");
  for (const text of [unknown, `${role("b")}---\n${unknown}`]) {
    const builds = buildsOf({
      "sync.yaml": flux("apps", "path: ./apps"),
      "apps/r.yaml": text,
      "apps/c.yaml": role("c"),
    });
    const [build] = builds.filter(({ type }) => type === "flux");
    expect(build?.hidden).toEqual([
      {
        kind: "text",
        reason: "apps includes 'r.yaml', which must be rendered to be read",
        file: "sync.yaml",
        names: [],
        texts: ["apps/r.yaml"],
      },
    ]);
  }
});

const OTHER_SOURCE = { type: "git", url: "https://github.com/acme/other", branch: "main" };

describe("what a Kustomization hides", () => {
  const hidden = (spec: string, checkout?: typeof FLEET, name = "apps") =>
    buildsOf(
      {
        ...BOOTSTRAP,
        ...APPS,
        "clusters/prod/apps.yaml": flux(name, spec, "flux-system", "other"),
        "clusters/prod/source.yaml": gitRepository(
          "other",
          "url: https://github.com/acme/other, ref: { branch: main }",
        ),
      },
      checkout,
    )
      .filter(({ appliedBy }) => appliedBy?.file === "clusters/prod/apps.yaml")
      .map((build) => ({ hidden: build.hidden, objects: build.objects.length, directory: build.directory }));

  it.each<[string, object]>([
    [
      "path: apps",
      {
        kind: "remote",
        reason: "Kustomization 'apps' applies manifests that are not in this repository",
        names: ["apps", "other", "https://github.com/acme/other", "apps"],
        source: OTHER_SOURCE,
      },
    ],
    [
      "interval: 1h",
      {
        kind: "remote",
        reason: "Kustomization 'apps' applies manifests that are not in this repository",
        names: ["apps", "other", "https://github.com/acme/other"],
        source: OTHER_SOURCE,
      },
    ],
    [
      "path: apps, targetNamespace: shop",
      {
        kind: "remote",
        reason: "Kustomization 'apps' applies manifests that are not in this repository",
        names: ["apps", "other", "https://github.com/acme/other", "apps"],
        source: OTHER_SOURCE,
        namespace: "shop",
      },
    ],
    [
      "path: './${CLUSTER}/apps'",
      {
        kind: "path",
        reason: "Kustomization 'apps' applies a path that is filled in later",
        names: [],
        texts: ["${CLUSTER}/apps"],
      },
    ],
    [
      "path: [a]",
      {
        kind: "path",
        reason: "Kustomization 'apps' applies a path that is filled in later",
        names: [],
        texts: [],
      },
    ],
  ])("with %s of another repository", (spec, part) => {
    expect(hidden(spec, FLEET)).toEqual([
      { hidden: [{ file: "clusters/prod/apps.yaml", ...part }], objects: 0, directory: "" },
    ]);
  });
});

describe("the source of a Kustomization", () => {
  const source = (name: string, url: string, namespace = "flux-system", rest = "") =>
    gitRepository(name, `url: ${url}${rest}`).replace("namespace: flux-system", `namespace: ${namespace}`);
  const HERE = "https://github.com/acme/fleet";
  const OTHER = "https://github.com/acme/other";
  /** What is applied, if this repository is the source. */
  const applied = (name: string, sources: Record<string, string>, spec = "", namespace = "flux-system") =>
    shown(
      { "sync.yaml": flux("apps", `path: ./apps${spec}`, namespace, name), ...APPS, ...sources },
      { ...FLEET, branches: ["main"] },
    )["flux apps"]?.[0];

  it.each<[string, Record<string, string>, string | undefined]>([
    ["src", { "s.yaml": source("src", HERE) }, "reader"],
    ["src", { "s.yaml": source("src", OTHER) }, undefined],
    ["src", { "s.yaml": source("other", OTHER) }, "reader"],
    ["src", { "s.yaml": source("src", OTHER, "elsewhere") }, "reader"],
    ["src", { "s.yaml": source("src", HERE), "t.yaml": source("src", OTHER) }, "reader"],
    ["src", { "s.yaml": source("src", OTHER), "t.yaml": source("src", HERE) }, "reader"],
    ["src", { "s.yaml": source("src", OTHER), "t.yaml": source("src", HERE, "elsewhere") }, undefined],
    ["src", { "s.yaml": source("src", "'${URL}'"), "t.yaml": source("src", OTHER) }, "reader"],
    ["src", { "s.yaml": source("src", OTHER, "'${NS}'") }, undefined],
    ["src", { "s.yaml": source("src", HERE, "flux-system", ", ref: { branch: dev }") }, undefined],
    ["src", { "s.yaml": source("src", HERE, "flux-system", ", ref: { branch: main }") }, "reader"],
    ["src", { "s.yaml": source("src", HERE, "flux-system", ", ref: { name: refs/heads/dev }") }, undefined],
    ["src", { "s.yaml": source("src", HERE, "flux-system", ", ref: { tag: v1 }") }, "reader"],
    [
      "src",
      { "s.yaml": source("src", HERE, "flux-system", ", ignore: /apps/role.yaml") },
      "file: apps/kustomization.yaml includes 'role.yaml', which is not there",
    ],
    // The bootstrap's own is this repository, whatever its URL says, unless there are others to compare.
    ["flux-system", {}, "reader"],
    ["flux-system", { "s.yaml": source("flux-system", OTHER) }, "reader"],
    ["flux-system", { "s.yaml": source("flux-system", HERE) }, "reader"],
  ])("%s of %j", (name, sources, expected) => {
    expect(applied(name, sources)).toBe(expected);
  });

  it("is the one beside the Kustomization first", () => {
    const both = (near: string, far: string) =>
      shown(
        {
          "a.yaml": source("flux-system", OTHER, "flux-system", far),
          "sync.yaml": `${flux("apps", "path: ./apps")}---\n${source("flux-system", OTHER, "flux-system", near)}`,
          ...APPS,
        },
        FLEET,
      )["flux apps"];
    const ignoring = ", ignore: role.yaml";
    expect(both("", ignoring)).toEqual(["reader"]);
    expect(both(ignoring, "")).toEqual([
      "file: apps/kustomization.yaml includes 'role.yaml', which is not there",
    ]);
  });

  it("is in the namespace that it names", () => {
    const spec = "spec: { path: ./apps, sourceRef: { kind: GitRepository, name: src, namespace: far } }";
    const judged = (far: string, own: string) =>
      shown(
        {
          "sync.yaml": flux("apps", "").replace(/^spec: .*$/m, spec),
          "s.yaml": source("src", far, "far"),
          "t.yaml": source("src", own),
          ...APPS,
        },
        FLEET,
      )["flux apps"];
    expect(judged(OTHER, HERE)).toBeUndefined();
    expect(judged(HERE, OTHER)).toEqual(["reader"]);
  });
});
