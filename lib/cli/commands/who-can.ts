import type { Command } from "commander";
import type { Analysis } from "../../analysis/analysis.js";
import { nowhereNamespace, nowhereSubject, rulesSaid } from "../../analysis/lookup/nowhere.js";
import { argoCdLines, argoCdWhoCan } from "../../analysis/access/argocd-who-can.js";
import { type Answers, whatCan, whoCan } from "../../analysis/access/who-can.js";
import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import { ArgumentProblem, questionOf } from "../../kubernetes/api/resource-argument.js";
import type { Request } from "../../kubernetes/argocd/enforce.js";
import { requestOf } from "../../kubernetes/argocd/request.js";
import { userOf } from "../../kubernetes/rbac/authorizer.js";
import { refuseUnknown } from "../../kubernetes/rbac/known-words.js";
import { Mistake, UsageError } from "../command-line.js";
import type { Output } from "../output.js";
import { analysisAt, exitCodeOf, type Options, parseSubject, refuseNamespace } from "./question-arguments.js";
import { argoCdAsJson, argoCdAsTable } from "./who-can-argocd-format.js";
import { answersAsJson, answersAsTable } from "./who-can-format.js";

interface Repository {
  builds: Analysis;
  resources: ApiResources;
}

/** Answers that can be printed. */
interface Printable {
  count: number;
  table: () => string;
  json: () => string;
}

type Ask = (arguments_: readonly string[], options: Options, repository: Repository) => Printable;

/** What the answers say is allowed: to do it, or somebody. */
type About = "permission" | "subject";

const whoCanAsked: Ask = (
  [verb = "", resource = "", object],
  { namespace, argocd },
  { builds, resources },
) => {
  if (argocd) return argoCd(builds, requestOf([verb, resource, object], argoCdLines(builds)));
  const question = questionOf(verb, resource, resources);
  refuseUnknown(question, resource, resources, rulesSaid(builds));
  const nowhere = namespace === undefined ? undefined : nowhereNamespace(builds, namespace);
  return ofCluster(builds, { ...whoCan(builds, question, { namespace, resources }), nowhere }, "permission");
};

/** Refuses what cannot be asked, whatever the repository says. */
function refuseContradictions([, resource = "", object]: readonly string[], options: Options): void {
  const { namespace, argocd } = options;
  if (argocd) {
    if (namespace !== undefined)
      throw new UsageError("Argo CD's policies know no namespaces; leave out '--namespace'.");
    return;
  }
  if (object !== undefined)
    throw new Mistake(`'${object}' is one argument too many. Only '--argocd' takes an object.`);
  refuseNamespace(resource, namespace);
}

function ofCluster({ repository }: Analysis, answers: Answers, about: About): Printable {
  return {
    count: answers.allowed.length,
    table: () => answersAsTable(answers, repository, about),
    json: () => answersAsJson(answers, repository),
  };
}

function argoCd(builds: Analysis, request: Request): Printable {
  const answers = argoCdWhoCan(builds, request);
  return {
    count: answers.allowed.length,
    table: () => argoCdAsTable(answers, builds.repository),
    json: () => argoCdAsJson(answers, builds.repository),
  };
}

/**
 * Answers `who-can`: who is allowed to do something.
 * @param command one that has read its arguments
 * @returns the exit code: 0 with answers, 1 with none, 2 with none if something could not be read
 * @throws {UsageError} for what cannot be asked
 */
export function printWhoCan(command: Command, output: Output): number {
  refuseContradictions(command.args, command.opts<Options>());
  return answer(command, whoCanAsked, "Nobody", output);
}

/** Answers `what-can`: what somebody is allowed to do. */
export function printWhatCan(command: Command, output: Output): number {
  const subject = parseSubject(command.args[0] ?? "");
  const ask: Ask = (_, __, { builds, resources }) => {
    const nowhere = nowhereSubject(builds, subject);
    return ofCluster(builds, { ...whatCan(builds, userOf(subject), { resources }), nowhere }, "subject");
  };
  return answer(command, ask, "Nothing", output);
}

function answer(command: Command, ask: Ask, none: string, output: Output): number {
  const options = command.opts<Options>();
  const builds = analysisAt(options.root);
  try {
    const answers = ask(command.args, options, { builds, resources: builds.apiResources });
    if (options.format === "json") output.out(answers.json(), "json");
    else output.out(answers.table(), "text");
    return exitCodeOf(answers.count > 0, builds, output, `${none} was found`);
  } catch (error) {
    if (error instanceof ArgumentProblem) throw new UsageError(error.message);
    throw error;
  }
}
