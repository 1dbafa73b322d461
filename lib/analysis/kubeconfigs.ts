import { readKubeconfig, LIST_NAMES, type ListName } from "../kubernetes/kubeconfig/kubeconfig.js";
import { couldBe, isPlain } from "../kubernetes/objects.js";
import type { Repository } from "../repository/repository.js";
import { memoize } from "../util/memoize.js";

/** The names in a list of all kubeconfigs of a repository. */
interface Names {
  known: Set<string>;
  /** Those that something fills in later, or that are no texts. */
  unknown: Set<string>;
}

/** More names that are filled in later could be anything. */
const MAX_UNKNOWN = 100;

const namesIn = memoize((repository: Repository): Readonly<Record<ListName, Names>> => {
  const names = { clusters: none(), contexts: none(), users: none() };
  for (const { configurations = [] } of repository.files.values()) {
    for (const { format, value } of configurations) {
      if (format !== "Kubeconfig") continue;
      const config = readKubeconfig(value);
      for (const list of LIST_NAMES) {
        for (const { name } of config[list]) names[list][isPlain(name) ? "known" : "unknown"].add(name);
      }
    }
  }
  return names;
});

/**
 * Whether some kubeconfig of a repository has a cluster, a context or a user of a name, or may have it: those that
 * `KUBECONFIG` lists are merged.
 * Kubernetes: staging/src/k8s.io/client-go/tools/clientcmd/loader.go, ClientConfigLoadingRules.Load.
 */
export function mayBeInKubeconfigs(repository: Repository, list: ListName, name: string): boolean {
  const { known, unknown } = namesIn(repository)[list];
  if (known.has(name) || unknown.size > MAX_UNKNOWN) return true;
  return [...unknown].some((one) => couldBe(one, name));
}

function none(): Names {
  return { known: new Set(), unknown: new Set() };
}
