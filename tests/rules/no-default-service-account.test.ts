import { describe, expect, it } from "vitest";
import { lint, suggestions } from "./lint.js";
import { account, group, manifest, roleBinding } from "./manifests.js";
import { staticPod } from "./static-pods.js";
import { workload } from "./workloads.js";

const RULE = "no-default-service-account";
const OR = ", or set 'automountServiceAccountToken: false' if they do not call the API server";
const runs = (
  pods = "The pods of this Deployment run",
  namespace = "namespace 'shop'",
  or = OR,
  where = "",
) =>
  `${pods} as ServiceAccount 'default'${where}, and so share a token with every other pod of ${namespace} that names none: what one of them needs, all may do. Name a ServiceAccount of their own in 'serviceAccountName'${or}.`;
const ONE_POD = runs("This Pod runs")
  .replace("so share", "so shares")
  .replace("of their own", "of its own")
  .replace("they do not", "it does not");
const web = (pod = "", annotations = "") => workload("Deployment", "shop", pod, annotations);
const OFF = "automountServiceAccountToken: false";
const defaultAccount = (rest: string, namespace = "shop") =>
  manifest("ServiceAccount", "default", namespace, rest);

describe(RULE, () => {
  it.each([
    ["a workload that names none", { "a.yaml": web() }, "a.yaml:8:5-8:9", runs()],
    ["one that names it", { "a.yaml": web("serviceAccountName: default") }, "a.yaml:9:27-9:34", runs()],
    ["an empty name", { "a.yaml": web('serviceAccountName: ""') }, "a.yaml:9:27-9:29", runs()],
    ["the deprecated field", { "a.yaml": web("serviceAccount: default") }, "a.yaml:9:23-9:30", runs()],
    [
      "one that asks for the token",
      { "a.yaml": web("automountServiceAccountToken: true") },
      "a.yaml:8:5-8:9",
      runs(),
    ],
    [
      "a pod's word against that of its ServiceAccount",
      { "a.yaml": web("automountServiceAccountToken: true"), "b.yaml": defaultAccount(OFF) },
      "a.yaml:8:5-8:9",
      runs(),
    ],
    ["a Pod", { "a.yaml": workload("Pod", "shop") }, "a.yaml:6:1-6:5", ONE_POD],
    [
      "a CronJob in no namespace that is known",
      { "a.yaml": workload("CronJob", undefined) },
      "a.yaml:9:9-9:13",
      runs("The pods of this CronJob run", "their namespace"),
    ],
    [
      "one whose account has a role, without speaking of the token",
      { "a.yaml": web(), "b.yaml": roleBinding("edit", "shop", "ClusterRole", account("default", "shop")) },
      "a.yaml:8:5-8:9",
      runs(undefined, undefined, ""),
    ],
    [
      "one that a program logs in for",
      { "a.yaml": web("", 'vault.hashicorp.com/agent-inject: "true"') },
      "a.yaml:9:5-9:9",
      runs(undefined, undefined, ""),
    ],
    [
      "an account of another namespace that is switched off",
      { "a.yaml": web(), "b.yaml": defaultAccount(OFF, "tools") },
      "a.yaml:8:5-8:9",
      runs(),
    ],
    [
      "what one of two overlays leaves as it is",
      {
        "base/kustomization.yaml": "resources: [a.yaml]\n",
        "base/a.yaml": web(),
        "dev/kustomization.yaml": "namespace: dev\nresources: [../base]\n",
        "prod/kustomization.yaml":
          "namespace: prod\nresources: [../base]\npatches:\n  - target: { kind: Deployment }\n    patch: '[{ op: add, path: /spec/template/spec/serviceAccountName, value: web }]'\n",
      },
      "base/a.yaml:8:5-8:9",
      runs(undefined, "namespace 'dev'", OR, " in what 'dev' applies"),
    ],
  ])("reports %s", async (_, files, place, message) => {
    expect(await lint(RULE, files)).toEqual([[place, message]]);
  });

  it.each<[string, Record<string, string>]>([
    ["another account is named", { "a.yaml": web("serviceAccountName: web") }],
    ["another is named in the deprecated field", { "a.yaml": web("serviceAccount: web") }],
    ["the pod gets no token", { "a.yaml": web(OFF) }],
    ["the ServiceAccount switches it off", { "a.yaml": web(), "b.yaml": defaultAccount(OFF) }],
    ["the ServiceAccount of another build does", { "a/a.yaml": web(), "b/b.yaml": defaultAccount(OFF) }],
    ["whether it gets one is filled in later", { "a.yaml": web("automountServiceAccountToken: ${TOKEN}") }],
    [
      "whether its account gives one is",
      { "a.yaml": web(), "b.yaml": defaultAccount('automountServiceAccountToken: "{{ token }}"') },
    ],
    ["the name is filled in later", { "a.yaml": web('serviceAccountName: "{{ name }}"') }],
    [
      "the spec has the wrong type",
      { "a.yaml": manifest("Deployment", "web", "shop", 'spec: { template: "{{ pods }}" }\n') },
    ],
    ["no template shows", { "a.yaml": manifest("Deployment", "web", "shop", "spec: { replicas: 2 }\n") }],
    ["it is a VirtualMachine", { "a.yaml": workload("VirtualMachine", "shop") }],
    [
      "it is a static Pod of the control plane",
      { "a.yaml": staticPod("kube-apiserver", ["--anonymous-auth=false"]) },
    ],
    [
      "it is a patch for one",
      {
        "patches/kube-scheduler.yaml": workload("Pod", "kube-system").replace(
          "name: web",
          "name: kube-scheduler",
        ),
      },
    ],
    ["it is another static Pod", { "etc/kubernetes/manifests/a.yaml": workload("Pod", "kube-system") }],
    [
      "every overlay names one",
      {
        "base/kustomization.yaml": "resources: [a.yaml]\n",
        "base/a.yaml": web(),
        "prod/kustomization.yaml":
          "resources: [../base]\npatches:\n  - target: { kind: Deployment }\n    patch: '[{ op: add, path: /spec/template/spec/serviceAccountName, value: web }]'\n",
      },
    ],
    [
      "a patch says nothing of it",
      {
        "kustomization.yaml": "resources: [a.yaml]\npatches: [{ path: b.yaml }]\n",
        "a.yaml": web("serviceAccountName: web"),
        "b.yaml": web(),
      },
    ],
  ])("is silent where %s", async (_, files) => {
    expect(await lint(RULE, files)).toEqual([]);
  });

  it("offers to do without a token where none is of use", async () => {
    expect(await suggestions(RULE, "a.yaml", web())).toEqual([
      ["Set 'automountServiceAccountToken: false'.", web(OFF)],
    ]);
    expect(await suggestions(RULE, "a.yaml", web("automountServiceAccountToken: true"))).toEqual([
      ["Set 'automountServiceAccountToken: false'.", web(OFF)],
    ]);
    const groups = roleBinding("edit", "shop", "ClusterRole", group("system:serviceaccounts:shop"));
    expect(await suggestions(RULE, "a.yaml", web(), { "b.yaml": groups })).toEqual([]);
  });
});
