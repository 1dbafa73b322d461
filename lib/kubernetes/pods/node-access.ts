import { isKnown, type Pod } from "../objects.js";
import { hostPathDanger } from "./host-paths.js";

type PodSpec = NonNullable<Pod["spec"]>;
type Container = NonNullable<PodSpec["containers"]>[number];

/** How whoever is in a container of a pod gets to the node. */
export interface NodeAccess {
  /** Completes "which": "runs privileged". */
  words: string;
  /** Where it is written, as a path in the pod's spec. */
  at: readonly (string | number)[];
  /** What it needs besides, if it is not sure. */
  needs?: string;
}

/** What a way to the node needs where a container need not run as root. */
export const AS_ROOT = "only if a program in the container is root or can become it";
const UNCONFINED = "only where AppArmor or SELinux does not confine the container";

/**
 * How whoever is in a running container of a pod gets to the node that it is on; undefined if nothing here shows a way.
 * What is sure comes first. hostNetwork and hostIPC alone are none. The user that an image names is not known here: a
 * container that may run as root counts as one that does.
 *
 * A privileged container has all capabilities and devices, and neither seccomp nor AppArmor confines it:
 * https://kubernetes.io/docs/concepts/security/linux-kernel-security-constraints/#privileged-containers. capabilities(7):
 * SYS_MODULE loads kernel modules, DAC_READ_SEARCH opens any file of the file system that a mount comes from
 * (open_by_handle_at(2)), SYS_ADMIN mounts (mount(2)), SYS_PTRACE enters any process that it sees (ptrace(2)); AppArmor's
 * default profiles of runtimes deny the last two.
 */
export function nodeAccessOf(spec: PodSpec): NodeAccess | undefined {
  const all = runningContainers(spec).flatMap(([container, at]) => accessOf(spec, container, at));
  return all.find(({ needs }) => needs === undefined) ?? all[0];
}

/** The containers that run for as long as the pod does, with their places. */
export function runningContainers({
  containers = [],
  initContainers = [],
}: PodSpec): [Container, (string | number)[]][] {
  return [
    ...containers.map((one, index): [Container, (string | number)[]] => [one, ["containers", index]]),
    ...initContainers.flatMap((one, index): [Container, (string | number)[]][] => {
      return one.restartPolicy === "Always" ? [[one, ["initContainers", index]]] : [];
    }),
  ];
}

function accessOf(spec: PodSpec, container: Container, at: readonly (string | number)[]): NodeAccess[] {
  const found = [...privileged(container), ...byCapability(spec, container), ...byMount(spec, container)].map(
    (one) => ({ ...one, at: [...at, ...one.at] }),
  );
  return mayBeRoot(spec, container) ? found : found.map((one) => ({ ...one, needs: one.needs ?? AS_ROOT }));
}

function privileged({ securityContext }: Container): NodeAccess[] {
  if (securityContext?.privileged !== true) return [];
  return [{ words: "runs privileged", at: ["securityContext", "privileged"] }];
}

/** The names of capabilities have no prefix here, and any case: containerd, pkg/oci/spec_opts.go, as the CRI calls it. */
function byCapability(spec: PodSpec, container: Container): NodeAccess[] {
  const added = container.securityContext?.capabilities?.add ?? [];
  const profile = container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
  const confined = profile?.type === "Unconfined" ? {} : { needs: UNCONFINED };
  return added.flatMap((written, index): NodeAccess[] => {
    const name = written.toUpperCase();
    const at = ["securityContext", "capabilities", "add", index];
    const words = `adds the capability ${name}`;
    if (name === "ALL" || name === "SYS_MODULE" || name === "DAC_READ_SEARCH") return [{ words, at }];
    if (name === "SYS_ADMIN") return [{ words, at, ...confined }];
    if (name === "SYS_PTRACE" && spec.hostPID === true)
      return [{ words: `${words} and sees the processes of the node`, at, ...confined }];
    return [];
  });
}

function byMount({ volumes = [] }: PodSpec, { volumeMounts = [] }: Container): NodeAccess[] {
  return volumeMounts.flatMap(({ name, readOnly, subPath = "" }, index): NodeAccess[] => {
    const path = volumes.find((volume) => volume.name === name)?.hostPath?.path;
    if (!isKnown(name) || !isKnown(path) || (subPath !== "" && !isKnown(subPath))) return [];
    const mounted = subPath === "" ? path : `${path}/${subPath}`;
    const danger = hostPathDanger(mounted, readOnly === true);
    if (!danger) return [];
    const { can, needs } = danger;
    const words = `mounts '${mounted}' of the node and so ${can}`;
    return [{ words, at: ["volumeMounts", index], ...(needs !== undefined && { needs }) }];
  });
}

/** Whether nothing says that a container runs as somebody else than root. */
export function mayBeRoot(spec: PodSpec, { securityContext: own }: Container): boolean {
  const user = own?.runAsUser ?? spec.securityContext?.runAsUser;
  const isNonRoot = own?.runAsNonRoot ?? spec.securityContext?.runAsNonRoot;
  return user === undefined ? isNonRoot !== true : user === 0;
}
