import { describe, expect, it } from "vitest";
import { fluxAccount, fluxController } from "../../../../lib/analysis/escalation/beyond/flux.js";
import { Escalations } from "../../../../lib/analysis/escalation/escalations.js";
import { account, grant, rule, steps, workload, worldOf } from "./steps.js";

const KUSTOMIZATIONS = "kustomizations.kustomize.toolkit.fluxcd.io";
const RELEASES = "helmreleases.helm.toolkit.fluxcd.io";
const CREATE = rule("create", KUSTOMIZATIONS);
const SOURCE =
  "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: fleet, namespace: flux-system }\nspec: {}\n";
const kustomization = (name: string, namespace = "shop", more = "") =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { path: ./none, sourceRef: { kind: GitRepository, name: other }${more} }\n`;
const REMOTE = ", kubeConfig: { secretRef: { name: west } }";
const controller = (args = "", name = "kustomize-controller") =>
  workload(name, { in: "flux-system", container: `args: [--log-level=info${args}]` });
const FLUX = [controller(), SOURCE];

const AS_DEFAULT =
  "ServiceAccount:shop/default: writes a Kustomization in namespace 'shop' that Flux applies as ServiceAccount 'shop/default'";
const AS_WEB = AS_DEFAULT.replaceAll("shop/default", "shop/web");
const AS_FLUX =
  "ServiceAccount:flux-system/kustomize-controller: writes a Kustomization in namespace 'shop' that kustomize-controller applies with its own rights";

describe("apply-by-flux", () => {
  it("gives every ServiceAccount of the namespace", () => {
    const world = worldOf([grant([CREATE], "shop"), account("web"), account("web", "blog"), ...FLUX]);
    expect(steps(fluxAccount, world)).toEqual([AS_WEB, AS_DEFAULT]);
  });

  it("gives those of all namespaces to whoever writes in all", () => {
    const found = steps(fluxAccount, worldOf([grant([CREATE]), account("web", "blog"), ...FLUX]));
    expect(found).toContain(
      "ServiceAccount:blog/web: writes a Kustomization that Flux applies as ServiceAccount 'blog/web'",
    );
  });

  it("takes a HelmRelease", () => {
    const world = worldOf([
      grant([rule("create", RELEASES)], "shop"),
      SOURCE,
      controller("", "helm-controller"),
      account("web"),
    ]);
    expect(steps(fluxAccount, world)[0]).toBe(AS_WEB.replace("Kustomization", "HelmRelease"));
  });

  it("takes the right to change one that is there", () => {
    const change = (...names: string[]) => [
      grant([rule("patch", KUSTOMIZATIONS, ...names)], "shop"),
      ...FLUX,
    ];
    expect(steps(fluxAccount, worldOf([...change("apps"), kustomization("apps")]))).toEqual([AS_DEFAULT]);
    expect(steps(fluxAccount, worldOf([...change(), kustomization("apps")]))).toEqual([AS_DEFAULT]);
    expect(steps(fluxAccount, worldOf([...change("other"), kustomization("apps")]))).toEqual([]);
    expect(steps(fluxAccount, worldOf([...change(), kustomization("apps", "blog")]))).toEqual([]);
  });

  it("counts a change in the namespaces that have one, for whoever may change all", () => {
    const world = worldOf([grant([rule("update", KUSTOMIZATIONS)]), kustomization("apps"), ...FLUX]);
    expect(steps(fluxAccount, world)).toEqual([AS_DEFAULT]);
  });

  it("needs a source", () => {
    const closed = controller(", --no-cross-namespace-refs=true");
    const unsure = `? ${AS_DEFAULT} (only with a source of manifests that it may use)`;
    const without = worldOf([grant([CREATE], "shop"), closed, SOURCE]);
    expect(steps(fluxAccount, without)).toEqual([unsure]);
    const own = worldOf([
      grant([CREATE, rule("create", "gitrepositories.source.toolkit.fluxcd.io")], "shop"),
      closed,
      SOURCE,
    ]);
    expect(steps(fluxAccount, own)).toEqual([AS_DEFAULT]);
  });

  it("is not sure without the controller", () => {
    expect(steps(fluxAccount, worldOf([grant([CREATE], "shop"), SOURCE]))).toEqual([
      `? ${AS_DEFAULT} (only where Flux runs with its own rights)`,
    ]);
  });

  it.each([
    ["reading", [rule("get, list, watch, delete", KUSTOMIZATIONS)]],
    ["kustomizations of another group", [rule("create", "kustomizations.example.com")]],
    ["the status", [rule("update", "kustomizations/status.kustomize.toolkit.fluxcd.io")]],
  ])("finds nothing with %s", (_, rules) => {
    expect(steps(fluxAccount, worldOf([grant(rules, "shop"), kustomization("apps"), ...FLUX]))).toEqual([]);
  });

  it("finds nothing where nothing shows that Flux is there", () => {
    expect(steps(fluxAccount, worldOf([grant([CREATE], "shop"), account("web")]))).toEqual([]);
  });
});

describe("what leads to another cluster by a kubeConfig", () => {
  const change = (...names: string[]) => grant([rule("patch", KUSTOMIZATIONS, ...names)], "shop");
  const west = kustomization("west", "shop", REMOTE);
  const taken =
    "ServiceAccount:shop/default: takes the kubeConfig, which leads to another cluster, from Kustomization 'shop/west' and makes it one that Flux applies as ServiceAccount 'shop/default'";
  const elsewhere = (...documents: string[]) => {
    const found = new Escalations(worldOf(documents), [fluxAccount, fluxController]);
    const eve = found.subject({ kind: "User", name: "eve" });
    return found.paths({ ...(eve && { from: eve }) }).stopped;
  };

  it("leads here only for whoever takes that away", () => {
    expect(steps(fluxAccount, worldOf([change(), west, ...FLUX]))).toEqual([taken]);
    expect(steps(fluxAccount, worldOf([change("west"), west, kustomization("apps"), ...FLUX]))).toEqual([
      taken,
    ]);
    expect(steps(fluxAccount, worldOf([change(), west, kustomization("apps"), ...FLUX]))).toEqual([
      AS_DEFAULT,
    ]);
    expect(steps(fluxAccount, worldOf([grant([CREATE], "shop"), west, ...FLUX]))).toEqual([AS_DEFAULT]);
  });

  it("is not followed there, which is said", () => {
    const said =
      "Kustomization 'shop/west' leads to another cluster by its 'kubeConfig': what can be done there is not followed.";
    expect(elsewhere(change(), west, ...FLUX)).toEqual([said]);
    expect(elsewhere(grant([CREATE]), west, kustomization("east", "blog", REMOTE), ...FLUX)).toEqual([
      "Kustomizations 'shop/west' and 'blog/east' lead to other clusters by their 'kubeConfig': what can be done there is not followed.",
    ]);
  });

  it("is not spoken of where nobody who is asked about may write it, or nothing leads there", () => {
    expect(elsewhere(grant([CREATE], "blog"), west, ...FLUX)).toEqual([]);
    expect(elsewhere(change(), kustomization("west"), ...FLUX)).toEqual([]);
  });
});

describe("apply-as-flux", () => {
  const rights = grant([CREATE], "shop");

  it("gives the ServiceAccount of the controller", () => {
    expect(steps(fluxController, worldOf([rights, ...FLUX]))).toEqual([AS_FLUX]);
  });

  it("gives nothing with --default-service-account", () => {
    expect(
      steps(fluxController, worldOf([rights, controller(", --default-service-account=default"), SOURCE])),
    ).toEqual([]);
  });

  it("is not sure without the controller", () => {
    expect(steps(fluxController, worldOf([rights, SOURCE]))).toEqual([
      "? cluster-admin: writes a Kustomization in namespace 'shop' that kustomize-controller applies with its own rights (only where Flux has the rights and the arguments that it is installed with)",
    ]);
  });
});
