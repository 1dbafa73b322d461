import { isKnown } from "../../kubernetes/objects.js";
import type { Repository } from "../../repository/repository.js";
import { originOf, rootAt } from "../controllers/sources.js";
import { type InstalledRelease, installedRelease } from "../helm/installed-release.js";
import { isChart } from "../helm/value-files.js";
import type { Application } from "./application-sets.js";
import { overrideIn, sourcesOf, toolOf } from "./argocd.js";
import { releaseOf } from "./helm-source.js";

/** How an Application installs the charts of this repository that are among its sources. */
export function applicationReleases(repository: Repository, application: Application): InstalledRelease[] {
  const all = sourcesOf(application.spec);
  const sources = all.map(({ source }) => source);
  return all.flatMap(({ source, path }) => {
    const { chart = "", repoURL, targetRevision } = source;
    if (chart !== "" || typeof source.path !== "string" || !isKnown(source.path)) return [];
    const directory = rootAt(repository, originOf(repository, repoURL, targetRevision), source.path);
    if (directory === undefined || !isChart(repository, directory)) return [];
    if (toolOf(repository, source, directory) !== "helm") return [];
    if (overrideIn(repository, directory, application.name) !== undefined) return [];
    return [installedRelease(() => releaseOf(repository, application, { source, path, directory, sources }))];
  });
}
