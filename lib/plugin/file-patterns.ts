/** The files that can hold manifests. */
export const MANIFEST_FILES: readonly string[] = ["**/*.{yaml,yml,json}", "**/Kustomization"];

/**
 * Every file, for who knows which ones are manifests: kustomizations can name any. For `**` alone ESLint would lint no
 * file of an ending that no other configuration names.
 */
export const ANY_FILE: readonly string[] = ["**/?*"];
