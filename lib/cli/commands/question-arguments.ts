import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { Analysis } from "../../analysis/analysis.js";
import { rootOf } from "../../plugin/linted-file.js";
import { clustersCalled, clustersOf, shortName } from "../../analysis/clusters.js";
import { CONFIG_FILES, readConfigFile } from "../../repository/configuration/config-file.js";
import { rootAsIn } from "../../repository/git/base.js";
import { readRepository } from "../../repository/read-repository.js";
import { didYouMean } from "../../util/did-you-mean.js";
import { printable, quoteList } from "../../util/phrases.js";
import { UsageError } from "../command-line.js";
import { Trust } from "../lint/trust.js";
import type { Output } from "../output.js";

/** The options of a question. */
export interface Options {
  namespace?: string;
  root?: string;
  /** Whether what the repository says about how it is read counts for nothing. */
  untrusted?: true;
  cluster?: string;
  format: "table" | "json" | "markdown";
}

/**
 * The repository that a question is about.
 * @param written the directory that the command line names, if any
 * @param untrusted whether what the repository says about how it is read counts for nothing
 * @param from where the repository is looked for, if none is named
 * @throws {UsageError} if there is no such directory
 */
export function analysisAt(written: string | undefined, untrusted?: true, from = resolve(".")): Analysis {
  const root = rootAsked(written, untrusted, from);
  if (untrusted) return new Analysis(readRepository(root, undefined, undefined, new Trust(root)), { root });
  return new Analysis(readRepository(root), { ...readConfigFile(root)?.settings, root });
}

/**
 * The root of the repository that is asked about.
 * @param written the directory that the command line names, if any
 * @throws {UsageError} if there is no such directory
 */
export function rootAsked(written: string | undefined, untrusted?: true, from = resolve(".")): string {
  return written === undefined ? rootAround(from, untrusted) : directory(written);
}

/** The root around a directory, which a configuration that is not trusted cannot name. */
function rootAround(from: string, untrusted: true | undefined): string {
  return untrusted ? (rootAsIn(undefined, from, CONFIG_FILES) ?? from) : rootOf(from);
}

/**
 * The cluster that is asked about, if not all are.
 * @param states the repository, or several states of it
 * @throws {UsageError} if it is none of the repository's, or may be several
 */
export function clusterAsked(states: readonly Analysis[], written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const all = [...new Set(states.flatMap(clustersOf))].sort();
  const [found, ...others] = clustersCalled(all, written);
  if (found !== undefined && others.length === 0) return found;
  if (found !== undefined)
    throw new UsageError(
      `'--cluster ${written}' may mean ${quoteList([found, ...others])}. Write one in full.`,
    );
  if (all.length === 0)
    throw new UsageError(`This repository tells no clusters apart, so it has no cluster '${written}'.`);
  const names = [...all, ...all.map(shortName), ...all.map((one) => one.slice(one.lastIndexOf("/") + 1))];
  throw new UsageError(
    `This repository has no cluster '${written}'.${didYouMean(written, names)} It has ${quoteList(all)}.`,
  );
}

/** The clusters that are asked about, where the repository tells several apart. */
export function clustersAsked(analysis: Analysis, cluster: string | undefined): readonly string[] {
  const all = clustersOf(analysis);
  return all.length < 2 ? [] : cluster === undefined ? all : [cluster];
}

function directory(path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new UsageError(`There is no directory '${path}'.`);
  }
  return resolve(path);
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
