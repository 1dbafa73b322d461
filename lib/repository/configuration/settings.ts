import { type KubernetesVersion, parseKubernetesVersion } from "../../kubernetes/api/kubernetes-version.js";
import { PLATFORMS } from "../../kubernetes/rbac/platform-roles.js";
import type { Contract } from "./contracts.js";

/** What a user says about the repository, under `settings` in .gitops-lint.yaml or `settings.gitops` in ESLint. */
export interface Settings {
  /** The root of the repository, an absolute path; .gitops-lint.yaml marks it by its location. */
  root?: string;
  /** The platform the clusters run on, whose own roles are then known. */
  platform?: Platform;
  /** The version of Kubernetes that the clusters run, such as `1.34`; without it, any from 1.28 on. */
  kubernetesVersion?: string;
  /** Whether a chart that nothing here installs is also judged with the values in its `ci/`, by which chart-testing installs it. */
  chartTestValues?: boolean;
  /** Globs for roles, `namespace/name` or `name`, that exist although the repository does not contain them. */
  knownRoles?: readonly string[];
  /** Globs for service accounts, `namespace/name`. */
  knownServiceAccounts?: readonly string[];
  /** Globs for namespaces. */
  knownNamespaces?: readonly string[];
  /** Globs for files and directories that nobody edits by hand; `!` in front: for those that somebody does. */
  vendored?: readonly string[];
  /** What the repository promises about access. It stands under a key of its own in .gitops-lint.yaml, and only there. */
  contracts?: readonly Contract[];
  /** Whether these stand in a file that the user has named, and not in the configuration of the root. */
  hasNamedContracts?: true;
}

const PLATFORM_NAMES = [...PLATFORMS, "none"] as const;
export type Platform = (typeof PLATFORM_NAMES)[number];

/** The shape of each setting, for validation. */
export const SETTINGS_SHAPE = {
  root: "text",
  platform: PLATFORM_NAMES,
  kubernetesVersion: "version",
  chartTestValues: "flag",
  knownRoles: "texts",
  knownServiceAccounts: "texts",
  knownNamespaces: "texts",
  vendored: "globs",
} as const;

/** The version of Kubernetes in the settings, if any. A number does not count: 1.30 is 1.3. */
export function kubernetesVersionOf({ kubernetesVersion: written }: Settings): KubernetesVersion | undefined {
  return typeof written === "string" ? parseKubernetesVersion(written) : undefined;
}

/** The minor version of Kubernetes 1 in the settings, if any: 34 for `1.34` or `v1.34.2`. */
export function minorVersion(settings: Settings): number | undefined {
  return kubernetesVersionOf(settings)?.minor;
}
