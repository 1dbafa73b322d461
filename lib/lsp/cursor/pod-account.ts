import { type KindName } from "../../kubernetes/objects.js";
import { templatePath } from "../../kubernetes/kinds.js";
import type { Path } from "../../manifests/locate.js";

/** Whether a path in a workload leads to the name of the ServiceAccount of its pods. */
export function isPodAccount(kind: KindName, path: Path): boolean {
  const spec = [...templatePath(kind), "spec"];
  const last = path.at(-1);
  return (
    path.length === spec.length + 1 &&
    spec.every((step, index) => step === path[index]) &&
    // The second name is the older one: pkg/apis/core/v1/conversion.go, Convert_v1_PodSpec_To_core_PodSpec.
    (last === "serviceAccountName" || last === "serviceAccount")
  );
}
