import type { Applied, Analysis } from "../analysis/analysis.js";
import { dangerousRoles } from "../analysis/dangerous-roles.js";
import { type GrantWords, grantWords } from "./grant-phrases.js";
import { type Grant, type Reach, reachOf } from "../analysis/grants.js";
import { defineRule, type RuleDefinition, type ObjectRuleContext, type RuleMeta } from "./define-rule.js";
import { effectiveEntries, placeIn } from "./effective-entries.js";
import { DANGEROUS_PERMISSIONS, type PermissionName } from "../kubernetes/rbac/dangerous-permissions.js";
import {
  type ClusterRole,
  isKnown,
  type KindName,
  type Role,
  ROLE_KINDS,
  type RoleKind,
} from "../kubernetes/objects.js";
import {
  isWildcard,
  type PermissionContext,
  type Match,
  matchAccess,
  matchPermission,
  type Permission,
  type Scope,
  type Words,
} from "../kubernetes/rbac/permissions.js";
import { quoteList } from "../util/phrases.js";
import { minorVersion } from "../repository/configuration/settings.js";

export interface PermissionOptions {
  scope: Scope;
  exceptFullAccess: boolean;
}

/** The option schema that rules on permissions share. */
export const PERMISSION_SCHEMA = {
  scope: {
    type: "string",
    enum: ["cluster", "any"],
    description:
      "Whether the permission is reported only where it is granted in the whole cluster, or in a namespace as well.",
  },
  exceptFullAccess: {
    type: "boolean",
    description: "Whether entries that are cluster-admin in all but name are left to `no-full-access-role`.",
  },
} as const;

interface Options extends PermissionOptions {
  exceptWildcards: boolean;
}

const EXCEPTIONS_SCHEMA = {
  exceptFullAccess: PERMISSION_SCHEMA.exceptFullAccess,
  exceptWildcards: {
    type: "boolean",
    description:
      "Whether a permission that an entry gives by `*` or `*/...` in its resources is left to `no-wildcard-resources`.",
  },
} as const;

/**
 * Makes a rule of one of the dangerous permissions. Each entry of a role that gives it is one finding, at the
 * first resource that does.
 */
export function definePermissionRule(
  name: PermissionName,
  docs: Omit<RuleMeta<never, never>["docs"], "presetOptions" | "strictOptions">,
): RuleDefinition {
  const permission: Permission = DANGEROUS_PERMISSIONS[name];
  // What no namespace has is never granted in one, whatever is asked for.
  const hasScope = permission.access.some(({ scope }) => scope !== "cluster");
  const messages: Record<string, string> = { allowed: sentence(permission) };
  for (const { says } of permission.access) if (says) messages[says.messageId] = sentence(says);
  return defineRule({
    name,
    meta: {
      docs: { ...docs, presetOptions: { exceptFullAccess: true, exceptWildcards: true } },
      messages,
      schema: [
        {
          type: "object",
          properties: { ...(hasScope && { scope: PERMISSION_SCHEMA.scope }), ...EXCEPTIONS_SCHEMA },
          additionalProperties: false,
        },
      ],
      defaultOptions: [
        {
          ...(hasScope && { scope: permission.scope }),
          exceptFullAccess: false,
          exceptWildcards: false,
        } as Options,
      ],
    },
    on: "object",
    kinds: ROLE_KINDS,
    patches: true,
    check(role, context) {
      const { kind, analysis, report } = context;
      const { scope = permission.scope, exceptWildcards } = context.options;
      if (kind === "Role" && scope === "cluster") return;
      const known: PermissionContext = {
        minor: minorVersion(analysis.settings),
        isDangerousRole: (...asked) => dangerousRoles(analysis)(...asked),
      };
      const entries = effectiveEntries(role, context).flatMap((entry) => {
        const matches = matchPermission(permission, entry.rule, known);
        const written = exceptWildcards ? matches.map(withoutWildcards) : matches;
        return written.some(({ resources }) => resources.length > 0) ? [{ entry, matches: written }] : [];
      });
      if (entries.length === 0) return;
      const given = givenThrough(role, context);
      for (const { entry, matches } of entries) {
        const counting = matches.filter((match) => {
          return (
            match.resources.length > 0 &&
            counts(match.access.scope ?? scope, kind, given.reach) &&
            isIn(permission, match, kind, given)
          );
        });
        const [first] = counting.flatMap(({ resources }) => resources).sort((a, b) => a.index - b.index);
        if (!first || !hasOther(permission, role, context, known)) continue;
        report({
          at: placeIn(entry, "resources", first.index),
          messageId: counting[0]?.access.says?.messageId ?? "allowed",
          data: { ...given.words, role: given.words.role + entry.by, ...written(counting) },
        });
      }
    },
  });
}

function sentence({ can, instead }: Words): string {
  return `{{who}} can ${can}: {{role}} allows {{verbs}} on {{resources}}{{through}}. ${instead}`;
}

function withoutWildcards(match: Match): Match {
  return { ...match, resources: match.resources.filter(({ resource }) => !isWildcard(resource)) };
}

/** Whether a permission that is about some namespaces is given in one of them. */
function isIn(
  { namespaces }: Permission,
  { names }: Match,
  kind: KindName,
  { reach, namespaces: given }: Given,
): boolean {
  if (!namespaces || (kind === "ClusterRole" && reach !== "namespaces")) return true;
  // What is meant is clear from the names, where the namespace is left to whoever applies the role.
  return given.some((one) => (isKnown(one) ? namespaces.includes(one) : names.length > 0));
}

/** Whether what a permission needs besides is given as well, by the role or by one that takes it in. */
function hasOther(
  { together }: Permission,
  role: Role | ClusterRole,
  { applied, analysis }: Pick<ObjectRuleContext<string, unknown, RoleKind>, "applied" | "analysis">,
  known: PermissionContext,
): boolean {
  if (!together) return true;
  const effective = applied.flatMap(({ object }) => {
    return [object, ...analysis.grants.aggregators(object)].map((one) => analysis.grants.rulesOf(one));
  });
  return [role.rules ?? [], ...effective].some((rules) => {
    return rules.some((rule) => matchAccess(together, rule, known));
  });
}

/** Whom a role is given to, where, and how to say that. */
interface Given {
  reach: Reach;
  words: GrantWords;
  /** The namespaces in which it is given, where that is not in the whole cluster. */
  namespaces: readonly (string | undefined)[];
}

/** Whom a written role is given to, where, and how to say that; the widest of all builds that apply it. */
export function givenThrough(
  role: Role | ClusterRole,
  {
    kind,
    applied,
    patched,
    analysis,
  }: Pick<ObjectRuleContext<string, unknown, RoleKind>, "kind" | "applied" | "patched" | "analysis">,
): Given {
  const all = [...applied, ...patched];
  const given = all
    .map((one) => reached(analysis, one))
    .sort((a, b) => WIDEST_FIRST.indexOf(a.reach) - WIDEST_FIRST.indexOf(b.reach));
  const widest: { applied?: Applied<RoleKind>; grants: readonly Grant[]; reach: Reach } = given[0] ?? {
    grants: [],
    reach: "unbound",
  };
  const objects =
    kind === "Role"
      ? [...all.map(({ object }) => object.object), ...(all.length === 0 ? [role] : [])]
      : given.flatMap(({ grants }) => grants.map(({ binding }) => binding.object.object));
  return {
    reach: widest.reach,
    words: grantWords(kind, role, widest),
    namespaces: objects.map(({ metadata }) => metadata?.namespace),
  };
}

/** A role that nothing binds may be bound in the whole cluster; one that is bound nowhere else is not. */
const WIDEST_FIRST: readonly Reach[] = ["cluster", "namespaces", "aggregated", "unbound"];

function reached(analysis: Analysis, applied: Applied<RoleKind>) {
  const grants = analysis.grants.of(applied);
  return { applied, grants, reach: reachOf(applied, grants) };
}

/** Whether a permission counts for a scope, by where it is given. What nothing binds counts as in the cluster. */
export function counts(scope: Scope, kind: KindName, reach: Reach): boolean {
  if (scope === "any") return reach !== "aggregated";
  return kind === "ClusterRole" && (reach === "cluster" || reach === "unbound");
}

/** The verbs and resources of an entry that give the permission, as they are written. */
function written(matches: readonly Match[]): { verbs: string; resources: string } {
  const verbs = new Set(matches.flatMap((match) => match.verbs));
  const resources = matches.flatMap((match) => match.resources).sort((a, b) => a.index - b.index);
  const names = new Set(matches.flatMap((match) => match.names));
  const named = names.size === 0 ? "" : ` named ${quoteList([...names])}`;
  return {
    verbs: quoteList([...verbs]),
    resources: `${quoteList([...new Set(resources.map(({ resource }) => resource))])}${named}`,
  };
}
