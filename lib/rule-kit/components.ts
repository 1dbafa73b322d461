import type { Analysis } from "../analysis/analysis.js";
import type { Place } from "../builds/build.js";
import type { KubernetesVersion } from "../kubernetes/api/kubernetes-version.js";
import type { Component } from "../kubernetes/components/component.js";
import { componentsOf } from "../kubernetes/components/components-of.js";
import { kubernetesVersionOf } from "../repository/configuration/settings.js";
import type { Repository } from "../repository/repository.js";
import { directoryOf } from "../repository/paths.js";
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
  const alike = byDirectory(analysis.repository).get(directoryOf(place.file)) ?? [];
  const first = alike.find(({ component: other }) => {
    return other.name === component.name && other.format === component.format && lacks(other);
  });
  return first === undefined || placeId(first) === placeId({ place, component });
}

interface Found {
  place: Place;
  component: Component;
}

const byDirectory = memoize(({ files }: Repository): ReadonlyMap<string, readonly Found[]> => {
  const directories = new Map<string, Found[]>();
  for (const file of [...files.keys()].sort()) {
    for (const configuration of files.get(file)?.configurations ?? []) {
      const { document, at: path } = configuration;
      for (const component of componentsOf(configuration)) {
        const found = directories.get(directoryOf(file)) ?? [];
        directories.set(directoryOf(file), found);
        found.push({ place: { file, document, path }, component });
      }
    }
  }
  return directories;
});

function placeId({ place, component }: Found): string {
  return JSON.stringify([place.file, place.document, place.path, component.at]);
}
