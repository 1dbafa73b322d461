import { manifest } from "./manifests.js";

/** A ClusterRole with one entry in flow style on line 6, as `groups: resources: verbs`, and more behind it. */
export function entryRole(
  groups: string,
  resources: string,
  verbs: string,
  rest = "",
  kind = "ClusterRole",
): string {
  const entry = `{apiGroups: [${groups}], resources: [${resources}], verbs: [${verbs}]${rest}}`;
  return manifest(kind, "x", kind === "Role" ? "shop" : undefined, `rules:\n  - ${entry}\n`);
}
