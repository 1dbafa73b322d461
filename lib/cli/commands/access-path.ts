import type { Command } from "commander";
import { accessPath } from "../../analysis/access/access-path.js";
import { nowhereNamespace, nowhereSubject, rulesSaid } from "../../analysis/lookup/nowhere.js";
import { ArgumentProblem, questionOf } from "../../kubernetes/api/resource-argument.js";
import { refuseUnknown } from "../../kubernetes/rbac/known-words.js";
import { UsageError } from "../command-line.js";
import type { Output } from "../output.js";
import { type Asked, pathAsJson, pathAsText } from "./access-path-format.js";
import { analysisAt, clusterAsked, exitCodeOf, type Options, refuseNamespace } from "./question-arguments.js";
import { parseSubject } from "./subject-argument.js";

/**
 * Answers `access-path`: how a request passes authentication, authorization and admission.
 * @param command one that has read its arguments
 * @returns the exit code: 0 if it is allowed, if only in part, 1 if not, 2 if not but something could not be read
 * @throws {UsageError} for what cannot be asked
 */
export function printAccessPath(command: Command, output: Output): number {
  const [written = "", verb = "", resource = ""] = command.args;
  const { namespace, format, root, untrusted, ...options } = command.opts<Options>();
  const subject = parseSubject(written);
  refuseNamespace(resource, namespace);
  const analysis = analysisAt(root, untrusted);
  const cluster = clusterAsked([analysis], options.cluster);
  const resources = analysis.apiResources;
  try {
    const question = questionOf(verb, resource, resources);
    refuseUnknown(question, resource, resources, rulesSaid(analysis));
    const path = accessPath(analysis, subject, { question, namespace, cluster, resources });
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
    output.out(print(path, asked, analysis), format === "json" ? "json" : "text");
    const isAllowed = path.passages.some(
      ({ decision: { verdict } }) => verdict === "yes" || verdict === "partly",
    );
    return exitCodeOf(isAllowed, analysis, output, "Nobody was found to allow it");
  } catch (error) {
    if (error instanceof ArgumentProblem) throw new UsageError(error.message);
    throw error;
  }
}
