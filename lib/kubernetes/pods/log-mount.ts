import { isKnown, type Pod } from "../objects.js";
import { holdsLogs } from "./host-paths.js";
import { AS_ROOT, mayBeRoot, runningContainers } from "./node-access.js";

/** How whoever is in a container of a pod puts a link among the logs of its node. */
export interface LogMount {
  /** The directory of the node. */
  path: string;
  /** Where it is mounted, as a path in the pod's spec. */
  at: readonly (string | number)[];
  /** What it needs besides, if it is not sure. */
  needs?: string;
}

/** The first container that mounts the logs of its node to write to them; one that may run as root comes first. */
export function logMountOf(spec: NonNullable<Pod["spec"]>): LogMount | undefined {
  const { volumes = [] } = spec;
  const all = runningContainers(spec).flatMap(([container, at]) =>
    (container.volumeMounts ?? []).flatMap(({ name, readOnly, subPath = "" }, index): LogMount[] => {
      const path = volumes.find((volume) => volume.name === name)?.hostPath?.path;
      if (readOnly === true || !isKnown(name) || !isKnown(path) || (subPath !== "" && !isKnown(subPath)))
        return [];
      const mounted = subPath === "" ? path : `${path}/${subPath}`;
      if (!holdsLogs(mounted)) return [];
      const needs = mayBeRoot(spec, container) ? {} : { needs: AS_ROOT };
      return [{ path: mounted, at: [...at, "volumeMounts", index], ...needs }];
    }),
  );
  return all.find(({ needs }) => needs === undefined) ?? all[0];
}
