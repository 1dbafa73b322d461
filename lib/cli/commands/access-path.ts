import { Command } from "commander";
import { type AccessPath, accessPath } from "../../analysis/access/access-path.js";
import { nowhereNamespace, nowhereSubject, rulesSaid } from "../../analysis/lookup/nowhere.js";
import { ArgumentProblem, questionOf } from "../../kubernetes/api/resource-argument.js";
import { refuseUnknown } from "../../kubernetes/rbac/known-words.js";
import { printable, quoteList } from "../../util/phrases.js";
import { UsageError } from "../command-line.js";
import type { Output } from "../output.js";
import { type Asked, pathAsJson, pathAsText } from "./access-path-format.js";
import { analysisAt, namespaceOption, parseQuestion, parseSubject } from "./question-arguments.js";

/**
 * Answers `access-path`: how a request passes authentication, authorization and admission.
 * @param argv the arguments after the name of the command
 * @returns the exit code: 0 if it is allowed, if only in part, 1 if not, 2 if not but something could not be read
 * @throws {UsageError} for what cannot be understood
 * @throws {PrintAndExit} for `--help`
 */
export function printAccessPath(argv: readonly string[], output: Output): number {
  const command = new Command("gitops-lint access-path")
    .description(
      "Prints how a request passes authentication, authorization and admission, as far as the repository shows.",
    )
    .argument("<subject>", "as in ServiceAccount:namespace/name, User:name or Group:name")
    .argument("<verb>", "a verb of Kubernetes, such as get")
    .argument("<resource>", "as in pods, po, deployments.apps, pods/exec, '*', or a path such as /metrics")
    .addOption(namespaceOption());
  const { args, options } = parseQuestion(command, argv);
  const [written = "", verb = "", resource = ""] = args;
  const { namespace, format, root } = options;
  const analysis = analysisAt(root);
  const resources = analysis.apiResources;
  try {
    const subject = parseSubject(written);
    const question = questionOf(verb, resource, resources);
    refuseUnknown(question, resource, resources, rulesSaid(analysis));
    if (namespace !== undefined && "path" in question) {
      throw new ArgumentProblem(`The path '${question.path}' is in no namespace; leave out '--namespace'.`);
    }
    const path = accessPath(analysis, subject, { question, namespace, resources });
    const asked: Asked = {
      words: [written, verb, resource],
      namespace,
      nowhere: [
        // Who has credentials here is somewhere, whether a binding names it or not.
        ...(path.logins.some(({ user }) => user !== undefined) ? [] : [nowhereSubject(analysis, subject)]),
        ...(namespace === undefined ? [] : [nowhereNamespace(analysis, namespace)]),
      ].flatMap((one) => one ?? []),
    };
    const print = format === "json" ? pathAsJson : pathAsText;
    output.out(print(path, asked, analysis.repository), format === "json" ? "json" : "text");
    return exitCode(
      path,
      analysis.repository.unreadable.map((one) => one.path),
      output,
    );
  } catch (error) {
    if (error instanceof ArgumentProblem) throw new UsageError(error.message);
    throw error;
  }
}

function exitCode({ passages }: AccessPath, unreadable: readonly string[], output: Output): number {
  if (passages.some(({ decision: { verdict } }) => verdict === "yes" || verdict === "partly")) return 0;
  if (unreadable.length === 0) return 1;
  // The answer may be in one of these.
  const words = `Nobody was found to allow it, but ${quoteList(unreadable)} could not be read.`;
  output.err(`gitops-lint: ${printable(words)}`);
  return 2;
}
