import type { AnyObject } from "../kubernetes/objects.js";
import type { Repository } from "../repository/repository.js";
import { memoize } from "../util/memoize.js";
import type { AppliedObject, Build, Elsewhere } from "./build.js";
import { requestOfRelease } from "./flux/release-chart.js";
import { type HiddenPart, MAX_HIDDEN_PARTS } from "./hidden-part.js";
import { INSTALLING, installedBy } from "./installers.js";
import { takenByHelmChart } from "./k3s/helm-chart.js";
import { takeIn } from "./sources/take-in.js";

interface Known {
  /** The objects of which is known what they install. */
  rendered: ReadonlySet<AnyObject>;
  /** The sources of Flux that the repository applies. */
  sources: readonly AppliedObject[];
}

/** A build with what its objects install among its hidden parts, unless that is known. */
export function withInstallers(repository: Repository, build: Build, { rendered, sources }: Known): Build {
  const open = installers(build).filter(({ object }) => !rendered.has(object));
  if (open.length === 0) return build;
  const installed = open.map((by): Installed => {
    const taken = takenBy(repository, by, build, sources);
    const elsewhere = taken?.elsewhere;
    return { by, key: JSON.stringify([elsewhere?.request, taken?.why]), elsewhere, why: taken?.why ?? "" };
  });
  const last = lastInstalled.get(build);
  const isSame =
    last?.installed.length === installed.length &&
    installed.every(({ by, key }, index) => {
      const before = last.installed[index];
      return before?.by === by && before.key === key;
    });
  if (isSame) return last.build;
  const parts = installed.flatMap(({ by, elsewhere, why }): readonly HiddenPart[] => {
    const part = installedBy(by, elsewhere && { elsewhere, why });
    return part ? [part] : [];
  });
  const others = installed.flatMap(({ elsewhere }) => elsewhere ?? []);
  const made: Build = {
    ...build,
    hidden: [...build.hidden, ...parts].slice(0, MAX_HIDDEN_PARTS),
    ...(others.length > 0 && { elsewhere: [...(build.elsewhere ?? []), ...others] }),
  };
  lastInstalled.set(build, { installed, build: made });
  return made;
}

interface Installed {
  by: AppliedObject;
  key: string;
  elsewhere: Elsewhere | undefined;
  why: string;
}

const installers = memoize((build: Build): readonly AppliedObject[] =>
  build.objects.filter(({ kind }) => INSTALLING.has(kind)),
);

/** The last answer for each build, so that the same build is the same object again. */
const lastInstalled = new WeakMap<Build, { installed: readonly Installed[]; build: Build }>();

/** Where what an object installs comes from, as far as it is known. */
function takenBy(
  repository: Repository,
  by: AppliedObject,
  build: Build,
  sources: readonly AppliedObject[],
): { elsewhere: Elsewhere; why: string } | undefined {
  if (by.kind === "HelmChart") return takenByHelmChart(repository, by);
  if (by.kind !== "HelmRelease") return undefined;
  const asked = requestOfRelease(repository, by, build, sources);
  if (!asked) return undefined;
  const { request, place, by: words } = asked;
  return takeIn(repository, request, { place, by: words });
}
