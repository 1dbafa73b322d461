import type { BuildSet } from "../../builds/build-set.js";
import { isPlain } from "../../kubernetes/objects.js";
import { LEVELS } from "../../kubernetes/pod-security/pod-security-configuration.js";
import { filesWhere } from "../../repository/files-where.js";
import { memoize } from "../../util/memoize.js";
import { field, items } from "../../util/plain-values.js";

/** What clusters do with a namespace that has no label of its own. */
interface Defaults {
  /** The levels that are enforced, of which any may be that of a cluster; "unknown" if something fills one in. */
  levels: readonly string[];
  /** The namespaces that are exempt. */
  exempt: ReadonlySet<string>;
}

/**
 * What the API servers that the repository sets up do with a namespace without a label: PodSecurityConfigurations, and
 * what tools set by themselves. Empty if it sets up none: then it is `privileged`.
 */
export const podSecurityDefaults: (builds: BuildSet) => Defaults = memoize(({ repository }: BuildSet) => {
  const levels = new Set<string>();
  const exempt = new Set<string>();
  for (const [path, { configurations = [] }] of settingUp(repository)) {
    // Machine configurations that talhelper and talosctl make enforce `baseline`, and are often not in the repository.
    // Talos: pkg/machinery/config/generate/init.go and types/v1alpha1, AdmissionPluginConfig.
    if (TALOS.test(path)) levels.add("baseline");
    for (const { format, value } of configurations) {
      if (format === "TalosMachine") levels.add("baseline");
      // RKE2: pkg/rke2/psp.go and pkg/cli/defaults; a profile of CIS enforces `restricted`.
      if (format === "K3sConfig" && /^cis/.test(String(field(value, "profile")))) levels.add("restricted");
      if (format !== "PodSecurityConfiguration") continue;
      const level = field(value, "defaults", "enforce");
      const isLevel = typeof level === "string" && isPlain(level) && LEVELS.includes(level);
      // What is missing or empty is the default of Kubernetes: admission/api/v1/defaults.go.
      levels.add(
        level === undefined || level === null || level === "" ? "privileged" : isLevel ? level : "unknown",
      );
      for (const name of items(field(value, "exemptions", "namespaces"))) exempt.add(String(name));
    }
  }
  return { levels: [...levels], exempt };
});

const TALOS = /(?:^|\/)(?:talos[^/]*\/|tal(?:os|config|env|secret)[^/]*\.ya?ml$)/;

const settingUp = filesWhere(
  ({ configurations = [] }, path) => configurations.length > 0 || TALOS.test(path),
);
