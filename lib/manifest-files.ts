/** The files that can hold manifests. */
export const MANIFEST_FILES: readonly string[] = ["**/*.{yaml,yml,json}", "**/Kustomization"];
