import type { AnyObject } from "../../kubernetes/objects.js";

const HOOK = "argocd.argoproj.io/hook";

/**
 * Whether an object is a hook that Argo CD never applies, as `argocd.argoproj.io/hook: Skip` says: gitops-engine
 * pkg/sync/hook/hook.go, Skip. Together with other events it is applied.
 */
export function isSkipped({ metadata }: AnyObject): boolean {
  const events = (metadata?.annotations?.[HOOK] ?? "").split(",").map((event) => event.trim());
  const named = events.filter((event) => event !== "");
  return named.length > 0 && named.every((event) => event === "Skip");
}
