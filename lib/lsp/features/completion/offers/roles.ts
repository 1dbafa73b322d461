import { CompletionItemKind } from "vscode-languageserver";
import { writtenAt } from "../../../../builds/build.js";
import type { RoleKind } from "../../../../kubernetes/objects.js";
import { bootstrapRoles } from "../../../../kubernetes/rbac/bootstrap-policy.js";
import { builtInClusterRoleNames } from "../../../../kubernetes/rbac/builtin-roles.js";
import { RBAC_GROUP } from "../../../../kubernetes/rbac/subjects.js";
import type { Spot, UnfinishedObject } from "../../../cursor/incomplete.js";
import { namedObjects } from "../named-objects.js";
import { type Offer, once } from "../offer.js";
import { type Scope, scopesOf } from "../scope.js";

const BUILT_IN = "built in";

/** What can stand in the roleRef of a binding. */
export function roleRefOffers(spot: Spot, around: UnfinishedObject): readonly Offer[] {
  const isForCluster = around.kind === "ClusterRoleBinding";
  switch (around.inObject[1]) {
    case "apiGroup":
      return [{ value: RBAC_GROUP, kind: CompletionItemKind.Value }];
    case "kind":
      return [
        ...(isForCluster ? [] : [kindOffer("Role", "a role of the binding's own namespace")]),
        kindOffer("ClusterRole", "a role of the cluster"),
      ];
    case "name": {
      const kind = spot.valueAt([...around.at, "roleRef", "kind"]);
      const kinds: RoleKind[] = kind === "Role" || kind === "ClusterRole" ? [kind] : ["Role", "ClusterRole"];
      const scopes = scopesOf(spot, around);
      return once(
        kinds
          .filter((one) => one === "ClusterRole" || !isForCluster)
          .flatMap((one) => rolesOf(spot, one, scopes)),
      );
    }
    default:
      return [];
  }
}

function kindOffer(value: string, detail: string): Offer {
  return { value, detail, kind: CompletionItemKind.Value };
}

function rolesOf(spot: Spot, kind: RoleKind, scopes: readonly Scope[]): Offer[] {
  const own = namedObjects(spot.model.analysis, kind, scopes).map((one): Offer => {
    const place = writtenAt(one.object);
    return {
      value: one.name,
      kind: CompletionItemKind.Reference,
      detail: one.isEverywhere ? one.object.file : `${one.object.file}, not in every build`,
      rank: one.isEverywhere ? (one.isOwn ? 0 : 1) : 2,
      about: { of: "role", kind, name: one.name, place },
    };
  });
  return [...own, ...builtIn(kind, scopes)];
}

/** The roles of every cluster. Those that Kubernetes has for itself come last. */
function builtIn(kind: RoleKind, scopes: readonly Scope[]): Offer[] {
  const names =
    kind === "ClusterRole"
      ? builtInClusterRoleNames()
      : bootstrapRoles
          .filter(({ metadata }) => scopes.some(({ namespace }) => namespace === metadata?.namespace))
          .map(({ metadata }) => metadata?.name ?? "");
  return names.map((name) => ({
    value: name,
    kind: CompletionItemKind.Reference,
    detail: BUILT_IN,
    rank: name.startsWith("system:") ? 6 : 5,
    about: { of: "role", kind, name },
  }));
}
