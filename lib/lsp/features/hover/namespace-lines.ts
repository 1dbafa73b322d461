import { resolveBindings, type ResolvedBinding } from "../../../analysis/access/bound-rules.js";
import type { Analysis } from "../../../analysis/analysis.js";
import { dangerRank } from "../../../analysis/change/grant-dangers.js";
import { permissionContext } from "../../../analysis/dangerous-roles.js";
import { dangersOf } from "../../../analysis/dangers-of-rules.js";
import type { AppliedNamespace } from "../../../analysis/namespaces.js";
import { podSecurityDefaults } from "../../../analysis/pod-security/defaults.js";
import { hasOtherPodSecurity } from "../../../analysis/pod-security/other-means.js";
import { isRefusedIn } from "../../../builds/applied.js";
import { placeOf } from "../../../builds/build.js";
import { isKnown } from "../../../kubernetes/objects.js";
import { ENFORCE_LABEL } from "../../../kubernetes/pod-security/pod-security-labels.js";
import { isBuiltInNamespace } from "../../../kubernetes/rbac/builtin-roles.js";
import { subjectName } from "../../../kubernetes/rbac/rbac.js";
import { DIRECTIONS, type Direction } from "../../../kubernetes/network-policy/policy-step.js";
import { groupBy } from "../../../util/group-by.js";
import { memoize } from "../../../util/memoize.js";
import { plural } from "../../../util/phrases.js";
import { bounded, code, item, type Line, line, listed, said, type Words } from "../../text/markup.js";
import { bindingWords, subjectWords } from "./bound-lines.js";
import { isolatingWords, reachedLines } from "./network-lines.js";

/** The most bindings that are told. */
const MOST_BINDINGS = 6;

/** A namespace by its name: whether its traffic is isolated, who reaches it, Pod Security, and who has rights in it. */
export function namespaceLines(analysis: Analysis, name: string): Line[] {
  const all = analysis.namespaces(name);
  return [
    line(said`${{ strong: said`Namespace ${code(name)}` }}${placesWords(all, name)}`),
    ...(all.length === 0 ? [] : DIRECTIONS.map((direction) => isolationLine(analysis, name, all, direction))),
    ...reachedLines(analysis, name),
    ...podSecurityLines(analysis, name),
    ...bindingLines(analysis, name),
  ];
}

function placesWords(all: readonly AppliedNamespace[], name: string): Words {
  const [first] = all;
  const isDeclared = first?.place.path.at(-2) === "metadata" && first.place.path.at(-1) === "name";
  if (!first) return [isBuiltInNamespace(name) ? ", which every cluster has" : ": nothing here makes it"];
  const places = listed(
    all.map(({ place }) => [{ place }]),
    3,
  );
  const by = first.unreached === undefined ? [] : [", which neither Flux nor Argo CD applies"];
  return isDeclared ? said` (${places})${by}` : said`: no Namespace object here; it is set at ${places}${by}`;
}

function isolationLine(
  analysis: Analysis,
  name: string,
  all: readonly AppliedNamespace[],
  direction: Direction,
): Line {
  const [first] = all as readonly [AppliedNamespace];
  const result = first.isolation(direction);
  const by = isolatingWords(analysis, name, direction);
  switch (result.state) {
    case "denied":
      return item(said`${direction}: denied unless a policy allows it${by}.`);
    case "cancelled":
      return item(
        said`${direction}: open, because a policy lets everything through${result.policy ? said` (${{ place: placeOf(result.policy, result.path) }})` : []}.`,
      );
    case "unknown":
      return item(said`${direction}: not known whether it is denied by default: ${result.why}.`);
    case "open":
      return item(said`${direction}: open by default: no policy isolates all of its pods${by}.`);
  }
}

/** The level that Pod Security enforces, by the labels of its Namespace objects, or else by default. */
function podSecurityLines(analysis: Analysis, name: string): Line[] {
  const objects = namespaceObjects(analysis).get(name) ?? [];
  const levels = objects.map(({ object }) => object.object.metadata?.labels?.[ENFORCE_LABEL]);
  const [level, ...others] = new Set(levels);
  const isLabelled = level !== undefined && others.length === 0;
  const [first] = objects;
  if (isLabelled && first && isKnown(level)) {
    const place = placeOf(first.object as unknown as Parameters<typeof placeOf>[0], [
      "metadata",
      "labels",
      ENFORCE_LABEL,
    ]);
    return [item(said`Pod Security: enforces ${code(level)} (${{ place }}).`)];
  }
  if (others.length > 0) {
    const known = [...new Set(levels)].map((one): Words => (one === undefined ? ["no level"] : [code(one)]));
    return [item(said`Pod Security: enforces ${listed(known, 3, "or")}, depending on the build.`)];
  }
  if (objects.length === 0) return [];
  const { levels: defaults, exempt } = podSecurityDefaults(analysis);
  if (exempt.has(name)) return [item(["Pod Security: exempt."])];
  if (defaults.length > 0)
    return [item(said`Pod Security: no label, so the default of the cluster: ${defaults.join(" or ")}.`)];
  if (hasOtherPodSecurity(analysis))
    return [item(["Pod Security: no label; something else here may check pods."])];
  return [item(said`Pod Security: no label ${code(ENFORCE_LABEL)} here, and no default is set.`)];
}

const namespaceObjects = memoize((analysis: Analysis) => {
  const all = analysis
    .ofKind("Namespace")
    .filter(({ build, object }) => !isRefusedIn(build, object as never));
  return groupBy(all, ({ object }) => object.object.metadata?.name ?? "");
});

/** Who has rights in a namespace by bindings of its own, those with dangerous ones first, and how many have them everywhere. */
function bindingLines(analysis: Analysis, name: string): Line[] {
  const { byNamespace, everywhere } = bindingsIn(analysis);
  const own = byNamespace.get(name) ?? [];
  const lines = [...groupBy(own, keyOfBinding).values()]
    .map((same) => bindingLine(analysis, same as [ResolvedBinding], name))
    .sort((a, b) => a.rank - b.rank);
  const wide =
    everywhere === 0
      ? ""
      : `${plural(everywhere, "ClusterRoleBinding")} of this repository ${everywhere === 1 ? "counts" : "count"} here, too.`;
  return [
    ...(lines.length === 0 ? [] : [line(["Rights in it:"])]),
    ...bounded(
      lines.map(({ words }) => item(words)),
      MOST_BINDINGS,
      "more bindings",
    ),
    ...(lines.length === 0
      ? [line([`No RoleBinding that is seen here is in it. ${wide}`.trim()])]
      : wide === ""
        ? []
        : [line([wide])]),
  ];
}

const bindingsIn = memoize((analysis: Analysis) => {
  const all = resolveBindings(analysis);
  const wide = all.filter(({ kind }) => kind === "ClusterRoleBinding");
  return {
    byNamespace: groupBy(all, ({ namespace }) => namespace ?? ""),
    everywhere: new Set(wide.map(({ applied: { object } }) => object.object.metadata?.name)).size,
  };
});

function keyOfBinding({ applied: { object } }: ResolvedBinding): string {
  return JSON.stringify([object.file, object.document, object.at, object.object.metadata?.name]);
}

function bindingLine(
  analysis: Analysis,
  [first]: [ResolvedBinding],
  name: string,
): { words: Words; rank: number } {
  const { applied, rules, subjects, namespace } = first;
  const { kind, name: role } = applied.object.object.roleRef ?? {};
  const [worst] = dangersOf(
    rules.map(({ rule }) => rule),
    [name],
    permissionContext(analysis),
  );
  const who = listed(
    subjects.map((subject) => subjectWords(subjectName(subject, namespace))),
    2,
  );
  const isMissing = analysis.role(applied).state === "missing";
  const what = isKnown(role)
    ? said`${kind ?? "Role"} ${code(role)}${isMissing ? ", which does not exist" : ""}`
    : ["a role that is filled in later"];
  const can = worst ? said`: ${{ strong: [`can ${worst.can}`] }}` : [];
  return {
    words: said`${subjects.length === 0 ? ["nobody"] : who} by ${what}, through ${bindingWords(applied)}${can}`,
    rank: dangerRank(worst ? [worst] : []),
  };
}
