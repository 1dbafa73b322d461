import type { Platform } from "./platform-roles.js";

/**
 * ServiceAccounts that exist before a repository is applied, as globs `namespace/name`: those of add-ons in
 * Kubernetes' own namespaces, however installed, and those of the controllers that apply the repository.
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
  // argoproj/argo-cd, manifests; argoproj-labs/argocd-operator prefixes the name of the instance.
  "*/argocd-*",
  "*/*-argocd-*",
];

const BY_PLATFORM: Readonly<Record<Platform, readonly string[]>> = {
  // openshift/openshift-controller-manager, pkg/serviceaccounts: builder and deployer in each namespace.
  // tektoncd/operator, pkg/reconciler/openshift: pipeline in each namespace. The rest belong to OpenShift's operators.
  openshift: ["*/builder", "*/deployer", "*/pipeline", "openshift/*", "openshift-*/*"],
  eks: ["amazon-*/*", "aws-*/*"],
  gke: ["gke-*/*", "gmp-*/*", "config-management-*/*", "asm-system/*"],
  aks: ["gatekeeper-system/*", "azure-*/*", "aks-*/*"],
};

/** The ServiceAccounts of a platform, and of the controllers that apply repositories: globs for `matchesGlob`. */
export function platformServiceAccounts(platform: Platform | undefined): readonly string[] {
  return platform === undefined ? EVERYWHERE : [...EVERYWHERE, ...BY_PLATFORM[platform]];
}
