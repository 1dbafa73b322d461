import { memoizePairs } from "../../../util/memoize.js";
import { EVERYTHING, nodeWords } from "../nodes.js";
import type { Pods } from "../pods.js";
import type { Technique } from "../technique.js";
import type { World } from "../world.js";
import { fluxOf } from "./flux-installation.js";
import { type Writer, writers } from "./flux-writers.js";

const CITES = [
  "https://fluxcd.io/flux/installation/configuration/multitenancy/",
  "https://fluxcd.io/flux/components/kustomize/kustomizations/#role-based-access-control",
  "https://fluxcd.io/flux/components/helm/helmreleases/#role-based-access-control",
  "fluxcd/pkg: runtime/client/impersonation.go, NewImpersonator",
];
const WRITES =
  "`create`, or `update` or `patch` on one that is there, on a Kustomization or HelmRelease of Flux, and a source of manifests: one of the repository, or the right to create one.";

export const fluxAccount: Technique = {
  name: "apply-by-flux",
  title: "Have Flux apply as a ServiceAccount",
  takes: WRITES,
  gives:
    "Every ServiceAccount of its namespace: `spec.serviceAccountName` names the one that Flux applies as.",
  cites: CITES,
  *edges(world, from) {
    for (const writer of writers(world, from)) {
      yield {
        to: world.accounts(writer.namespace),
        words: (to) => `${writingWords(writer)} that Flux applies as ${nodeWords(to)}`,
        rights: writer.rights,
        ...writer.sure,
      };
    }
  },
};

export const fluxController: Technique = {
  name: "apply-as-flux",
  title: "Have Flux apply with its own rights",
  takes: `${WRITES} The controller must run without \`--default-service-account\`.`,
  gives:
    "The ServiceAccount of kustomize-controller or helm-controller, which Flux binds to `cluster-admin` unless somebody changes that.",
  cites: CITES,
  *edges(world, from) {
    for (const writer of writers(world, from)) {
      const { applier, rights, sure } = writer;
      const flux = fluxOf(world);
      if (flux.hasDefaultAccount) return;
      const pods = flux.controllers.get(applier.controller);
      yield {
        to: (pods && accountOf(world, pods)) ?? EVERYTHING,
        words: () => `${writingWords(writer)} that ${applier.controller} applies with its own rights`,
        rights,
        ...(pods ? { also: [pods.step], ...sure } : UNSEEN),
      };
    }
  },
};

function writingWords({ applier: { called }, namespace, remote }: Writer): string {
  if (remote !== undefined)
    return `takes the kubeConfig, which leads to another cluster, from ${called} '${remote}' and makes it one`;
  return `writes a ${called}${namespace === undefined ? "" : ` in namespace '${namespace}'`}`;
}

const UNSEEN = {
  needs: "only where Flux has the rights and the arguments that it is installed with",
  isSure: false as const,
};

const accountOf = memoizePairs((world: World, { namespace, account }: Pods) => {
  const node = world.account(namespace, account);
  return node && [node];
});
