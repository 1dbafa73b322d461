import { Command } from "commander";
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
import { printable, quoteList } from "../../util/phrases.js";
import { UsageError } from "../command-line.js";
import type { Output } from "../output.js";
import {
  analysisAt,
  namespaceOption,
  type Options,
  parseQuestion,
  parseSubject,
} from "./question-arguments.js";
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

interface Question {
  /** What the question names. */
  about: "permission" | "subject";
  define: (command: Command) => Command;
  ask: Ask;
}

const COMMANDS: Record<string, Question> = {
  "who-can": {
    about: "permission",
    define: (command) =>
      command
        .description(
          "Prints who is allowed to do something by what the repository applies, and through what.",
        )
        .argument("<verb>", "a verb of Kubernetes, such as get; with --argocd, an action, such as sync")
        .argument(
          "<resource>",
          "as in pods, po, deployments.apps, pods/exec, '*', or a path such as /metrics; with --argocd, as in applications",
        )
        .argument(
          "[object]",
          "with --argocd, to what it is done, as in project/application (default: to any)",
        )
        .option("--argocd", "ask the policies of Argo CD instead of the cluster")
        .addOption(namespaceOption()),
    ask: ([verb = "", resource = "", object], { namespace, argocd }, { builds, resources }) => {
      if (argocd) {
        if (namespace !== undefined) {
          throw new ArgumentProblem("Argo CD's policies know no namespaces; leave out '--namespace'.");
        }
        return argoCd(builds, requestOf([verb, resource, object], argoCdLines(builds)));
      }
      if (object !== undefined) {
        throw new ArgumentProblem(`'${object}' is one argument too many. Only '--argocd' takes an object.`);
      }
      const question = questionOf(verb, resource, resources);
      refuseUnknown(question, resource, resources, rulesSaid(builds));
      if (namespace !== undefined && "path" in question) {
        throw new ArgumentProblem(`The path '${question.path}' is in no namespace; leave out '--namespace'.`);
      }
      const nowhere = namespace === undefined ? undefined : nowhereNamespace(builds, namespace);
      return ofCluster(
        builds,
        { ...whoCan(builds, question, { namespace, resources }), nowhere },
        "permission",
      );
    },
  },
  "what-can": {
    about: "subject",
    define: (command) =>
      command
        .description(
          "Prints what somebody is allowed to do by what the repository applies, and through what.",
        )
        .argument("<subject>", "as in ServiceAccount:namespace/name, User:name or Group:name"),
    ask: ([written = ""], _, { builds, resources }) => {
      const subject = parseSubject(written);
      const nowhere = nowhereSubject(builds, subject);
      return ofCluster(builds, { ...whatCan(builds, userOf(subject), { resources }), nowhere }, "subject");
    },
  },
};

function ofCluster({ repository }: Analysis, answers: Answers, about: Question["about"]): Printable {
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
 * Answers `who-can` and `what-can`.
 * @param argv the arguments after the name of the question
 * @returns the exit code: 0 with answers, 1 with none, 2 with none if something could not be read
 * @throws {UsageError} for what cannot be understood
 * @throws {PrintAndExit} for `--help`
 */
export function answer(name: string, argv: readonly string[], output: Output): number {
  const { about, define, ask } = COMMANDS[name] as Question;
  const { args, options } = parseQuestion(define(new Command(`gitops-lint ${name}`)), argv);
  const builds = analysisAt(options.root);
  try {
    const answers = ask(args, options, { builds, resources: builds.apiResources });
    if (options.format === "json") output.out(answers.json(), "json");
    else output.out(answers.table(), "text");
    if (answers.count > 0) return 0;
    const unreadable = builds.repository.unreadable.map(({ path }) => path);
    if (unreadable.length === 0) return 1;
    // The answer may be in one of these.
    const none = about === "permission" ? "Nobody" : "Nothing";
    output.err(
      `gitops-lint: ${printable(`${none} was found, but ${quoteList(unreadable)} could not be read.`)}`,
    );
    return 2;
  } catch (error) {
    if (error instanceof ArgumentProblem) throw new UsageError(error.message);
    throw error;
  }
}
