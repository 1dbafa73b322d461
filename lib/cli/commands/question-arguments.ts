import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { Analysis } from "../../analysis/analysis.js";
import { ArgumentProblem } from "../../kubernetes/api/resource-argument.js";
import type { Subject } from "../../kubernetes/objects.js";
import { isDnsLabel } from "../../kubernetes/rbac/subjects.js";
import { rootOf } from "../../plugin/linted-file.js";
import { readConfigFile } from "../../repository/configuration/config-file.js";
import { readRepository } from "../../repository/read-repository.js";
import { parsePath, readArguments, UsageError } from "../command-line.js";

/** The options of a question. */
export interface Options {
  namespace?: string;
  root?: string;
  format: "table" | "json";
  argocd?: true;
}

/**
 * The repository that a question is about.
 * @param written the directory that the command line names, if any
 * @throws {UsageError} if there is no such directory
 */
export function analysisAt(written: string | undefined): Analysis {
  const root = written === undefined ? rootOf(resolve(".")) : directory(written);
  const settings = { ...readConfigFile(root)?.settings, root };
  return new Analysis(readRepository(root), settings);
}

/** The option that asks in one namespace. */
export function namespaceOption(): Option {
  return new Option(
    "-n, --namespace <name>",
    "ask in one namespace (default: the cluster and every namespace)",
  ).argParser(parseNamespace);
}

function directory(path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new UsageError(`There is no directory '${path}'.`);
  }
  return resolve(path);
}

/**
 * Reads the arguments of a question.
 * @throws {UsageError} for what cannot be understood
 * @throws {PrintAndExit} for `--help`
 */
export function parseQuestion(
  command: Command,
  argv: readonly string[],
): { args: readonly string[]; options: Options } {
  command
    .option("--root <directory>", "what is read (default: the nearest .gitops-lint.yaml or .git)", parsePath)
    .addOption(
      new Option("--format <name>", "how answers are printed").choices(["table", "json"]).default("table"),
    )
    .addHelpText("after", "\nExit codes: 0 yes, 1 no or not known, 2 the run failed.");
  readArguments(command, argv);
  return { args: command.args, options: command.opts<Options>() };
}

/** @throws {InvalidArgumentError} if no namespace can have that name */
export function parseNamespace(name: string): string {
  if (!isDnsLabel(name)) throw new InvalidArgumentError("No namespace can have that name.");
  return name;
}

/** @throws {ArgumentProblem} if it is none */
export function parseSubject(written: string): Subject {
  const [, kind, rest = ""] = /^(ServiceAccount|User|Group):(.+)$/.exec(written) ?? [];
  if (kind === "User" || kind === "Group") return { kind, name: rest };
  const [namespace = "", name = "", ...more] = kind === undefined ? [] : rest.split("/");
  if (namespace === "" || name === "" || more.length > 0) {
    throw new ArgumentProblem(
      `'${written}' is not a subject. Write 'ServiceAccount:namespace/name', 'User:name' or 'Group:name'.`,
    );
  }
  return { kind: "ServiceAccount", namespace, name };
}
