import effectiveResourceNames from "../../../../rules/effective-resource-names.js";
import effectiveScope from "../../../../rules/effective-scope.js";
import knownResource from "../../../../rules/known-resource.js";
import knownVerb from "../../../../rules/known-verb.js";
import validApiGroup from "../../../../rules/valid-api-group.js";
import type { Analysis } from "../../../analysis/analysis.js";
import { permissionContext } from "../../../analysis/dangerous-roles.js";
import { dangersOf, type Holding } from "../../../analysis/dangers-of-rules.js";
import { reachOf } from "../../../analysis/grants.js";
import type { ApiResources, RbacResource } from "../../../kubernetes/api/api-resources.js";
import { EMPTY_GROUPS } from "../../../kubernetes/data/synthetic-resources.js";
import { isKnown, type PolicyRule } from "../../../kubernetes/objects.js";
import { bootstrapClusterRoles, defaultSubjects } from "../../../kubernetes/rbac/bootstrap-policy.js";
import { isEveryPath } from "../../../kubernetes/rbac/full-access.js";
import { groupWords } from "../../../kubernetes/rbac/known-entry.js";
import { nonResourceURLMatches, subjectName } from "../../../kubernetes/rbac/rbac.js";
import { RESOURCE_VERBS } from "../../../kubernetes/rbac/verbs.js";
import type { Cursor } from "../../cursor/cursor.js";
import type { Referent } from "../../cursor/referent.js";
import { bounded, code, item, type Line, line, listed, said, type Words } from "../../text/markup.js";
import { subjectWords } from "./bound-lines.js";
import { findingsAt } from "./findings.js";
import { codes } from "./rights-lines.js";
import { PATH_VERB_WORDS, PATH_WORDS, VERB_WORDS } from "./verb-words.js";

type Entry = Extract<Referent, { type: "ruleEntry" }>;

/** What Kubernetes says of an entry of a rule, what it lets one do, and why it does nothing, if so. */
export function ruleEntryLines(cursor: Cursor, entry: Entry): Line[] {
  const { analysis } = cursor.model;
  const useless = findingsAt(cursor, [
    knownVerb,
    knownResource,
    effectiveScope,
    effectiveResourceNames,
    validApiGroup,
  ]);
  return [
    ...LINES[entry.field](analysis, entry),
    ...useless.map((message) => line([{ strong: ["No effect"] }, `: ${message}`])),
    ...(useless.length > 0 ? [] : dangerLines(cursor, entry)),
  ];
}

const LINES: Readonly<Record<Entry["field"], (analysis: Analysis, entry: Entry) => Line[]>> = {
  verbs: verbLines,
  resources: resourceLines,
  apiGroups: groupLines,
  nonResourceURLs: pathLines,
  resourceNames: nameLines,
};

/** What the entry lets one do where it is granted: the rule with this value alone in its list. */
function dangerLines({ model: { analysis }, written }: Cursor, { field, value, rule, roles }: Entry): Line[] {
  const alone: PolicyRule = { ...rule, [field]: [value] };
  const where = holdingOf(analysis, written?.kind, written?.object.metadata?.namespace, roles);
  const dangers = dangersOf([alone], where, permissionContext(analysis));
  if (dangers.length === 0) return [];
  return [
    line([field === "verbs" ? "With it, one can:" : "With the verbs of this rule, one can:"]),
    ...bounded(
      dangers.map(({ can }) => item([{ strong: [can] }])),
      4,
      "more dangers",
    ),
  ];
}

/** Where a role holds: its namespace, or those in which it is bound; the cluster if it may be bound there. */
function holdingOf(
  analysis: Analysis,
  kind: string | undefined,
  namespace: string | undefined,
  roles: Entry["roles"],
): Holding {
  if (kind === "Role")
    return [...new Set([namespace, ...roles.map(({ object }) => object.object.metadata?.namespace)])].map(
      (one) => one ?? "",
    );
  const given = roles.map((role) => {
    const grants = analysis.grants.of(role);
    return { grants, reach: reachOf(role, grants) };
  });
  if (given.length === 0 || given.some(({ reach }) => reach !== "namespaces")) return "cluster";
  const all = given.flatMap(({ grants }) => grants.map(({ binding }) => binding.object.object));
  return [...new Set(all.map(({ metadata }) => metadata?.namespace ?? ""))];
}

function verbLines({ apiResources: api }: Analysis, { value, rule }: Entry): Line[] {
  const isAboutPaths = !rule.resources?.length && Boolean(rule.nonResourceURLs?.length);
  const words = (isAboutPaths ? PATH_VERB_WORDS : VERB_WORDS).get(value);
  const own = words ?? otherVerbWords(value, isAboutPaths);
  return [
    line(said`Verb ${code(value)}: ${own.charAt(0).toLowerCase() + own.slice(1)}`),
    ...(isAboutPaths || value === "*" ? [] : takingLines(api, value, rule)),
  ];
}

/** What is said of a verb that few resources have, or none. */
function otherVerbWords(verb: string, isAboutPaths: boolean): string {
  if (!isKnown(verb)) return "Filled in later.";
  if (isAboutPaths) return "No method of HTTP.";
  return RESOURCE_VERBS.has(verb)
    ? "One that Kubernetes checks for few resources."
    : "None of Kubernetes itself; other programs may check it.";
}

/** Which of the rule's resources have a verb, and which have not. */
function takingLines(
  api: ApiResources,
  verb: string,
  { apiGroups = [], resources = [] }: PolicyRule,
): Line[] {
  const known = resources.filter((name) => isKnown(name) && !name.includes("*"));
  const found = known.flatMap((name) => {
    const its = apiGroups.flatMap((group) => api.find(group, name) ?? []);
    return its.length === 0 ? [] : [{ name, takes: its.some((one) => api.takesVerb(one.group, name, verb)) }];
  });
  const without = found.filter(({ takes }) => !takes).map(({ name }) => name);
  if (without.length === 0) return [];
  return [
    line(
      said`Of the resources of this rule, ${codes(without)} ${without.length === 1 ? "does" : "do"} not have it.`,
    ),
  ];
}

function resourceLines({ apiResources: api }: Analysis, { value, rule }: Entry): Line[] {
  const { apiGroups = [] } = rule;
  if (value === "*") {
    const isAll = apiGroups.includes("*");
    const shown = apiGroups.filter((group) => group !== "*").slice(0, 3);
    const all = shown.map((group) => ({ group, names: api.matching(group, "*").map(({ name }) => name) }));
    return [
      line(
        said`Every resource and subresource of ${isAll ? ["every API group"] : groupsWords(apiGroups)}, also those that are added later.`,
      ),
      ...(isAll ? [] : all.filter(({ names }) => names.length > 0)).map(({ group, names }) =>
        item(
          said`${groupWords(group)} has ${codes(
            names.filter((name) => !name.includes("/")),
            8,
          )}`,
        ),
      ),
    ];
  }
  if (value.startsWith("*/"))
    return [
      line(
        said`Subresource ${code(value.slice(2))} of every resource of ${groupsWords(apiGroups)} that has one.`,
      ),
    ];
  const groups = apiGroups.includes("*") ? api.groupsWith(value) : [...new Set(apiGroups)];
  const found = groups.slice(0, 20).flatMap((group) => api.find(group, value) ?? []);
  if (found.length === 0) return unknownResource(api, value, apiGroups);
  return found.slice(0, 3).flatMap((one) => foundLines(api, one));
}

function foundLines(api: ApiResources, { group, name, namespaced, verbs, served }: RbacResource): Line[] {
  const parts = name.includes("/")
    ? []
    : api
        .matching(group, "*")
        .flatMap((one) => (one.name.startsWith(`${name}/`) ? [one.name.slice(name.length + 1)] : []));
  const scope = namespaced ? "namespaced" : "of the whole cluster";
  return [
    line(
      said`${name.includes("/") ? "Subresource" : "Resource"} ${code(name)} of ${groupWords(group)}: ${scope}${served ? "" : ", served by no API: only RBAC is asked about it"}.`,
    ),
    item(
      said`Verbs: ${listed(
        verbs.map((verb) => [verb]),
        12,
      )}`,
    ),
    ...(parts.length === 0
      ? []
      : [item(said`Subresources: ${codes(parts, 10)}, each of which needs an entry of its own`)]),
  ];
}

function unknownResource(api: ApiResources, name: string, apiGroups: readonly string[]): Line[] {
  if (!isKnown(name)) return [line(["A resource whose name is filled in later."])];
  const elsewhere = api.groupsWith(name);
  const isComplete = apiGroups.every((group) => group !== "*" && api.knowledgeOf(group) === "complete");
  return [
    line(
      said`${code(name)}: ${isComplete ? "no resource" : "not a resource that is known"} of ${groupsWords(apiGroups)}.`,
    ),
    ...(elsewhere.length === 0
      ? []
      : [
          line(
            said`It is one of ${listed(
              elsewhere.slice(0, 4).map((group) => [groupWords(group)]),
              4,
            )}.`,
          ),
        ]),
    ...(isComplete
      ? []
      : [line(["It may be one of a CustomResourceDefinition that is not in this repository."])]),
  ];
}

function groupLines({ apiResources: api }: Analysis, { value, rule }: Entry): Line[] {
  if (value === "*")
    return [line(["Every API group, also those of CustomResourceDefinitions that are installed later."])];
  const knowledge = api.knowledgeOf(value);
  const since = EMPTY_GROUPS.get(value);
  if (since !== undefined)
    return [line(said`${sentence(groupWords(value))}: empty since Kubernetes 1.${String(since)}.`)];
  if (!isKnown(value) && value !== "") return [line(["An API group that is filled in later."])];
  if (knowledge === "unknown")
    return [
      line(
        said`${sentence(groupWords(value))}: none of Kubernetes, and no CustomResourceDefinition of this repository is in it.`,
      ),
    ];
  const names = api
    .matching(value, "*")
    .map(({ name }) => name)
    .filter((name) => !name.includes("/"));
  const own = (rule.resources ?? []).filter((name) => isKnown(name) && !name.includes("*"));
  const [here, others] = [
    own.filter((name) => api.find(value, name)),
    own.filter((name) => !api.find(value, name)),
  ];
  const whose =
    knowledge === "complete" ? "of Kubernetes" : "of CustomResourceDefinitions of this repository";
  return [
    line(said`${sentence(groupWords(value))}, ${whose}: ${codes(names, 10)}.`),
    ...(own.length === 0 || here.length === own.length
      ? []
      : [
          line(
            said`Of the resources of this rule, it has ${here.length === 0 ? ["none"] : codes(here)}; ${codes(others)} ${others.length === 1 ? "is" : "are"} not in it.`,
          ),
        ]),
  ];
}

function pathLines(_: Analysis, { value }: Entry): Line[] {
  const isAll = isEveryPath(value);
  const what = PATH_WORDS.filter(
    ([path]) => value === path || value.startsWith(`${path}/`) || value === `${path}*`,
  );
  const roles = bootstrapClusterRoles.filter(({ metadata, rules = [] }) => {
    const subjects = defaultSubjects(metadata?.name ?? "");
    return (
      subjects.length > 0 &&
      !isAll &&
      rules.some((rule) => !rule.nonResourceURLs?.includes("*") && nonResourceURLMatches(rule, value))
    );
  });
  const subjects = roles
    .flatMap(({ metadata }) => defaultSubjects(metadata?.name ?? ""))
    .map((one) => subjectName(one));
  const [words] = what;
  return [
    line(
      isAll
        ? ["Every path of the API server that is no resource."]
        : said`Path ${code(value)} of the API server, which is no resource${words ? `: ${words[1]}` : ""}.`,
    ),
    ...(value.endsWith("*") && !isAll ? [line(["The star stands for any end."])] : []),
    ...(subjects.length === 0
      ? []
      : [
          line(
            said`In every cluster, ${listed([...new Set(subjects)].map(subjectWords), 3)} may read it anyway.`,
          ),
        ]),
    line(["Only a ClusterRoleBinding gives it: it is in no namespace."]),
  ];
}

function nameLines(_: Analysis, { value, rule }: Entry): Line[] {
  const { resources = [], verbs = [] } = rule;
  const named: Words = codes(resources);
  const lists = verbs.filter((verb) => verb === "list" || verb === "watch");
  return [
    line(said`Restricts the rule to ${named} named ${code(value)}. No name is a pattern.`),
    ...(lists.length === 0
      ? []
      : [
          line(
            said`${listed(
              lists.map((verb) => [code(verb)]),
              2,
            )} ${lists.length === 1 ? "counts" : "count"} only for requests with the field selector ${code(`metadata.name=${value}`)}.`,
          ),
        ]),
  ];
}

function groupsWords(groups: readonly string[]): Words {
  if (groups.length === 0) return ["no API group"];
  return listed(
    groups.map((group) => [group === "*" ? "every API group" : groupWords(group)]),
    4,
    "or",
  );
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
