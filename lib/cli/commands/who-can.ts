import { Command } from "commander";
import type { Analysis } from "../../analysis/analysis.js";
import { nowhereNamespace, nowhereSubject, rulesSaid } from "../../analysis/nowhere.js";
import { type Answers, whatCan, whoCan } from "../../analysis/who-can.js";
import type { ApiResources } from "../../kubernetes/api/api-resources.js";
import { ArgumentProblem, questionOf } from "../../kubernetes/api/resource-argument.js";
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
import { answersAsJson, answersAsTable } from "./who-can-format.js";

interface Repository {
  builds: Analysis;
  resources: ApiResources;
}

type Ask = (arguments_: readonly string[], options: Options, repository: Repository) => Answers;

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
        .argument("<verb>", "a verb of Kubernetes, such as get")
        .argument(
          "<resource>",
          "as in pods, po, deployments.apps, pods/exec, '*', or a path such as /metrics",
        )
        .addOption(namespaceOption()),
    ask: ([verb = "", resource = ""], { namespace }, { builds, resources }) => {
      const question = questionOf(verb, resource, resources);
      refuseUnknown(question, resource, resources, rulesSaid(builds));
      if (namespace !== undefined && "path" in question) {
        throw new ArgumentProblem(`The path '${question.path}' is in no namespace; leave out '--namespace'.`);
      }
      const nowhere = namespace === undefined ? undefined : nowhereNamespace(builds, namespace);
      return { ...whoCan(builds, question, { namespace, resources }), nowhere };
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
      return { ...whatCan(builds, userOf(subject), { resources }), nowhere: nowhereSubject(builds, subject) };
    },
  },
};

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
    output.out(
      options.format === "json"
        ? answersAsJson(answers, builds.repository)
        : answersAsTable(answers, builds.repository, about),
      options.format === "json" ? "json" : "text",
    );
    if (answers.allowed.length > 0) return 0;
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
