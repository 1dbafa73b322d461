import { BUILTIN_POLICY } from "./builtin-policy.js";
import { compilePattern, type MatchMode, type Pattern } from "./pattern.js";
import type { Grouping, Permission } from "./policy-text.js";

/** What somebody wants to do; without an object, to any. */
export type Request = readonly [resource: string, action: string, object?: string];

interface CompiledPermission {
  line: Permission;
  patterns: readonly [resource: Pattern, action: Pattern, object: Pattern];
}

/** A line that is for a request, or may be: `undefined` where a pattern is not understood. */
export interface Match {
  line: Permission;
  /** The lines that give its role to the one who asks, by the shortest way. */
  through: readonly Grouping[];
  isSure: true | undefined;
}

/** A policy of Argo CD, ready to be asked. */
export interface Policy {
  readonly mode: MatchMode;
  readonly permissions: ReadonlyMap<string, readonly CompiledPermission[]>;
  /** The lines that give roles to each user, group and role. */
  readonly groupings: ReadonlyMap<string, readonly Grouping[]>;
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
  const groupings = new Map<string, Grouping[]>();
  const members = new Map<string, string[]>();
  for (const line of [...BUILTIN_POLICY, ...lines]) {
    if (line.type === "g") {
      add(groupings, line.member, line);
      add(members, line.role, line.member);
      continue;
    }
    const { subject, resource, action, object } = line;
    add(permissions, subject, {
      line,
      patterns: [compilePattern(resource, mode), compilePattern(action, mode), compilePattern(object, mode)],
    });
  }
  return { mode, permissions, groupings, members };
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
  const matches = linesFor(policy, subject, [resource, action, object]);
  return matches === "broken" ? false : verdict(matches);
}

/**
 * The lines of a subject and of all its roles that are for a request; `broken` if a pattern fails it that is no regular
 * expression.
 */
export function linesFor(policy: Policy, subject: string, request: Request): readonly Match[] | "broken" {
  const matches: Match[] = [];
  for (const [name, through] of waysFrom(policy, subject)) {
    for (const { line, patterns } of policy.permissions.get(name) ?? []) {
      const isSure = matchAll(patterns, request);
      if (isSure === "broken") return "broken";
      if (isSure !== false) matches.push({ line, through, isSure });
    }
  }
  return matches;
}

/** What the lines that are for a request make of it. */
export function verdict(matches: readonly Match[]): boolean | undefined {
  let isAllowed: boolean | undefined = false;
  let isDenied: boolean | undefined = false;
  for (const { line, isSure } of matches) {
    if (line.effect === "allow") isAllowed ||= isSure;
    // What is not understood may be broken as well, whatever the effect.
    if (line.effect === "deny" || isSure === undefined) isDenied ||= isSure;
  }
  if (isDenied === true || isAllowed === false) return false;
  return isDenied === undefined ? undefined : isAllowed;
}

/** A subject and all its roles, as far as casbin follows them, each with the lines that lead there. */
function waysFrom({ groupings }: Policy, subject: string): ReadonlyMap<string, readonly Grouping[]> {
  const ways = new Map<string, readonly Grouping[]>([[subject, []]]);
  // A map goes on to what is added to it on the way.
  for (const [name, way] of ways) {
    if (way.length === DEEPEST) continue;
    for (const line of groupings.get(name) ?? []) {
      if (!ways.has(line.role)) ways.set(line.role, [...way, line]);
    }
  }
  return ways;
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
function matchAll(patterns: readonly Pattern[], texts: Request): boolean | "broken" | undefined {
  let answer: true | undefined = true;
  for (const [index, pattern] of patterns.entries()) {
    if (pattern === "broken") return answer ? "broken" : undefined;
    const text = texts[index];
    // Whatever the pattern is, it is for some object.
    if (text === undefined) continue;
    if (pattern === "unknown") answer = undefined;
    else if (!pattern(text)) return false;
  }
  return answer;
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}
