import type { Answers, Unknown } from "../../../analysis/access/answers.js";
import { whatCan } from "../../../analysis/access/who-can.js";
import type { Analysis, Applied } from "../../../analysis/analysis.js";
import type { Lookup } from "../../../analysis/lookup/lookup.js";
import { placeOf } from "../../../builds/build.js";
import { type BindingKind, isKnown, type Subject } from "../../../kubernetes/objects.js";
import { userOf } from "../../../kubernetes/rbac/authorizer.js";
import { bootstrapBindings } from "../../../kubernetes/rbac/bootstrap-policy.js";
import { subjectName } from "../../../kubernetes/rbac/rbac.js";
import { broadMembers } from "../../../kubernetes/rbac/subjects.js";
import { groupBy } from "../../../util/group-by.js";
import { memoizePairs } from "../../../util/memoize.js";
import { bounded, code, item, type Line, line, said, type Words } from "../../text/markup.js";
import { whatApplies } from "./build-words.js";
import { escalationLines } from "./escalation-lines.js";
import { hintWords } from "./lookup-words.js";
import { codes } from "./rights-lines.js";
import { waysOf } from "./subject-ways.js";

/** The most subjects that builds make of one, of which all is told. */
const MOST_SUBJECTS = 2;
const MOST_WAYS = 7;

/** Somebody, as one build or several name it, and where the object is, if it is one. */
export interface Somebody {
  subject: Subject;
  cluster: string | undefined;
  /** What is known of the ServiceAccount; undefined for a User or a Group. */
  account: Lookup | undefined;
  build: Applied["build"];
}

/** A subject of a binding, in each build that applies the binding. */
export function subjectLines(
  analysis: Analysis,
  bindings: readonly Applied<BindingKind>[],
  index: number,
): Line[] {
  const all = bindings.flatMap((binding): Somebody[] => {
    const { subjects = [], metadata } = binding.object.object;
    const subject = subjects[index];
    if (!subject) return [];
    const isAccount = subject.kind === "ServiceAccount";
    const namespace = subject.namespace || metadata?.namespace;
    const { cluster } = binding.build;
    return [
      {
        subject: isAccount && namespace !== undefined ? { ...subject, namespace } : subject,
        ...{ cluster, build: binding.build },
        account: isAccount ? analysis.serviceAccount(binding, subject) : undefined,
      },
    ];
  });
  return somebodyLines(analysis, all);
}

/** What somebody is and can do, for each that builds make of it. */
export function somebodyLines(analysis: Analysis, all: readonly Somebody[]): Line[] {
  // What is applied comes first, before what would be.
  const inOrder = [...all].sort((a, b) => Number(isUnreached(a)) - Number(isUnreached(b)));
  const groups = [...groupBy(inOrder, keyOfSomebody).values()];
  const lines = groups.slice(0, MOST_SUBJECTS).flatMap((group): Line[] => {
    const [first] = group as [Somebody];
    return [
      ...(groups.length > 1 ? [line(said`In what ${whatApplies(group)}:`)] : []),
      ...oneLines(analysis, first, groups.length > 1 ? 3 : MOST_WAYS),
    ];
  });
  const more = groups.length - MOST_SUBJECTS;
  return [...lines, ...(more > 0 ? [line([`Other builds name ${more} more.`])] : [])];
}

function isUnreached({ build }: Somebody): boolean {
  return build.isUnreached === true;
}

function keyOfSomebody({ subject: { kind, name, namespace }, cluster, account }: Somebody): string {
  const { state } = account ?? {};
  return JSON.stringify([kind, name, kind === "ServiceAccount" && namespace, cluster, state]);
}

function oneLines(analysis: Analysis, { subject, cluster, account }: Somebody, most: number): Line[] {
  const { kind, name, namespace } = subject;
  const members = broadMembers(subject);
  if (!isKnown(name) || (kind === "ServiceAccount" && !isKnown(namespace)))
    return [line([`Whom this ${kind ?? "subject"} means is known only when it is applied.`])];
  const full = kind === "ServiceAccount" ? `${namespace}/${name}` : name;
  const { groups } = userOf(subject);
  const implicit = groups.filter((group) => group !== name);
  return [
    line(said`${{ strong: said`${kind ?? "Subject"} ${code(full)}` }}${accountWords(account)}`),
    ...(members === undefined ? [] : [line([`That is ${members.replace(/,$/, "")}.`])]),
    ...(implicit.length > 0 && kind === "ServiceAccount"
      ? [line(said`A member of ${codes(implicit, 4)}.`)]
      : []),
    ...canLines(analysis, subject, answersFor(analysis, JSON.stringify([subject, cluster])), most),
    ...byDefaultLines(subject),
    ...escalationLines(analysis, subject, cluster),
  ];
}

function accountWords(account: Lookup | undefined): Words {
  switch (account?.state) {
    case undefined:
      return [];
    case "missing":
      return said` does not exist.${hintWords(account.hint)}`;
    case "unknown":
      return said`: not known whether it exists, because ${account.why}.`;
    case "found": {
      const [object] = account.objects;
      return object
        ? said` (${{ place: placeOf(object, ["metadata", "name"]) }})`
        : [", which is not of this repository"];
    }
  }
}

/** Asked again with every move of the mouse. */
const answersFor = memoizePairs((analysis: Analysis, asked: string): Answers => {
  const [subject, cluster] = JSON.parse(asked) as [Subject, string | null];
  return whatCan(analysis, userOf(subject), {
    resources: analysis.apiResources,
    ...(cluster !== null && { cluster }),
  });
});

/** What somebody can do, and through what. */
function canLines(
  analysis: Analysis,
  asked: Subject,
  { allowed, unknown, withoutRbac }: Answers,
  most: number,
): Line[] {
  const ways = waysOf(analysis, subjectName(asked), allowed);
  return [
    line([ways.length === 0 ? "No binding that is seen here gives it anything." : "Can:"]),
    ...bounded(
      ways.map((words) => item(words)),
      most,
      "more ways",
    ),
    ...(withoutRbac === undefined
      ? []
      : [line(["No API server here asks RBAC, so that no binding counts."])]),
    ...unknownLines(unknown),
  ];
}

/** What every cluster gives a subject by itself. */
function byDefaultLines({ kind, name }: Subject): Line[] {
  const roles = bootstrapBindings
    .filter(({ subjects = [] }) => subjects.some((one) => one.kind === kind && one.name === name))
    .flatMap(({ roleRef }) => roleRef?.name ?? []);
  return roles.length === 0 ? [] : [line(said`Every cluster binds it to ${codes(roles, 4)}.`)];
}

/** What could not be seen and may give more; reasons are told once. */
function unknownLines(unknown: readonly Unknown[]): Line[] {
  const [first, ...others] = unknown;
  if (!first) return [];
  const more = others.length > 0 ? `, and ${others.length} more` : "";
  return [line(said`It may have more. Not known: ${first.what}: ${first.why}${more}.`)];
}
