import { readKubeconfig, type ListName } from "../kubernetes/kubeconfig/kubeconfig.js";
import { mayBeAmong, namesIn } from "../kubernetes/kubeconfig/names.js";
import type { Repository } from "../repository/repository.js";
import { memoize } from "../util/memoize.js";
import { configurationsOf } from "./access/configurations.js";

const ofRepository = memoize((repository: Repository) =>
  namesIn(configurationsOf(repository, "Kubeconfig").map(({ value }) => readKubeconfig(value))),
);

/**
 * Whether some kubeconfig of a repository has a cluster, a context or a user of a name, or may have it: those that
 * `KUBECONFIG` lists are merged.
 * Kubernetes: staging/src/k8s.io/client-go/tools/clientcmd/loader.go, ClientConfigLoadingRules.Load.
 */
export function mayBeInKubeconfigs(repository: Repository, list: ListName, name: string): boolean {
  return mayBeAmong(ofRepository(repository)[list], name);
}
