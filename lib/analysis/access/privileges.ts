import type { Build } from "../../builds/build.js";
import { areApart } from "../../builds/controllers/clusters.js";
import type { PolicyRule } from "../../kubernetes/objects.js";
import { appliesToUser, type User, userOf } from "../../kubernetes/rbac/authorizer.js";
import { DANGEROUS_PERMISSIONS } from "../../kubernetes/rbac/dangerous-permissions.js";
import { givesPermission } from "../../kubernetes/rbac/permissions.js";
import { isEverything } from "../../kubernetes/rbac/rbac.js";
import { isDnsLabel } from "../../kubernetes/rbac/subjects.js";
import { memoize } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { permissionContext } from "../dangerous-roles.js";
import { type BoundRule, resolveBindings, type ResolvedBinding } from "./bound-rules.js";

/** A right that is as good as many others, and the binding that gives it. */
export interface Privilege {
  /** Completes "can". */
  can: string;
  binding: ResolvedBinding;
  /** The rule that gives it by itself; the first one if only several give it together. */
  rule: BoundRule | undefined;
}

/** What a binding may give that lets its subjects take over the cluster or a namespace, worst first. */
const PRIVILEGES = ["no-privilege-escalation", "no-impersonation", "no-secret-read"] as const;

/**
 * The worst of what somebody can do that is as good as many other rights: everything, gaining rights, acting as others, or
 * reading every Secret of the cluster. Undefined if no binding of the repository gives any of these.
 * @param build one that applies what acts as the user, so that bindings for other clusters do not count
 */
export function worstPrivilege(analysis: Analysis, user: User, build: Build): Privilege | undefined {
  const bindings = boundTo(analysis)(user).filter(({ applied }) => !areApart(applied.build, build));
  return [everything, ...PRIVILEGES.map((name) => giving(analysis, name))]
    .flatMap((find) => bindings.flatMap((binding) => find(binding) ?? []))
    .sort((a, b) => a.rank - b.rank)
    .map(({ can, binding, rule }) => ({ can, binding, rule }))[0];
}

/**
 * The bindings of somebody; those for the whole cluster come first. A binding of a group that everybody is in is a defect of
 * its own, which `no-broad-subject` and `no-unauthenticated-subject` report where it is written.
 */
const boundTo = memoize((analysis: Analysis) => {
  const found = new Map<string, Set<ResolvedBinding>>();
  for (const binding of resolveBindings(analysis).toSorted((a, b) => rankOf(a) - rankOf(b))) {
    for (const subject of binding.subjects) {
      const { name } = userOf({ ...subject, namespace: subject.namespace || (binding.namespace ?? "") });
      if (subject.kind === "Group" || !appliesToUser({ name, groups: [] }, subject, binding.namespace))
        continue;
      const bindings = found.get(name);
      if (bindings) bindings.add(binding);
      else found.set(name, new Set([binding]));
    }
  }
  return (user: User): readonly ResolvedBinding[] => [...(found.get(user.name) ?? [])];
});

type Ranked = Privilege & { rank: number };

/** What is granted in the whole cluster is worse than the worst that is granted in a namespace. */
function rankOf({ kind }: ResolvedBinding): number {
  return kind === "ClusterRoleBinding" ? 0 : 1;
}

function everything(binding: ResolvedBinding): Ranked | undefined {
  const rule = givingRule(binding, isEverything);
  return rule && { can: `do everything in ${whereOf(binding)}`, binding, rule, rank: rankOf(binding) };
}

function giving(analysis: Analysis, name: (typeof PRIVILEGES)[number]) {
  const context = permissionContext(analysis);
  const permission = DANGEROUS_PERMISSIONS[name];
  return (binding: ResolvedBinding): Ranked | undefined => {
    const inNamespace = binding.kind === "RoleBinding";
    if (inNamespace && permission.scope === "cluster") return undefined;
    const rule = givingRule(binding, (rules) => givesPermission(permission, rules, context, inNamespace));
    if (!rule) return undefined;
    return { can: CAN[name].replace("{{where}}", whereOf(binding)), binding, rule, rank: rankOf(binding) };
  };
}

function givingRule(
  { rules }: ResolvedBinding,
  give: (rules: readonly PolicyRule[]) => boolean,
): BoundRule | undefined {
  if (!give(rules.map(({ rule }) => rule))) return undefined;
  return rules.find(({ rule }) => give([rule])) ?? rules[0];
}

const CAN: Readonly<Record<(typeof PRIVILEGES)[number], string>> = {
  "no-privilege-escalation": "give itself any right in {{where}}",
  "no-impersonation": "act as others in {{where}}",
  "no-secret-read": "read every Secret of {{where}}",
};

function whereOf({ kind, namespace }: ResolvedBinding): string {
  if (kind === "ClusterRoleBinding") return "the cluster";
  // What cannot be a name stands for one that is filled in.
  return namespace === undefined || !isDnsLabel(namespace) ? "its namespace" : `namespace '${namespace}'`;
}
