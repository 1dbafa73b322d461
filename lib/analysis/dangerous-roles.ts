import { memoize } from "../util/memoize.js";
import { areDangerous, isDangerousBuiltIn } from "../kubernetes/rbac/dangerous-permissions.js";
import { isKnown, ROLE_KINDS } from "../kubernetes/objects.js";
import type { IsDangerousRole, PermissionContext } from "../kubernetes/rbac/permissions.js";
import { minorVersion } from "../repository/configuration/settings.js";
import type { Analysis } from "./analysis.js";
import { groupBy } from "../util/group-by.js";

/** What is known of a repository besides the rules of its roles; its roles are looked at only if they must be. */
export const permissionContext: (builds: Analysis) => PermissionContext = memoize((builds) => ({
  minor: minorVersion(builds.settings),
  isDangerousRole: (...asked) => dangerousRoles(builds)(...asked),
}));

/**
 * Whether a role with a given name gives access to the rights or the Secrets of others: one of Kubernetes'
 * own, or one of the repository, judged by its rules and those it takes in. Roles that these rules name are
 * not followed, except Kubernetes' own.
 */
export const dangerousRoles: (builds: Analysis) => IsDangerousRole = memoize((builds) => {
  const named = groupBy(builds.ofKind(...ROLE_KINDS), ({ object: { kind, object } }) => {
    return `${kind} ${object.metadata?.name}`;
  });
  const answers = new Map<string, boolean>();
  const isBuiltIn: IsDangerousRole = (kind, name) => kind === "ClusterRole" && isDangerousBuiltIn(name);
  const known = { minor: minorVersion(builds.settings), isDangerousRole: isBuiltIn };
  return (kind, name) => {
    if (isBuiltIn(kind, name)) return true;
    if (!isKnown(name)) return false;
    const key = `${kind} ${name}`;
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = (named.get(key) ?? []).some((role) => {
        return areDangerous(builds.grants.rules(role), known, kind === "Role");
      });
      answers.set(key, answer);
    }
    return answer;
  };
});
