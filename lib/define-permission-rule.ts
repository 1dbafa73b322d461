import type { Applied, Builds } from "./builds/builds.js";
import { type GrantWords, grantWords } from "./builds/grant-words.js";
import { type Grant, type Reach, reachOf } from "./builds/grants.js";
import type { ControlId } from "./controls.js";
import { defineRule, type GitopsRule, type ObjectRuleContext } from "./define-rule.js";
import { isAggregating } from "./kubernetes/aggregation.js";
import type { ClusterRole, KindName, PolicyRule, Role } from "./kubernetes/objects.js";
import {
  fullAccessEntries,
  type Match,
  matchPermission,
  type Permission,
  type Scope,
} from "./kubernetes/permissions.js";
import { quoteList } from "./kubernetes/words.js";
import { minorVersion } from "./repository/settings.js";

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

/**
 * Makes a rule of a permission that lets one do more than it seems. Each entry of a role that gives it is
 * one finding, at the first resource that does.
 */
export function definePermissionRule(
  name: string,
  permission: Permission,
  docs: { description: string; preset: "recommended" | "strict" | "all"; controls: readonly ControlId[] },
): GitopsRule {
  const can = permission.can.includes("{{where}}") ? permission.can : `${permission.can} in {{where}}`;
  return defineRule({
    name,
    meta: {
      docs: { ...docs, presetOptions: { exceptFullAccess: true } },
      messages: {
        allowed: `{{who}} can ${can}: {{role}} allows {{verbs}} on {{resources}}{{through}}. ${permission.instead}`,
      },
      schema: [{ type: "object", properties: PERMISSION_SCHEMA, additionalProperties: false }],
      defaultOptions: [{ scope: permission.scope, exceptFullAccess: false } as PermissionOptions],
    },
    on: "object",
    kinds: ["Role", "ClusterRole"],
    patches: true,
    check(role, context) {
      const { kind, builds, options, report } = context;
      if (kind === "Role" && options.scope === "cluster") return;
      for (const { index, rule } of judgedEntries(role, context)) {
        const matches = matchPermission(permission, rule, minorVersion(builds.settings));
        if (matches.length === 0) continue;
        const given = givenThrough(role, context);
        const counting = matches.filter(({ access }) => {
          return counts(access.scope ?? options.scope, kind, given.reach);
        });
        const [first] = counting.flatMap(({ resources }) => resources).sort((a, b) => a.index - b.index);
        if (!first) continue;
        report({
          at: ["rules", index, "resources", first.index],
          messageId: "allowed",
          data: { ...given.words, ...written(counting) },
        });
      }
    },
  });
}

/** The entries of a role that rules on permissions judge: those that are applied as they are written. */
export function judgedEntries(
  role: Role | ClusterRole,
  {
    applied,
    builds,
    options,
  }: Pick<ObjectRuleContext<string, { exceptFullAccess: boolean }>, "applied" | "builds" | "options">,
): { index: number; rule: PolicyRule }[] {
  const { rules = [] } = role;
  // Whatever stands beside an aggregationRule is overwritten.
  if (isAggregating(role)) return [];
  const full = options.exceptFullAccess ? fullAccessEntries(rules) : new Set<number>();
  return rules.flatMap((rule, index) => {
    const isReplaced =
      applied.length > 0 && applied.every((one) => builds.isFromPatch(one, ["rules", index]));
    return full.has(index) || isReplaced ? [] : [{ index, rule }];
  });
}

/** Whom a written role is given to, where, and how to say that; the widest of all builds that apply it. */
export function givenThrough(
  role: Role | ClusterRole,
  {
    kind,
    applied,
    builds,
    place,
  }: Pick<ObjectRuleContext<string, unknown>, "kind" | "applied" | "builds" | "place">,
): { reach: Reach; words: GrantWords } {
  const all = applied.length > 0 ? applied : builds.patchedBy(place.file, place.document);
  const given = all
    .map((one) => reached(builds, one))
    .sort((a, b) => WIDEST_FIRST.indexOf(a.reach) - WIDEST_FIRST.indexOf(b.reach));
  const widest: { applied?: Applied; grants: readonly Grant[]; reach: Reach } = given[0] ?? {
    grants: [],
    reach: "unbound",
  };
  return { reach: widest.reach, words: grantWords(kind, role, widest) };
}

/** A role that nothing binds may be bound in the whole cluster; one that is bound nowhere else is not. */
const WIDEST_FIRST: readonly Reach[] = ["cluster", "namespaces", "aggregated", "unbound"];

function reached(builds: Builds, applied: Applied) {
  const grants = builds.grants.of(applied);
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
  return {
    verbs: quoteList([...verbs]),
    resources: quoteList([...new Set(resources.map(({ resource }) => resource))]),
  };
}
