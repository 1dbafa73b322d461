import type { Question } from "../../../kubernetes/rbac/authorizer.js";
import type { Rights } from "../rights.js";
import type { Technique } from "../technique.js";
import type { World } from "../world.js";
import { EVERY_NODE } from "./every-node.js";
import { type PodPlace, podPlaces } from "./pod-makers.js";
import { type EnforcedLevel, enforcedLevel } from "./pod-security.js";

const POD_SECURITY = "https://kubernetes.io/docs/concepts/security/pod-security-standards/";
const CREATES_PODS =
  "`create` on pods or on what makes pods of a template, or `update` or `patch` on such a workload that is there, in a namespace";
const NODES = "Every node: whoever writes a pod names the one that it runs on.";

export const privilegedPod: Technique = {
  name: "create-privileged-pod",
  title: "Create a pod that reaches its node",
  takes: `${CREATES_PODS} whose Pod Security is \`privileged\`. Where that is not known, the step is not sure.`,
  gives: NODES,
  cites: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#workload-creation",
    POD_SECURITY,
  ],
  *edges(world, from) {
    const place = bestPlace(world, world.rightsOf(from), ["baseline", "restricted"]);
    if (!place) return;
    const { namespace, held, words, isSure } = place;
    yield {
      to: EVERY_NODE,
      words: () => `${words} that takes over its node`,
      rights: [held],
      needs: `only while Pod Security of namespace '${namespace}' is neither baseline nor restricted`,
      ...(!isSure && { isSure: false as const }),
    };
  },
};

const CHANGES: readonly Question[] = ["patch", "update"].map((verb) => {
  return { verb, apiGroups: [""], resource: "namespaces" };
});

export const liftPodSecurity: Technique = {
  name: "lift-pod-security",
  title: "Lift Pod Security of a namespace",
  takes: `\`update\` or \`patch\` on a Namespace, and ${CREATES_PODS} of that name.`,
  gives: NODES,
  cites: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#namespace-modification",
    "Kubernetes: staging/src/k8s.io/pod-security-admission/admission/admission.go, ValidatePod",
  ],
  *edges(world, from) {
    const rights = world.rightsOf(from);
    const changes = CHANGES.flatMap((question) => rights.allowing(question));
    if (changes.length === 0) return;
    for (const { namespace, held, words } of podPlaces(world, rights)) {
      // Elsewhere no label is needed, or none is known to be what forbids it.
      const level = enforcedLevel(world, namespace);
      if (level !== "baseline" && level !== "restricted") continue;
      // A request for a namespace is made in that namespace: apiserver, pkg/endpoints/request/requestinfo.go.
      const change = rights.mayAny(CHANGES, { namespace, name: namespace });
      if (!change) continue;
      yield {
        to: EVERY_NODE,
        words: () =>
          `takes the label of Pod Security from namespace '${namespace}', then ${words} that takes over its node`,
        rights: [change, held],
      };
      return;
    }
  },
};

const CREATE_VOLUME: Question = { verb: "create", apiGroups: [""], resource: "persistentvolumes" };
const CREATE_CLAIM: Question = { verb: "create", apiGroups: [""], resource: "persistentvolumeclaims" };

export const hostPathVolume: Technique = {
  name: "create-host-path-volume",
  title: "Create a PersistentVolume of a node's directory",
  takes: `\`create\` on PersistentVolumes, \`create\` on PersistentVolumeClaims and ${CREATES_PODS}. Pod Security does not look at PersistentVolumes; \`restricted\` keeps the pod from being root.`,
  gives: NODES,
  cites: [
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#persistent-volume-creation",
    "Kubernetes: staging/src/k8s.io/pod-security-admission/policy/check_hostPathVolumes.go",
    "Kubernetes: pkg/volume/hostpath/host_path.go",
  ],
  *edges(world, from) {
    const rights = world.rightsOf(from);
    const volume = rights.may(CREATE_VOLUME);
    if (!volume) return;
    const claimed = (namespace: string) => rights.may(CREATE_CLAIM, { namespace });
    const place = bestPlace(world, rights, ["restricted"], (namespace) => claimed(namespace) !== undefined);
    const claim = place && claimed(place.namespace);
    if (!claim) return;
    const { namespace, held, pod, isSure } = place;
    yield {
      to: EVERY_NODE,
      words: () => `creates a PersistentVolume of the root of a node and mounts it in ${pod}`,
      rights: [volume, claim, held],
      needs: `only while Pod Security of namespace '${namespace}' is not restricted`,
      ...(!isSure && { isSure: false as const }),
    };
  },
};

/** Where somebody makes pods and Pod Security does not forbid what they do; a place where that is known comes first. */
function bestPlace(
  world: World,
  rights: Rights,
  forbidding: readonly EnforcedLevel[],
  isMeant: (namespace: string) => boolean = () => true,
): (PodPlace & { isSure: boolean }) | undefined {
  let unsure: PodPlace | undefined;
  for (const place of podPlaces(world, rights)) {
    const level = enforcedLevel(world, place.namespace);
    if (forbidding.includes(level) || !isMeant(place.namespace)) continue;
    if (level !== "unknown") return { ...place, isSure: true };
    unsure ??= place;
  }
  return unsure && { ...unsure, isSure: false };
}
