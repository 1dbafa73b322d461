import { type AppliedObject, type Build, type Elsewhere, writtenAt } from "../build.js";
import { targetNamespace } from "../controllers/target-namespace.js";
import { refusedBuild, RefusedValues } from "./refused-values.js";
import type { RenderedRelease } from "./release.js";

/** The installation of a chart by an object. */
interface Installation {
  /** What the release is called. */
  name: string;
  /** That of the chart. */
  directory: string;
  /** The one that it is installed in, if known. */
  cluster: string | undefined;
  /** Whether the namespace that the object names is created. */
  createsNamespace: boolean;
  /** Where the chart comes from, if it is not of this repository. */
  elsewhere?: Elsewhere | undefined;
  /** @throws RefusedValues */
  render: () => RenderedRelease;
}

/** What a HelmRelease or a HelmChart installs, or why its values are refused. */
export function releaseBuild(by: AppliedObject, installation: Installation): Build {
  const { name, directory, cluster, createsNamespace, render } = installation;
  const brought = installation.elsewhere ? [installation.elsewhere] : [];
  const withElsewhere = (all: readonly Elsewhere[]) => (all.length > 0 ? { elsewhere: all } : {});
  const about = {
    type: "helm" as const,
    directory,
    charts: [directory],
    appliedBy: writtenAt(by),
    ...(cluster !== undefined && { cluster }),
    namespaces: targetNamespace(by, createsNamespace),
  };
  try {
    const { elsewhere = [], ...rendered } = render();
    return { ...about, ...rendered, ...withElsewhere([...brought, ...elsewhere]) };
  } catch (error) {
    if (!(error instanceof RefusedValues)) throw error;
    return {
      ...about,
      ...withElsewhere(brought),
      ...refusedBuild(error, installerWords(by), name, directory),
    };
  }
}

/** An object that installs a chart, as a message calls it: `HelmRelease 'web'`. */
export function installerWords({ kind, object }: AppliedObject): string {
  return `${kind} '${object.metadata?.name ?? ""}'`;
}
