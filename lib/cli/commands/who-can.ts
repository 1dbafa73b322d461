import type { Command } from "commander";
import type { Analysis } from "../../analysis/analysis.js";
import { type Nowhere, nowhereNamespace, rulesSaid } from "../../analysis/lookup/nowhere.js";
import { argoCdLines, argoCdWhoCan } from "../../analysis/access/argocd-who-can.js";
import { chainNames } from "../../analysis/access/chains.js";
import { type Answers, whatCan, whoCan } from "../../analysis/access/who-can.js";
import { ArgumentProblem, questionOf } from "../../kubernetes/api/resource-argument.js";
import type { Request } from "../../kubernetes/argocd/enforce.js";
import { requestOf } from "../../kubernetes/argocd/request.js";
import { refuseUnknown } from "../../kubernetes/rbac/known-words.js";
import { didYouMean } from "../../util/did-you-mean.js";
import { matchesGlob } from "../../util/glob.js";
import { Mistake, UsageError } from "../command-line.js";
import type { Output } from "../output.js";
import {
  analysisAt,
  clusterAsked,
  clustersAsked,
  exitCodeOf,
  type Options as Common,
  refuseNamespace,
} from "./question-arguments.js";
import { type AskedSubject, parseSubjects, usersAsked } from "./subject-argument.js";
import { argoCdAsJson, argoCdAsMarkdown, argoCdAsTable } from "./who-can-argocd-format.js";
import { type About, answersAsJson, answersAsMarkdown, answersAsTable } from "./who-can-answers.js";

interface Options extends Common {
  argocd?: true;
  subject?: string;
  through?: string;
}

/** Answers that can be printed. */
interface Printable {
  count: number;
  print: Readonly<Record<Options["format"], () => string>>;
}

type Ask = (builds: Analysis, options: Options) => Printable;

/**
 * Answers `who-can`: who is allowed to do something.
 * @param command one that has read its arguments
 * @returns the exit code: 0 with answers, 1 with none, 2 with none if something could not be read
 * @throws {UsageError} for what cannot be asked
 */
export function printWhoCan(command: Command, output: Output): number {
  const { args } = command;
  const [verb = "", resource = "", object] = args;
  refuseContradictions(args, command.opts<Options>());
  const { subject: written, argocd } = command.opts<Options>();
  const subject = written === undefined ? undefined : parseSubjects(written);
  const ask: Ask = (builds, options) => {
    if (argocd) return argoCd(builds, requestOf([verb, resource, object], argoCdLines(builds)));
    const { apiResources: resources } = builds;
    const question = questionOf(verb, resource, resources);
    refuseUnknown(question, resource, resources, rulesSaid(builds));
    const { users, nowhere } = subject ? usersAsked(builds, subject) : { users: undefined, nowhere: [] };
    const { asked, known } = circumstances(builds, options, nowhere);
    const answers = whoCan(builds, question, { ...asked, of: users });
    return ofCluster(builds, { ...answers, ...known }, "permission");
  };
  return answer(command, ask, "Nobody", output);
}

/** Answers `what-can`: what somebody is allowed to do. */
export function printWhatCan(command: Command, output: Output): number {
  const subject: AskedSubject = parseSubjects(command.args[0] ?? "");
  const ask: Ask = (builds, options) => {
    const { users, nowhere } = usersAsked(builds, subject);
    const { asked, known } = circumstances(builds, options, nowhere);
    return ofCluster(builds, { ...whatCan(builds, users, asked), ...known }, "subject");
  };
  return answer(command, ask, "Nothing", output);
}

/** Refuses what cannot be asked, whatever the repository says. */
function refuseContradictions([, resource = "", object]: readonly string[], options: Options): void {
  const { namespace, argocd } = options;
  if (argocd) {
    if (namespace !== undefined)
      throw new UsageError("Argo CD's policies know no namespaces; leave out '--namespace'.");
    for (const name of ["cluster", "subject", "through"] as const)
      if (options[name] !== undefined)
        throw new UsageError(`'--argocd' asks Argo CD's policies only; leave out '--${name}'.`);
    return;
  }
  if (object !== undefined)
    throw new Mistake(`'${object}' is one argument too many. Only '--argocd' takes an object.`);
  refuseNamespace(resource, namespace);
}

/** Where and through what is asked, and what is to be said of that. */
function circumstances(builds: Analysis, options: Options, nowhere: readonly Nowhere[]) {
  const { namespace, through } = options;
  const cluster = clusterAsked([builds], options.cluster);
  if (through !== undefined) refuseUnknownChain(builds, through);
  const noNamespace = namespace === undefined ? undefined : nowhereNamespace(builds, namespace);
  return {
    asked: { namespace, cluster, through, resources: builds.apiResources },
    known: {
      nowhere: noNamespace ? [...nowhere, noNamespace] : nowhere,
      clusters: clustersAsked(builds, cluster),
    },
  };
}

/** With more names than this, the nearest is not looked for. */
const MAX_CANDIDATES = 1000;

/** Refuses the name of a chain that is nowhere: nobody could ever be allowed anything through it. */
function refuseUnknownChain(builds: Analysis, through: string): void {
  const names = [...chainNames(builds)];
  if (names.some((name) => matchesGlob(through, name))) return;
  const hint = names.length > MAX_CANDIDATES ? "" : didYouMean(through, names);
  throw new UsageError(`There is no binding or role '${through}' in this repository.${hint}`);
}

function ofCluster(builds: Analysis, answers: Answers, about: About): Printable {
  return {
    count: answers.allowed.length,
    print: {
      table: () => answersAsTable(answers, builds, about),
      markdown: () => answersAsMarkdown(answers, builds, about),
      json: () => answersAsJson(answers, builds),
    },
  };
}

function argoCd(builds: Analysis, request: Request): Printable {
  const answers = argoCdWhoCan(builds, request);
  return {
    count: answers.allowed.length,
    print: {
      table: () => argoCdAsTable(answers, builds),
      markdown: () => argoCdAsMarkdown(answers, builds),
      json: () => argoCdAsJson(answers, builds),
    },
  };
}

function answer(command: Command, ask: Ask, none: string, output: Output): number {
  const options = command.opts<Options>();
  const builds = analysisAt(options.root, options.untrusted);
  try {
    const { count, print } = ask(builds, options);
    output.out(print[options.format](), options.format === "json" ? "json" : "text");
    return exitCodeOf(count > 0, builds, output, `${none} was found`);
  } catch (error) {
    if (error instanceof ArgumentProblem) throw new UsageError(error.message);
    throw error;
  }
}
