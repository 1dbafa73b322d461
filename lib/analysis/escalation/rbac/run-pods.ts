import { memoize } from "../../../util/memoize.js";
import type { EscalationNode, SubjectNode } from "../escalation.js";
import { nodeWords } from "../nodes.js";
import type { Pods } from "../pods.js";
import type { Held } from "../rights.js";
import type { Edge, Technique } from "../technique.js";
import type { World } from "../world.js";
import { changesOf, core, inNamespace, isForAnyName, namespaceOf } from "./allowed.js";
import { intoPods } from "./into-pods.js";
import { WORKLOAD_QUESTIONS } from "./workload-questions.js";

const CREATE_PODS = core("create", "pods");
const CHANGE_PODS = changesOf("", "pods");

const SECRETS_BY_NAME = "only with the names of the Secrets, since a pod names those that it mounts";

/** A pod runs as any ServiceAccount of its namespace, and mounts any Secret there that it names. */
export const createPod: Technique = {
  name: "create-pod",
  title: "Create a pod",
  takes: "'create' on 'pods', without resourceNames.",
  gives:
    "Every ServiceAccount of the namespace, since the pod names the one that it runs as, and the Secrets of the namespace whose names are known, since it mounts them.",
  cites: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation",
    "Kubernetes: plugin/pkg/admission/serviceaccount/admission.go, Admit",
  ],
  edges: (world, from) =>
    world
      .rightsOf(from)
      .allowing(CREATE_PODS)
      .filter(isForAnyName)
      .flatMap((held) => runningAs(world, placeOf(held), () => "a pod")),
};

/** The pods that a controller makes of a workload are as those that one creates. */
export const createWorkload: Technique = {
  name: "create-workload",
  title: "Create a workload",
  takes:
    "'create' on 'deployments', 'statefulsets', 'daemonsets', 'replicasets', 'replicationcontrollers', 'jobs' or 'cronjobs', without resourceNames; or on a kind that something else makes pods of, where the repository has some of it.",
  gives: "What creating a pod gives: the controller of Kubernetes creates it.",
  cites: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation",
    "Kubernetes: pkg/controller/controller_utils.go, CreatePods",
  ],
  edges: (world, from) => {
    const rights = world.rightsOf(from);
    return WORKLOAD_QUESTIONS.flatMap(({ resource: { kind, isCustom }, create }) => {
      const all = rights.allowing(create).filter(isForAnyName);
      if (all.length === 0 || (isCustom && !kindsOf(world).has(kind))) return [];
      return all.flatMap((held) => runningAs(world, placeOf(held), () => `${article(kind)} ${kind}`));
    });
  },
};

/** A workload that is there gets another image, and the ServiceAccount as which its new pods run. */
export const changeWorkload: Technique = {
  name: "change-workload",
  title: "Change a workload",
  takes:
    "'update' or 'patch' on a kind of workload, for one that the repository has. The pods of a Job cannot be changed.",
  gives:
    "Every ServiceAccount of the workload's namespace, since the new pods name the one that they run as, with an image of one's own.",
  cites: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation",
    "Kubernetes: pkg/apis/apps/validation/validation.go, ValidateDeploymentUpdate",
  ],
  edges: (world, from) => {
    const rights = world.rightsOf(from);
    return WORKLOAD_QUESTIONS.flatMap(({ resource: { kind }, changes }) =>
      changes.flatMap((question) => rights.allowing(question).flatMap((held) => changed(world, held, kind))),
    );
  },
};

/** Of a pod that is there, the image can be changed, and little else. */
export const replaceImage: Technique = {
  name: "replace-image",
  title: "Replace the image of a pod",
  takes: "'update' or 'patch' on 'pods', for pods of a workload that the repository has.",
  gives: "The ServiceAccount of the pod, which cannot be changed itself, if it mounts the token.",
  cites: [
    "https://kubernetes.io/docs/concepts/workloads/pods/#pod-update-and-replacement",
    "Kubernetes: pkg/apis/core/validation/validation.go, ValidatePodUpdate",
  ],
  edges: (world, from) => intoPods(world, from, CHANGE_PODS, "replaces the image of"),
};

function placeOf(held: Held): { namespace: string | undefined; rights: readonly Held[] } {
  return { namespace: held.namespace, rights: [held] };
}

/** The edges of whoever makes a pod of its own, by some rights, in a namespace or in all. */
export function runningAs(
  world: World,
  { namespace, rights }: { namespace: string | undefined; rights: readonly Held[] },
  what: (to: EscalationNode) => string,
): Edge[] {
  return [
    {
      to: world.accounts(namespace),
      words: (to) =>
        `creates ${what(to)} ${inNamespace(namespaceOf(to, namespace))} that runs as ${nodeWords(to)}`,
      rights,
    },
    secretsBy(world, namespace, rights, (to) => `creates ${what(to)} ${inNamespace(namespace)}`),
  ];
}

function secretsBy(
  { cluster }: World,
  namespace: string | undefined,
  rights: readonly Held[],
  words: (to: EscalationNode) => string,
): Edge {
  const node: EscalationNode = {
    kind: "secrets",
    ...(namespace !== undefined && { namespace }),
    ...(cluster !== undefined && { cluster }),
  };
  return {
    to: [node],
    words: (to) => `${words(to)} that mounts ${nodeWords(node)}`,
    rights,
    needs: SECRETS_BY_NAME,
  };
}

function changed(world: World, held: Held, kind: Pods["kind"]): Edge[] {
  const { namespace, rule } = held;
  const words = (target: Pods | undefined, to: EscalationNode) => {
    return `changes ${target ? nodeWords(target.node) : `a ${kind}`} so that it runs as ${nodeWords(to)}`;
  };
  if (namespace === undefined && isForAnyName(held)) {
    const { accounts, first } = besideKind(world)(kind);
    return [
      {
        to: accounts,
        words: (to) => words(first.get(namespaceOf(to, undefined) ?? ""), to),
        rights: [held],
      },
    ];
  }
  const names = new Set(rule.resourceNames);
  const found = new Map<string, Pods>();
  for (const pods of world.podsIn(namespace)) {
    const isMeant = pods.kind === kind && (names.size === 0 || names.has(pods.name));
    if (isMeant && !found.has(pods.namespace)) found.set(pods.namespace, pods);
  }
  return [...found.values()].flatMap((target): Edge[] => [
    { to: world.accounts(target.namespace), words: (to) => words(target, to), rights: [held] },
    secretsBy(world, target.namespace, [held], () => `changes ${nodeWords(target.node)} to one`),
  ]);
}

/** The ServiceAccounts of all namespaces that have a workload of a kind, and the first of each namespace. */
const besideKind = memoize((world: World) => {
  const found = new Map<string, { accounts: SubjectNode[]; first: Map<string, Pods> }>();
  for (const pods of world.pods) {
    const of = found.get(pods.kind) ?? { accounts: [], first: new Map<string, Pods>() };
    found.set(pods.kind, of);
    if (of.first.has(pods.namespace)) continue;
    of.first.set(pods.namespace, pods);
    for (const account of world.accounts(pods.namespace)) of.accounts.push(account);
  }
  return (kind: string) => found.get(kind) ?? { accounts: [], first: new Map<string, Pods>() };
});

const kindsOf = memoize((world: World): ReadonlySet<string> => new Set(world.pods.map(({ kind }) => kind)));

/** The article before the name of a kind. */
export function article(kind: string): string {
  return /^[AEIOU]/.test(kind) ? "an" : "a";
}
