/** The directory of a path below a root, the empty text for the root. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}

/** The names kustomize looks for: api/konfig/general.go. */
export const KUSTOMIZATION_FILES = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

/** Whether a file is named as kustomize wants its kustomizations named. */
export function isKustomizationFile(path: string): boolean {
  return KUSTOMIZATION_FILES.some((name) => path === name || path.endsWith(`/${name}`));
}
