import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Analysis } from "../../analysis/analysis.js";
import type { Subject } from "../../kubernetes/objects.js";
import { rootOf } from "../../plugin/linted-file.js";
import { readConfigFile } from "../../repository/configuration/config-file.js";
import { readRepository } from "../../repository/read-repository.js";
import { printable, quoteList } from "../../util/phrases.js";
import { Mistake, UsageError } from "../command-line.js";
import type { Output } from "../output.js";

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

function directory(path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new UsageError(`There is no directory '${path}'.`);
  }
  return resolve(path);
}

const SUBJECTS = "'ServiceAccount:namespace/name', 'User:name' or 'Group:name'";
/** The name that a ServiceAccount has as a user: staging/src/k8s.io/apiserver/pkg/authentication/serviceaccount/util.go. */
const USER_NAME = /^system:serviceaccount:([^:/]+):([^:/]+)$/;
const KINDS = new Map([
  ["serviceaccount", "ServiceAccount"],
  ["sa", "ServiceAccount"],
  ["user", "User"],
  ["group", "Group"],
]);

/** What a subject was probably meant to be, with its kind in another case or left out. */
function meantSubject(written: string): string | undefined {
  const [, word = "", rest = ""] = /^(\w+)[:/](.+)$/.exec(written) ?? [];
  const kind = KINDS.get(word.toLowerCase());
  const isAccount = kind === undefined || kind === "ServiceAccount";
  const name = kind === undefined ? written : rest;
  if (!isAccount) return `${kind}:${name}`;
  return /^[^/:]+[/:][^/:]+$/.test(name) ? `ServiceAccount:${name.replace(":", "/")}` : undefined;
}

/**
 * A subject as it is typed: with its kind, or as what the API server calls a ServiceAccount.
 * @throws {Mistake} if it is none
 */
export function parseSubject(written: string): Subject {
  const [, kind, rest = ""] =
    /^(ServiceAccount|User|Group):(.+)$/.exec(written.replace(USER_NAME, "ServiceAccount:$1/$2")) ?? [];
  if (kind === "User" || kind === "Group") return { kind, name: rest };
  const [namespace = "", name = "", ...more] = kind === undefined ? [] : rest.split("/");
  if (namespace === "" || name === "" || more.length > 0) {
    const meant = meantSubject(written);
    const instead = meant === undefined ? `Write ${SUBJECTS}.` : `Did you mean '${meant}'?`;
    throw new Mistake(`'${written}' is not a subject. ${instead}`);
  }
  return { kind: "ServiceAccount", namespace, name };
}

/** @throws {UsageError} if a namespace is named for a path of the API, which is in none */
export function refuseNamespace(resource: string, namespace: string | undefined): void {
  if (namespace !== undefined && resource.startsWith("/"))
    throw new UsageError(`The path '${resource}' is in no namespace; leave out '--namespace'.`);
}

/** The exit code of an answer: 0 if it is one, 1 if not, 2 if it may be in a file that could not be read. */
export function exitCodeOf(isFound: boolean, { repository }: Analysis, output: Output, none: string): number {
  if (isFound) return 0;
  const unreadable = repository.unreadable.map(({ path }) => path);
  if (unreadable.length === 0) return 1;
  output.err(`gitops-lint: ${printable(`${none}, but ${quoteList(unreadable)} could not be read.`)}`);
  return 2;
}
