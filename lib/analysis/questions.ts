import type { HiddenPart } from "../builds/hidden-part.js";
import { type Place, placeOf } from "../builds/build.js";
import type { Applied } from "../builds/applied.js";
import {
  ADMISSION_BINDING_KINDS,
  type AdmissionBindingKind,
  BINDING_KINDS,
  type BindingKind,
  type KindName,
  UNKNOWN,
} from "../kubernetes/objects.js";
import { podIdentityOf } from "../kubernetes/identities/pod-identity.js";
import { WORKLOADS } from "../kubernetes/kinds.js";
import { isAggregating } from "../kubernetes/rbac/aggregation.js";
import { isSystemNamespace } from "../kubernetes/rbac/builtin-roles.js";
import type { ObjectFacts } from "../repository/facts.js";
import type { Direction } from "../kubernetes/network-policy/network-policy.js";
import { groupBy } from "../util/group-by.js";
import { contractsOf } from "../repository/configuration/contracts.js";
import type { Analysis } from "./analysis.js";
import { contractDoubts } from "./contracts/contract-doubts.js";
import { contractsFile } from "./contracts/contracts-file.js";

/**
 * What is asked about: the role, account or admission policy that a binding names, the account that a workload runs as
 * ("identity"), whether a namespace is isolated, or whether a contract of the configuration is kept.
 */
export type Topic = "role" | "account" | "identity" | "policy" | "namespace" | "contract";

/** The answer of one build, or for a namespace or a contract of all. */
export interface Answer {
  state: "found" | "missing" | "isolated" | "open" | "unknown";
  /** Where it was found: files, or what has it without a file. */
  found?: readonly string[];
  why?: string;
  part?: HiddenPart;
  applied?: Applied;
}

/** One question that a rule asks of the repository, and what is known. */
export interface Question {
  topic: Topic;
  /** What is asked about: `Role 'reader' in namespace 'shop'`. */
  what: string;
  /** What asks: `RoleBinding 'readers'`; empty for a namespace and a contract. */
  by: string;
  /** Where it is asked. */
  place: Place;
  /** What follows from the answers of all builds, as rules judge it. */
  state: Answer["state"];
  answers: readonly Answer[];
}

/** Every question about references and namespaces that is asked in some files, in their order. */
export function questionsIn(analysis: Analysis, files: Iterable<string>, direction: Direction): Question[] {
  return [...files].flatMap((file) => [
    ...objectsIn(analysis, file).flatMap(({ kind, document, at }) => {
      const isBinding = isOneOf(kind, BINDING_KINDS);
      const isAsked = isBinding || isOneOf(kind, ADMISSION_BINDING_KINDS) || WORKLOADS.has(kind);
      if (!isAsked || analysis.isPatch(file)) return [];
      const applied = analysis.applied(file, document, at);
      if (applied.length === 0) return [];
      if (WORKLOADS.has(kind)) return aboutWorkload(analysis, applied);
      return isBinding
        ? aboutBinding(analysis, applied as readonly Applied<BindingKind>[])
        : aboutAdmission(analysis, applied as readonly Applied<AdmissionBindingKind>[]);
    }),
    ...analysis
      .namespacesIn(file)
      .filter(({ name }) => !isSystemNamespace(name))
      .map((namespace): Question => {
        const { name, place, isolation } = namespace;
        const result = isolation(direction);
        const state =
          result.state === "denied" ? "isolated" : result.state === "unknown" ? "unknown" : "open";
        const answer: Answer = {
          state,
          ...(result.state === "unknown" && { why: result.why }),
          ...(result.part && { part: result.part }),
        };
        return { topic: "namespace", what: `namespace '${name}'`, by: "", place, state, answers: [answer] };
      }),
    ...aboutContracts(analysis, file),
  ]);
}

/** The objects that a file writes, or that a chart renders from it as a template. */
function objectsIn(analysis: Analysis, file: string): readonly ObjectFacts[] {
  const written = analysis.repository.files.get(file)?.objects;
  return written ?? analysis.chartTemplate(file)?.objects.filter((one) => one.file === file) ?? [];
}

/** The files in which questions can be asked. */
export function filesWithQuestions(analysis: Analysis): Set<string> {
  const files = new Set(analysis.repository.files.keys());
  for (const some of [analysis.namespaceFiles, analysis.chartTemplates])
    for (const file of some) files.add(file);
  return files;
}

/** Whether contracts are kept, for all that can be known: what is known to break them is reported. */
function aboutContracts(analysis: Analysis, file: string): Question[] {
  if (file !== contractsFile(analysis)) return [];
  const names = analysis.repository.files.get(file)?.contracts ?? [];
  return contractsOf(analysis).map((contract): Question => {
    const index = names.indexOf(contract.name);
    const path = index < 0 ? ["contracts"] : ["contracts", index, "name"];
    const answers = contractDoubts(analysis, contract).map((why): Answer => ({ state: "unknown", why }));
    return {
      topic: "contract",
      what: `contract '${contract.name}'`,
      by: "",
      place: { file, document: 0, path },
      state: answers.length > 0 ? "unknown" : "found",
      answers,
    };
  });
}

function isOneOf(kind: KindName, kinds: readonly KindName[]): boolean {
  return kinds.includes(kind);
}

function aboutAdmission(analysis: Analysis, applied: readonly Applied<AdmissionBindingKind>[]): Question[] {
  const policies = applied.map((one) => ({
    place: placeOf(one.object as Applied["object"], ["spec", "policyName"]),
    what: named(one.object.kind.replace(/Binding$/, ""), one.object.object.spec?.policyName, undefined),
    answer: answerOf(one as Applied, analysis.admissionPolicy(one)),
  }));
  const [first] = applied as readonly [Applied<AdmissionBindingKind>];
  return questions(
    "policy",
    named(first.object.kind, first.object.object.metadata?.name, undefined),
    policies,
  );
}

function aboutBinding(analysis: Analysis, applied: readonly Applied<BindingKind>[]): Question[] {
  const roles = applied.map((one) => {
    const { roleRef, metadata } = one.object.object;
    const where = roleRef?.kind === "Role" ? metadata?.namespace : undefined;
    return {
      place: placeOf(one.object, ["roleRef", "name"]),
      what: named(roleRef?.kind ?? "role", roleRef?.name, where),
      answer: aboutRole(analysis, one),
    };
  });
  const accounts = applied.flatMap((one) => {
    const { subjects = [], metadata } = one.object.object;
    return subjects.flatMap((subject, index) => {
      if (subject.kind !== "ServiceAccount") return [];
      return {
        place: placeOf(one.object, ["subjects", index, "name"]),
        what: named("ServiceAccount", subject.name, subject.namespace ?? metadata?.namespace),
        answer: answerOf(one, analysis.serviceAccount(one, subject)),
      };
    });
  });
  const [first] = applied as readonly [Applied<BindingKind>];
  const by = named(first.object.kind, first.object.object.metadata?.name, undefined);
  return [...questions("role", by, roles), ...questions("account", by, accounts)];
}

/** Which role a binding gives, and whether all is known that this one takes in. */
function aboutRole(analysis: Analysis, applied: Applied<BindingKind>): Answer {
  const lookup = analysis.role(applied);
  const roles = lookup.state === "found" ? lookup.roles : [];
  const [why] = roles
    .filter(({ object }) => isAggregating(object))
    .flatMap((role) => analysis.grants.whyIncomplete(role) ?? []);
  return why === undefined ? answerOf(applied, lookup) : { state: "unknown", why, applied };
}

function aboutWorkload(analysis: Analysis, applied: readonly Applied[]): Question[] {
  const accounts = applied.flatMap((one) => {
    const identity = podIdentityOf(one.object);
    if (!identity?.isNamed) return [];
    return {
      place: placeOf(one.object, identity.at),
      what: named("ServiceAccount", identity.name, one.object.object.metadata?.namespace),
      answer: answerOf(one, analysis.podAccount(one)),
    };
  });
  const [first] = applied as readonly [Applied];
  return questions(
    "identity",
    named(first.object.kind, first.object.object.metadata?.name, undefined),
    accounts,
  );
}

function questions(
  topic: Topic,
  by: string,
  asked: readonly { place: Place; what: string; answer: Answer }[],
): Question[] {
  return [...groupBy(asked, ({ place }) => JSON.stringify(place)).values()].map((same) => {
    const [{ place, what }] = same as [(typeof same)[number]];
    const answers = same.map(({ answer }) => answer);
    return { topic, what, by, place, state: together(answers), answers };
  });
}

/** Something is missing if every build lacks it, and not known if some build may have it and none has. */
function together(answers: readonly Answer[]): Answer["state"] {
  if (answers.every(({ state }) => state === "missing")) return "missing";
  return answers.some(({ state }) => state === "unknown") ? "unknown" : "found";
}

function answerOf(
  applied: Applied,
  lookup: ReturnType<Analysis["role"]> | ReturnType<Analysis["serviceAccount"]>,
): Answer {
  switch (lookup.state) {
    case "found": {
      const objects = "roles" in lookup ? lookup.roles : lookup.objects;
      return { state: "found", found: [...new Set(objects.map(({ file }) => file))], applied };
    }
    case "missing":
      return { state: "missing", applied };
    case "unknown":
      return { state: "unknown", why: lookup.why, ...(lookup.part && { part: lookup.part }), applied };
  }
}

function named(kind: string, name: string | undefined, namespace: string | undefined): string {
  const where =
    namespace === undefined || namespace === UNKNOWN ? "" : ` in namespace '${withGaps(namespace)}'`;
  if (name === undefined || name === "") return `a ${kind} without a name${where}`;
  return name === UNKNOWN ? `a ${kind}${where}` : `${kind} '${withGaps(name)}'${where}`;
}

/** A name with an ellipsis for each part that is not known. */
function withGaps(name: string): string {
  return name.replaceAll(UNKNOWN, "…");
}
