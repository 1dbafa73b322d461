import { ArgumentProblem, questionOf } from "../../kubernetes/api/resource-argument.js";
import { resourceName } from "../../kubernetes/api/resource-name.js";
import { type Question, userOf } from "../../kubernetes/rbac/authorizer.js";
import { isAskedInNamespace } from "../../kubernetes/rbac/namespaced-requests.js";
import { subjectOf } from "../../kubernetes/rbac/subject-pattern.js";
import type { AccessContract } from "../../repository/configuration/contracts.js";
import { resolveBindings } from "../access/bound-rules.js";
import { builtInAnswers } from "../access/built-in-answers.js";
import { otherwiseWhatCan } from "../access/other-authorizers.js";
import { unread, unseen } from "../access/unknown-parts.js";
import { rbacWhoCan } from "../access/who-can.js";
import { isGlob } from "../../util/glob.js";
import { memoizePairs } from "../../util/memoize.js";
import type { Analysis } from "../analysis.js";
import { mayBind } from "../hidden-parts.js";
import { budgetOf } from "./budget.js";
import { namespacesFor } from "./contract-namespaces.js";

/** Something that a contract demands and that nothing grants. */
export interface Unmet {
  /** The place of the subject in the contract. */
  index: number;
  subject: string;
  verb: string;
  resource: string;
  /** Undefined for the whole cluster. */
  namespace: string | undefined;
}

/** What comes of what a contract demands: what surely nothing grants, and why more may not be granted, each as a clause. */
export interface MustState {
  unmet: readonly Unmet[];
  unknown: readonly string[];
}

/** What a contract demands and what comes of it: each subject, verb, resource and namespace is asked about by itself. */
export const mustState: (analysis: Analysis, contract: AccessContract) => MustState = memoizePairs(askAll);

function askAll(analysis: Analysis, contract: AccessContract): MustState {
  const unmet: Unmet[] = [];
  const unknown = new Set<string>();
  const places = contract.in === undefined ? [undefined] : namespacesFor(analysis, contract.in);
  const bindings = resolveBindings(analysis).length;
  const budget = budgetOf(analysis);
  for (const [index, subject] of contract.subjects.entries()) {
    for (const verb of contract.can) {
      for (const resource of contract.on) {
        const question = questionFor(analysis, verb, resource);
        if (!question) continue;
        for (const namespace of places) {
          // Each question looks at every binding.
          budget.bindings -= bindings;
          if (budget.bindings < 0)
            return { unmet, unknown: [...unknown, "it demands more than is looked for"] };
          const state = stateOf(analysis, subject, question, namespace);
          if (state === "missing") unmet.push({ index, subject, verb, resource, namespace });
          else if (state !== "granted") unknown.add(state.why);
        }
      }
    }
  }
  return { unmet, unknown: [...unknown] };
}

function questionFor(analysis: Analysis, verb: string, resource: string): Question | undefined {
  try {
    return questionOf(verb, resource, analysis.apiResources);
  } catch (error) {
    // What is on nothing is reported as that.
    if (error instanceof ArgumentProblem) return undefined;
    throw error;
  }
}

function stateOf(
  analysis: Analysis,
  text: string,
  question: Question,
  namespace: string | undefined,
): "granted" | "missing" | { why: string } {
  const subject = subjectOf(text);
  const user = userOf(subject);
  const { apiResources: resources, repository } = analysis;
  const found = rbacWhoCan(analysis, question, { namespace, resources, user });
  // Somebody who is granted it for some objects, or in some namespaces, is not granted it.
  const isWhole = ({ rule, namespace: own }: (typeof found.allowed)[number]) =>
    (rule.resourceNames ?? []).length === 0 && (namespace !== undefined || own === undefined);
  if (found.allowed.some(isWhole)) return "granted";
  if (builtInAnswers(analysis, user, { question, namespace, resources }).some(isWhole)) return "granted";
  const others = otherwiseWhatCan(repository, user);
  if (others.allowed.length > 0) return { why: "other authorizers than RBAC allow something as well" };
  const doubts = [
    ...found.unknown,
    ...others.unknown,
    ...unread(analysis),
    ...unseen(analysis, (part) => mayBind(analysis, part, user)),
  ];
  const [doubt] = doubts;
  return doubt ? { why: doubt.why } : "missing";
}

/** Whether what a contract is on can be asked for in a namespace at all. */
export function isEverInNamespace(analysis: Analysis, { can, on }: AccessContract): boolean {
  return on.some((resource) => {
    if (isGlob(resource)) return true;
    const question = questionFor(analysis, "get", resource);
    if (!question || "path" in question) return false;
    const name = resourceName(question);
    return (
      question.apiGroups?.some((apiGroup) =>
        can.some((verb) => {
          const asked = isGlob(verb) ? "*" : verb;
          return isAskedInNamespace(analysis.apiResources, { apiGroup, resource: name, verb: asked });
        }),
      ) ?? true
    );
  });
}
