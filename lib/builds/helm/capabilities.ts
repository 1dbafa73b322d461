import { API_RESOURCES, LAST_MINOR, RELEASES } from "../../kubernetes/data/api-resources.js";
import { isWithin, parseKubernetesVersion } from "../../kubernetes/api/kubernetes-version.js";
import { resourceOfCrd } from "../../kubernetes/api/crds.js";
import type { ApiResource } from "../../kubernetes/api/api-resource.js";
import type { Repository } from "../../repository/repository.js";
import { digest } from "../../util/digest.js";
import { memoize, memoizePairs, memoizeParts } from "../../util/memoize.js";

/** What charts can ask of the cluster that they are installed in. */
export interface ClusterCapabilities {
  /** The version of Kubernetes: `v1.34.4`. */
  kubernetesVersion: string;
  /** What it serves, as `group/version` and `group/version/Kind`. */
  apiVersions: ReadonlySet<string>;
  /** The API groups of which nothing else can be there: those of Kubernetes. Any other can be installed. */
  ownGroups: ReadonlySet<string>;
  /** Another one where it serves something else. */
  digest: string;
}

const versions = new WeakMap<ReadonlyMap<string, unknown>, string>();

/**
 * Says which version the clusters have to which a repository is applied.
 * @param version such as `1.34`; undefined if it is not known, so that the newest that is known is taken
 */
export function assumeVersion({ chartFiles }: Repository, version: string | undefined): void {
  if (version === undefined) versions.delete(chartFiles);
  else versions.set(chartFiles, version);
}

/** Whether nobody says which version that is. */
export function isVersionAssumed({ chartFiles }: Repository): boolean {
  return !versions.has(chartFiles);
}

/** The capabilities of the clusters to which a repository is applied. */
export function capabilitiesOf(repository: Repository): ClusterCapabilities {
  return inRepository(repository, versions.get(repository.chartFiles) ?? `1.${LAST_MINOR}`);
}

const inRepository = memoizePairs((repository: Repository, version: string): ClusterCapabilities => {
  const { kubernetesVersion, apiVersions, ownGroups } = ofVersion(version);
  const all = [...apiVersions, ...ofCrds(repository)];
  return { kubernetesVersion, apiVersions: new Set(all), ownGroups, digest: digest(all.join()) };
});

const ofVersion = memoizeParts((version: string): Omit<ClusterCapabilities, "digest"> => {
  const { minor } = parseKubernetesVersion(version) ?? { minor: LAST_MINOR };
  const release = RELEASES.find((one) => parseKubernetesVersion(one)?.minor === minor);
  const patch = /^v?\d+\.\d+\.\d/.test(version) ? version : (release ?? `1.${minor}.0`);
  return {
    kubernetesVersion: `v${patch.replace(/^v/, "")}`,
    apiVersions: new Set(API_RESOURCES.flatMap((resource) => servedBy(resource, minor))),
    // What was removed from Kubernetes is in none of its groups of today.
    ownGroups: new Set([...API_RESOURCES.map(({ group }) => group), "extensions"]),
  };
});

const ofCrds = memoize(({ files }: Repository): readonly string[] =>
  [...files.values()].flatMap(({ objects }) =>
    objects.flatMap(({ kind, object }) => {
      const resource = kind === "CustomResourceDefinition" ? resourceOfCrd(object) : undefined;
      return resource ? servedBy(resource, 0) : [];
    }),
  ),
);

function servedBy({ group, kind, versions: all }: ApiResource, minor: number): string[] {
  return Object.entries(all).flatMap(([version, range]) => {
    if (!isWithin(range, { minor })) return [];
    const served = group === "" ? version : `${group}/${version}`;
    return [served, `${served}/${kind}`];
  });
}
