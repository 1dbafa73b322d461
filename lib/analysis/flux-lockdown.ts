import type { FileFacts } from "../repository/facts.js";
import { filesWhere } from "../repository/files-where.js";
import type { Repository } from "../repository/repository.js";
import { memoize } from "../util/memoize.js";

/** How Flux's controllers are locked down for tenants, as far as the repository shows it. */
export interface FluxLockdown {
  /** What names no ServiceAccount is applied by one of its own namespace, and not by the controller. */
  hasDefaultAccount: boolean;
  /** References to other namespaces are refused. */
  isWithinNamespaces: boolean;
}

const withKustomization = filesWhere(({ kustomization }) => kustomization !== undefined);

const textOf = memoize(({ kustomization }: FileFacts) => JSON.stringify(kustomization));

/**
 * Reads the flags that some kustomization adds to Flux's controllers, as Flux's page on multi-tenancy has it done:
 * kustomize-controller and helm-controller main.go, `--default-service-account` and `--no-cross-namespace-refs`. They
 * count for the whole repository: which cluster a kustomization is for cannot be told here.
 */
export const fluxLockdown: (repository: Repository) => FluxLockdown = memoize((repository) => {
  const files = [...withKustomization(repository).values()];
  const isSet = (flag: RegExp) => files.some((facts) => flag.test(textOf(facts)));
  return {
    hasDefaultAccount: isSet(/--default-service-account[= ]/),
    isWithinNamespaces: isSet(/--no-cross-namespace-refs(?!=false)/),
  };
});
