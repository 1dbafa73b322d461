/** Further files that Helm renders, besides those that are named like manifests: notes, and what templates share. */
const TEMPLATES = "**/templates/**/*.{tpl,txt}";

/** The files of the presets: those that can hold manifests, except JSON, and the templates of charts. */
export const PRESET_FILES: readonly string[] = ["**/*.{yaml,yml}", "**/Kustomization", TEMPLATES];

/** The files that can hold manifests. */
export const MANIFEST_FILES: readonly string[] = [
  "**/*.{yaml,yml,json,jsonl}",
  "**/Kustomization",
  TEMPLATES,
  // As kubectl, kubeadm and people name kubeconfigs.
  "**/{,*.,*-,*_}{kubeconfig,kube-config,kube_config}",
  "**/.kube/{config,config-*,*.config,*-config}",
];

/**
 * Every file, for callers that know which ones are manifests: kustomizations can name any. With `**` alone,
 * ESLint would lint no file with an extension that no other configuration names.
 */
export const ANY_FILE: readonly string[] = ["**/?*"];
