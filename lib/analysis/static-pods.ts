import type { Applied } from "../builds/applied.js";
import type { BuildSet } from "../builds/build-set.js";

/** Directories that kubelets read, and what repositories call their copies of them. */
const DIRECTORY = /(?:^|\/)(?:static-?pods?|etc\/kubernetes\/(?:manifests|static))(?:\/|$)/i;

const COMPONENT = /^(?:kube-apiserver|kube-controller-manager|kube-scheduler|etcd)(?:-|$)/;

/**
 * Whether an object is a static Pod, which a kubelet runs from a file: it has no ServiceAccount, and the API server takes
 * no mirror of one that names any (plugin/pkg/admission/serviceaccount/admission.go, Validate). It is one if it runs a
 * component of the control plane, goes by the name of one, as a patch for kubeadm does, or stands in a directory that says
 * so.
 */
export function isStaticPod({ repository }: BuildSet, { object }: Applied): boolean {
  if (object.kind !== "Pod") return false;
  const { name = "", namespace } = object.object.metadata ?? {};
  if (namespace === "kube-system" && COMPONENT.test(name)) return true;
  const { configurations = [] } = repository.files.get(object.file) ?? {};
  return (
    DIRECTORY.test(object.file) ||
    configurations.some(({ format, document }) => format === "ComponentPod" && document === object.document)
  );
}
