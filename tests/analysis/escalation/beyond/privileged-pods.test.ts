import { describe, expect, it } from "vitest";
import { Analysis } from "../../../../lib/analysis/analysis.js";
import { clustersOf } from "../../../../lib/analysis/clusters.js";
import { World } from "../../../../lib/analysis/escalation/world.js";
import { flux } from "../../../builds/controllers/controlled.js";
import { repositoryOf } from "../../../builds/repository-of.js";
import {
  hostPathVolume,
  liftPodSecurity,
  privilegedPod,
} from "../../../../lib/analysis/escalation/beyond/privileged-pods.js";
import { grant, namespace, rule, steps, workload, worldOf } from "./steps.js";

const PODS = rule("create", "pods");
const NEEDS = "(only while Pod Security of namespace 'shop' is neither baseline nor restricted)";
const CREATES = "node *: creates a pod in namespace 'shop' that takes over its node";
const KYVERNO =
  "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata: { name: a }\nspec: { rules: [{ validate: { podSecurity: { level: baseline } } }] }\n";

describe("create-privileged-pod", () => {
  it.each([
    ["no label", undefined, `${CREATES} ${NEEDS}`],
    ["the label privileged", "privileged", `${CREATES} ${NEEDS}`],
    ["a label that is filled in", "'${LEVEL}'", `? ${CREATES} ${NEEDS}`],
  ])("finds it with %s", (_, level, expected) => {
    expect(steps(privilegedPod, worldOf([grant([PODS], "shop"), namespace("shop", level)]))).toEqual([
      expected,
    ]);
  });

  it("knows a namespace in each of the clusters that apply it", () => {
    const root = (path: string) =>
      flux("flux-system", `path: ${path}`) + `---\n${flux("tenants", "path: tenants")}`;
    const analysis = new Analysis(
      repositoryOf({
        "clusters/one/flux-system/sync.yaml": root("clusters/one"),
        "clusters/two/flux-system/sync.yaml": root("clusters/two"),
        "tenants/shop.yaml": [grant([PODS], "shop"), namespace("shop")].join("---\n"),
      }),
      {},
    );
    expect(clustersOf(analysis)).toEqual(["flux:clusters/one", "flux:clusters/two"]);
    for (const cluster of ["flux:clusters/one", "flux:clusters/two"])
      expect(steps(privilegedPod, new World(analysis, cluster))).toEqual([`${CREATES} ${NEEDS}`]);
  });

  it.each(["baseline", "restricted"])("finds nothing where Pod Security is %s", (level) => {
    expect(steps(privilegedPod, worldOf([grant([PODS], "shop"), namespace("shop", level)]))).toEqual([]);
  });

  it("is not sure where nothing declares the namespace, or something else checks pods", () => {
    expect(steps(privilegedPod, worldOf([grant([PODS], "shop")]))).toEqual([`? ${CREATES} ${NEEDS}`]);
    const checked = worldOf([grant([PODS], "shop"), namespace("shop"), KYVERNO]);
    expect(steps(privilegedPod, checked)).toEqual([`? ${CREATES} ${NEEDS}`]);
  });

  it.each([
    ["deployments.apps", "Deployment"],
    ["daemonsets.apps", "DaemonSet"],
    ["jobs.batch", "Job"],
    ["cronjobs.batch", "CronJob"],
    ["replicationcontrollers", "ReplicationController"],
  ])("takes %s, and says the kind", (resource, kind) => {
    const world = worldOf([grant([rule("create", resource)], "shop"), namespace("shop", "privileged")]);
    expect(steps(privilegedPod, world)).toEqual([
      `node *: creates a ${kind} in namespace 'shop' with a pod that takes over its node ${NEEDS}`,
    ]);
  });

  it("takes the right to change a workload that is there", () => {
    const world = (...names: string[]) =>
      worldOf([
        grant([rule("patch", "deployments.apps", ...names)], "shop"),
        namespace("shop"),
        workload("web"),
      ]);
    const changes = `node *: changes Deployment 'shop/web' to a pod that takes over its node ${NEEDS}`;
    expect(steps(privilegedPod, world())).toEqual([changes]);
    expect(steps(privilegedPod, world("web"))).toEqual([changes]);
    expect(steps(privilegedPod, world("api"))).toEqual([]);
  });

  it.each([
    ["reading pods", rule("get, list", "pods")],
    ["changing pods", rule("patch", "pods")],
    ["templates of pods", rule("create", "podtemplates")],
  ])("finds nothing with %s", (_, one) => {
    expect(steps(privilegedPod, worldOf([grant([one], "shop"), namespace("shop")]))).toEqual([]);
  });

  it("chooses a namespace where it is known if it may in all", () => {
    const world = worldOf([grant([PODS]), namespace("shop", "baseline"), namespace("blog", "'${LEVEL}'")]);
    expect(steps(privilegedPod, world)).toEqual([
      "node *: creates a pod in namespace 'kube-system' that takes over its node (only while Pod Security of namespace 'kube-system' is neither baseline nor restricted)",
    ]);
  });

  it("knows the default of the API servers", () => {
    const configuration =
      "apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\ndefaults: { enforce: baseline }\nexemptions: { namespaces: [shop] }\n";
    expect(steps(privilegedPod, worldOf([grant([PODS]), configuration]))).toEqual([
      "? node *: creates a pod in namespace 'default' that takes over its node (only while Pod Security of namespace 'default' is neither baseline nor restricted)",
    ]);
    expect(steps(privilegedPod, worldOf([grant([PODS], "shop"), configuration]))).toEqual([
      `${CREATES} ${NEEDS}`,
    ]);
  });
});

describe("lift-pod-security", () => {
  const LABEL = rule("patch", "namespaces");
  const world = (rules: string[], where?: string, level = "restricted") =>
    worldOf([grant(rules, where), namespace("shop", level)]);
  const WORDS =
    "node *: takes the label of Pod Security from namespace 'shop', then creates a pod in namespace 'shop' that takes over its node";

  it("takes the label and a pod", () => {
    expect(steps(liftPodSecurity, world([LABEL, PODS]))).toEqual([WORDS]);
    expect(
      steps(liftPodSecurity, world([rule("update", "namespaces", "shop"), PODS], "shop", "baseline")),
    ).toEqual([WORDS]);
    expect(steps(liftPodSecurity, world([LABEL]))).toEqual([]);
    expect(steps(liftPodSecurity, world([PODS]))).toEqual([]);
  });

  it.each([
    ["another namespace", [rule("patch", "namespaces", "blog"), PODS]],
    ["a new namespace", [rule("create", "namespaces"), PODS]],
  ])("finds nothing with %s", (_, rules) => {
    expect(steps(liftPodSecurity, world(rules))).toEqual([]);
  });

  it("says nothing where there is no label to lift", () => {
    expect(steps(liftPodSecurity, world([LABEL, PODS], undefined, "privileged"))).toEqual([]);
  });
});

describe("create-host-path-volume", () => {
  const RULES = [rule("create", "persistentvolumes"), rule("create", "persistentvolumeclaims"), PODS];
  const world = (rules: string[], level?: string) => worldOf([grant(rules), namespace("shop", level)]);

  it("leads to nodes where Pod Security is baseline", () => {
    const inShop = worldOf([
      grant([rule("create", "persistentvolumes")]),
      grant([rule("create", "persistentvolumeclaims"), PODS], "shop", "more"),
      namespace("shop", "baseline"),
    ]);
    expect(steps(hostPathVolume, inShop)).toEqual([
      "node *: creates a PersistentVolume of the root of a node and mounts it in a pod in namespace 'shop' (only while Pod Security of namespace 'shop' is not restricted)",
    ]);
  });

  it.each([
    [rule("create", "jobs.batch"), "a pod of a Job in namespace 'shop'"],
    [rule("patch", "deployments.apps"), "a pod of Deployment 'shop/web'"],
  ])("says what has the pod: %s", (pods, words) => {
    const found = worldOf([
      grant([...RULES.slice(0, 2)]),
      grant([pods], "shop", "more"),
      namespace("shop"),
      workload("web"),
    ]);
    expect(steps(hostPathVolume, found)).toEqual([
      `node *: creates a PersistentVolume of the root of a node and mounts it in ${words} (only while Pod Security of namespace 'shop' is not restricted)`,
    ]);
  });

  it.each([0, 1, 2])("needs each of its rights: not without %i", (left) => {
    expect(steps(hostPathVolume, world(RULES))).toHaveLength(1);
    expect(steps(hostPathVolume, world(RULES.toSpliced(left, 1)))).toEqual([]);
  });

  it("finds nothing where Pod Security is restricted", () => {
    const inShop = worldOf([
      grant([rule("create", "persistentvolumes")]),
      grant([rule("create", "persistentvolumeclaims"), PODS], "shop", "more"),
      namespace("shop", "restricted"),
    ]);
    expect(steps(hostPathVolume, inShop)).toEqual([]);
  });
});
