import { isDeepStrictEqual } from "node:util";
import { field, items } from "../util/plain-values.js";
import type { ObjectFacts } from "../repository/facts.js";
import type { Build } from "../builds/build.js";
import type { Applied } from "../builds/applied.js";
import type { BuildSet } from "../builds/build-set.js";

/**
 * Whether the tool that applies an object deletes and recreates it when a change to it is refused.
 * - Flux does with `force`: fluxcd/pkg ssa/manager_apply.go, shouldForceApply.
 * - Argo CD runs `kubectl auth reconcile` on RBAC, which does, but not with server-side apply: argo-cd
 *   gitops-engine/pkg/utils/kube/resource_ops.go, ApplyResource.
 */
export function isRecreated(builds: BuildSet, { build, object }: Applied): boolean {
  const { annotations = {} } = object.object.metadata ?? {};
  const spec = specOf(applierOf(builds, build));
  if (build.type === "flux") {
    const force = annotations["kustomize.toolkit.fluxcd.io/force"];
    return field(spec, "force") === true || force?.toLowerCase() === "enabled";
  }
  if (build.type !== "argocd") return false;
  const options = [
    ...items(field(spec, "syncPolicy", "syncOptions")),
    ...(annotations["argocd.argoproj.io/sync-options"] ?? "").split(",").map((option) => option.trim()),
  ];
  return !options.includes("ServerSideApply=true") || options.includes("Force=true");
}

/** The object that applies a build. */
function applierOf({ repository }: BuildSet, { appliedBy: by }: Build): ObjectFacts | undefined {
  if (!by) return undefined;
  const objects = repository.files.get(by.file)?.objects ?? [];
  return objects.find(({ document, at }) => document === by.document && isDeepStrictEqual(at, by.path));
}

function specOf(applier: ObjectFacts | undefined): unknown {
  const path = applier?.kind === "ApplicationSet" ? ["spec", "template", "spec"] : ["spec"];
  return field(applier?.object, ...path);
}
