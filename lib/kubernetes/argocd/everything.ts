import { ACTIONS, ADMIN_ROLE, ADMIN_USER } from "./builtin-policy.js";
import { enforce, type Policy, reach } from "./enforce.js";
import { compilePattern, type MatchMode } from "./pattern.js";
import type { Grouping, Permission } from "./policy-text.js";

/** Objects that have no character in common but the slash: a pattern that matches all of them leaves nothing out. */
const ANY_OBJECT = ["aa/bb", "x7/-9/q.8", "https://k0.v_w/zz"];

/** What stands for every action of a kind, such as `action/apps/Deployment/restart`. */
const ANY_ACTION: Readonly<Record<string, string>> = {
  action: "action/k7/z9/j8",
};

/** The actions on a resource as Argo CD asks about them. */
function requestsOn(resource: string): readonly string[] {
  return (ACTIONS.get(resource) ?? []).map((action) => ANY_ACTION[action] ?? action);
}

/** The resources that Argo CD has had for long: newer ones come and go. */
const RESOURCES = [...ACTIONS.keys()].filter((one) => one !== "write-repositories" && one !== "extensions");

/**
 * The resources on all objects of which a line permits every action: `*` for a line on everything, none for one that
 * permits less. An object that begins `project/` is everything in that project alone.
 * @param project the project in which the line holds; undefined for the policy of all Argo CD
 */
export function fullyAllowed(
  { resource, action, object, effect }: Permission,
  mode: MatchMode,
  project?: string,
): readonly string[] {
  if (effect !== "allow") return [];
  const objects = project === undefined ? ANY_OBJECT : ANY_OBJECT.map((one) => `${project}/${one}`);
  if (!matchesAll(object, objects, mode)) return [];
  const names = (project === undefined ? RESOURCES : IN_PROJECT_ROLES).filter((name) => {
    return matchesAll(resource, [name], mode) && matchesAll(action, requestsOn(name), mode);
  });
  return matchesAll(resource, RESOURCES, mode) && names.length > 1 ? ["*"] : names;
}

/** The resources that a role of a project can be given: argo-cd util/rbac/rbac.go, ProjectScoped. */
export const IN_PROJECT_ROLES = [
  "applications",
  "applicationsets",
  "logs",
  "exec",
  "clusters",
  "repositories",
];

/**
 * Whether a user, group or role may do everything with every application, cluster and repository, shells in pods
 * included. `*` on `*\/*` gives that, and so does `role:admin`. `undefined` where that cannot be told.
 */
export function holdsEverything(policy: Policy, subject: string): boolean | undefined {
  let answer: boolean | undefined = true;
  for (const resource of IN_PROJECT_ROLES) {
    for (const action of requestsOn(resource)) {
      for (const object of ANY_OBJECT) {
        const one = enforce(policy, subject, resource, action, object);
        if (one === false) return false;
        answer = answer && one;
      }
    }
  }
  return answer;
}

/** Whether a name has every right that Argo CD can give, whatever a policy says. */
export function isAdmin(subject: string): boolean {
  return subject === ADMIN_ROLE || subject === ADMIN_USER;
}

/** The names that a line denies something of every object, themselves or through their roles. */
export function restrained(policy: Policy, lines: readonly (Permission | Grouping)[]): ReadonlySet<string> {
  const denied = lines.flatMap((line) => {
    return line.type === "p" && line.effect === "deny" && isWide(line) ? [line.subject] : [];
  });
  return reach(policy.members, denied);
}

/** Whether the object of a line has no part that is spelled out. */
function isWide({ object }: Permission): boolean {
  return /^[*./?+^$\\]*$/.test(object);
}

function matchesAll(pattern: string, texts: readonly string[], mode: MatchMode): boolean {
  const compiled = compilePattern(pattern, mode);
  return typeof compiled === "function" && texts.length > 0 && texts.every((text) => compiled(text));
}
