import type { Platform } from "./platform-roles.js";

/**
 * ServiceAccounts that are there before a repository is applied, as globs `namespace/name`: in Kubernetes' own
 * namespaces its add-ons, however these are installed, and those of the controllers that apply the repository.
 */
const EVERYWHERE: readonly string[] = [
  "kube-system/*",
  "kube-public/*",
  "kube-node-lease/*",
  // fluxcd/flux2, manifests/bases.
  ...["source", "kustomize", "helm", "notification", "image-reflector", "image-automation"].map(
    (name) => `*/${name}-controller`,
  ),
  "*/flux-operator",
  // argoproj/argo-cd, manifests; argoproj-labs/argocd-operator puts the name of the instance before.
  "*/argocd-*",
  "*/*-argocd-*",
];

const BY_PLATFORM: Readonly<Record<Platform, readonly string[]>> = {
  // openshift/openshift-controller-manager, pkg/serviceaccounts: builder and deployer of each namespace.
  // tektoncd/operator, pkg/reconciler/openshift: pipeline of each namespace. The rest is its operators'.
  openshift: ["*/builder", "*/deployer", "*/pipeline", "openshift/*", "openshift-*/*"],
  eks: ["amazon-*/*", "aws-*/*"],
  gke: ["gke-*/*", "gmp-*/*", "config-management-*/*", "asm-system/*"],
  aks: ["gatekeeper-system/*", "azure-*/*", "aks-*/*"],
};

/** The ServiceAccounts that a platform brings, and what applies repositories: globs for `matchesGlob`. */
export function platformServiceAccounts(platform: Platform | undefined): readonly string[] {
  return platform === undefined ? EVERYWHERE : [...EVERYWHERE, ...BY_PLATFORM[platform]];
}
