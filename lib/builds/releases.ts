import type { Repository } from "../repository/repository.js";
import { applicationReleases } from "./argocd/application-releases.js";
import { applicationsOf } from "./argocd/application-sets.js";
import type { AppliedObject, Build } from "./build.js";
import { chartOfRelease } from "./flux/release-chart.js";
import { releaseName } from "./flux/release-name.js";
import { releaseOf } from "./flux/release-of.js";
import { type InstalledRelease, installedRelease } from "./helm/installed-release.js";
import { fluxSources } from "./sources/flux-sources.js";

/** Something that installs releases of charts. */
export interface Installer {
  kind: "HelmRelease" | "Application";
  /** Undefined if it is not known. */
  name: string | undefined;
  namespace: string | undefined;
  by: AppliedObject;
  /** The releases of charts of this repository. */
  releases: () => readonly InstalledRelease[];
}

/** Every HelmRelease and Application that builds apply, those that ApplicationSets generate among them. */
export function installersIn(repository: Repository, builds: readonly Build[]): Installer[] {
  const sources = fluxSources(builds);
  return builds.flatMap((build) =>
    build.objects.flatMap((by): Installer[] => {
      const { kind, object } = by;
      const { name, namespace } = object.metadata ?? {};
      if (kind === "HelmRelease") {
        return [{ kind, name, namespace, by, releases: () => helmReleases(repository, by, build, sources) }];
      }
      if (kind !== "Application" && kind !== "ApplicationSet") return [];
      return applicationsOf(repository, by).map((application) => ({
        kind: "Application",
        name: application.ownName,
        namespace,
        by,
        releases: () => applicationReleases(repository, application),
      }));
    }),
  );
}

function helmReleases(
  repository: Repository,
  by: AppliedObject,
  within: Build,
  sources: readonly AppliedObject[],
): InstalledRelease[] {
  const chart = chartOfRelease(repository, by, within, sources);
  const name = releaseName(by.object);
  if (!chart || name === undefined) return [];
  return [installedRelease(() => releaseOf(repository, by, within, chart, name))];
}
