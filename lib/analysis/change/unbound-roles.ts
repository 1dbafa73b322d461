import { isRefusedIn } from "../../builds/applied.js";
import { placeOf } from "../../builds/build.js";
import { isKnown, type PolicyRule } from "../../kubernetes/objects.js";
import { RightIndex } from "../../kubernetes/rbac/right-index.js";
import { rightsOf } from "../../kubernetes/rbac/rule-rights.js";
import { TargetPatterns } from "../../kubernetes/rbac/target-patterns.js";
import { groupBy } from "../../util/group-by.js";
import { memoize } from "../../util/memoize.js";
import { resolveBindings } from "../access/bound-rules.js";
import type { Analysis, Applied } from "../analysis.js";
import type { AccessChange } from "./access-change.js";
import { Effort, onlyGiven } from "./compare-rights.js";
import { ruleKey } from "./given.js";
import type { GivenRight } from "./given-rights.js";

type AnyRole = Applied<"Role" | "ClusterRole">;

/**
 * The roles of both states that allow something else, although nothing in the repository gives them to anybody: whom that
 * concerns is not known.
 */
export function unboundRoles(before: Analysis, after: Analysis): AccessChange["unknown"] {
  const [old, now] = [rolesByName(before), rolesByName(after)];
  const bound = new Set([...boundNames(before), ...boundNames(after)]);
  const effort = new Effort();
  return [...now].flatMap(([name, roles]) => {
    if (bound.has(name)) return [];
    const earlier = old.get(name) ?? [];
    const [gone, fresh] = [without(earlier, roles), without(roles, earlier)];
    const [first] = fresh;
    if (!first || gone.length === 0) return [];
    const gains = allowsMore(after, { roles: fresh, than: gone, effort });
    const loses = allowsMore(after, { roles: gone, than: fresh, effort });
    if (!gains && !loses) return [];
    const { kind, object } = first.object;
    const { name: short, namespace } = object.metadata ?? {};
    const full = kind === "Role" ? `${namespace}/${short}` : short;
    const change = gains && loses ? "something else" : gains ? "more" : "less";
    return {
      what: `who has ${kind} '${full}', which allows ${change} now`,
      why: "nothing in this repository binds it",
      place: placeOf(first.object, ["metadata", "name"]),
      sides: ["after"],
      isOfChange: true,
    };
  });
}

function rolesByName(analysis: Analysis): Map<string, readonly AnyRole[]> {
  const roles = analysis.ofKind("Role", "ClusterRole").filter(({ build, object }) => {
    return isKnown(object.object.metadata?.name) && !isRefusedIn(build, object);
  });
  return groupBy(roles, ({ object: { kind, object } }) => {
    return nameOf(kind, object.metadata?.name, object.metadata?.namespace);
  });
}

function nameOf(kind: string, name: string | undefined, namespace: string | undefined): string {
  return JSON.stringify([kind, name, kind === "Role" ? namespace : undefined]);
}

/** The roles that bindings give, those that they take in included. */
function boundNames(analysis: Analysis): Set<string> {
  const names = new Set<string>();
  for (const { applied, namespace, rules } of resolveBindings(analysis)) {
    const { kind = "", name } = applied.object.object.roleRef ?? {};
    names.add(nameOf(kind, name, namespace));
    for (const roles of new Set(rules.map((rule) => rule.roles))) {
      for (const { kind, object } of roles)
        names.add(nameOf(kind, object.metadata?.name, object.metadata?.namespace));
    }
  }
  return names;
}

/** The roles that the others have fewer of that say the same: overlays may apply one role in several ways. */
function without(roles: readonly AnyRole[], others: readonly AnyRole[]): readonly AnyRole[] {
  const there = groupBy(others, keyOf);
  return [...groupBy(roles, keyOf)].flatMap(([key, alike]) => alike.slice(there.get(key)?.length ?? 0));
}

function keyOf({ object }: AnyRole): string {
  return contentOf(object.object.rules ?? []);
}

const contentOf = memoize((rules: readonly PolicyRule[]) => {
  return JSON.stringify([...new Set(rules.map(ruleKey))].sort());
});

/** Whether roles allow what others do not. If that is too much to compare, they may. */
function allowsMore(
  { apiResources }: Analysis,
  { roles, than, effort }: { roles: readonly AnyRole[]; than: readonly AnyRole[]; effort: Effort },
): boolean {
  const [own, others] = [roles, than].map((all): GivenRight[] => {
    return all.flatMap(({ object: { kind, object } }) => {
      return (object.rules ?? []).flatMap((rule) => {
        return rightsOf(rule, apiResources, kind === "Role").map((right) => {
          return { ...right, namespaces: "all" as const, where: {} };
        });
      });
    });
  }) as [GivenRight[], GivenRight[]];
  const patterns = new TargetPatterns([...own, ...others]);
  const there = [new RightIndex(others.map((right) => patterns.widened(right)))];
  const found = onlyGiven(own, { there, patterns, effort });
  return found === "too much" || found.length > 0;
}
