import { describe, expect, it } from "vitest";
import { application, flux, gitRepository } from "../builds/controllers/controlled.js";
import { lint } from "../rules/lint.js";
import { clusterBinding, manifest, roleBinding } from "../rules/manifests.js";

/*
 * Each kind of hidden part, in each kind of build that can have it: it silences what it could hold, and nothing else.
 */

type Files = Record<string, string>;

/** What a build applies: manifests by their name, and lines of its kustomization. */
interface Content {
  manifests?: Files;
  kustomization?: string;
  others?: Files;
}

const KUSTOMIZED =
  (name: string) =>
  ({ manifests = {}, kustomization = "", others = {} }: Content): Files => ({
    ...others,
    ...inDirectory("app", manifests),
    "app/kustomization.yaml": kustomization.startsWith("resources:")
      ? kustomization.replace("resources: [", `resources: [${Object.keys(manifests).join(", ")}, `)
      : `resources: [${Object.keys(manifests).join(", ")}]\n${kustomization}\n`,
    ...APPLIERS[name],
  });

const APPLIERS: Record<string, Files> = {
  kustomize: {},
  Flux: {
    "clusters/a/sync.yaml": [
      gitRepository("flux-system", "url: https://github.com/acme/fleet"),
      flux("flux-system", "path: ./clusters/a"),
      flux("app", "path: ./app"),
    ].join("---\n"),
  },
  "Argo CD": {
    ".git/config": '[remote "origin"]\n\turl = git@github.com:acme/fleet.git\n',
    "argocd/app.yaml": application("app", "path: app"),
  },
};

const BUILDS: Record<string, (content: Content) => Files> = {
  plain: ({ manifests = {}, others = {} }) => ({ ...others, ...inDirectory("app", manifests) }),
  kustomize: KUSTOMIZED("kustomize"),
  Flux: KUSTOMIZED("Flux"),
  "Argo CD": KUSTOMIZED("Argo CD"),
};

function inDirectory(directory: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${directory}/${name}`, text]));
}

const ALL = ["plain", "kustomize", "Flux", "Argo CD"];
/** Where there is a kustomization. */
const KUSTOMIZATIONS = ALL.slice(1);

const helmRelease = (name: string, spec: string, namespace = "shop") =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ${spec} }\n`;
const CHART = "chart: { spec: { chart: podinfo, sourceRef: { kind: HelmRepository, name: stefan } } }";
const subscription = (name: string) =>
  `apiVersion: operators.coreos.com/v1alpha1\nkind: Subscription\nmetadata: { name: ${name} }\nspec: { name: ${name} }\n`;
const generator = (apiVersion: string, kind: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }\n`;

const role = (name: string, namespace?: string) => roleBinding(name, namespace);
const clusterRole = (name: string) => clusterBinding(name);

interface Row {
  part: string;
  content: Content;
  builds: readonly string[];
  holds: Files;
  not: Files;
}

const ROWS: Row[] = [
  {
    part: "a HelmRelease",
    builds: ALL,
    content: {
      manifests: { "release.yaml": helmRelease("web", `${CHART}, values: { fullnameOverride: gate }`) },
    },
    holds: {
      "by the name of the release": role("web-reader"),
      "by the name of the chart": role("podinfo"),
      "by the name that its values give": clusterRole("gate-admin"),
    },
    not: {
      "by another name": role("auditor"),
      "in another namespace": role("web-reader", "bakery"),
      "by a word that is in every name": clusterRole("cluster-reader"),
    },
  },
  {
    part: "a HelmRelease into another namespace",
    builds: ALL,
    content: { manifests: { "release.yaml": helmRelease("web", `targetNamespace: bakery, ${CHART}`) } },
    holds: {
      "where it goes": role("web-reader", "bakery"),
      "in the whole cluster": clusterRole("web-reader"),
    },
    not: { "where the release is": role("web-reader") },
  },
  {
    part: "an operator",
    builds: ALL,
    content: { manifests: { "subscription.yaml": subscription("argocd-operator") } },
    holds: { "by its name": clusterRole("argocd-server") },
    not: { "by another name": clusterRole("auditor") },
  },
  {
    part: "a chart of the repository",
    builds: ALL,
    content: {
      others: {
        "charts/podinfo/Chart.yaml": "name: podinfo\nversion: 1.0.0\n",
        "charts/podinfo/templates/a.yaml": "kind: Role\nmetadata: { name: written-here }\n{{ x }}\n",
      },
    },
    holds: { "by its name": role("podinfo"), "by what its templates say": role("written-here") },
    not: { "by another name": role("auditor") },
  },
  {
    part: "Terraform",
    builds: ALL,
    content: {
      others: { "main.tf": 'resource "kubernetes_role" "a" {\n  metadata { name = "by-terraform" }\n}\n' },
    },
    holds: { "by a name in its files": role("by-terraform") },
    not: { "by another name": role("terraform") },
  },
  {
    part: "helmfile",
    builds: ALL,
    content: { others: { "helmfile.yaml": "releases:\n  - name: by-helmfile\n" } },
    holds: { "by a name in its file": role("by-helmfile"), "by the release": role("by-helmfile-reader") },
    not: { "by another name": role("auditor") },
  },
  {
    part: "a text that does not parse",
    builds: ALL,
    content: {
      manifests: {
        "broken.yaml":
          "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: { name: half-written\n",
      },
    },
    holds: { "by a name in it": role("half-written") },
    not: { "by another name": role("auditor"), "by a part of a name": role("half") },
  },
  {
    part: "a name that is filled in later",
    builds: ALL,
    content: { manifests: { "role.yaml": manifest("Role", '"${TEAM}-reader"', "shop") } },
    holds: { "by what is written of it": role("a-reader") },
    not: { "by anything else": role("a-writer"), "as another kind": clusterRole("a-reader") },
  },
  {
    part: "a chart of the kustomization",
    builds: KUSTOMIZATIONS,
    content: { kustomization: "helmCharts: [{ name: podinfo, releaseName: gate, namespace: shop }]" },
    holds: { "by its name": role("podinfo"), "by its release": clusterRole("gate:admin") },
    not: { "by another name": role("auditor"), "in another namespace": role("podinfo", "bakery") },
  },
  {
    part: "a remote base",
    builds: KUSTOMIZATIONS,
    content: { kustomization: "resources: ['https://example.org/argo-cd/install.yaml']" },
    holds: { "by any name": role("auditor"), "in the whole cluster": clusterRole("whatever") },
    not: {},
  },
  {
    part: "a generator of Secrets",
    builds: KUSTOMIZATIONS,
    content: {
      kustomization: "generators: [g.yaml]",
      others: { "app/g.yaml": generator("viaduct.ai/v1", "ksops") },
    },
    holds: {},
    not: { "by any name": role("auditor") },
  },
  {
    part: "another program",
    builds: KUSTOMIZATIONS,
    content: {
      kustomization: "generators: [g.yaml]",
      others: { "app/g.yaml": generator("example.org/v1", "Roles") },
    },
    holds: { "by any name": role("auditor") },
    not: {},
  },
  {
    part: "a file that is not there",
    builds: KUSTOMIZATIONS,
    content: { kustomization: "resources: [podinfo-account.yaml]" },
    holds: { "by a word of its name": role("podinfo") },
    not: { "by another name": role("auditor") },
  },
  {
    part: "a file for roles that is not there",
    builds: KUSTOMIZATIONS,
    content: { kustomization: "resources: [rbac.yaml]" },
    holds: { "by any name": role("auditor") },
    not: {},
  },
  {
    part: "a patch that is not there",
    builds: KUSTOMIZATIONS,
    content: { kustomization: "patches: [{ path: podinfo.yaml }]" },
    holds: {},
    not: { "by a word of its name": role("podinfo") },
  },
  {
    part: "a patch that is no patch",
    builds: KUSTOMIZATIONS,
    content: { kustomization: "patches: [7]" },
    holds: {},
    not: { "by any name": role("auditor") },
  },
];

describe.each(ROWS)("$part", ({ content, builds, holds, not }) => {
  const cases = (from: Files) =>
    builds.flatMap((build) => Object.entries(from).map(([what, binding]) => ({ build, what, binding })));
  const found = (build: string, binding: string) => {
    const manifests = { "binding.yaml": binding, ...content.manifests };
    return lint("no-missing-role", BUILDS[build]?.({ ...content, manifests }) ?? {});
  };

  if (Object.keys(holds).length > 0) {
    it.each(cases(holds))("could hold a role $what ($build)", async ({ build, binding }) => {
      expect(await found(build, binding)).toEqual([]);
    });
  }
  if (Object.keys(not).length > 0) {
    it.each(cases(not))("could not hold a role $what ($build)", async ({ build, binding }) => {
      expect(await found(build, binding)).toEqual([
        [expect.stringMatching(/^app\/binding\.yaml:\d+:9-/), expect.stringContaining("does not exist")],
      ]);
    });
  }
});

describe("what another build hides", () => {
  const binding = (name: string) => ({ "rbac/binding.yaml": clusterRole(name) });
  const remote = (url: string) => ({ "other/kustomization.yaml": `resources: ['${url}']\n` });
  const reported = async (files: Files) => (await lint("no-missing-role", files)).length;

  it("is a remote base that goes by the name", async () => {
    const files = remote("https://example.org/argo-cd/install.yaml");
    expect(await reported({ ...files, ...binding("argocd-server") })).toBe(0);
    expect(await reported({ ...files, ...binding("auditor") })).toBe(1);
  });

  it("is a remote base of an operator's layout, with the names that such layouts make", async () => {
    const files = remote("https://github.com/acme/db//config/default?ref=v1.2.3");
    expect(await reported({ ...files, ...binding("shard-manager-role") })).toBe(0);
    expect(await reported({ ...files, ...binding("manager-role") })).toBe(1);
    const ours = { "rbac/own.yaml": manifest("ServiceAccount", "shard", "shop") };
    expect(await reported({ ...files, ...ours, ...binding("shard-manager-role") })).toBe(1);
    const part = remote("https://github.com/acme/db//config/rbac?ref=v1.2.3");
    expect(await reported({ ...part, ...binding("manager-role") })).toBe(0);
    expect(await reported({ ...files, ...binding("shard-viewer-role") })).toBe(0);
    expect(await reported({ ...files, ...binding("shard-reader") })).toBe(1);
    const other = remote("https://github.com/acme/db//deploy?ref=v1.2.3");
    expect(await reported({ ...other, ...binding("shard-viewer-role") })).toBe(1);
  });

  it("is what two bases bring that only a distant root brings together", async () => {
    const files = {
      "kustomization.yaml": "resources: [one, other]\n",
      "one/kustomization.yaml": "resources: [binding.yaml]\n",
      "one/binding.yaml": clusterRole("auditor"),
      "other/kustomization.yaml": "resources: ['https://example.org/web']\n",
    };
    expect(await reported(files)).toBe(1);
    // Not so if the one that lists the binding includes it, or the other way round.
    const below = { ...files, "one/kustomization.yaml": "resources: [binding.yaml, ../other]\n" };
    expect(await reported({ ...below, "kustomization.yaml": "resources: [one]\n" })).toBe(0);
    const above = {
      ...files,
      "other/kustomization.yaml": "resources: [../one, 'https://example.org/web']\n",
    };
    expect(await reported({ ...above, "kustomization.yaml": "resources: [other]\n" })).toBe(0);
  });

  it("is a missing file for roles that goes by the name, and no other one", async () => {
    const file = (name: string) => ({ "other/kustomization.yaml": `resources: [${name}]\n` });
    expect(await reported({ ...file("podinfo/rbac.yaml"), ...binding("podinfo-reader") })).toBe(0);
    expect(await reported({ ...file("podinfo/deployment.yaml"), ...binding("podinfo-reader") })).toBe(1);
    expect(await reported({ ...file("podinfo/all.yaml"), ...binding("auditor") })).toBe(1);
  });

  it("is no program, since that makes what its own build has", async () => {
    const files = {
      "other/kustomization.yaml": "generators: [g.yaml]\n",
      "other/g.yaml": generator("example.org/v1", "Roles"),
    };
    expect(await reported({ ...files, ...binding("roles-reader") })).toBe(1);
  });

  it("is not what goes by the name of a workload beside the binding", async () => {
    const files = { ...remote("https://example.org/web"), ...binding("web-reader") };
    expect(await reported(files)).toBe(0);
    expect(await reported({ ...files, "rbac/web.yaml": manifest("Deployment", "web", "shop") })).toBe(1);
  });

  it("is what the directories hold that a path with variables can lead to", async () => {
    const files = {
      "clusters/a/sync.yaml": [
        gitRepository("flux-system", "url: https://github.com/acme/fleet"),
        flux("flux-system", "path: ./clusters/a"),
        flux("rbac", "path: ./rbac"),
        flux("roles", 'path: "./roles/${STAGE}", targetNamespace: shop'),
      ].join("---\n"),
      "roles/prod/role.yaml": manifest("Role", "reader", "bakery"),
      "rbac/binding.yaml": role("reader"),
    };
    expect(await reported(files)).toBe(0);
    expect(await reported({ ...files, "rbac/binding.yaml": role("writer") })).toBe(1);
  });
});

describe("a namespace", () => {
  const shop = { "namespace.yaml": manifest("Namespace", "shop") };
  const ROWS: [part: string, builds: readonly string[], content: Content, isSilent: boolean][] = [
    ["a chart", ALL, { manifests: { "release.yaml": helmRelease("web", CHART) } }, false],
    [
      "a chart that is told to isolate",
      ALL,
      {
        manifests: {
          "release.yaml": helmRelease("web", `${CHART}, values: { networkPolicy: { enabled: true } }`),
        },
      },
      true,
    ],
    [
      "a chart that is told not to isolate",
      ALL,
      {
        manifests: {
          "release.yaml": helmRelease("web", `${CHART}, values: { networkPolicy: { enabled: false } }`),
        },
      },
      false,
    ],
    [
      "a chart of another namespace that is told to isolate",
      ALL,
      {
        manifests: {
          "release.yaml": helmRelease(
            "web",
            `${CHART}, values: { networkPolicy: { enabled: true } }`,
            "bakery",
          ),
        },
      },
      false,
    ],
    ["an operator", ALL, { manifests: { "s.yaml": subscription("network-operator") } }, false],
    [
      "a remote base",
      KUSTOMIZATIONS,
      { kustomization: "resources: ['https://example.org/web.yaml']" },
      false,
    ],
    [
      "a remote base of policies",
      KUSTOMIZATIONS,
      { kustomization: "resources: ['https://example.org/network-policies?ref=v1']" },
      true,
    ],
    [
      "a generator of Secrets",
      KUSTOMIZATIONS,
      {
        kustomization: "generators: [g.yaml]",
        others: { "app/g.yaml": generator("viaduct.ai/v1", "ksops") },
      },
      false,
    ],
    [
      "a program",
      KUSTOMIZATIONS,
      { kustomization: "generators: [g.yaml]", others: { "app/g.yaml": generator("example.org/v1", "X") } },
      true,
    ],
    [
      "a policy that does not parse",
      ALL,
      {
        manifests: {
          "b.yaml": "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: a\n",
        },
      },
      true,
    ],
    [
      "something else that does not parse",
      ALL,
      { manifests: { "b.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: a\n" } },
      false,
    ],
    ["a file that is not there", KUSTOMIZATIONS, { kustomization: "resources: [web.yaml]" }, false],
    ["a policy that is not there", KUSTOMIZATIONS, { kustomization: "resources: [deny-policy.yaml]" }, true],
    [
      "a patch that is not there",
      KUSTOMIZATIONS,
      { kustomization: "patches: [{ path: policy.yaml }]" },
      false,
    ],
  ];

  it.each(ROWS.flatMap(([part, builds, ...rest]) => builds.map((build) => [part, build, ...rest] as const)))(
    "with %s (%s)",
    async (_, build, content, isSilent) => {
      const files = BUILDS[build]?.({ ...content, manifests: { ...shop, ...content.manifests } }) ?? {};
      const found = (await lint("require-default-deny", files)).filter(([, message]) =>
        message.includes("'shop'"),
      );
      expect(found.map(([place]) => place)).toEqual(isSilent ? [] : ["app/namespace.yaml:4:9-4:13"]);
    },
  );

  const deny = (namespace?: string) =>
    manifest("NetworkPolicy", "deny", namespace, "spec: { podSelector: {}, policyTypes: [Ingress] }\n");
  it.each<[string, Files, boolean]>([
    ["a policy that is applied with any namespace", { "policies/deny.yaml": deny() }, true],
    [
      "a policy that goes where its build's other objects are",
      { "policies/deny.yaml": deny(), "policies/web.yaml": manifest("Deployment", "web", "bakery") },
      false,
    ],
    ["a policy in a namespace that is filled in", { "policies/deny.yaml": deny('"${NS}"') }, true],
    [
      "a policy in a namespace that becomes another one",
      { "policies/deny.yaml": deny('"dev-${NS}"') },
      false,
    ],
    [
      "a policy for some pods that is applied with any namespace",
      {
        "policies/web.yaml": manifest(
          "NetworkPolicy",
          "web",
          undefined,
          "spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress] }\n",
        ),
      },
      false,
    ],
  ])("with %s elsewhere", async (_, files, isSilent) => {
    const found = await lint("require-default-deny", {
      ...files,
      "app/namespace.yaml": shop["namespace.yaml"],
    });
    const isFound = found.some(([place]) => place === "app/namespace.yaml:4:9-4:13");
    expect(isFound).toBe(!isSilent);
  });

  it.each(["$NS", "<ns>", "__NS__", "[[ns]]", "MyNamespace"])("is none that is called %s", async (name) => {
    expect(await lint("require-default-deny", { "a.yaml": manifest("Namespace", `"${name}"`) })).toEqual([]);
  });
});
