import { describe, expect, it } from "vitest";
import { lint } from "./lint.js";

const RULE = "require-flux-service-account";

function kustomization(name: string, namespace: string, spec = "", sourceRef = ""): string {
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
${namespace && `  namespace: ${namespace}\n`}spec:
  path: ./deploy
${spec}  sourceRef:
    kind: GitRepository
    name: shop
${sourceRef}`;
}

function release(spec: string): string {
  return `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: shop
  namespace: shop
spec:
${spec}`;
}

const CONTROLLER =
  "names no ServiceAccount, so kustomize-controller applies its manifests with its own rights, which are those of cluster-admin by default: whoever can change its source can change everything in the cluster. Set spec.serviceAccountName to a ServiceAccount of namespace 'shop' that may do what is needed here.";

const LOCKDOWN = `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [gotk-components.yaml]
patches:
  - target: { kind: Deployment, name: kustomize-controller }
    patch: |
      - op: add
        path: /spec/template/spec/containers/0/args/-
        value: `;

describe("require-flux-service-account", () => {
  it("reports a Kustomization that Flux applies as its controller", async () => {
    expect(await lint(RULE, { "a.yaml": kustomization("shop", "shop") })).toEqual([
      ["a.yaml:6:1-6:5", `Kustomization 'shop' ${CONTROLLER}`],
    ]);
  });

  it("reports an empty account, which is none, at its value", async () => {
    const text = kustomization("shop", "", '  serviceAccountName: ""\n');
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      ["a.yaml:7:23-7:25", `Kustomization 'shop' ${CONTROLLER.replace(" of namespace 'shop'", "")}`],
    ]);
  });

  it("reports a HelmRelease, and its source in another namespace", async () => {
    const text = release(`  chart:
    spec:
      chart: shop
      sourceRef:
        kind: HelmRepository
        name: charts
        namespace: flux-system
`);
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        "a.yaml:6:1-6:5",
        "HelmRelease 'shop' names no ServiceAccount, so helm-controller installs its chart with its own rights, which are those of cluster-admin by default: whoever can change the chart can change everything in the cluster. Set spec.serviceAccountName to a ServiceAccount of namespace 'shop' that may do what is needed here.",
      ],
      [
        "a.yaml:13:20-13:31",
        "HelmRelease 'shop' is in namespace 'shop' and takes HelmRepository 'charts' from 'flux-system'. While Flux allows that, anyone who may create one like it in any namespace can use the sources of all others, and the credentials in them. Create the source in 'shop', and run Flux with --no-cross-namespace-refs.",
      ],
    ]);
  });

  it("reports a chartRef into another namespace", async () => {
    const text = release(`  serviceAccountName: deployer
  chartRef:
    kind: OCIRepository
    name: shop
    namespace: charts
`);
    expect(await lint(RULE, { "a.yaml": text })).toMatchObject([["a.yaml:11:16-11:22", expect.anything()]]);
  });

  it("judges the account that an overlay adds", async () => {
    const overlay = (resource: string, patch: string) => `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources: [${resource}]
${patch}`;
    const patch = `patches:
  - target: { kind: Kustomization }
    patch: |
      - { op: add, path: /spec/serviceAccountName, value: deployer }
`;
    const base = {
      "base/shop.yaml": kustomization("shop", "shop"),
      "base/kustomization.yaml": overlay("shop.yaml", ""),
      "one/kustomization.yaml": overlay("../base", patch),
    };
    expect(await lint(RULE, base)).toEqual([]);
    const two = { ...base, "two/kustomization.yaml": overlay("../base", "") };
    expect(await lint(RULE, two)).toEqual([
      [
        "base/shop.yaml:6:1-6:5",
        `Kustomization 'shop' ${CONTROLLER.replace("no ServiceAccount", "no ServiceAccount in what 'two' applies")}`,
      ],
    ]);
  });

  it.each([
    ["an account", kustomization("shop", "shop", "  serviceAccountName: deployer\n")],
    ["one that is filled in later", kustomization("shop", "shop", "  serviceAccountName: ${ACCOUNT}\n")],
    [
      "an identity in another cluster",
      kustomization("shop", "shop", "  kubeConfig: { secretRef: { name: a } }\n"),
    ],
    ["the one with which Flux starts", kustomization("flux-system", "flux-system")],
    [
      "a source in its own namespace",
      release(`  serviceAccountName: a\n  chartRef: { kind: OCIRepository, name: a, namespace: shop }\n`),
    ],
    [
      "an unknown namespace",
      kustomization("shop", "", "  serviceAccountName: a\n", "    namespace: flux-system\n"),
    ],
    [
      "a namespace that is filled in",
      kustomization("shop", "shop", "  serviceAccountName: a\n", "    namespace: ${NS}\n"),
    ],
    ["no spec", "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: a\n"],
    [
      "a spec of another type",
      "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: a\nspec: [1]\n",
    ],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it("believes the flags of the controllers", async () => {
    const file = kustomization("shop", "shop", "", "    namespace: flux-system\n");
    const withFlag = async (flag: string) => {
      const found = await lint(RULE, { "a.yaml": file, "flux/kustomization.yaml": `${LOCKDOWN}${flag}\n` });
      return found.map(([place]) => place);
    };
    const [account, reference] = ["a.yaml:6:1-6:5", "a.yaml:11:16-11:27"];
    expect(await withFlag("--log-level=info")).toEqual([account, reference]);
    expect(await withFlag("--default-service-account=default")).toEqual([reference]);
    expect(await withFlag("--no-cross-namespace-refs=true")).toEqual([account]);
    expect(await withFlag("--no-cross-namespace-refs=false")).toEqual([account, reference]);
  });
});
