import type { Edge, Technique } from "../technique.js";
import type { World } from "../world.js";
import { changesOf, core } from "./allowed.js";
import { intoPods } from "./into-pods.js";

/** Since this version, the API server asks for `create` even where a request is a GET. */
const GET_UNTIL = 35;

/**
 * The verb is that of the HTTP method, so that a WebSocket took only `get`.
 * Kubernetes: pkg/registry/core/pod/rest/subresources.go, Connect, with AuthorizePodWebsocketUpgradeCreatePermission.
 */
export const exec: Technique = connecting("exec", "Run commands in a pod", "runs commands in", "pods/exec");

export const attach: Technique = connecting(
  "attach",
  "Attach to a pod",
  "takes over the input and output of",
  "pods/attach",
);

function connecting(name: string, title: string, does: string, resource: string): Technique {
  const [create, get] = [core("create", resource), core("get", resource)];
  return {
    name,
    title,
    takes: `'create' on '${resource}', for pods of a workload that the repository has; before Kubernetes 1.${GET_UNTIL} 'get' does too.`,
    gives: "The ServiceAccount of the pod, if the pod mounts its token.",
    cites: [
      "https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/",
      "Kubernetes: pkg/registry/core/pod/rest/subresources.go, Connect",
    ],
    edges: (world, from) => [
      ...intoPods(world, from, [create], does),
      ...byGet(world, () => intoPods(world, from, [get], does)),
    ],
  };
}

/** What works by `get` in the version that the clusters run; if that is not known, it is not sure. */
function byGet({ minor }: World, edges: () => Edge[]): Edge[] {
  if (minor === undefined) {
    return edges().map((edge): Edge => {
      const before = `only before Kubernetes 1.${GET_UNTIL}`;
      return {
        ...edge,
        needs: edge.needs === undefined ? before : `${before}, and ${edge.needs}`,
        isSure: false,
      };
    });
  }
  return minor < GET_UNTIL ? edges() : [];
}

const DEBUG = changesOf("", "pods/ephemeralcontainers");

/** A container that is added to a pod can mount what the pod mounts, its token too. */
export const debugPod: Technique = {
  name: "debug-pod",
  title: "Add a container to a pod that runs",
  takes: "'update' or 'patch' on 'pods/ephemeralcontainers', for pods of a workload that the repository has.",
  gives:
    "The ServiceAccount of the pod, if the pod mounts its token: the container is of an image of one's own.",
  cites: [
    "https://kubernetes.io/docs/concepts/workloads/pods/ephemeral-containers/",
    "Kubernetes: pkg/apis/core/validation/validation.go, validateEphemeralContainers",
  ],
  edges: (world, from) => intoPods(world, from, DEBUG, "adds a container to"),
};
