import { describe, expect, it } from "vitest";
import { hasNoChange, isDangerous } from "../../../lib/analysis/change/access-change.js";
import { account, clusterBinding, group, manifest, roleBinding, user } from "../../rules/manifests.js";
import { changeOf, grantsOf, stepText, unknownOf } from "./told.js";

const rule = (verbs: string, resources: string, more = "", apiGroups = `""`) =>
  `  - { apiGroups: [${apiGroups}], resources: [${resources}], verbs: [${verbs}]${more} }\n`;
const role = (name: string, ...rules: string[]) =>
  manifest("ClusterRole", name, undefined, `rules:\n${rules.join("")}`);
/** A role of that name, given to someone in the whole cluster. */
const given = (subjects: string, ...rules: string[]) => ({
  "role.yaml": role("reader", ...rules),
  "binding.yaml": clusterBinding("reader", subjects),
});
const JANE = user("jane");

describe("accessChange", () => {
  it("says what is gained and lost, and where that is written", () => {
    const before = given(JANE, rule("get", "pods"));
    const after = given(JANE, rule("get", "pods"), rule("list", "secrets"));
    const { grants } = changeOf(before, after);
    expect(grants).toEqual([
      {
        change: "gained",
        subject: "User:jane",
        verbs: ["list"],
        resources: ["secrets"],
        urls: [],
        dangers: [{ name: "no-secret-read", can: "read every Secret of the cluster" }],
        through: [
          [
            {
              kind: "ClusterRoleBinding",
              name: "readers",
              place: { file: "binding.yaml", document: 0, path: ["subjects", 0] },
            },
            {
              kind: "ClusterRole",
              name: "reader",
              place: { file: "role.yaml", document: 0, path: ["rules", 1] },
            },
          ],
        ],
        otherSide: [
          {
            kind: "ClusterRoleBinding",
            name: "readers",
            place: { file: "binding.yaml", document: 0, path: ["metadata", "name"] },
          },
        ],
      },
    ]);
    expect(grantsOf(after, before)).toEqual(["- User:jane | list secrets | no-secret-read"]);
    const [lost] = changeOf(given(JANE, rule("get", "pods")), {}).grants;
    expect(lost?.through.map((steps) => steps.map(stepText))).toEqual([
      ["ClusterRoleBinding readers binding.yaml:subjects.0", "ClusterRole reader role.yaml:rules.0"],
    ]);
    expect(lost).not.toHaveProperty("otherSide");
  });

  it("puts together what differs in one way only", () => {
    const binding = (namespace: string) => roleBinding("reader", namespace, "ClusterRole", JANE);
    const rules = [
      rule("get, list, watch", "pods, services"),
      rule("get, list, watch", "deployments, statefulsets", "", "apps"),
    ];
    const roles = { "role.yaml": role("reader", ...rules) };
    const after = {
      ...roles,
      "a.yaml": binding("shop"),
      "b.yaml": binding("other"),
      "c.yaml": binding("web"),
    };
    expect(grantsOf(roles, after)).toEqual([
      "+ User:jane | get,list,watch deployments.apps,pods,services,statefulsets.apps in other,shop,web",
    ]);
    expect(grantsOf(after, { ...after, "c.yaml": "" })).toEqual([
      "- User:jane | get,list,watch deployments.apps,pods,services,statefulsets.apps in web",
    ]);
  });

  it("does not repeat what a narrower rule says of the same", () => {
    const rules = [rule("get", "pods"), rule("get, list", "pods, services")];
    expect(grantsOf({}, given(JANE, ...rules))).toEqual(["+ User:jane | get,list pods,services"]);
  });

  it("says of a wide right what of it was there before", () => {
    const few = given(JANE, rule("get", "pods"));
    expect(grantsOf(few, given(JANE, rule(`"*"`, `"*"`, "", `"*"`)))).toEqual([
      "+ User:jane | * *.* | except get pods | everything",
    ]);
    expect(grantsOf(few, given(JANE, rule("get, list", "pods, services")))).toEqual([
      "+ User:jane | get services",
      "+ User:jane | list pods,services",
    ]);
    const named = given(JANE, rule("get", "pods", ", resourceNames: [web]"));
    expect(grantsOf(named, few)).toEqual(["+ User:jane | get pods | except get pods named web"]);
  });

  it("knows the namespaces in which a right was there before", () => {
    const roles = { "role.yaml": role("reader", rule("get", "pods, nodes")) };
    const inShop = { ...roles, "a.yaml": roleBinding("reader", "shop", "ClusterRole", JANE) };
    const inCluster = { ...roles, "a.yaml": clusterBinding("reader", JANE) };
    expect(grantsOf(inShop, inCluster)).toEqual([
      "+ User:jane | get pods except in shop",
      "+ User:jane | get nodes",
    ]);
    expect(grantsOf(inCluster, inShop)).toEqual([
      "- User:jane | get pods except in shop",
      "- User:jane | get nodes",
    ]);
  });

  it("compares patterns of subresources and URLs by what they match", () => {
    const scale = given(JANE, rule("get", "pods, deployments/scale", "", `"x.io"`));
    expect(grantsOf(scale, given(JANE, rule("get", `pods, "*/scale"`, "", `"x.io"`)))).toEqual([
      "+ User:jane | get */scale.x.io | except get deployments/scale.x.io",
    ]);
    const urls = (...all: string[]) =>
      given(JANE, `  - { nonResourceURLs: [${all.map((url) => `"${url}"`).join()}], verbs: [get] }\n`);
    expect(grantsOf(urls("/x/y", "/x/z"), urls("/x/*", "/x/y"))).toEqual([
      "+ User:jane | get /x/* | except get /x/y,/x/z",
    ]);
    expect(grantsOf(urls("/x/*"), urls("/x/y", "/x/**"))).toEqual([]);
    expect(grantsOf(urls("*"), urls("/*", "/x"))).toEqual([]);
  });

  it("leaves out what nobody asks for", () => {
    // Deployments are in no other group of Kubernetes, and no subresource is called '*'.
    const split = given(JANE, rule("get", "pods"), rule("get", "deployments", "", "apps"));
    const crossed = given(JANE, rule("get", `pods, deployments, "pods/*"`, "", `"", apps`));
    expect(grantsOf(split, crossed)).toEqual([]);
    expect(grantsOf(crossed, split)).toEqual([]);
    const roles = { "role.yaml": role("reader", rule("get", "nodes")) };
    expect(
      grantsOf(roles, { ...roles, "a.yaml": roleBinding("reader", "shop", "ClusterRole", JANE) }),
    ).toEqual([]);
  });

  it("sees that a subject keeps what a group has in which it is", () => {
    const own = given(account("ci", "shop"), rule("get", "pods"));
    const ofGroup = (name: string) => given(group(name), rule("get", "pods"));
    expect(grantsOf(own, ofGroup("system:serviceaccounts:shop"))).toEqual([
      "+ Group:system:serviceaccounts:shop | get pods",
    ]);
    expect(grantsOf(own, ofGroup("system:serviceaccounts:other"))).toEqual([
      "+ Group:system:serviceaccounts:other | get pods",
      "- ServiceAccount:shop/ci | get pods",
    ]);
    expect(grantsOf(ofGroup("team"), ofGroup("system:authenticated"))).toEqual([
      "+ Group:system:authenticated | get pods",
    ]);
    const asUser = given(user("system:serviceaccount:shop:ci"), rule("get", "pods"));
    expect(grantsOf(own, asUser)).toEqual([]);
  });

  it("says nothing of what every cluster gives by itself", () => {
    expect(grantsOf({}, { "a.yaml": clusterBinding("system:discovery", JANE) })).toEqual([]);
    expect(grantsOf({}, { "a.yaml": clusterBinding("cluster-admin", group("system:masters")) })).toEqual([]);
  });

  it("orders by danger, the whole cluster first, then what is gained", () => {
    const before = {
      "role.yaml": role("reader", rule("list", "secrets")) + "---\n" + role("runner", rule("create", "pods")),
      "lost.yaml": clusterBinding("reader", user("zoe")),
    };
    const after = {
      "role.yaml": before["role.yaml"],
      "admin.yaml": clusterBinding("cluster-admin", user("zoe")).replace("readers", "admins"),
      "shop.yaml": roleBinding("reader", "shop", "ClusterRole", user("bob")),
      "all.yaml": clusterBinding("reader", user("bob")).replace("readers", "all"),
      "run.yaml": clusterBinding("runner", user("amy")).replace("readers", "runners"),
      "pods.yaml": clusterBinding("view", user("abe")).replace("readers", "viewers"),
    };
    const found = grantsOf(before, after);
    expect(found.slice(0, 3)).toEqual([
      "+ User:zoe | * *.* | except list secrets | everything",
      "+ User:bob | list secrets | no-secret-read",
      "+ User:amy | create pods | no-workload-create",
    ]);
    expect(found.slice(3).map((line) => line.slice(0, 24))).toEqual([
      "+ User:abe | get,list,wa",
      "+ User:zoe | * *",
    ]);
  });

  it("finds what two entries allow only together, and nothing that was possible before", () => {
    const approve = rule("update", "certificatesigningrequests/approval", "", "certificates.k8s.io");
    const sign = rule("approve", "signers", "", "certificates.k8s.io");
    expect(grantsOf({}, given(JANE, approve))).toEqual([
      "+ User:jane | update certificatesigningrequests/approval.certificates.k8s.io",
    ]);
    expect(grantsOf(given(JANE, approve), given(JANE, approve, sign))).toEqual([
      "+ User:jane | approve signers.certificates.k8s.io | no-csr-approval",
    ]);
    expect(grantsOf(given(JANE, rule("get", "secrets")), given(JANE, rule("get, list", "secrets")))).toEqual([
      "+ User:jane | list secrets",
    ]);
  });

  it("does not put what is harmless together with what is dangerous", () => {
    const before = given(JANE, rule("get", "nodes"));
    const all = rule("get, list, create", "pods, configmaps, secrets, services, events, pods/exec");
    expect(grantsOf(before, given(JANE, rule("get", "nodes"), all))).toEqual([
      "+ User:jane | create,get,list secrets | no-secret-read | no-secret-write",
      "+ User:jane | create,get,list pods/exec | no-pod-exec",
      "+ User:jane | create,get,list pods | no-workload-create",
      "+ User:jane | create,get,list configmaps | no-system-configmap-write",
      "+ User:jane | create,get,list events,services",
    ]);
    const inShop = { "a.yaml": roleBinding("reader", "shop", "ClusterRole", JANE) };
    const inKube = { "b.yaml": roleBinding("reader", "kube-system", "ClusterRole", JANE) };
    const roles = { "role.yaml": role("reader", rule("list", "secrets, pods")) };
    expect(grantsOf({ ...roles, ...inShop }, { ...roles, ...inShop, ...inKube })).toEqual([
      "+ User:jane | list secrets in kube-system | no-secret-read",
      "+ User:jane | list pods in kube-system",
    ]);
  });

  it("knows what is dangerous in a namespace", () => {
    const roles = (...rules: string[]) => ({ "role.yaml": role("reader", ...rules) });
    const inNamespace = (name: string, ...rules: string[]) =>
      changeOf(roles(...rules), {
        ...roles(...rules),
        "a.yaml": roleBinding("reader", name, "ClusterRole", JANE),
      });
    const exec = inNamespace("shop", rule("create", "pods/exec"));
    expect(exec.grants.flatMap(({ dangers }) => dangers)).toEqual([
      {
        name: "no-pod-exec",
        can: "run commands in pods of namespace 'shop', or reach their ports past network policies",
      },
    ]);
    expect(isDangerous(exec)).toBe(true);
    expect(isDangerous(inNamespace("shop", rule("create", "pods")))).toBe(false);
    const system = inNamespace("kube-system", rule("update", "configmaps"));
    expect(system.grants.flatMap(({ dangers }) => dangers)).toEqual([
      {
        name: "no-system-configmap-write",
        can: "change ConfigMaps of kube-system, which decide how names resolve and who is who",
      },
    ]);
    expect(isDangerous(changeOf(given(JANE, rule("list", "secrets")), {}))).toBe(false);
  });

  it("says what is as dangerous as what a subject could do before", () => {
    const getting = rule("get", "secrets, services");
    const more = given(JANE, getting, rule("list", "secrets, services"));
    const change = changeOf(given(JANE, getting), more);
    const held = [{ name: "no-secret-read", can: "read every Secret of the cluster" }];
    expect(
      change.grants.map(({ resources, dangers, heldDangers }) => [resources, dangers, heldDangers]),
    ).toEqual([[["secrets", "services"], [], held]]);
    expect(changeOf(more, given(JANE, getting)).grants.map(({ heldDangers }) => heldDangers)).toEqual([
      undefined,
    ]);
  });

  it("does not take one part of what is dangerous for another", () => {
    const proxy = rule("get", "services/proxy");
    expect(grantsOf(given(JANE, proxy), given(JANE, proxy, rule("create", "pods/exec")))).toEqual([
      "+ User:jane | create pods/exec | no-pod-exec",
    ]);
    const more = given(JANE, proxy, rule("get", "pods/proxy"));
    expect(grantsOf(given(JANE, proxy), more)).toEqual(["+ User:jane | get pods/proxy"]);
    const writing = rule("create", "secrets");
    const { grants } = changeOf(given(JANE, writing), given(JANE, writing, rule("update", "secrets")));
    expect(grants.flatMap(({ dangers }) => dangers.map(({ can }) => can))).toEqual([
      "change every Secret of the cluster, and with them the passwords, keys and tokens that others rely on",
    ]);
  });
});

describe("what is not known", () => {
  const CHART = `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: reader, namespace: shop }\nspec: { chart: { spec: { chart: reader, sourceRef: { kind: HelmRepository, name: charts } } } }\n`;
  const BOUND = { "binding.yaml": clusterBinding("reader", JANE) };
  const READER = { "role.yaml": role("reader", rule("get", "pods")) };

  it("loses nothing when a role comes from a chart instead", () => {
    const change = changeOf({ ...BOUND, ...READER }, { ...BOUND, "chart.yaml": CHART });
    expect(hasNoChange(change)).toBe(true);
    expect(unknownOf(change)).toEqual([
      "after | ClusterRoleBinding 'readers': ClusterRole 'reader': HelmRelease 'reader' installs objects that are not in this repository",
      "after | what else '.' may apply: HelmRelease 'reader' installs objects that are not in this repository",
    ]);
  });

  it("gains nothing when it came from one before", () => {
    const change = changeOf({ ...BOUND, "chart.yaml": CHART }, { ...BOUND, ...READER });
    expect(change.grants).toEqual([]);
  });

  it("still says what changes beside what is not known on both sides", () => {
    const hidden = { ...BOUND, "chart.yaml": CHART };
    const more = { "more.yaml": role("more", rule("get", "pods")) };
    const bound = { "more-binding.yaml": clusterBinding("more", JANE).replace("readers", "more") };
    const change = changeOf({ ...hidden, ...more }, { ...hidden, ...more, ...bound });
    expect(change.grants.map(({ subject, resources }) => [subject, resources])).toEqual([
      ["User:jane", ["pods"]],
    ]);
    expect(change.unknown.map(({ sides }) => sides)).toEqual([
      ["before", "after"],
      ["before", "after"],
    ]);
  });

  it("loses nothing that a text may say that no longer parses", () => {
    const change = changeOf(
      { ...BOUND, ...READER },
      { ...READER, "binding.yaml": `${BOUND["binding.yaml"]} x: [` },
    );
    expect(hasNoChange(change)).toBe(true);
    expect(unknownOf(change)).toEqual([
      "after | what 'binding.yaml' says: 1 document in it cannot be parsed",
    ]);
  });

  it("takes a name that is filled in later for whom it can become", () => {
    const filled = (name: string) => ({ ...READER, "binding.yaml": clusterBinding("reader", user(name)) });
    const change = changeOf(filled("jane"), filled("${TEAM}"));
    expect(hasNoChange(change)).toBe(true);
    expect(unknownOf(change)).toEqual([
      "after | ClusterRoleBinding 'readers': a subject has a name that is filled in later",
    ]);
    expect(grantsOf(filled("jane"), filled("${TEAM}-ci"))).toEqual(["- User:jane | get pods"]);
    const wider = role("reader", rule("get, list", "pods"));
    expect(grantsOf(filled("${TEAM}"), { ...filled("${TEAM}"), "role.yaml": wider })).toEqual([
      "+ User:${TEAM} | list pods",
    ]);
  });

  it("takes values that are filled in later for any", () => {
    const open = given(JANE, rule(`"\${VERB}"`, "pods"));
    expect(grantsOf(given(JANE, rule("get", "pods")), open)).toEqual([]);
    expect(grantsOf(open, given(JANE, rule("get", "pods, services")))).toEqual([
      "+ User:jane | get services",
    ]);
  });

  it("compares namespaces that are chosen later with each other, and with none else", () => {
    const roles = (...verbs: string[]) => ({ "role.yaml": role("reader", rule(verbs.join(), "pods")) });
    const unplaced = roleBinding("reader", "", "ClusterRole", JANE).replace("  namespace: \n", "");
    const placed = roleBinding("reader", "shop", "ClusterRole", JANE);
    expect(
      grantsOf({ ...roles("get"), "a.yaml": unplaced }, { ...roles("get", "list"), "a.yaml": unplaced }),
    ).toEqual(["+ User:jane | list pods in \u0000"]);
    const moved = changeOf({ ...roles("get"), "a.yaml": unplaced }, { ...roles("get"), "a.yaml": placed });
    expect(hasNoChange(moved)).toBe(true);
    expect(unknownOf(moved)).toEqual([
      "before | RoleBinding 'readers': its namespace is chosen when it is applied",
    ]);
    expect(grantsOf({ ...roles("get"), "a.yaml": placed }, { ...roles("get"), "a.yaml": unplaced })).toEqual(
      [],
    );
  });
});

describe("clusters", () => {
  const application = (name: string, server: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec:\n  destination: { server: "https://${server}" }\n  source: { repoURL: "https://example.com/x.git", path: ${name} }\n`;
  const ROLE = role("reader", rule("get", "pods"));
  const apps = (...names: string[]) => names.map((name) => application(name, name)).join("---\n");
  const dirs = (bound: string, ...names: string[]) => ({
    "apps/apps.yaml": apps(...names),
    ...Object.fromEntries(names.map((name) => [`${name}/role.yaml`, ROLE])),
    [`${bound}/binding.yaml`]: clusterBinding("reader", JANE),
  });

  it("tells apart the clusters that the repository does", () => {
    expect(grantsOf(dirs("one", "one", "two"), dirs("two", "one", "two"))).toEqual([
      "+ User:jane | get pods | cluster server:https://two",
      "- User:jane | get pods | cluster server:https://one",
    ]);
  });

  it("takes the only one for the same, whatever it is called", () => {
    expect(grantsOf(dirs("one", "one"), dirs("two", "two"))).toEqual([]);
  });

  it("does not take for given what nothing applies", () => {
    const kustomization = "resources: [role.yaml, binding.yaml]\n";
    const base = { ...dirs("base", "one"), "base/role.yaml": ROLE, "base/kustomization.yaml": kustomization };
    expect(grantsOf(base, { ...base, "one/binding.yaml": clusterBinding("reader", JANE) })).toEqual([
      "+ User:jane | get pods",
    ]);
  });
});
