import { isRefusedIn } from "../builds/applied.js";
import { BINDING_KINDS, type BindingKind } from "../kubernetes/objects.js";
import type { User } from "../kubernetes/rbac/authorizer.js";
import { push } from "../util/group-by.js";
import { memoize } from "../util/memoize.js";
import type { Analysis, Applied } from "./analysis.js";

/** The bindings of the repository by the User or the Group that is their subject. */
const bySubject = memoize((analysis: Analysis): ReadonlyMap<string, readonly Applied<BindingKind>[]> => {
  const bindings = new Map<string, Applied<BindingKind>[]>();
  for (const binding of analysis.ofKind(...BINDING_KINDS)) {
    if (isRefusedIn(binding.build, binding.object)) continue;
    for (const { kind, name } of binding.object.object.subjects ?? []) {
      if ((kind === "User" || kind === "Group") && name) push(bindings, `${kind} ${name}`, binding);
    }
  }
  return bindings;
});

/** The bindings of the repository that name a user or one of the groups; those for the whole cluster come first. */
export function bindingsOfUser(analysis: Analysis, { name, groups }: User): Applied<BindingKind>[] {
  const found = [`User ${name}`, ...groups.map((group) => `Group ${group}`)].flatMap((subject) => {
    return bySubject(analysis).get(subject) ?? [];
  });
  return [...new Set(found)].sort((a, b) => rank(a) - rank(b));
}

function rank({ object }: Applied<BindingKind>): number {
  return object.kind === "ClusterRoleBinding" ? 0 : 1;
}
