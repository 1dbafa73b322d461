import { DEFAULT_PROJECT } from "../../../kubernetes/argocd/project.js";
import { limitsOf, type ProjectLimits } from "../../../kubernetes/argocd/project-limits.js";
import { isOneOfNamespaces, namespaceList } from "../../../kubernetes/argocd/source-namespaces.js";
import { isKnown } from "../../../kubernetes/objects.js";
import type { Repository } from "../../../repository/repository.js";
import { memoize } from "../../../util/memoize.js";
import { field, items } from "../../../util/plain-values.js";
import { configurationsOf } from "../../access/configurations.js";
import type { EscalationNode } from "../escalation.js";
import { EVERYTHING } from "../nodes.js";
import type { Pods } from "../pods.js";
import type { World } from "../world.js";
import { objectsIn } from "./written-objects.js";

/** A project of Argo CD, and what it lets through. */
export interface Project {
  name: string;
  limits: ProjectLimits;
}

/** The Argo CD of a cluster. */
export interface Argo {
  /** The namespaces that Argo CD runs in. */
  namespaces: readonly string[];
  controller: Pods | undefined;
  /** The ServiceAccount of the controller; everything, if that is not known. */
  account: readonly EscalationNode[];
  projects: readonly Project[];
  isImpersonating: boolean;
  /** Whether any setting opens it to other namespaces than its own. */
  isOpen: boolean;
  /** Whether it takes objects of a kind from a namespace of others; undefined if only some of several settings say so. */
  takesFrom(kind: "Application" | "ApplicationSet", namespace: string): boolean | undefined;
}

const CONTROLLER = /^(?:[a-z0-9-]+-)?application-controller$/;

/** What the project that Argo CD creates allows, unless somebody has changed it: util/argo, or cmd, createDefaultProject. */
const ANYTHING = {
  spec: {
    sourceRepos: ["*"],
    destinations: [{ server: "*", namespace: "*" }],
    clusterResourceWhitelist: [{ group: "*", kind: "*" }],
  },
};

/** The Argo CD that the repository shows to be in a cluster; undefined if it shows none. */
export const argoOf: (world: World) => Argo | undefined = memoize((world: World): Argo | undefined => {
  const { repository } = world.analysis;
  const controller = world.pods.find(({ kind, name }) => {
    return (kind === "StatefulSet" || kind === "Deployment") && CONTROLLER.test(name);
  });
  const projects = [...objectsIn(world, "AppProject").values()].flat();
  const settings = configurationsOf(repository, "ArgoCdSettings");
  const own = [
    controller?.namespace,
    ...projects.map(({ object }) => object.object.metadata?.namespace),
    ...settings.map(({ value }) => field(value, "metadata", "namespace")),
  ].filter((name) => typeof name === "string" && isKnown(name));
  // What nobody declares is where most of its Applications are.
  const others = own.length > 0 ? [] : [...objectsIn(world, "Application").keys()];
  const namespaces = new Set([...own, ...others].filter((name) => typeof name === "string"));
  if (namespaces.size === 0) return undefined;
  const named = projects.map(({ object }) => ({
    name: object.object.metadata?.name ?? "",
    limits: limitsOf(object.object),
  }));
  const hasDefault = named.some(({ name }) => name === DEFAULT_PROJECT);
  const account = controller && world.account(controller.namespace, controller.account);
  return {
    namespaces: [...namespaces],
    controller,
    account: account ? [account] : EVERYTHING,
    projects: [...(hasDefault ? [] : [{ name: DEFAULT_PROJECT, limits: limitsOf(ANYTHING) }]), ...named],
    isImpersonating: settings.some(({ value }) => field(value, "data", IMPERSONATION) === "true"),
    ...openings(repository),
  };
});

const IMPERSONATION = "application.sync.impersonation.enabled";

/**
 * From which namespaces of others it takes Applications: `application.namespaces` and `applicationsetcontroller.namespaces`
 * in argocd-cmd-params-cm, or `sourceNamespaces` of the operator's object. What an ApplicationSet makes is in its own
 * namespace, so that both have to name that. Which cluster a setting is for is not known here.
 */
function openings(repository: Repository): Pick<Argo, "isOpen" | "takesFrom"> {
  const all = [
    ...configurationsOf(repository, "ArgoCdParameters").map(({ value }) => ({
      Application: listIn(field(value, "data", "application.namespaces")),
      ApplicationSet: listIn(field(value, "data", "applicationsetcontroller.namespaces")),
    })),
    ...configurationsOf(repository, "ArgoCdOperator").map(({ value }) => ({
      Application: items(field(value, "spec", "sourceNamespaces")).map(String),
      ApplicationSet: [],
    })),
  ];
  return {
    isOpen: all.some(({ Application }) => Application.length > 0),
    takesFrom(kind, namespace) {
      const open = all.filter((one) =>
        [one.Application, one[kind]].every((list) => isOneOfNamespaces(list, namespace)),
      );
      return open.length === 0 ? false : open.length === all.length ? true : undefined;
    },
  };
}

function listIn(value: unknown): string[] {
  return typeof value === "string" ? namespaceList(value) : [];
}
