import { describe, expect, it } from "vitest";
import { argoController, argoImpersonation } from "../../../../lib/analysis/escalation/beyond/argocd.js";
import { account, grant, rule, steps, workload, worldOf } from "./steps.js";

const APPLICATIONS = "applications.argoproj.io";
const CREATE = grant([rule("create", APPLICATIONS)], "argocd");
const CONTROLLER = workload("argocd-application-controller", { kind: "StatefulSet", in: "argocd" });
const object = (kind: string, name: string, spec: object, namespace = "argocd") =>
  JSON.stringify({ apiVersion: "argoproj.io/v1alpha1", kind, metadata: { name, namespace }, spec }) + "\n";
const project = (name: string, spec: object) => object("AppProject", name, spec);
const settings = (value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-cm, namespace: argocd }\ndata: { application.sync.impersonation.enabled: "${value}" }\n`;
const SERVER = "https://kubernetes.default.svc";
const TEAM = {
  sourceRepos: ["*"],
  destinations: [{ server: SERVER, namespace: "shop" }],
  destinationServiceAccounts: [{ server: SERVER, namespace: "shop", defaultServiceAccount: "web" }],
};
const NOTHING = project("default", { sourceRepos: [], destinations: [] });

const AS_ARGO = (name: string) =>
  `ServiceAccount:argocd/argocd-application-controller: writes an Application of project '${name}' that Argo CD applies with its own rights`;
const AS_WEB =
  "ServiceAccount:shop/web: writes an Application of project 'team' with a pod that runs as ServiceAccount 'shop/web'";
const INSTALLED = "(only where Argo CD has the rights that it is installed with)";
const FROM_SOURCE = "(only with manifests of a source that the project allows)";

describe("apply-by-argocd", () => {
  it("gives the controller by the project that Argo CD creates", () => {
    expect(steps(argoController, worldOf([CREATE, CONTROLLER]))).toEqual([AS_ARGO("default")]);
  });

  it("is not sure without the controller", () => {
    const world = worldOf([CREATE, object("Application", "web", { source: { path: "none" } })]);
    expect(steps(argoController, world)).toEqual([
      `? cluster-admin: writes an Application of project 'default' that Argo CD applies with its own rights ${INSTALLED}`,
    ]);
  });

  it("gives the namespaces of a project", () => {
    const world = worldOf([
      CREATE,
      CONTROLLER,
      NOTHING,
      project("team", TEAM),
      account("web"),
      account("web", "blog"),
    ]);
    expect(steps(argoController, world)).toEqual([AS_WEB, AS_WEB.replaceAll("shop/web", "shop/default")]);
  });

  it("gives the controller by a project that allows ClusterRoleBindings", () => {
    const wide = { ...TEAM, clusterResourceWhitelist: [{ group: "rbac.authorization.k8s.io", kind: "*" }] };
    const world = worldOf([CREATE, CONTROLLER, NOTHING, project("team", wide), account("web")]);
    expect(steps(argoController, world)).toEqual([AS_ARGO("team")]);
  });

  it("is not sure with sources that a project names", () => {
    const named = { ...TEAM, sourceRepos: ["https://git.example.com/team.git"] };
    const world = worldOf([CREATE, CONTROLLER, NOTHING, project("team", named), account("web")]);
    expect(steps(argoController, world)[0]).toBe(`? ${AS_WEB} ${FROM_SOURCE}`);
  });

  it.each([
    ["no kind that makes pods", { ...TEAM, namespaceResourceWhitelist: [{ group: "", kind: "Service" }] }],
    ["another cluster", { ...TEAM, destinations: [{ server: "https://other", namespace: "*" }] }],
    ["no destinations", { ...TEAM, destinations: [] }],
  ])("finds nothing with %s", (_, spec) => {
    const world = worldOf([CREATE, CONTROLLER, NOTHING, project("team", spec), account("web")]);
    expect(steps(argoController, world)).toEqual([]);
  });

  it.each([
    ["an ApplicationSet", [rule("create", "applicationsets.argoproj.io")], []],
    ["one that is there", [rule("patch", APPLICATIONS, "web")], [object("Application", "web", {})]],
  ])("takes %s", (_, rules, others) => {
    const world = worldOf([grant(rules, "argocd"), CONTROLLER, ...others]);
    expect(steps(argoController, world)).toEqual([AS_ARGO("default")]);
  });

  it.each([
    ["another namespace", [rule("create", APPLICATIONS)], "shop"],
    ["one that is not there", [rule("patch", APPLICATIONS, "web")], "argocd"],
    ["reading", [rule("get, list, delete", APPLICATIONS)], "argocd"],
  ])("finds nothing with %s", (_, rules, namespace) => {
    expect(steps(argoController, worldOf([grant(rules, namespace), CONTROLLER]))).toEqual([]);
  });

  it("finds nothing where nothing shows that Argo CD is there, or it impersonates", () => {
    expect(steps(argoController, worldOf([CREATE, account("web", "argocd")]))).toEqual([]);
    expect(steps(argoController, worldOf([CREATE, CONTROLLER, settings("true")]))).toEqual([]);
    expect(steps(argoController, worldOf([CREATE, CONTROLLER, settings("false")]))).toEqual([
      AS_ARGO("default"),
    ]);
  });
});

describe("Applications in any namespace", () => {
  const inShop = grant([rule("create", APPLICATIONS)], "shop");
  const parameters = (data: string, name = "argocd") =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-cmd-params-cm, namespace: ${name} }\ndata: { ${data} }\n`;
  const OPEN = parameters('application.namespaces: "blog, shop"');
  const open = (...names: string[]) => project("team", { ...TEAM, sourceNamespaces: names });
  const rest = [CONTROLLER, NOTHING, account("web")];
  const web = AS_WEB.replace("'team'", "'team' in namespace 'shop'");

  it("give what their project allows", () => {
    expect(steps(argoController, worldOf([inShop, OPEN, open("shop"), ...rest]))[0]).toBe(web);
    const wide = project("team", {
      ...TEAM,
      sourceNamespaces: ["sh*"],
      clusterResourceWhitelist: [{ group: "*", kind: "*" }],
    });
    expect(steps(argoController, worldOf([inShop, OPEN, wide, ...rest]))).toEqual([
      AS_ARGO("team").replace("'team'", "'team' in namespace 'shop'"),
    ]);
    const impersonating = [inShop, OPEN, open("shop"), ...rest, settings("true")];
    expect(steps(argoImpersonation, worldOf(impersonating))).toEqual([
      "ServiceAccount:shop/web: writes an Application of project 'team' in namespace 'shop' that Argo CD applies as ServiceAccount 'shop/web'",
    ]);
  });

  it.each([
    ["a glob", parameters('application.namespaces: "s*"'), ["*"]],
    ["a regular expression", parameters('application.namespaces: "/^sho.$/"'), ["/^s/"]],
  ])("may be named by %s", (_, setting, names) => {
    expect(steps(argoController, worldOf([inShop, setting, open(...names), ...rest]))[0]).toBe(web);
  });

  it.each([
    ["the setting", "", open("shop")],
    ["the namespace in the setting", parameters("application.namespaces: blog"), open("shop")],
    ["the namespace in a project", OPEN, open("blog")],
    ["sourceNamespaces", OPEN, project("team", TEAM)],
    [
      "a project of the right name",
      OPEN,
      project("team", { ...TEAM, sourceNamespaces: [], destinations: [] }),
    ],
  ])("give nothing without %s", (_, setting, team) => {
    expect(steps(argoController, worldOf([inShop, setting, team, ...rest]))).toEqual([]);
  });

  it("need the right to write one there", () => {
    const world = (rules: string[], ...more: string[]) =>
      worldOf([grant(rules, "shop"), OPEN, open("shop"), ...rest, ...more]);
    expect(steps(argoController, world([rule("get", APPLICATIONS)]))).toEqual([]);
    expect(steps(argoController, world([rule("patch", APPLICATIONS)]))).toEqual([]);
    expect(
      steps(argoController, world([rule("patch", APPLICATIONS)], object("Application", "a", {}, "shop")))[0],
    ).toBe(web);
    const everywhere = [
      grant([rule("patch", APPLICATIONS)]),
      object("Application", "a", {}, "shop"),
      OPEN,
      open("shop"),
    ];
    expect(steps(argoController, worldOf([...everywhere, ...rest]))[0]).toBe(web);
  });

  it("are made by ApplicationSets only where these are taken as well", () => {
    const sets = grant([rule("create", "applicationsets.argoproj.io")], "shop");
    expect(steps(argoController, worldOf([sets, OPEN, open("shop"), ...rest]))).toEqual([]);
    const both = parameters("application.namespaces: shop, applicationsetcontroller.namespaces: shop");
    expect(steps(argoController, worldOf([sets, both, open("shop"), ...rest]))[0]).toBe(web);
  });

  it("are not sure where only one of several settings takes them", () => {
    const two = [OPEN, parameters("application.namespaces: blog", "argocd-two")];
    expect(steps(argoController, worldOf([inShop, ...two, open("shop"), ...rest]))[0]).toBe(
      `? ${web} (only where Argo CD takes Applications from namespace 'shop')`,
    );
  });

  it("may be allowed by the operator's object", () => {
    const operator =
      "apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\nmetadata: { name: argocd, namespace: argocd }\nspec: { sourceNamespaces: [shop] }\n";
    expect(steps(argoController, worldOf([inShop, operator, open("shop"), ...rest]))[0]).toBe(web);
  });
});

describe("apply-by-argocd-as", () => {
  it("gives the ServiceAccounts that projects name, where Argo CD impersonates", () => {
    const all = [CREATE, CONTROLLER, project("team", TEAM), account("web"), account("web", "blog")];
    expect(steps(argoImpersonation, worldOf([...all, settings("true")]))).toEqual([
      "ServiceAccount:shop/web: writes an Application of project 'team' that Argo CD applies as ServiceAccount 'shop/web'",
    ]);
    expect(steps(argoImpersonation, worldOf(all))).toEqual([]);
    expect(steps(argoImpersonation, worldOf([...all.slice(1), settings("true")]))).toEqual([]);
  });
});
