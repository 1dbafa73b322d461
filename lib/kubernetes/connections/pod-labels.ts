import { all, type Certainty, fulfils, type LabelValue, requirements } from "../labels/label-selector.js";
import { isKnown, isPlain } from "../objects.js";
import type { PodSet } from "./endpoint.js";

/**
 * Labels that controllers and meshes add to the pods that they make or change. Kubernetes: DefaultDeploymentUniqueLabelKey,
 * ControllerRevisionHashLabelKey and others of staging/src/k8s.io/api/apps/v1/types.go and batch/v1/types.go.
 */
const ADDED: ReadonlySet<string> = new Set(
  "pod-template-hash controller-revision-hash pod-template-generation job-name controller-uid rollouts-pod-template-hash deployment deploymentconfig linkerd.io/control-plane-ns sidecar.istio.io/inject".split(
    " ",
  ),
);
const PREFIXES_OF_ADDED =
  /^(?:[\w-]+\.)*(?:(?:statefulset|apps|batch|topology|networking)\.kubernetes\.io|(?:security|service)\.istio\.io|serving\.knative\.dev|kubevirt\.io|linkerd\.io|apps\.kruise\.io)(?:\/|$)/;

/** Whether something else than a workload gives pods a label. */
export function isAddedLater(key: string): boolean {
  return ADDED.has(key) || PREFIXES_OF_ADDED.test(key);
}

/** The value of a label of pods. */
export function podLabel({ labels }: Pick<PodSet, "labels">, key: string): LabelValue {
  if (labels === undefined || !isPlain(key)) return undefined;
  if (Object.hasOwn(labels, key)) return isPlain(labels[key]) ? labels[key] : undefined;
  if (isAddedLater(key)) return undefined;
  // A key that is filled in later may be this one.
  return Object.keys(labels).every(isPlain) ? null : undefined;
}

/**
 * Whether a label selector selects pods; an empty one selects all, and so does a missing one where the API says so.
 * Kubernetes: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector.
 */
export function selectsPods(selector: unknown, pods: Pick<PodSet, "labels">): Certainty {
  const needed = requirements(selector);
  return needed && all(needed.map((one) => fulfils(podLabel(pods, one.key), one)));
}

/**
 * Whether pods are in a namespace. One that is chosen when its objects are applied has whatever words they have in common,
 * and may be any.
 */
export function isInNamespace(namespace: string, { namespace: its }: Pick<PodSet, "namespace">): Certainty {
  if (its === undefined) return undefined;
  if (its.name === namespace) return true;
  return isKnown(its.name) && isKnown(namespace) ? false : undefined;
}
