import type { Applied, Analysis } from "../analysis/analysis.js";
import { permissionContext } from "../analysis/dangerous-roles.js";
import { type GrantWords, grantWords } from "./grant-phrases.js";
import { type Grant, type Reach, reachOf } from "../analysis/grants.js";
import { defineRule, type RuleDefinition, type ObjectRuleContext, type RuleMeta } from "./define-rule.js";
import { effectiveEntries, oncePerEntry, placeIn } from "./effective-entries.js";
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
  type Access,
  isWildcard,
  type PermissionContext,
  type Match,
  matchAccess,
  matchPermission,
  type Permission,
  type Scope,
  type Words,
  writingWords,
} from "../kubernetes/rbac/permissions.js";
import { quoteKnown } from "../kubernetes/name-words.js";
import { memoizePairs } from "../util/memoize.js";
import { quoteList } from "../util/phrases.js";

interface PermissionOptions {
  scope: Scope;
  exceptFullAccess: boolean;
}

/** The schema of the options that rules on permissions share. */
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
 * Defines the rule for a dangerous permission. It reports each entry of a role that gives the permission, at the
 * first resource that does.
 */
export function definePermissionRule(
  name: PermissionName,
  docs: Omit<RuleMeta<never, never>["docs"], "consequence" | "presetOptions" | "strictOptions">,
): RuleDefinition {
  const permission: Permission = DANGEROUS_PERMISSIONS[name];
  // A permission on cluster-scoped resources alone cannot be granted in a namespace, so the rule has no `scope`.
  const hasScope = permission.access.some(({ scope }) => scope !== "cluster");
  const messages: Record<string, string> = { allowed: sentence(permission) };
  for (const { says } of permission.access) if (says) messages[says.messageId] = sentence(says);
  return defineRule({
    name,
    meta: {
      docs: {
        ...docs,
        consequence: "danger",
        presetOptions: { exceptFullAccess: true, exceptWildcards: true },
      },
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
      if (kind === "Role" && scope === "cluster" && !permission.alsoIn) return;
      const known = permissionContext(analysis);
      const entries = effectiveEntries(role, context).flatMap((entry) => {
        const matches = matchPermission(permission, entry.rule, known);
        const judged = exceptWildcards ? matches.map(withoutWildcards) : matches;
        return judged.some(({ resources }) => resources.length > 0) ? [{ entry, matches: judged }] : [];
      });
      if (entries.length === 0) return;
      const given = givenThrough(role, context);
      const found = entries.flatMap(({ entry, matches }) => {
        const counting = matches.filter((match) => {
          return (
            match.resources.length > 0 &&
            (counts(match.access.scope ?? scope, kind, given.reach) || isAlsoIn(permission, given)) &&
            isIn(permission, match, kind, given)
          );
        });
        const [first] = counting.flatMap(({ resources }) => resources).sort((a, b) => a.index - b.index);
        return first ? [{ entry, counting, first }] : [];
      });
      if (found.length === 0 || !hasOther(permission, role, context, known)) return;
      for (const { entry, counting, first } of oncePerEntry(found)) {
        report({
          at: placeIn(entry, "resources", first.index),
          messageId: counting[0]?.access.says?.messageId ?? "allowed",
          data: {
            ...given.words,
            role: given.words.role + entry.by,
            ...verbsAndResources(counting),
            write: writingWords(counting),
          },
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

/** Whether the role is given in one of the namespaces that the permission is about, if it is about some. */
function isIn(
  { namespaces }: Permission,
  { names }: Match,
  kind: KindName,
  { reach, namespaces: given }: Given,
): boolean {
  if (!namespaces || (kind === "ClusterRole" && reach !== "namespaces")) return true;
  // Where the namespace is set only when the role is applied, the names show what the entry is for.
  return given.some((name) => (isKnown(name) ? namespaces.includes(name) : names.length > 0));
}

/** Whether the role is given in a namespace in which the permission matters whatever its scope. */
function isAlsoIn({ alsoIn = [] }: Permission, { reach, namespaces }: Given): boolean {
  return reach !== "aggregated" && namespaces.some((name) => name !== undefined && alsoIn.includes(name));
}

/** Whether the role, or one that aggregates it, also gives what the permission works only together with. */
function hasOther(
  { together }: Permission,
  role: Role | ClusterRole,
  { applied, analysis }: Pick<ObjectRuleContext<string, unknown, RoleKind>, "applied" | "analysis">,
  known: PermissionContext,
): boolean {
  if (!together) return true;
  if (role.rules?.some((rule) => matchAccess(together, rule, known))) return true;
  const beside = rolesBeside(analysis, together);
  return applied.some(({ object }) => beside.has(object));
}

/** The roles that are given together with an access. */
const rolesBeside = memoizePairs((analysis: Analysis, access: Access) => {
  const context = permissionContext(analysis);
  return analysis.grants.besideRule((rule) => matchAccess(access, rule, context) !== undefined);
});

/** Whom a role is given to and where, with the words for it. */
interface Given {
  reach: Reach;
  words: GrantWords;
  /** The namespaces of the bindings, or of the role itself if it is a Role. */
  namespaces: readonly (string | undefined)[];
}

/** Returns whom a written role is given to and where, by the build that gives it the widest reach. */
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
  const names = [role, ...all.map(({ object }) => object.object)].map(({ metadata }) => metadata?.name);
  const isUnnamed =
    names.every((name) => isKnown(name) && !analysis.grants.isNamed(kind, name)) &&
    !all.some(({ object }) => analysis.grants.isNamedThrough(object));
  return {
    reach: widest.reach,
    words: grantWords(kind, role, { ...widest, isUnnamed }),
    namespaces: objects.map(({ metadata }) => metadata?.namespace),
  };
}

/** `unbound` comes last: a role that one build binds does not count as unbound because another build does not. */
const WIDEST_FIRST: readonly Reach[] = ["cluster", "namespaces", "aggregated", "unbound"];

function reached(analysis: Analysis, applied: Applied<RoleKind>) {
  const grants = analysis.grants.of(applied);
  const reach = reachOf(applied, grants);
  // As one that nothing binds, it counts for the whole cluster if that may be so.
  const isUnsure = reach === "namespaces" && analysis.grants.mayReachFurther(applied.object);
  return { applied, grants, reach: isUnsure ? ("unbound" as const) : reach };
}

/** Whether a permission with this reach counts for a scope. A ClusterRole that nothing binds counts as cluster-wide. */
export function counts(scope: Scope, kind: KindName, reach: Reach): boolean {
  if (scope === "any") return reach !== "aggregated";
  return kind === "ClusterRole" && (reach === "cluster" || reach === "unbound");
}

/** Returns the verbs and resources that give the permission, as they are written, in words. */
function verbsAndResources(matches: readonly Match[]): { verbs: string; resources: string } {
  const verbs = new Set(matches.flatMap((match) => match.verbs));
  const resources = matches.flatMap((match) => match.resources).sort((a, b) => a.index - b.index);
  const names = new Set(matches.flatMap((match) => match.names));
  const named =
    names.size === 0 ? "" : ` named ${quoteKnown([...names], "with a text that is filled in later")}`;
  return {
    verbs: quoteKnown([...verbs]),
    resources: `${quoteList([...new Set(resources.map(({ resource }) => resource))])}${named}`,
  };
}
