import { existsSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { Analysis } from "../../../analysis/analysis.js";
import { chartAt } from "../../../builds/helm/charts.js";
import { defaultRelease } from "../../../builds/helm/default-builds.js";
import type { InstalledRelease } from "../../../builds/helm/installed-release.js";
import { type Installer, installersIn } from "../../../builds/releases.js";
import { didYouMean, meant } from "../../../util/did-you-mean.js";
import { quoteList } from "../../../util/phrases.js";
import { Mistake, UsageError } from "../../command-line.js";

/** A release that is asked for, and what installs it; undefined for a chart on its own. */
export interface AskedRelease {
  installed: InstalledRelease;
  installer?: Installer;
}

const KINDS = ["HelmRelease", "Application"] as const;
const LOWER_KINDS = KINDS.map((kind) => kind.toLowerCase());

/** The directory that an argument names, if it names one. */
export function directoryNamed(written: string): string | undefined {
  return existsSync(written) && statSync(written).isDirectory() ? resolve(written) : undefined;
}

/**
 * The releases that an argument means: of a chart with its default values, or all that a HelmRelease or an Application
 * installs, once for each place in which it is applied.
 * @throws {UsageError} if there is none
 */
export function askedReleases(analysis: Analysis, written: string): AskedRelease[] {
  const directory = directoryNamed(written);
  if (directory !== undefined)
    return [{ installed: { release: releaseOfChart(analysis, directory, written) } }];
  const [kind = "", ...rest] = written.split("/");
  const found = KINDS.find((one) => one.toLowerCase() === kind.toLowerCase());
  if (!found || rest.length === 0 || rest.length > 2 || rest.includes("")) {
    const near = KINDS.find((one) => one.toLowerCase() === meant(kind, LOWER_KINDS));
    const hint = near
      ? ` Did you mean '${near}'?`
      : " Write 'HelmRelease/NAME' or 'Application/NAME' for what installs a chart.";
    throw new Mistake(`There is no directory '${written}'.${hint}`);
  }
  return releasesNamed(analysis, found, rest);
}

function releaseOfChart({ repository }: Analysis, directory: string, written: string) {
  const path = relative(repository.root, directory).split(sep).join("/");
  if (!chartAt(repository, path)) {
    const why = existsSync(resolve(directory, "Chart.yaml"))
      ? "is no chart that is read of this repository"
      : "has no Chart.yaml, so it is no chart";
    throw new UsageError(`'${written}' ${why}.`);
  }
  return defaultRelease(path);
}

function releasesNamed(
  analysis: Analysis,
  kind: Installer["kind"],
  words: readonly string[],
): AskedRelease[] {
  const [name = "", namespace] = [...words].reverse();
  const ofKind = installersIn(analysis.repository, analysis.all).filter((one) => one.kind === kind);
  const called = ofKind.filter((one) => one.name === name);
  const installers = called.filter((one) => namespace === undefined || one.namespace === namespace);
  if (installers.length > 0) {
    return installers.flatMap((installer) =>
      installer.releases().map((installed) => ({ installed, installer })),
    );
  }
  const typed = `${kind}/${words.join("/")}`;
  if (called.length > 0) {
    const namespaces = [...new Set(called.map((one) => one.namespace ?? ""))].sort();
    throw new UsageError(`There is no ${typed}. ${kind} '${name}' is in ${quoteList(namespaces)}.`);
  }
  const names = [...new Set(ofKind.flatMap((one) => one.name ?? []))].sort();
  const others = names.length > 0 ? ` It has ${quoteList(names)}.` : "";
  const hint = didYouMean(name, names) || others;
  throw new UsageError(`There is no ${typed} in this repository.${hint}`);
}
