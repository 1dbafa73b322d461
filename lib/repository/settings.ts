import { PLATFORMS } from "../kubernetes/platform-roles.js";

/** What a user says of the repository, under `settings` in .gitops-lint.yaml or `settings.gitops` in ESLint. */
export interface Settings {
  /** The root of the repository, an absolute path; .gitops-lint.yaml marks it by where it stands. */
  root?: string;
  /** The platform the clusters run on, whose own roles are then known. */
  platform?: Platform;
  /** The version of Kubernetes that the clusters run, as `1.34`; where it is not said, any counts. */
  kubernetesVersion?: string;
  /** Globs for roles, `namespace/name` or `name`, that are there although the repository does not hold them. */
  knownRoles?: readonly string[];
  /** Globs for service accounts, `namespace/name`. */
  knownServiceAccounts?: readonly string[];
  /** Globs for namespaces. */
  knownNamespaces?: readonly string[];
}

const PLATFORM_NAMES = [...PLATFORMS, "none"] as const;
export type Platform = (typeof PLATFORM_NAMES)[number];

/** The shape of each setting, for whoever checks what a user has written. */
export const SETTINGS_SHAPE = {
  root: "text",
  platform: PLATFORM_NAMES,
  kubernetesVersion: "text",
  knownRoles: "texts",
  knownServiceAccounts: "texts",
  knownNamespaces: "texts",
} as const;

/** The minor version of Kubernetes 1 that the settings name, if they do: 34 for `1.34` or `v1.34.2`. */
export function minorVersion({ kubernetesVersion }: Settings): number | undefined {
  const match = /^v?1\.(\d{1,3})(?:\.|$)/.exec(kubernetesVersion ?? "");
  return match ? Number(match[1]) : undefined;
}
