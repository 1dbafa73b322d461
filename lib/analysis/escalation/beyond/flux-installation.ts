import { podIdentityOf } from "../../../kubernetes/identities/pod-identity.js";
import type { KindName } from "../../../kubernetes/objects.js";
import { memoize } from "../../../util/memoize.js";
import { fluxLockdown } from "../../flux-lockdown.js";
import { textOf } from "../../searched-texts.js";
import type { Pods } from "../pods.js";
import type { World } from "../world.js";
import { APPLIERS } from "./flux-appliers.js";
import { objectsIn } from "./written-objects.js";

/** What the repository shows of the Flux of a cluster. */
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

export const fluxOf: (world: World) => Flux = memoize((world: World): Flux => {
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
