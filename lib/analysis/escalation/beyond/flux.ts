import { podIdentityOf } from "../../../kubernetes/identities/pod-identity.js";
import type { KindName } from "../../../kubernetes/objects.js";
import { memoize, memoizePairs } from "../../../util/memoize.js";
import { fluxLockdown } from "../../flux-lockdown.js";
import { textOf } from "../../searched-texts.js";
import type { EscalationNode } from "../escalation.js";
import { EVERYTHING, nodeWords } from "../nodes.js";
import type { Pods } from "../pods.js";
import type { Held, Rights } from "../rights.js";
import type { Edge, Technique } from "../technique.js";
import type { World } from "../world.js";
import {
  isWrittenAnywhere,
  mayWrite,
  namespacesOfWriting,
  objectsIn,
  type Writing,
  writingOf,
} from "./written-objects.js";

/** What one of Flux's controllers applies. */
interface Applier {
  kind: "FluxKustomization" | "HelmRelease";
  /** As it is called in a manifest. */
  called: "Kustomization" | "HelmRelease";
  controller: string;
  writing: Writing;
  sources: readonly Writing[];
}

const SOURCES = "source.toolkit.fluxcd.io";
const FILES = ["gitrepositories", "ocirepositories", "buckets"];

const APPLIERS: readonly Applier[] = [
  {
    kind: "FluxKustomization",
    called: "Kustomization",
    controller: "kustomize-controller",
    writing: writingOf("kustomize.toolkit.fluxcd.io", "kustomizations"),
    sources: FILES.map((resource) => writingOf(SOURCES, resource)),
  },
  {
    kind: "HelmRelease",
    called: "HelmRelease",
    controller: "helm-controller",
    writing: writingOf("helm.toolkit.fluxcd.io", "helmreleases"),
    sources: [...FILES, "helmrepositories"].map((resource) => writingOf(SOURCES, resource)),
  },
];

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
    for (const { applier, namespace, rights, sure } of writers(world, from)) {
      yield {
        to: world.accounts(namespace),
        words: (to) => `${writingWords(applier, namespace)} that Flux applies as ${nodeWords(to)}`,
        rights,
        ...sure,
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
    for (const { applier, namespace, rights, sure } of writers(world, from)) {
      const flux = fluxOf(world);
      if (flux.hasDefaultAccount) return;
      const pods = flux.controllers.get(applier.controller);
      yield {
        to: (pods && accountOf(world, pods)) ?? EVERYTHING,
        words: () =>
          `${writingWords(applier, namespace)} that ${applier.controller} applies with its own rights`,
        rights,
        ...(pods ? { also: [pods.step], ...sure } : UNSEEN),
      };
    }
  },
};

function writingWords({ called }: Applier, namespace: string | undefined): string {
  return `writes a ${called}${namespace === undefined ? "" : ` in namespace '${namespace}'`}`;
}

const UNSEEN = {
  needs: "only where Flux has the rights and the arguments that it is installed with",
  isSure: false as const,
};
const NEEDS_SOURCE = { needs: "only with a source of manifests that it may use", isSure: false as const };
const NEEDS_FLUX = { needs: "only where Flux runs with its own rights", isSure: false as const };

const accountOf = memoizePairs((world: World, { namespace, account }: Pods) => {
  const node = world.account(namespace, account);
  return node && [node];
});

/** Where somebody may write what Flux applies. */
interface Writer {
  applier: Applier;
  /** Undefined for every namespace. */
  namespace: string | undefined;
  rights: readonly Held[];
  sure: Pick<Edge, "needs" | "isSure">;
}

function* writers(world: World, from: EscalationNode): Iterable<Writer> {
  const flux = fluxOf(world);
  if (!flux.isHere) return;
  const rights = world.rightsOf(from);
  for (const applier of APPLIERS) {
    const everywhere = mayWrite(world, rights, applier.writing, { kind: applier.kind, namespace: undefined });
    if (everywhere) {
      yield { applier, namespace: undefined, ...withSource(world, rights, applier, undefined, everywhere) };
      continue;
    }
    const namespaces = namespacesOfWriting(rights, applier.writing);
    // Whoever may change what is there, but create nothing.
    if (isWrittenAnywhere(rights, applier.writing))
      for (const namespace of objectsIn(world, applier.kind).keys()) namespaces.add(namespace);
    for (const namespace of namespaces) {
      const held = mayWrite(world, rights, applier.writing, { kind: applier.kind, namespace });
      if (held) yield { applier, namespace, ...withSource(world, rights, applier, namespace, held) };
    }
  }
}

/** The rights with that to a source, unless there is one that can be named. */
function withSource(
  world: World,
  rights: Rights,
  { kind, controller, sources }: Applier,
  namespace: string | undefined,
  held: Held,
): Pick<Writer, "rights" | "sure"> {
  const flux = fluxOf(world);
  const doubt = flux.controllers.has(controller) ? {} : NEEDS_FLUX;
  const usable = flux.isWithinNamespaces && namespace !== undefined ? [namespace] : flux.namespaces;
  const isThere = usable.some((one) => SOURCED[kind].some((other) => objectsIn(world, other).has(one)));
  if (isThere) return { rights: [held], sure: doubt };
  for (const source of sources) {
    const created = rights.may(source.create, { namespace });
    if (created) return { rights: [held, created], sure: doubt };
  }
  return { rights: [held], sure: NEEDS_SOURCE };
}

/** The kinds that show that there is a source: one, or what already has one. */
const SOURCED: Readonly<Record<Applier["kind"], readonly KindName[]>> = {
  FluxKustomization: ["GitRepository", "FluxKustomization"],
  HelmRelease: ["GitRepository", "HelmRelease"],
};

interface Flux {
  /** Whether the repository shows that Flux is in the cluster. */
  isHere: boolean;
  controllers: ReadonlyMap<string, Pods>;
  hasDefaultAccount: boolean;
  isWithinNamespaces: boolean;
  /** The namespaces with objects of Flux. */
  namespaces: readonly string[];
}

const NAMES: ReadonlySet<string> = new Set(APPLIERS.map(({ controller }) => controller));
const KINDS = ["FluxKustomization", "HelmRelease", "GitRepository"] as const satisfies KindName[];

const fluxOf = memoize((world: World): Flux => {
  const { repository } = world.analysis;
  const lockdown = fluxLockdown(repository);
  const controllers = new Map(
    world.pods
      .filter(({ kind, name, applied }) => {
        return kind === "Deployment" && NAMES.has(name) && podIdentityOf(applied.object) !== undefined;
      })
      .map((pods) => [pods.name, pods]),
  );
  const namespaces = new Set(KINDS.flatMap((kind) => [...objectsIn(world, kind).keys()]));
  const texts = [...controllers.values()].map(({ applied }) => textOf(repository, applied.object.file));
  return {
    isHere: controllers.size > 0 || namespaces.size > 0,
    controllers,
    hasDefaultAccount: lockdown.hasDefaultAccount || texts.some((text) => DEFAULT_ACCOUNT.test(text)),
    isWithinNamespaces: lockdown.isWithinNamespaces || texts.some((text) => NO_CROSS_REFERENCES.test(text)),
    namespaces: [...namespaces],
  };
});

const DEFAULT_ACCOUNT = /--default-service-account[= ]/;
const NO_CROSS_REFERENCES = /--no-cross-namespace-refs(?!=false)/;
