import { flux, gitRepository } from "../../builds/controllers/controlled.js";
import { account, roleBinding } from "../../rules/manifests.js";

/** A repository of two clusters, as `flux bootstrap` leaves each, and what both have in a namespace. */
export const TWO_CLUSTERS: Readonly<Record<string, string>> = {
  ...cluster("prod", "view"),
  ...cluster("test", "edit"),
};

function cluster(name: string, role: string): Record<string, string> {
  const directory = `clusters/${name}`;
  return {
    [`${directory}/flux-system/sync.yaml`]: `${gitRepository("flux-system", "url: x")}---\n${flux("flux-system", `path: ./${directory}`)}`,
    [`${directory}/flux-system/kustomization.yaml`]: "resources: [sync.yaml]\n",
    [`${directory}/binding.yaml`]: roleBinding(role, "shop", "ClusterRole", account("ci")),
    [`${directory}/run.yaml`]: `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}-web, namespace: shop }
spec: { template: { metadata: { labels: { app: web } } } }
`,
  };
}
