import { describe, expect, it } from "vitest";
import { Analysis } from "../../../lib/analysis/analysis.js";
import type { EscalationPath } from "../../../lib/analysis/escalation/escalation.js";
import { Escalations, type PathsAsked } from "../../../lib/analysis/escalation/escalations.js";
import { RBAC_TECHNIQUES } from "../../../lib/analysis/escalation/rbac/techniques.js";
import { World } from "../../../lib/analysis/escalation/world.js";
import type { Settings } from "../../../lib/repository/configuration/settings.js";
import { repositoryOf } from "../../builds/repository-of.js";

const GROUP = "rbac.authorization.k8s.io";
const MALLORY = { kind: "User", name: "mallory" };

/** An object as it is written, in JSON, which is YAML. */
type Written = Record<string, unknown>;

const object = (kind: string, name: string, namespace: string | undefined, rest: Written = {}): Written => ({
  apiVersion: VERSIONS[kind] ?? `${GROUP}/v1`,
  kind,
  metadata: { name, ...(namespace !== undefined && { namespace }) },
  ...rest,
});
const VERSIONS: Record<string, string> = {
  ServiceAccount: "v1",
  Secret: "v1",
  Pod: "v1",
  Deployment: "apps/v1",
  StatefulSet: "apps/v1",
  CronJob: "batch/v1",
  Job: "batch/v1",
};

/** A rule as "VERB,VERB RESOURCE,RESOURCE NAME,NAME"; the group follows from the resource. */
function rule(text: string): Written {
  const [verbs = "", resources = "", names] = text.split(" ");
  const first = resources.split(",")[0] ?? "";
  const isRbac = /role/.test(first);
  const group = isRbac ? GROUP : /job/.test(first) ? "batch" : /deploy|sets/.test(first) ? "apps" : "";
  return {
    apiGroups: [resources === "*" ? "*" : group],
    resources: resources.split(","),
    verbs: verbs.split(","),
    ...(names !== undefined && { resourceNames: names.split(",") }),
  };
}

const role = (
  kind: string,
  name: string,
  namespace: string | undefined,
  rules: readonly string[],
  rest = {},
) => object(kind, name, namespace, { rules: rules.map(rule), ...rest });

function binding(
  name: string,
  namespace: string | undefined,
  roleName: string,
  subject: Written,
  kind?: string,
) {
  return object(namespace === undefined ? "ClusterRoleBinding" : "RoleBinding", name, namespace, {
    roleRef: { apiGroup: GROUP, kind: kind ?? "ClusterRole", name: roleName },
    subjects: [subject],
  });
}

const account = (namespace: string, name: string) => ({ kind: "ServiceAccount", namespace, name });

/** Everybody whom mallory may want to be: an account in `ci` that may do everything, and a user and a group that may. */
const BOSSES = [
  object("ServiceAccount", "boss", "ci"),
  binding("boss", undefined, "cluster-admin", account("ci", "boss")),
];

const deployment = (name: string, serviceAccountName: string, kind = "Deployment", rest: Written = {}) => {
  const template = {
    metadata: { labels: { app: name } },
    spec: { serviceAccountName, containers: [{ name: "a", image: "b" }], ...rest },
  };
  if (kind === "Pod") return object(kind, name, "ci", { spec: template.spec });
  if (kind === "CronJob") return object(kind, name, "ci", { spec: { jobTemplate: { spec: { template } } } });
  return object(kind, name, "ci", { spec: { template } });
};

const tokenSecret = (name: string, of: string) => ({
  ...object("Secret", name, "ci", { type: "kubernetes.io/service-account-token" }),
  metadata: { name, namespace: "ci", annotations: { "kubernetes.io/service-account.name": of } },
});

function ask(objects: readonly Written[], asked: PathsAsked = {}, settings: Settings = {}): EscalationPath[] {
  const text = objects.map((one) => JSON.stringify(one)).join("\n---\n");
  const world = new World(new Analysis(repositoryOf({ "a.yaml": text }), settings), undefined);
  const found = new Escalations(world, RBAC_TECHNIQUES);
  const from = found.subject(MALLORY);
  return [...found.paths({ ...(from && { from }), ...asked }).paths];
}

const techniques = (paths: readonly EscalationPath[]) =>
  paths[0]?.steps.map(({ technique }) => technique).join(" > ");

interface Known {
  what: string;
  technique: string;
  /** The rules that mallory has, in `ci` or in the whole cluster. */
  rules: readonly string[];
  isInCluster?: boolean;
  objects?: readonly Written[];
  settings?: Settings;
  isSure?: boolean;
}

const WEB = deployment("web", "boss");

const KNOWN: readonly Known[] = [
  { what: "creating a pod", technique: "create-pod", rules: ["create pods"] },
  ...[
    "deployments",
    "daemonsets",
    "statefulsets",
    "replicasets",
    "replicationcontrollers",
    "jobs",
    "cronjobs",
  ].map((kind) => ({ what: `creating ${kind}`, technique: "create-workload", rules: [`create ${kind}`] })),
  {
    what: "updating a workload",
    technique: "change-workload",
    rules: ["update deployments"],
    objects: [WEB],
  },
  {
    what: "patching a named one",
    technique: "change-workload",
    rules: ["patch deployments web"],
    objects: [WEB],
  },
  {
    what: "updating a workload that runs as another",
    technique: "change-workload",
    rules: ["update deployments"],
    objects: [deployment("web", "default")],
  },
  { what: "running commands", technique: "exec", rules: ["create pods/exec"], objects: [WEB] },
  { what: "attaching", technique: "attach", rules: ["create pods/attach"], objects: [WEB] },
  { what: "debugging", technique: "debug-pod", rules: ["patch pods/ephemeralcontainers"], objects: [WEB] },
  { what: "replacing an image", technique: "replace-image", rules: ["patch pods"], objects: [WEB] },
  {
    what: "replacing the image of a named Pod",
    technique: "replace-image",
    rules: ["update pods one"],
    objects: [deployment("one", "boss", "Pod")],
  },
  {
    what: "running commands in a numbered pod",
    technique: "exec",
    rules: ["create pods/exec db-0"],
    objects: [deployment("db", "boss", "StatefulSet")],
  },
  {
    what: "running commands in a pod of a CronJob",
    technique: "exec",
    rules: ["create pods/exec"],
    objects: [deployment("job", "boss", "CronJob")],
    isSure: false,
  },
  {
    what: "running commands by a WebSocket",
    technique: "exec",
    rules: ["get pods/exec"],
    objects: [WEB],
    settings: { kubernetesVersion: "1.34" },
  },
  {
    what: "running commands by a WebSocket in a version that is not known",
    technique: "exec",
    rules: ["get pods/exec"],
    objects: [WEB],
    isSure: false,
  },
  { what: "creating a token", technique: "create-token", rules: ["create serviceaccounts/token"] },
  {
    what: "creating a token of one",
    technique: "create-token",
    rules: ["create serviceaccounts/token boss"],
  },
  ...["get", "list", "watch"].map((verb) => ({
    what: `reading a token by ${verb}`,
    technique: "read-token-secret",
    rules: [`${verb} secrets`],
    objects: [tokenSecret("t", "boss")],
  })),
  {
    what: "reading a named token",
    technique: "read-token-secret",
    rules: ["get secrets t"],
    objects: [tokenSecret("t", "boss")],
  },
  {
    what: "making a token Secret",
    technique: "make-token-secret",
    rules: ["create secrets", "list secrets"],
  },
  {
    what: "changing a token Secret",
    technique: "change-token-secret",
    rules: ["patch secrets t", "get secrets t"],
    objects: [tokenSecret("t", "default")],
  },
  {
    what: "acting as a user",
    technique: "impersonate-user",
    rules: ["impersonate users root"],
    isInCluster: true,
    objects: [binding("root", undefined, "cluster-admin", { kind: "User", name: "root" })],
  },
  {
    what: "acting as a ServiceAccount",
    technique: "impersonate-account",
    rules: ["impersonate serviceaccounts"],
  },
  {
    what: "acting as the group that may do everything",
    technique: "impersonate-group",
    rules: ["impersonate groups", "impersonate users nobody"],
    isInCluster: true,
  },
  {
    what: "acting as a named group",
    technique: "impersonate-group",
    rules: ["impersonate groups ops", "impersonate users nobody"],
    isInCluster: true,
    objects: [binding("ops", undefined, "cluster-admin", { kind: "Group", name: "ops" })],
  },
  {
    what: "binding any role",
    technique: "bind",
    rules: ["bind clusterroles", "create clusterrolebindings"],
    isInCluster: true,
  },
  {
    what: "binding a named role",
    technique: "bind",
    rules: ["bind clusterroles cluster-admin", "create clusterrolebindings"],
    isInCluster: true,
  },
  {
    what: "adding itself to a binding",
    technique: "bind",
    rules: ["bind clusterroles cluster-admin", "patch clusterrolebindings boss"],
    isInCluster: true,
  },
  {
    what: "binding any role in a namespace",
    technique: "bind > impersonate-account",
    rules: ["bind clusterroles", "create rolebindings"],
  },
  {
    what: "binding a Role",
    technique: "bind > create-token",
    rules: ["bind roles tokens", "create rolebindings"],
    objects: [role("Role", "tokens", "ci", ["create serviceaccounts/token"])],
  },
  {
    what: "writing into its own role",
    technique: "escalate",
    rules: ["escalate clusterroles", "update clusterroles"],
    isInCluster: true,
  },
  {
    what: "writing into the role that it is bound to, by name",
    technique: "escalate",
    rules: ["escalate clusterroles mine", "patch clusterroles mine"],
    isInCluster: true,
  },
  {
    what: "writing into a role that it is bound to in a namespace",
    technique: "escalate > impersonate-account",
    rules: ["escalate roles", "update roles"],
  },
  {
    what: "writing into a role that is taken in",
    technique: "escalate",
    rules: ["escalate clusterroles", "create clusterroles"],
    isInCluster: true,
    objects: [binding("view", undefined, "view", MALLORY)],
  },
  {
    what: "writing into a role that it can bind",
    technique: "bind > escalate",
    rules: [
      "escalate clusterroles other",
      "update clusterroles other",
      "bind clusterroles other",
      "create clusterrolebindings",
    ],
    isInCluster: true,
    objects: [role("ClusterRole", "other", undefined, ["get nodes"])],
  },
  {
    what: "writing into the role of somebody whom it becomes",
    technique: "create-token > escalate",
    rules: [
      "escalate clusterroles other",
      "update clusterroles other",
      "create serviceaccounts/token helper",
    ],
    isInCluster: true,
    objects: [
      role("ClusterRole", "other", undefined, ["get nodes"]),
      object("ServiceAccount", "helper", "ci"),
      binding("helper", undefined, "other", account("ci", "helper")),
    ],
  },
];

const objectsOf = ({ rules, isInCluster = false, objects = [] }: Known, left: readonly string[] = rules) => [
  ...BOSSES,
  ...objects,
  role(isInCluster ? "ClusterRole" : "Role", "mine", isInCluster ? undefined : "ci", left),
  binding("mine", isInCluster ? undefined : "ci", "mine", MALLORY, isInCluster ? "ClusterRole" : "Role"),
];

describe("known escalations", () => {
  it.each(KNOWN)("finds $what", (known) => {
    const paths = ask(objectsOf(known), {}, known.settings);
    expect(techniques(paths)).toBe(known.technique);
    expect(paths[0]?.isSure).toBe(known.isSure ?? true);
    expect(ask(objectsOf(known), { onlySure: true }, known.settings).length > 0).toBe(known.isSure ?? true);
  });

  it.each(
    KNOWN.flatMap((known) =>
      known.rules.map((gone) => ({ known, gone, what: known.what, of: known.rules.length })),
    ),
  )("finds nothing of $what without '$gone'", ({ known, gone }) => {
    const left = known.rules.filter((one) => one !== gone);
    expect(ask(objectsOf(known, left), {}, known.settings)).toEqual([]);
  });

  it.each(KNOWN.filter(({ objects = [] }) => objects.length > 0))(
    "finds nothing of $what without what it works on",
    (known) => {
      const alone = { ...known, objects: [] };
      expect(ask(objectsOf(alone), {}, known.settings)).toEqual([]);
    },
  );
});

describe("what is no escalation", () => {
  it.each<[string, Omit<Known, "what" | "technique">]>([
    ["a pod that cannot be created without a name", { rules: ["create pods web"] }],
    [
      "a Job, whose pods cannot be changed",
      { rules: ["update jobs"], objects: [deployment("job", "boss", "Job")] },
    ],
    ["another Pod's account", { rules: ["update pods"], objects: [deployment("one", "default", "Pod")] }],
    ["a workload by another name", { rules: ["patch deployments other"], objects: [WEB] }],
    [
      "a pod without a token",
      {
        rules: ["create pods/exec"],
        objects: [deployment("web", "boss", "Deployment", { automountServiceAccountToken: false })],
      },
    ],
    [
      "a WebSocket since 1.35",
      { rules: ["get pods/exec"], objects: [WEB], settings: { kubernetesVersion: "1.35" } },
    ],
    ["a Secret of another name", { rules: ["get secrets other"], objects: [tokenSecret("t", "boss")] }],
    ["Secrets without a token", { rules: ["list secrets"] }],
    ["a group without a user", { rules: ["impersonate groups"], isInCluster: true }],
    ["a user in a namespace", { rules: ["impersonate users,groups"] }],
    ["another user", { rules: ["impersonate users other"], isInCluster: true }],
    ["writing bindings without bind", { rules: ["create,update clusterrolebindings"], isInCluster: true }],
    ["writing roles without escalate", { rules: ["create,update clusterroles"], isInCluster: true }],
    [
      "binding in the cluster by a right in a namespace",
      { rules: ["bind clusterroles", "create clusterrolebindings"] },
    ],
    [
      "a binding of another role",
      { rules: ["bind clusterroles view", "patch clusterrolebindings boss"], isInCluster: true },
    ],
    [
      "escalate on a role that nobody whom it becomes is bound to",
      {
        rules: ["escalate clusterroles other", "update clusterroles other"],
        isInCluster: true,
        objects: [role("ClusterRole", "other", undefined, ["get nodes"])],
      },
    ],
    [
      "escalate and create without a role that takes in others",
      { rules: ["escalate clusterroles", "create clusterroles"], isInCluster: true },
    ],
  ])("is %s", (_, known) => {
    expect(ask(objectsOf({ what: "", technique: "", ...known }), {}, known.settings)).toEqual([]);
  });

  it("is whoever may do everything already, and Kubernetes itself", () => {
    const objects = [
      ...BOSSES,
      binding("m", undefined, "cluster-admin", MALLORY),
      binding("n", undefined, "edit", { kind: "Group", name: "system:nodes" }),
      binding("c", undefined, "edit", account("kube-system", "job-controller")),
    ];
    const world = new World(
      new Analysis(repositoryOf({ "a.yaml": objects.map((one) => JSON.stringify(one)).join("\n---\n") }), {}),
      undefined,
    );
    expect(new Escalations(world, RBAC_TECHNIQUES).sources).toEqual([]);
    expect(ask(objects)).toEqual([]);
  });
});
