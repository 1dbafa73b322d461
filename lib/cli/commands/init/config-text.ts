import { plural, printable } from "../../../util/phrases.js";
import type { Surroundings } from "./look.js";

/** The schema that editors check the file with. */
const SCHEMA =
  "https://raw.githubusercontent.com/eslint-plugin-gitops/eslint-plugin-gitops/main/docs/gitops-lint.schema.json";

/**
 * The text of a `.gitops-lint.yaml` for a repository: what was recognised is set, everything else is there as a
 * comment, so that a reader sees what can be said.
 */
export function configText(around: Surroundings, preset: string): string {
  return `# How gitops-lint judges this repository: ${describe(around)}.
# yaml-language-server: $schema=${SCHEMA}

# Which rules are on: recommended for what is dangerous or does nothing, strict for what hardens a cluster
# further, all, or none.
preset: ${preset}

# Single rules, on top of the preset. 'gitops-lint rules' lists all of them.
# rules:
#   no-wildcard-verbs: warn

# Other rules for some files. The last one that matches wins.
# overrides:
#   - files: ["clusters/dev/**"]
#     rules:
#       require-default-deny: off

# Files in which nothing is reported. What they hold still counts: a role in them exists.
# ignores: ["examples/**"]

# Who may at most do what, or reach which pods. 'gitops-lint explain access-contract' says more.
# contracts:
#   - name: Nobody gets a shell in production
#     can: create
#     on: [pods/exec, pods/attach]
#     in: production-*
#     nobody: true

# What no manifest says.
settings:
${platform(around)}
  # The version of Kubernetes that the clusters run.
  # kubernetesVersion: "1.34"

  # What exists although no manifest here creates it, such as what Terraform or another repository makes.
  # * stands for any text.
  # knownRoles: ["cluster-operator", "monitoring/reader-*"]
  # knownServiceAccounts: ["monitoring/prometheus"]
  # knownNamespaces: ["monitoring"]
`;
}

/** What was found, in a few words. */
export function describe({ files, kustomizations, flux, argocd, platforms }: Surroundings): string {
  const parts = [
    ...(kustomizations > 0 ? [plural(kustomizations, "kustomization")] : []),
    ...(flux > 0 ? [`${plural(flux, "object")} of Flux`] : []),
    ...(argocd > 0 ? [`${plural(argocd, "Application")} of Argo CD`] : []),
  ];
  const names = platforms.map(({ platform: name }) => NAMES[name]).join(", ");
  return [plural(files, "file"), ...parts, ...(names === "" ? [] : [`made for ${names}`])].join(", ");
}

const NAMES = { openshift: "OpenShift", eks: "EKS", gke: "GKE", aks: "AKS" } as const;

function platform({ platforms }: Surroundings): string {
  const [first, ...others] = platforms;
  const what =
    "  # The platform that the clusters run on, whose own roles then exist: openshift, eks, gke, aks or none.";
  if (!first) return `${what}\n  # platform: none\n`;
  const seen = platforms.map((one) => `${one.platform} in ${printable(one.file)}`).join(", ");
  // An object of OpenShift counts as such anyway, so all there is to say is that it should not.
  if (platforms.some((one) => one.platform === "openshift"))
    return `${what}\n  # Seen: ${seen}. That counts as openshift, unless another one is named.\n  # platform: none\n`;
  // With several, only one who knows the clusters can say which it is.
  return `${what}\n  # Seen: ${seen}.\n  ${others.length > 0 ? "# " : ""}platform: ${first.platform}\n`;
}
