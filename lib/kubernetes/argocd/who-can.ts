import { enforce, type Policy } from "./enforce.js";

/** Who may do something in Argo CD, as far as its policy names them. */
export interface Allowed {
  /** Whether everyone who logs in may, by `policy.default`; undefined where that cannot be told. */
  everyone: boolean | undefined;
  /** The users and groups who may, in alphabetical order; roles are left out, since nobody logs in as one. */
  names: readonly string[];
  /** Those of whom it cannot be told. */
  unknown: readonly string[];
}

/**
 * Finds who may do something: the users and groups that lines name, each with the roles that it is given. The lines of
 * a project's roles count only if they are among those of the policy.
 */
export function whoCan(
  policy: Policy,
  [resource, action, object]: readonly [resource: string, action: string, object: string],
  defaultRole = "",
): Allowed {
  const named = new Set([...policy.permissions.keys(), ...policy.roles.keys()]);
  const subjects = [...named].filter((name) => !isRole(policy, name)).sort();
  const answers = subjects.map((name) => [name, enforce(policy, name, resource, action, object)] as const);
  const those = (wanted: boolean | undefined) => {
    return answers.filter(([, answer]) => answer === wanted).map(([name]) => name);
  };
  return {
    everyone: defaultRole === "" ? false : enforce(policy, defaultRole, resource, action, object),
    names: those(true),
    unknown: those(undefined),
  };
}

/** Whether a name is that of a role: it is given to others, or called like one. */
function isRole({ members }: Policy, name: string): boolean {
  return members.has(name) || /^(?:role|proj):/.test(name);
}
