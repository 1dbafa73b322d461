import { isEverything } from "../../../kubernetes/rbac/rbac.js";
import { memoize } from "../../../util/memoize.js";
import type { BoundRule } from "../../access/bound-rules.js";
import type { Rights } from "../rights.js";

export const CLUSTER_ADMIN = { kind: "ClusterRole", name: "cluster-admin" };

/** Whether somebody has a role in a place already, or everything there, so that it gains nothing by binding it. */
export function has(
  rights: Rights,
  role: { kind: string; name: string },
  namespace: string | undefined,
): boolean {
  const roles = rolesHeld(rights);
  return [undefined, namespace].some((where) => {
    return roles.has(heldKey(CLUSTER_ADMIN, where)) || roles.has(heldKey(role, where));
  });
}

const rolesHeld = memoize(({ given }: Rights): ReadonlySet<string> => {
  return new Set(
    given.map(({ role, rules, namespace }) => {
      return heldKey(giveEverything(rules) ? CLUSTER_ADMIN : role, namespace);
    }),
  );
});

function heldKey({ kind, name }: { kind: string; name: string }, namespace = ""): string {
  return `${namespace} ${kind} ${name}`;
}

const giveEverything = memoize((rules: readonly BoundRule[]) => isEverything(rules.map(({ rule }) => rule)));
