import type { Analysis } from "../analysis/analysis.js";
import type { Place } from "../builds/build.js";
import type { KubernetesVersion } from "../kubernetes/api/kubernetes-version.js";
import type { Component } from "../kubernetes/components/component.js";
import { componentsOf } from "../kubernetes/components/components-of.js";
import { kubernetesVersionOf } from "../repository/configuration/settings.js";
import type { Repository } from "../repository/repository.js";
import { directoryOf } from "../repository/paths.js";
import { groupBy } from "../util/group-by.js";
import { memoize } from "../util/memoize.js";

/** The version of Kubernetes that a component has: the one that its file names, or else that of the settings. */
export function versionOf({ version }: Component, { settings }: Analysis): KubernetesVersion | undefined {
  return version ?? kubernetesVersionOf(settings);
}

/**
 * Whether a component is the first in its directory that lacks something. The nodes of a cluster often have a file
 * each, which say the same, and what none of them says is one defect.
 */
export function isFirstWithout(
  component: Component,
  { place, analysis, lacks }: { place: Place; analysis: Analysis; lacks: (other: Component) => boolean },
): boolean {
  const first = componentsBeside(place.file, analysis).find(({ component: other }) => {
    return other.name === component.name && other.format === component.format && lacks(other);
  });
  return first === undefined || placeId(first) === placeId({ place, component });
}

/** A component, and the configuration that it is in. */
interface PlacedComponent {
  place: Place;
  component: Component;
}

/** The components that the files in the directory of a file set up, itself included, by path. */
export function componentsBeside(file: string, { repository }: Analysis): readonly PlacedComponent[] {
  return byDirectory(repository).get(directoryOf(file)) ?? [];
}

const byDirectory = memoize(({ files }: Repository): ReadonlyMap<string, readonly PlacedComponent[]> => {
  const found = [...files.keys()].sort().flatMap((file) =>
    (files.get(file)?.configurations ?? []).flatMap((configuration) => {
      const place = { file, document: configuration.document, path: configuration.at };
      return componentsOf(configuration).map((component) => ({ place, component }));
    }),
  );
  return groupBy(found, ({ place }) => directoryOf(place.file));
});

function placeId({ place, component }: PlacedComponent): string {
  return JSON.stringify([place.file, place.document, place.path, component.at]);
}
