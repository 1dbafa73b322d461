import { isRefusedIn } from "../../builds/applied.js";
import { type Build, placeOf, writtenAt } from "../../builds/build.js";
import { getsToken, podIdentityOf } from "../../kubernetes/identities/pod-identity.js";
import { templatePath, WORKLOAD_KINDS } from "../../kubernetes/kinds.js";
import { isKnown, type KindName } from "../../kubernetes/objects.js";
import type { Step } from "../access/answers.js";
import type { Analysis, Applied } from "../analysis.js";
import { podAccountObjects } from "../lookup/pod-account-lookup.js";
import { isStaticPod } from "../static-pods.js";
import type { EscalationNode } from "./escalation.js";

export type WorkloadNode = Extract<EscalationNode, { kind: "workload" }>;

/** The pods of a workload of a cluster. */
export interface Pods {
  node: WorkloadNode;
  applied: Applied;
  kind: KindName;
  name: string;
  namespace: string;
  /** The name of their ServiceAccount. */
  account: string;
  /** Whether they mount its token, for sure. */
  hasToken: boolean;
  /** Whether they are there all the time: those of a Job end, and Knative stops what nobody asks. */
  isRunning: boolean;
  /** The workload, at its ServiceAccount's name. */
  step: Step;
}

const PASSING: ReadonlySet<KindName> = new Set(["Job", "CronJob", "KnativeService"] satisfies KindName[]);

/** The workloads that a cluster has, each once; of copies in several builds, one that mounts a token. */
export function podsOf(
  analysis: Analysis,
  { isIn, cluster }: { isIn: (build: Build) => boolean; cluster: string | undefined },
): Pods[] {
  const found = new Map<string, Pods>();
  for (const applied of analysis.ofKind(...WORKLOAD_KINDS)) {
    if (!isIn(applied.build) || isRefusedIn(applied.build, applied.object)) continue;
    const pods = podsIn(analysis, applied, cluster);
    if (!pods) continue;
    const key = `${pods.namespace} ${pods.kind} ${pods.name}`;
    const same = found.get(key);
    if (!same || (pods.hasToken && !same.hasToken)) found.set(key, pods);
  }
  return [...found.values()];
}

function podsIn(analysis: Analysis, applied: Applied, cluster: string | undefined): Pods | undefined {
  const { kind, object } = applied.object;
  const { name, namespace } = object.metadata ?? {};
  const identity = podIdentityOf(applied.object);
  if (!identity || !isKnown(identity.name) || !isKnown(name) || !isKnown(namespace)) return undefined;
  if (isStaticPod(analysis, applied)) return undefined;
  const accounts = podAccountObjects(analysis, applied).map((account) => account.object);
  const gets = accounts.length === 0 ? [undefined] : accounts;
  const at = identity.isNamed ? identity.at : templatePath(kind);
  return {
    node: {
      kind: "workload",
      workload: `${kind} '${namespace}/${name}'`,
      namespace,
      ...(cluster !== undefined && { cluster }),
    },
    applied,
    kind,
    name,
    namespace,
    account: identity.name,
    hasToken: gets.every((account) => getsToken(identity, account) === true),
    isRunning: !PASSING.has(kind),
    step: {
      kind,
      name,
      namespace,
      place: at.length === 0 ? writtenAt(applied.object) : placeOf(applied.object, [...at]),
    },
  };
}

/**
 * Whether a name can be that of one of a workload's pods. A Pod has its own, those of a StatefulSet are numbered; others
 * get a random end, so that nobody can name them beforehand.
 * Kubernetes: pkg/controller/statefulset/stateful_set_utils.go, getPodName.
 */
export function isPodName({ kind, name }: Pods, asked: string): boolean {
  if (kind === "Pod") return asked === name;
  return kind === "StatefulSet" && asked.startsWith(`${name}-`) && /^\d+$/.test(asked.slice(name.length + 1));
}
