import { describe, expect, it } from "vitest";
import { clusterConfiguration, componentPod, EMPTY_CONFIGURATIONS } from "./components.js";
import { lint } from "./lint.js";

const RULE = "require-admission-plugins";
const STRICT = { require: ["NodeRestriction", "AlwaysPullImages", "EventRateLimit"] };
const RESTRICTION = "the credentials of one kubelet are enough to change every node, and the pods on it";
const IMAGES = "a pod can run any image that is on its node already, without the credentials for it";
const EVENTS = "whoever may create events can fill etcd with them";
const ON = "--enable-admission-plugins=NodeRestriction";
const missing = (plugin: string, effect: string) =>
  `This API server runs without admission plugin '${plugin}': ${effect}. Add it to '--enable-admission-plugins'.`;
const gone = (plugin: string, minor: number, instead = "") =>
  `There is no admission plugin '${plugin}' in Kubernetes since 1.${minor}, so the API server does not start. Delete it${instead}.`;

const apiServer = (...flags: string[]) => componentPod("kube-apiserver", flags);

describe("require-admission-plugins", () => {
  it.each([
    ["none", apiServer("--v=2"), "9:11-9:25", missing("NodeRestriction", RESTRICTION)],
    [
      "another one",
      apiServer("--enable-admission-plugins=AlwaysPullImages"),
      "10:11-10:54",
      `'--enable-admission-plugins=AlwaysPullImages' leaves out 'NodeRestriction': ${RESTRICTION}. Add it.`,
    ],
    [
      "another one by kubeadm",
      clusterConfiguration(["enable-admission-plugins: AlwaysPullImages"]),
      "5:31-5:47",
      `'enable-admission-plugins: AlwaysPullImages' leaves out 'NodeRestriction': ${RESTRICTION}. Add it.`,
    ],
    [
      "another one by k3s",
      "cluster-init: true\nkube-apiserver-arg:\n  - enable-admission-plugins=EventRateLimit\n",
      "3:5-3:44",
      `'enable-admission-plugins=EventRateLimit' leaves out 'NodeRestriction': ${RESTRICTION}. Add it.`,
    ],
    [
      "the old flag",
      apiServer("--admission-control=ServiceAccount"),
      "10:11-10:45",
      `'--admission-control=ServiceAccount' leaves out 'NodeRestriction': ${RESTRICTION}. Add it.`,
    ],
    [
      "one that is on by default switched off",
      apiServer(ON, "--disable-admission-plugins=PodSecurity,DefaultStorageClass"),
      "11:11-11:70",
      "Plugin 'PodSecurity' is on by default and is switched off here: the labels 'pod-security.kubernetes.io/…' of namespaces do nothing. Delete it from 'disable-admission-plugins'.",
    ],
    [
      "one that is required switched off",
      apiServer("--disable-admission-plugins", "NodeRestriction"),
      "11:11-11:26",
      `Plugin 'NodeRestriction' is switched off here: ${RESTRICTION}. Delete it from 'disable-admission-plugins'.`,
    ],
    [
      "AlwaysAdmit",
      apiServer("--enable-admission-plugins=NodeRestriction,AlwaysAdmit"),
      "10:11-10:65",
      "Plugin 'AlwaysAdmit' admits everything and is there for tests. Delete it.",
    ],
    [
      "one that is gone",
      apiServer(ON, "--enable-admission-plugins=PodSecurityPolicy"),
      "11:11-11:55",
      gone("PodSecurityPolicy", 25, ", and use 'PodSecurity', which is on by default"),
    ],
    [
      "one that is gone, to switch it off",
      apiServer(ON, "--disable-admission-plugins=DenyEscalatingExec"),
      "11:11-11:57",
      gone("DenyEscalatingExec", 21),
    ],
    [
      "one that is gone in the version of the image",
      componentPod(
        "kube-apiserver",
        [ON, "--enable-admission-plugins=SecurityContextDeny"],
        "kube-apiserver:v1.30.1",
      ),
      "11:11-11:57",
      gone("SecurityContextDeny", 30),
    ],
  ])("reports %s", async (_, text, place, message) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([[`a.yaml:${place}`, message]]);
  });

  it("reports everything of the tutorial's API server but AlwaysPullImages", async () => {
    const text = apiServer(
      "--authorization-mode=ABAC",
      "--enable-admission-plugins=AlwaysPullImages",
      "--disable-admission-plugins=CertificateApproval",
    );
    expect(await lint(RULE, { "a.yaml": text })).toEqual([
      [
        "a.yaml:11:11-11:54",
        `'--enable-admission-plugins=AlwaysPullImages' leaves out 'NodeRestriction': ${RESTRICTION}. Add it.`,
      ],
      [
        "a.yaml:12:11-12:58",
        "Plugin 'CertificateApproval' is on by default and is switched off here: whoever may approve certificate signing requests may approve them for every signer, that of the cluster's own clients among them. Delete it from 'disable-admission-plugins'.",
      ],
    ]);
  });

  it("requires and forbids what the options say", async () => {
    const files = { "a.yaml": apiServer(`${ON},DenyServiceExternalIPs`) };
    const written = `'${ON},DenyServiceExternalIPs' leaves out`;
    expect(await lint(RULE, files, { options: STRICT })).toEqual([
      ["a.yaml:10:11-10:76", `${written} 'AlwaysPullImages': ${IMAGES}. Add it.`],
      ["a.yaml:10:11-10:76", `${written} 'EventRateLimit': ${EVENTS}. Add it.`],
    ]);
    const options = { require: ["ImagePolicyWebhook", "PodSecurity"], forbid: ["DenyServiceExternalIPs"] };
    expect(await lint(RULE, files, { options })).toEqual([
      [
        "a.yaml:10:11-10:76",
        "Plugin 'DenyServiceExternalIPs' is on, and option 'forbid' lists it. Delete it.",
      ],
      ["a.yaml:10:11-10:76", `${written} 'ImagePolicyWebhook': option 'require' demands it. Add it.`],
    ]);
  });

  it("asks the settings for a version that no file names", async () => {
    const files = { "a.yaml": apiServer(ON, "--enable-admission-plugins=PodSecurityPolicy") };
    expect(await lint(RULE, files, { settings: { kubernetesVersion: "1.24" } })).toEqual([]);
  });

  it("reports what several nodes lack once", async () => {
    const files = { "a.yaml": apiServer(ON), "b.yaml": apiServer(), "c.yaml": apiServer() };
    expect(await lint(RULE, files)).toEqual([["b.yaml:9:11-9:25", missing("NodeRestriction", RESTRICTION)]]);
  });

  it.each([
    ["NodeRestriction", apiServer(ON)],
    ["it in a second flag", apiServer("--enable-admission-plugins=AlwaysPullImages", ON)],
    ["a list that is filled in", apiServer("--enable-admission-plugins=${PLUGINS}")],
    ["flags that are filled in", apiServer("{{ .Values.flags }}")],
    ["one that harms nobody switched off", apiServer(ON, "--disable-admission-plugins=DefaultStorageClass")],
    [
      "what RKE2 adds to its own",
      "cni: canal\nkube-apiserver-arg:\n  - enable-admission-plugins=PodNodeSelector\n",
    ],
    [
      "what Talos adds to its own",
      "cluster:\n  apiServer:\n    extraArgs:\n      enable-admission-plugins: PodNodeSelector\n",
    ],
    ["a version without it", componentPod("kube-apiserver", ["--v=2"], "hyperkube:v1.3.4_coreos.0")],
    ["another component", componentPod("kube-scheduler", ["--v=2"])],
  ])("is silent on %s", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text })).toEqual([]);
  });

  it.each(EMPTY_CONFIGURATIONS)("is silent on an empty %s, in strict too", async (_, text) => {
    expect(await lint(RULE, { "a.yaml": text }, { options: STRICT })).toEqual([]);
  });
});
