import { describe, expect, it } from "vitest";
import { application, flux, gitRepository } from "../builds/controllers/controlled.js";
import { lint } from "../rules/lint.js";
import { clusterBinding, denyAll, manifest, roleBinding } from "../rules/manifests.js";

const join = (...documents: string[]) => documents.join("---\n");
const NOTHING = "so this binding grants nothing until somebody creates a role of that name.";
const CREATE = "Create it, correct the name, or list it under 'knownRoles' in .gitops-lint.yaml.";
const OPEN =
  "Namespace 'shop' has no default-deny policy for ingress: every pod of the cluster can reach its pods. Add a NetworkPolicy with 'podSelector: {}' and 'policyTypes: [Ingress]'.";

/** A cluster as `flux bootstrap` leaves it, with what its Kustomizations are besides. */
const cluster = (name: string, ...kustomizations: string[]) => ({
  [`clusters/${name}/flux-system/gotk-sync.yaml`]: join(
    gitRepository("flux-system", "url: ssh://git@github.com/acme/fleet, ref: { branch: main }"),
    flux("flux-system", `path: ./clusters/${name}`),
  ),
  [`clusters/${name}/flux-system/kustomization.yaml`]: "resources: [gotk-sync.yaml]\n",
  [`clusters/${name}/apps.yaml`]: join(...kustomizations),
});
/** A RoleBinding without a namespace; its reference stands in line 5. */
const reference = manifest("RoleBinding", "readers", undefined, "roleRef: { kind: Role, name: reader }\n");

describe("no-missing-role, with Flux", () => {
  const RULE = "no-missing-role";

  it.each<[string, Record<string, string>]>([
    [
      "in the same Kustomization, whatever names and namespace that gives",
      {
        ...cluster("prod", flux("apps", "path: ./apps, targetNamespace: shop, namePrefix: x-")),
        "apps/role.yaml": manifest("Role", "reader"),
        "apps/binding.yaml": reference,
      },
    ],
    [
      "in another Kustomization of the cluster",
      {
        ...cluster(
          "prod",
          flux("apps", "path: ./apps, targetNamespace: shop"),
          flux("infra", "path: ./infra"),
        ),
        "infra/role.yaml": manifest("Role", "reader", "shop"),
        "apps/binding.yaml": reference,
      },
    ],
    [
      "under a variable that is given",
      {
        ...cluster("prod", flux("apps", "path: ./apps, postBuild: { substitute: { ROLE: reader } }")),
        "apps/role.yaml": manifest("Role", "reader", "shop"),
        "apps/binding.yaml": roleBinding("${ROLE}"),
      },
    ],
    [
      "in a component that the Kustomization adds",
      {
        ...cluster("prod", flux("apps", "path: ./apps, components: [../roles]")),
        "roles/kustomization.yaml":
          "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [role.yaml]\n",
        "roles/role.yaml": manifest("Role", "reader", "shop"),
        "apps/binding.yaml": roleBinding("reader"),
      },
    ],
  ])("finds a role %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("misses a role in the namespace that the Kustomization sets", async () => {
    const files = {
      ...cluster("prod", flux("apps", "path: ./apps, targetNamespace: shop"), flux("infra", "path: ./infra")),
      "infra/role.yaml": manifest("Role", "reader", "bakery"),
      "apps/binding.yaml": reference,
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "apps/binding.yaml:5:30-5:36",
        `Role 'reader' in namespace 'shop' (as 'apps' applies it) does not exist, ${NOTHING} There is one in namespace 'bakery', but a RoleBinding refers to Roles of its own namespace only.`,
      ],
    ]);
  });

  it("misses a role that only another cluster has", async () => {
    const files = {
      ...cluster("prod", flux("apps", "path: ./apps/prod")),
      ...cluster("test", flux("apps", "path: ./apps/test")),
      "apps/prod/binding.yaml": clusterBinding("reader"),
      "apps/test/role.yaml": manifest("ClusterRole", "reader"),
    };
    expect(await lint(RULE, files)).toEqual([
      ["apps/prod/binding.yaml:8:9-8:15", `ClusterRole 'reader' does not exist, ${NOTHING} ${CREATE}`],
    ]);
    expect(
      await lint(RULE, {
        ...files,
        ...cluster("prod", flux("apps", "path: ./apps/prod"), flux("b", "path: ./apps/test")),
      }),
    ).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    [
      "in a base that no root reaches, where another build has that name",
      {
        ...cluster("prod", flux("apps", "path: ./apps")),
        "apps/role.yaml": manifest("Role", "reader", "bakery"),
        "base/kustomization.yaml": "resources: [binding.yaml]\n",
        "base/binding.yaml": roleBinding("reader"),
      },
    ],
    [
      "under a variable of a ConfigMap",
      {
        ...cluster(
          "prod",
          flux("apps", "path: ./apps, postBuild: { substituteFrom: [{ kind: ConfigMap, name: c }] }"),
        ),
        "apps/binding.yaml": roleBinding("${ROLE:=reader}"),
      },
    ],
    [
      "that the source of another Kustomization may bring",
      {
        ...cluster(
          "prod",
          flux("apps", "path: ./apps"),
          flux("podinfo", "path: ./deploy", "flux-system", "podinfo"),
        ),
        "apps/binding.yaml": clusterBinding("podinfo-reader"),
      },
    ],
  ])("is silent on a role %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("judges a base that no root reaches by itself, and says in strict why a role is not known", async () => {
    const files = {
      ...cluster("prod", flux("apps", "path: ./apps")),
      "apps/role.yaml": manifest("Role", "other", "shop"),
      "base/kustomization.yaml": "resources: [binding.yaml]\n",
      "base/binding.yaml": roleBinding("reader"),
    };
    expect(await lint(RULE, files)).toEqual([
      [
        "base/binding.yaml:9:9-9:15",
        `Role 'reader' in namespace 'shop' (as 'base' would be applied) does not exist, ${NOTHING} ${CREATE}`,
      ],
    ]);
    const elsewhere = { ...files, "apps/role.yaml": manifest("Role", "reader", "bakery") };
    expect(await lint(RULE, elsewhere, { options: { strict: true } })).toEqual([
      [
        "base/binding.yaml:9:9-9:15",
        "Role 'reader' in namespace 'shop' (as 'base' would be applied) cannot be resolved: no Flux or Argo CD root applies it, and another build has that name.",
      ],
    ]);
  });
});

describe("no-missing-role, with Argo CD", () => {
  const RULE = "no-missing-role";
  const git = { ".git/config": '[remote "origin"]\n\turl = git@github.com:acme/fleet.git\n' };

  it("finds a role in the namespace of the destination, and misses one in another", async () => {
    const files = {
      ...git,
      "argocd/app.yaml": application("app", "path: apps", "destination: { namespace: shop }"),
      "apps/binding.yaml": reference,
      "apps/role.yaml": manifest("Role", "reader", "shop"),
    };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, { ...files, "apps/role.yaml": manifest("Role", "reader", "bakery") })).toEqual([
      [
        "apps/binding.yaml:5:30-5:36",
        `Role 'reader' in namespace 'shop' (as 'apps' applies it) does not exist, ${NOTHING} There is one in namespace 'bakery', but a RoleBinding refers to Roles of its own namespace only.`,
      ],
    ]);
  });

  it("misses a role that an Application for another cluster applies", async () => {
    const files = {
      ...git,
      "argocd/prod.yaml": application("prod", "path: apps/prod", "destination: { name: prod }"),
      "argocd/test.yaml": application("test", "path: apps/test", "destination: { name: test }"),
      "apps/prod/binding.yaml": clusterBinding("reader"),
      "apps/test/role.yaml": manifest("ClusterRole", "reader"),
    };
    expect(await lint(RULE, files)).toEqual([
      ["apps/prod/binding.yaml:8:9-8:15", `ClusterRole 'reader' does not exist, ${NOTHING} ${CREATE}`],
    ]);
  });

  it("is silent on a role that a chart may bring", async () => {
    const files = {
      ...git,
      "argocd/prod.yaml": application("prod", "path: apps"),
      "argocd/chart.yaml": application("kyverno", "chart: kyverno"),
      "apps/binding.yaml": clusterBinding("kyverno:reader"),
    };
    expect(await lint(RULE, files)).toEqual([]);
    expect(await lint(RULE, { ...files, "apps/binding.yaml": clusterBinding("reader") })).toHaveLength(1);
  });

  it("looks at what an ApplicationSet applies", async () => {
    const set = [
      "apiVersion: argoproj.io/v1alpha1",
      "kind: ApplicationSet",
      "metadata: { name: teams }",
      "spec:",
      "  generators: [{ git: { repoURL: 'https://github.com/acme/fleet', directories: [{ path: 'teams/*' }] } }]",
      "  template:",
      "    spec:",
      "      source: { repoURL: 'https://github.com/acme/fleet', path: '{{path}}' }",
      "      destination: { namespace: '{{path.basename}}' }",
    ];
    const files = {
      ...git,
      "set.yaml": `${set.join("\n")}\n`,
      "teams/a/role.yaml": manifest("Role", "reader"),
      "teams/a/binding.yaml": reference,
      "teams/b/binding.yaml": reference,
    };
    expect((await lint(RULE, files)).map(([place]) => place)).toEqual(["teams/b/binding.yaml:5:30-5:36"]);
  });
});

describe("require-default-deny", () => {
  const RULE = "require-default-deny";
  const web = manifest("Deployment", "web");

  it("reports a namespace that Flux sets where the Kustomization names it", async () => {
    const files = {
      ...cluster("prod", flux("apps", "path: ./apps, targetNamespace: shop")),
      "apps/web.yaml": manifest("ServiceAccount", "web"),
    };
    const [found, ...others] = await lint(RULE, files);
    expect(others).toEqual([]);
    expect(found).toEqual(["clusters/prod/apps.yaml:4:95-4:99", OPEN]);
    expect(await lint(RULE, { ...files, "apps/deny.yaml": denyAll(undefined) })).toEqual([]);
  });

  it("reports a namespace that Argo CD fills in or creates where the Application names it", async () => {
    const files = {
      "argocd/app.yaml": application("app", "path: apps", "destination: { namespace: shop }"),
      "apps/web.yaml": web,
    };
    const place = "argocd/app.yaml:4:101-4:105";
    expect(await lint(RULE, files)).toEqual([[place, OPEN]]);
    expect(await lint(RULE, { ...files, "apps/deny.yaml": denyAll(undefined) })).toEqual([]);
    const create = "destination: { namespace: shop }, syncPolicy: { syncOptions: [CreateNamespace=true] }";
    const creating = { "argocd/app.yaml": application("app", "path: apps", create) };
    const other = { "apps/web.yaml": manifest("ClusterRole", "web") };
    expect(await lint(RULE, { ...creating, ...other })).toEqual([[place, OPEN]]);
    expect(await lint(RULE, { ...files, ...other })).toEqual([]);
  });

  it("is silent where a chart that is installed into the namespace is told to isolate", async () => {
    const destination = "destination: { namespace: shop }";
    const files = {
      "argocd/app.yaml": application("app", "path: apps", destination),
      "argocd/chart.yaml": application("chart", "chart: nginx", destination),
      "apps/web.yaml": web,
    };
    expect(await lint(RULE, files)).toEqual([["argocd/app.yaml:4:101-4:105", OPEN]]);
    const told = "chart: nginx, helm: { valuesObject: { networkPolicy: { enabled: true } } }";
    const telling = { ...files, "argocd/chart.yaml": application("chart", told, destination) };
    expect(await lint(RULE, telling)).toEqual([]);
  });

  it("counts policies in each cluster by itself", async () => {
    const files = {
      ...cluster("prod", flux("apps", "path: ./apps/prod")),
      ...cluster("test", flux("apps", "path: ./apps/test")),
      "apps/prod/namespace.yaml": manifest("Namespace", "shop"),
      "apps/test/namespace.yaml": manifest("Namespace", "shop"),
      "apps/test/deny.yaml": denyAll("shop"),
    };
    expect(await lint(RULE, files)).toEqual([["apps/prod/namespace.yaml:4:9-4:13", OPEN]]);
    const both = { ...files, "apps/test/deny.yaml": manifest("ServiceAccount", "x") };
    expect((await lint(RULE, both)).map(([place]) => place)).toEqual([
      "apps/prod/namespace.yaml:4:9-4:13",
      "apps/test/namespace.yaml:4:9-4:13",
    ]);
  });

  it("reports a namespace that several clusters share once, if one of them lacks the policy", async () => {
    const files = {
      ...cluster("prod", flux("apps", "path: ./apps")),
      ...cluster("test", flux("apps", "path: ./apps"), flux("deny", "path: ./deny")),
      "apps/namespace.yaml": manifest("Namespace", "shop"),
      "deny/deny.yaml": denyAll("shop"),
    };
    expect(await lint(RULE, files)).toEqual([["apps/namespace.yaml:4:9-4:13", OPEN]]);
  });

  it("reports the namespace of a base that no root reaches, at its first place", async () => {
    const files = {
      ...cluster("prod", flux("apps", "path: ./apps")),
      "apps/namespace.yaml": manifest("Namespace", "shop"),
      "base/kustomization.yaml": "namespace: shop\nresources: [web.yaml]\n",
      "base/web.yaml": web,
      "other/kustomization.yaml": "namespace: bakery\nresources: [web.yaml]\n",
      "other/web.yaml": web,
    };
    expect(await lint(RULE, files)).toEqual([
      ["apps/namespace.yaml:4:9-4:13", OPEN],
      [
        "other/kustomization.yaml:1:12-1:18",
        OPEN.replace("'shop'", "'bakery' (as 'other' would be applied)"),
      ],
    ]);
  });
});
