/** What a pod can do with a directory of its node. */
interface HostPathDanger {
  /** Completes "whoever is root in a container that mounts it ...". */
  can: string;
  /** What it needs besides. */
  needs?: string;
}

interface DangerousPath extends HostPathDanger {
  paths: readonly string[];
  /** Whether the directory must be mounted to be written to; a socket, and what is secret, need not. */
  isWritten: boolean;
}

const ON_CONTROL_PLANE = "only where its pod runs on a node of the control plane";

/**
 * What of a node makes whoever reaches it root there, or gives it the tokens of the node's pods. The first that fits
 * counts, so the worst come first.
 *
 * The sockets are those that runtimes listen on by default: https://kubernetes.io/docs/setup/production-environment/container-runtimes/;
 * a read-only mount does not keep anybody from connecting. The kubelet keeps the tokens of pods, and its own
 * certificate, below its root directory: pkg/kubelet/config/defaults.go and pkg/kubelet/volume_host.go, GetPodVolumeDir.
 * It runs each manifest of /etc/kubernetes/manifests: cmd/kubeadm/app/constants/constants.go, ManifestsSubDirName.
 * Runtimes start CNI plugins as root: https://www.cni.dev/docs/spec/. core_pattern(5): a program in
 * /proc/sys/kernel/core_pattern runs as root on the node.
 */
const DANGEROUS: readonly DangerousPath[] = [
  {
    paths: [
      "/run/docker.sock",
      "/run/containerd/containerd.sock",
      "/run/k3s/containerd/containerd.sock",
      "/run/crio/crio.sock",
      "/run/cri-dockerd.sock",
      "/run/dockershim.sock",
      "/run/podman/podman.sock",
    ],
    isWritten: false,
    can: "has the container runtime of the node start what it likes",
  },
  {
    paths: [
      "/etc/cron.d",
      "/etc/crontab",
      "/etc/ld.so.preload",
      "/etc/kubernetes/manifests",
      "/etc/systemd/system",
      "/usr/lib/systemd/system",
      "/lib/systemd/system",
      "/var/spool/cron",
    ],
    isWritten: true,
    can: "writes what the node runs as root",
  },
  {
    paths: ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/bin", "/sbin", "/opt/cni/bin"],
    isWritten: true,
    can: "replaces programs that the node runs as root",
  },
  {
    paths: ["/proc/sys/kernel"],
    isWritten: true,
    can: "names a program that the node runs as root when another one crashes",
  },
  {
    paths: ["/var/lib/kubelet/pods"],
    isWritten: false,
    can: "reads the tokens of the pods of the node",
  },
  {
    paths: ["/var/lib/kubelet/pki"],
    isWritten: false,
    can: "reads the key with which the kubelet of the node logs in",
  },
  {
    paths: [
      "/etc/kubernetes/admin.conf",
      "/etc/kubernetes/super-admin.conf",
      "/etc/kubernetes/controller-manager.conf",
      "/etc/kubernetes/pki",
      "/etc/rancher/k3s/k3s.yaml",
      "/etc/rancher/rke2/rke2.yaml",
      "/var/lib/rancher/k3s/server",
      "/var/lib/rancher/rke2/server",
      "/var/lib/etcd",
    ],
    isWritten: false,
    can: "reads the keys or the data of the control plane",
    needs: ON_CONTROL_PLANE,
  },
];

/**
 * What a container that mounts a directory of its node, or a file, can do there; undefined if it is nothing that is known
 * to be dangerous. A directory holds all that is below it, other mounts included.
 */
export function hostPathDanger(written: string, isReadOnly: boolean): HostPathDanger | undefined {
  const mounted = plainPath(written);
  if (mounted === undefined) return undefined;
  const found = DANGEROUS.find(({ paths, isWritten }) => {
    return (!isWritten || !isReadOnly) && paths.some((path) => holds(mounted, path));
  });
  return found && { can: found.can, ...(found.needs !== undefined && { needs: found.needs }) };
}

/** The directories of a node from which the kubelet serves files as logs, and which pods mount. */
const LOGS = ["/var/log", "/var/log/pods", "/var/log/containers"];

/**
 * Whether a directory of a node has what its kubelet serves as logs, links to other files too: pkg/kubelet/kubelet.go, Run,
 * where nodeLogDir is `/var/log`.
 */
export function holdsLogs(written: string): boolean {
  const mounted = plainPath(written);
  return mounted !== undefined && LOGS.some((path) => holds(mounted, path));
}

function holds(directory: string, path: string): boolean {
  return directory === path || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}

/** A path without what says nothing, under the one name that it has: `/var/run` leads to `/run`. */
function plainPath(written: string): string | undefined {
  const parts = written.split("/").filter((part) => part !== "" && part !== ".");
  if (!written.startsWith("/") || parts.includes("..")) return undefined;
  const path = `/${parts.join("/")}`;
  return path.replace(/^\/var\/run(?=\/|$)/, "/run");
}
