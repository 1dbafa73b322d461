import { linesFor, type Match, type Policy, type Request, verdict } from "./enforce.js";
import { mayOverlap } from "./dead-lines.js";
import { IN_PROJECT_ROLES } from "./everything.js";
import { compilePattern, type MatchMode } from "./pattern.js";
import type { Grouping, Permission } from "./policy-text.js";

/** A line that lets somebody do something. */
export interface Grant {
  line: Permission;
  /** The lines that lead to it: each gives a role to the one before. */
  through: readonly Grouping[];
  /** The objects that other lines deny, as they are written, where no object is asked about. */
  except: readonly string[];
}

/** What a policy says of somebody. */
export interface Granted {
  grants: readonly Grant[];
  /** The line that keeps it from being told, if one does; then there are no grants. */
  unclear?: Permission;
}

/** The lines that let a user, group or role do something; those for any object, if none is asked about. */
export function grantedTo(policy: Policy, subject: string, request: Request): Granted {
  const matches = linesFor(policy, subject, request);
  if (matches === "broken") return { grants: [] };
  const isOfSome = ({ line, isSure }: Match) =>
    request[2] === undefined && isSure === true && line.effect === "deny";
  const denied = matches.filter(isOfSome).map(({ line }) => line.object);
  const answer = verdict(matches.filter((match) => !isOfSome(match)));
  if (answer === undefined) {
    return { grants: [], unclear: matches.find(({ isSure }) => isSure === undefined)?.line as Permission };
  }
  const allowing = answer ? matches.filter(({ line }) => line.effect === "allow") : [];
  return {
    grants: allowing.flatMap(({ line, through }) => {
      if (denied.some((one) => covers(one, line.object, policy.mode))) return [];
      const isNear = (one: string) => policy.mode === "regex" || mayOverlap(one, line.object);
      return [{ line, through, except: [...new Set(denied.filter(isNear))] }];
    }),
  };
}

/**
 * What a policy says of all whom it names: users, groups and accounts, which it does not tell apart, and the roles of
 * projects, as which their tokens log in. Nobody logs in as another role. The lines of a project's roles count only if
 * they are among those of the policy.
 */
export function whoCan(policy: Policy, request: Request): [name: string, granted: Granted][] {
  const named = new Set([...policy.permissions.keys(), ...policy.groupings.keys()]);
  const project = projectOf(request);
  return [...named]
    .filter((name) => {
      // A token is for its own project: argo-cd server/rbacpolicy/rbacpolicy.go, enforceProjectToken.
      const own = projectOfToken(name);
      return !name.startsWith("role:") && (own === undefined || project === undefined || own === project);
    })
    .sort()
    .map((name): [string, Granted] => [name, grantedTo(policy, name, request)])
    .filter(([, { grants, unclear }]) => grants.length > 0 || unclear !== undefined);
}

/** The project whose role a name is. */
export function projectOfToken(name: string): string | undefined {
  return /^proj:([^:]*):[^:]*$/.exec(name)?.[1];
}

/**
 * The project of the object of a request: the lines of its roles count then, and those of no other. argo-cd
 * server/rbacpolicy/rbacpolicy.go, getProjectFromRequest.
 */
export function projectOf([resource, , object]: Request): string | undefined {
  if (resource === "projects") return object;
  const [project, ...rest] = object?.split("/") ?? [];
  return IN_PROJECT_ROLES.includes(resource) && rest.length > 0 ? project : undefined;
}

/** Whether a pattern denies all that another allows, as far as that is plain. */
function covers(denied: string, allowed: string, mode: MatchMode): boolean {
  if (denied === allowed) return true;
  if (mode === "regex") return denied === ".*";
  // A star matches whatever another star may stand for.
  const pattern = /[?[\]{}\\]/.test(denied + allowed) ? undefined : compilePattern(denied, mode);
  return typeof pattern === "function" && pattern(allowed);
}
