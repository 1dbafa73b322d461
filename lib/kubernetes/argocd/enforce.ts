import { BUILTIN_POLICY } from "./builtin-policy.js";
import { compilePattern, type MatchMode, type Pattern } from "./pattern.js";
import type { Grouping, Permission } from "./policy-text.js";

interface CompiledPermission {
  patterns: readonly [resource: Pattern, action: Pattern, object: Pattern];
  effect: string;
}

/** A policy of Argo CD, ready to be asked. */
export interface Policy {
  readonly mode: MatchMode;
  readonly permissions: ReadonlyMap<string, readonly CompiledPermission[]>;
  /** The roles of each user, group and role. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  /** Who is given each role. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** Roles of roles are followed this far: casbin enforcer.go, NewRoleManagerImpl(10). */
const DEEPEST = 10;

/**
 * Makes a policy of the lines of all its texts. The lines that every Argo CD has are added: argo-cd server/server.go,
 * SetBuiltinPolicy.
 */
export function policyOf(lines: readonly (Permission | Grouping)[], mode: MatchMode): Policy {
  const permissions = new Map<string, CompiledPermission[]>();
  const roles = new Map<string, string[]>();
  const members = new Map<string, string[]>();
  for (const line of [...BUILTIN_POLICY, ...lines]) {
    if (line.type === "g") {
      add(roles, line.member, line.role);
      add(members, line.role, line.member);
      continue;
    }
    const { subject, resource, action, object, effect } = line;
    add(permissions, subject, {
      patterns: [compilePattern(resource, mode), compilePattern(action, mode), compilePattern(object, mode)],
      effect,
    });
  }
  return { mode, permissions, roles, members };
}

/**
 * Whether a policy lets a user, group or role do something: argo-cd assets/model.conf, as casbin enforces it. Some
 * line must allow it and none may deny it, among those of the subject and of all its roles. Subjects are no patterns.
 * A pattern that is no regular expression fails the request that gets to it. `undefined` where a pattern that is not
 * understood decides.
 */
export function enforce(
  policy: Policy,
  subject: string,
  resource: string,
  action: string,
  object: string,
): boolean | undefined {
  let isAllowed: boolean | undefined = false;
  let isDenied: boolean | undefined = false;
  for (const name of reach(policy.roles, [subject])) {
    for (const { patterns, effect } of policy.permissions.get(name) ?? []) {
      const answer = matchAll(patterns, [resource, action, object]);
      if (answer === "broken") return false;
      if (answer === false) continue;
      if (effect === "allow") isAllowed ||= answer;
      // What is not understood may be broken as well, whatever the effect.
      if (effect === "deny" || answer === undefined) isDenied ||= answer;
    }
  }
  if (isDenied === true || isAllowed === false) return false;
  return isDenied === undefined ? undefined : isAllowed;
}

/**
 * Whether a user may do something who has logged in: what `policy.default` gives is given, whoever is denied it. Only
 * a line that denies it to the default role itself takes it away: argo-cd util/rbac/rbac.go, enforce.
 */
export function enforceWithDefault(
  policy: Policy,
  defaultRole: string,
  ...request: [subject: string, resource: string, action: string, object: string]
): boolean | undefined {
  const [subject, resource, action, object] = request;
  const byDefault = defaultRole === "" ? false : enforce(policy, defaultRole, resource, action, object);
  if (byDefault === true) return true;
  const own = enforce(policy, subject, resource, action, object);
  return own === false ? byDefault : own;
}

/** The names that are reached from some by a relation, themselves included, as far as casbin follows it. */
export function reach(
  relation: ReadonlyMap<string, readonly string[]>,
  from: Iterable<string>,
): ReadonlySet<string> {
  const reached = new Set(from);
  let latest = [...reached];
  for (let depth = 0; depth < DEEPEST && latest.length > 0; depth++) {
    latest = latest
      .flatMap((name) => relation.get(name) ?? [])
      .filter((name) => {
        const isNew = !reached.has(name);
        reached.add(name);
        return isNew;
      });
  }
  return reached;
}

/** Fields are compared in order, and the first that does not match ends it. */
function matchAll(patterns: readonly Pattern[], texts: readonly string[]): boolean | "broken" | undefined {
  let answer: boolean | undefined = true;
  for (const [index, pattern] of patterns.entries()) {
    if (pattern === "broken") return answer ? "broken" : undefined;
    if (pattern === "unknown") answer = undefined;
    else if (!pattern(texts[index] ?? "")) return false;
  }
  return answer;
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
