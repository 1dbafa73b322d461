import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { type Network, networksWith } from "../../../analysis/network/network.js";
import { namespaceKey, type Workload } from "../../../analysis/network/workloads.js";
import type { AppliedObject } from "../../../builds/build.js";
import { selectsPods } from "../../../kubernetes/connections/pod-labels.js";
import { podsSelectedAt } from "../../../kubernetes/connections/selected-pods.js";
import { isNamespaced } from "../../../kubernetes/kinds.js";
import { selectsNamespace } from "../../../kubernetes/labels/label-selector.js";
import type { Path } from "../../../manifests/locate.js";
import { field, valueAt } from "../../../util/plain-values.js";
import type { Cursor } from "../../cursor/cursor.js";
import { referentAt } from "../../cursor/referent.js";
import { nameOf, patchedAt, patchesOf } from "../../links/patches.js";
import { isName } from "./definition.js";
import type { Target } from "./places.js";

/**
 * What makes that real which is at a cursor: the objects that a patch changes, the patches that change an object, the
 * ClusterRoles that another one takes in, the workloads that a policy selects.
 */
export function implementationsAt(cursor: Cursor): readonly Target[] {
  const { model, inObject, applied, written } = cursor;
  const { analysis } = model;
  const patched = patchedAt(cursor);
  if (patched.length > 0) return patched.map(({ object }) => nameOf(object));
  if (applied.length === 0) return [];
  const referent = referentAt(cursor);
  if (referent?.type === "selector") return workloadsOf(analysis, referent.policies, referent.path);
  if (written?.kind === "ClusterRole" && inObject[0] === "aggregationRule")
    return membersOf(analysis, applied);
  return isName(cursor) ? patchesOf(analysis, applied) : [];
}

function membersOf(analysis: Analysis, roles: readonly Applied[]): readonly Target[] {
  return roles
    .flatMap(({ object }) => analysis.grants.members(object as AppliedObject<"ClusterRole">))
    .map((member) => nameOf(member as AppliedObject));
}

/** The workloads whose pods the selector at a path of a policy surely selects, in every build and cluster. */
function workloadsOf(analysis: Analysis, policies: readonly Applied[], path: Path): readonly Target[] {
  const workloads = policies.flatMap((policy) =>
    networksWith(analysis, policy.build).flatMap((network) => selectedIn(network, policy, path)),
  );
  return workloads.map(({ applied }) => nameOf(applied.object));
}

function selectedIn(network: Network, { build, object }: Applied, path: Path): readonly Workload[] {
  const own = namespaceKey(object.object, build);
  if (object.kind !== "NetworkPolicy") {
    const selects = podsSelectedAt(object, path, isNamespaced(object.kind) ? own : undefined);
    return network.workloads.filter((workload) => selects(workload) === true);
  }
  const isPeer = path.length > 2;
  // A peer is meant as a whole: its pods in its namespaces.
  const peer = isPeer ? valueAt(object.object, path.slice(0, -1)) : undefined;
  const pods = isPeer ? (field(peer, "podSelector") ?? {}) : valueAt(object.object, path);
  const selector = field(peer, "namespaceSelector");
  const namespaces =
    selector === undefined
      ? [own]
      : network.namespaces.filter((one) => selectsNamespace(selector, one) === true).map(({ name }) => name);
  return namespaces.flatMap((name) =>
    network.workloadsFor(pods ?? {}, name).filter((workload) => selectsPods(pods ?? {}, workload) === true),
  );
}
