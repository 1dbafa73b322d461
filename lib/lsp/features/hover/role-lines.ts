import { type ResolvedBinding, resolvedBinding, rulesOfRole } from "../../../analysis/access/bound-rules.js";
import type { Analysis, Applied } from "../../../analysis/analysis.js";
import { ruleKey } from "../../../analysis/change/given.js";
import type { Holding } from "../../../analysis/dangers-of-rules.js";
import { reachOf } from "../../../analysis/grants.js";
import type { RoleLookup } from "../../../analysis/lookup/role-lookup.js";
import { keyOf } from "../../../builds/applied.js";
import { type AppliedObject, placeOf } from "../../../builds/build.js";
import { builtInAggregators, isAggregating } from "../../../kubernetes/rbac/aggregation.js";
import { bootstrapRoleOf, defaultSubjects } from "../../../kubernetes/rbac/bootstrap-policy.js";
import { type BindingKind, isKnown, type RoleKind } from "../../../kubernetes/objects.js";
import { subjectName } from "../../../kubernetes/rbac/rbac.js";
import { groupBy } from "../../../util/group-by.js";
import { code, type Line, line, listed, said, type Words } from "../../text/markup.js";
import { boundLines, boundOf, boundTo, subjectWords } from "./bound-lines.js";
import { whatApplies } from "./build-words.js";
import { hintWords } from "./lookup-words.js";
import { grantLines } from "./rights-lines.js";

/** The most ways in which builds differ that are told. */
const MOST_GROUPS = 3;
/** The most rights that are told of a role: fewer where builds differ. */
const MOST_RIGHTS = 8;
const FEW_RIGHTS = 4;

/** The role that a binding refers to, in each build that applies the binding: what it grants, and who else has it. */
export function roleRefLines(analysis: Analysis, bindings: readonly Applied<BindingKind>[]): Line[] {
  const all = bindings.map((binding) => {
    const resolved = resolvedBinding(analysis, binding);
    return { build: binding.build, binding, resolved, lookup: analysis.role(binding) };
  });
  const groups = [...groupBy(all, keyOfUse).values()];
  const lines = groups.slice(0, MOST_GROUPS).flatMap((group): Line[] => {
    const [first] = group as [(typeof group)[number]];
    const where = holdingOf(group.map(({ binding }) => binding));
    return [
      ...(groups.length > 1 ? [line(said`In what ${whatApplies(group)}:`)] : []),
      ...useLines(analysis, first, where, groups.length > 1 ? FEW_RIGHTS : MOST_RIGHTS),
    ];
  });
  const more = groups.length - MOST_GROUPS;
  const roles = all.flatMap(({ lookup, build }) => {
    const found = lookup.state === "found" ? lookup.roles : [];
    return found.map((object) => ({ build, object }) as unknown as Applied<RoleKind>);
  });
  const isFound = all.some(({ lookup }) => lookup.state === "found");
  const bound = roles.length > 0 ? boundOf(analysis, roles) : boundTo(analysis, bindings);
  return [
    ...lines,
    ...(more > 0 ? [line([`Other builds differ in ${more} more ways.`])] : []),
    ...(isFound ? boundLines(bound, bindings) : []),
  ];
}

interface Use {
  binding: Applied<BindingKind>;
  resolved: ResolvedBinding | undefined;
  lookup: RoleLookup;
}

/** The same for builds that make the same of a reference. */
function keyOfUse({ binding, resolved, lookup }: Use): string {
  const { roleRef } = binding.object.object;
  const found = lookup.state === "found" ? lookup.roles.map(keyOf) : [lookup];
  const rules = resolved?.rules.map(({ rule }) => ruleKey(rule));
  return JSON.stringify([roleRef?.kind, roleRef?.name, lookup.state, found, rules, resolved?.unknown]);
}

/** Where bindings give their role. */
function holdingOf(bindings: readonly Applied<BindingKind>[]): Holding {
  if (bindings.some(({ object }) => object.kind === "ClusterRoleBinding")) return "cluster";
  return [...new Set(bindings.map(({ object }) => object.object.metadata?.namespace ?? ""))].sort();
}

function useLines(
  analysis: Analysis,
  { binding, resolved, lookup }: Use,
  where: Holding,
  most: number,
): Line[] {
  const { roleRef } = binding.object.object;
  const name = roleWords(roleRef?.kind, roleRef?.name);
  if (lookup.state === "missing")
    return [line(said`${name} does not exist, so this binding grants nothing.${hintWords(lookup.hint)}`)];
  if (lookup.state === "unknown")
    return [line(said`${name}: not known whether it exists, because ${lookup.why}.`)];
  const { roles } = lookup;
  const rules = resolved?.rules ?? [];
  if (roles.length === 0 && !bootstrapRoleOf(binding.object.object))
    return [
      line(
        said`${name} is said to exist by the settings or the platform. What it grants is not in this repository.`,
      ),
    ];
  return [
    line(roles.length === 0 ? said`${name}, which every cluster has` : said`${name} ${placesOf(roles)}`),
    ...grantLines(analysis, rules, where, most),
    ...aggregationLines(analysis, roles),
    ...byDefaultLines(roles.length === 0 ? roleRef?.name : undefined),
    ...(resolved?.unknown === undefined ? [] : [line(said`It may grant more: ${resolved.unknown}.`)]),
  ];
}

/** To whom every cluster binds one of its own roles by itself. */
function byDefaultLines(name: string | undefined): Line[] {
  const subjects = name === undefined ? [] : defaultSubjects(name);
  const words = subjects.map((subject) => subjectWords(subjectName(subject)));
  return words.length === 0 ? [] : [line(said`Every cluster binds it to ${listed(words, 3)}.`)];
}

/** A role's name, as code in bold: "ClusterRole `view`". */
function roleWords(kind: string | undefined, name: string | undefined): Words {
  const what = kind === "Role" || kind === "ClusterRole" ? kind : "Role";
  return [
    { strong: isKnown(name) ? said`${what} ${code(name)}` : [`${what} of a name that is filled in later`] },
  ];
}

function placesOf(objects: readonly AppliedObject<RoleKind>[]): Words {
  const places = [
    ...new Map(objects.map((object) => [keyOf(object), placeOf(object, ["metadata", "name"])])).values(),
  ];
  return said`(${listed(
    places.map((place) => [{ place }]),
    2,
  )})`;
}

/** Which roles an aggregating one takes in, and which take it in. */
function aggregationLines(analysis: Analysis, roles: readonly AppliedObject<RoleKind>[]): Line[] {
  const aggregating = roles.filter(({ object }) => isAggregating(object));
  const members = [
    ...new Map(
      aggregating.flatMap((role) => analysis.grants.members(role)).map((one) => [keyOf(one), one]),
    ).values(),
  ];
  const into = [...new Set(roles.flatMap(({ object }) => builtInAggregators(object)))];
  return [
    ...(aggregating.length === 0
      ? []
      : members.length === 0
        ? [line(["It takes in the rules of other ClusterRoles; none of this repository is selected."])]
        : [line(said`It takes in ${listed(members.map(memberWords), 5)}.`)]),
    ...(into.length === 0
      ? []
      : [
          line(
            said`Everybody who has ClusterRole ${listed(
              into.map((one) => [code(one)]),
              3,
              "or",
            )} has it, too: they take it in.`,
          ),
        ]),
  ];
}

function memberWords(role: AppliedObject<RoleKind>): Words {
  return said`${code(role.object.metadata?.name ?? "?")} (${{ place: placeOf(role, ["metadata", "name"]) }})`;
}

/** A role, by its own name: what it grants where it is bound, and where that is. */
export function roleLines(analysis: Analysis, roles: readonly Applied<RoleKind>[]): Line[] {
  const all = roles.map((role) => ({ ...role, rules: rulesOfRole(analysis, role) }));
  const groups = [
    ...groupBy(all, ({ rules, object }) =>
      JSON.stringify([object.object.metadata?.name, rules.map(({ rule }) => ruleKey(rule))]),
    ).values(),
  ];
  const most = groups.length > 1 ? FEW_RIGHTS : MOST_RIGHTS;
  return [
    ...groups.slice(0, MOST_GROUPS).flatMap((group): Line[] => {
      const [first] = group as [(typeof group)[number]];
      const { kind, object } = first.object;
      const { where, heading } = widestOf(analysis, group as unknown as readonly Applied<RoleKind>[]);
      const why = isAggregating(object) ? analysis.grants.whyIncomplete(first.object) : undefined;
      return [
        ...(groups.length > 1 ? [line(said`In what ${whatApplies(group)}:`)] : []),
        line(roleWords(kind, object.metadata?.name)),
        ...grantLines(analysis, first.rules, where, most, heading),
        ...aggregationLines(analysis, [first.object]),
        ...(why === undefined ? [] : [line(said`It may grant more: ${why}.`)]),
      ];
    }),
    ...(groups.length > MOST_GROUPS
      ? [line([`Other builds differ in ${groups.length - MOST_GROUPS} more ways.`])]
      : []),
    ...unboundOr(analysis, roles),
  ];
}

/** Where a role holds in the widest case, and the word for it. */
function widestOf(
  analysis: Analysis,
  roles: readonly Applied<RoleKind>[],
): { where: Holding; heading: string } {
  const [first] = roles;
  if (first?.object.kind === "Role")
    return {
      heading: "Grants",
      where: [...new Set(roles.map(({ object }) => object.object.metadata?.namespace ?? ""))].sort(),
    };
  const given = roles.map((role) => {
    const grants = analysis.grants.of(role);
    return { grants, reach: reachOf(role, grants) };
  });
  if (given.some(({ reach }) => reach === "cluster")) return { where: "cluster", heading: "Grants" };
  if (given.every(({ reach }) => reach !== "namespaces")) return { where: "cluster", heading: "Would grant" };
  const namespaces = given.flatMap(({ grants }) =>
    grants.map(({ binding }) => binding.object.object.metadata?.namespace ?? ""),
  );
  return { where: [...new Set(namespaces)].sort(), heading: "Grants" };
}

function unboundOr(analysis: Analysis, roles: readonly Applied<RoleKind>[]): Line[] {
  const bound = boundOf(analysis, roles);
  if (bound.length > 0) return boundLines(bound, []);
  const part = roles
    .map((role) => analysis.hiddenUser(role as unknown as Parameters<Analysis["hiddenUser"]>[0]))
    .find(Boolean);
  return [
    line(
      part
        ? said`No binding that is seen here gives it to anybody; one may that is not seen: ${part.reason}.`
        : ["No binding here gives it to anybody."],
    ),
  ];
}
